"""The lists for machines and to keep: whole, true to their letters, no formula, not sent twice (R29, P59)."""

from __future__ import annotations

import csv
import io
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from casework.parties.listings import note_changes
from casework.parties.models import Qualification
from tests.engine.world import at
from tests.parties.factories import make_campaign

from .conftest import NOW
from .factories import agree, listed_cinema, listed_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    campaign = make_campaign()
    cinema = listed_cinema(campaign, "示例影城（天元店）", code="43020001", address='=HYPERLINK("http://x")')
    agree(cinema, listed_platform(campaign, service_phone="0731-0000 0100"), campaign)
    note_changes(NOW)
    return campaign


def suspend_all(clock) -> None:
    """Everybody is off the lists, and the clock has noted it."""
    Qualification.objects.update(suspended=True)
    clock.shift(10)
    note_changes(at("2026-06-01 10:00:10"))


def test_json_has_the_whole_list_and_what_left_it(campaign, client, clock):
    data = client.get("/cinemas.json").json()
    assert data["campaign"]["year"] == 2026
    (cinema,) = data["cinemas"]
    assert (cinema["code"], cinema["platforms"]) == ("43020001", ["示例平台"])
    assert (cinema["prefecture"], cinema["county"]) == ("株洲市", "天元区")
    assert cinema["page"].endswith("/cinemas/43020001/")
    assert data["removed"] == []
    assert [one["phone"] for one in client.get("/platforms.json").json()["platforms"]] == ["0731-0000 0100"]
    suspend_all(clock)
    after = client.get("/cinemas.json").json()
    assert after["cinemas"] == []
    assert [one["code"] for one in after["removed"]] == ["43020001"]
    assert after["removed"][0]["left_at"].startswith("2026-06-01T")


def test_rss_tells_who_came_and_who_left(campaign, client, clock):
    suspend_all(clock)
    for url in ("/cinemas.rss", "/platforms.rss"):
        feed = ElementTree.fromstring(client.get(url, headers={"accept-language": "en"}).content)
        titles = [entry.findtext("title") for entry in feed.iter("item")]
        assert ["left" in title for title in titles] == [True, False]
        ids = [entry.findtext("guid") for entry in feed.iter("item")]
        assert len(set(ids)) == 2
        assert all(parsedate_to_datetime(entry.findtext("pubDate")) for entry in feed.iter("item"))


def test_csv_opens_in_excel_with_its_chinese_and_without_a_formula(campaign, client):
    answer = client.get("/cinemas.csv")
    assert answer.streaming
    body = b"".join(answer)
    assert body.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert head[0] == "影院编码"
    assert row[1] == "示例影城（天元店）"
    assert row[5] == '\'=HYPERLINK("http://x")'
    assert "示例平台" in row


def test_xlsx_holds_text_only(campaign, client):
    body = b"".join(client.get("/cinemas.xlsx"))
    (head, row) = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert head[0] == "影院编码"
    assert row[0] == "43020001"
    assert row[5] == '=HYPERLINK("http://x")'
    assert b"".join(client.get("/platforms.xlsx")).startswith(b"PK")
    assert "示例平台" in b"".join(client.get("/platforms.csv")).decode()


@pytest.mark.parametrize("url", ["/cinemas.json", "/cinemas.rss", "/cinemas.xlsx", "/cinemas.csv", "/platforms.json"])
def test_whoever_has_it_as_it_is_gets_nothing_anew(campaign, client, url, clock):
    first = client.get(url)
    known = {"If-None-Match": first.headers["ETag"]}
    dated = {"If-Modified-Since": first.headers["Last-Modified"]}
    clock.shift(60)
    assert [client.get(url, headers=one).status_code for one in (known, dated)] == [304, 304]
    suspend_all(clock)
    assert [client.get(url, headers=one).status_code for one in (known, dated)] == [200, 200]


def test_a_leaving_that_is_noted_later_than_the_list_has_it_is_news_too(campaign, client, clock):
    Qualification.objects.update(suspended=True)
    clock.shift(6)
    between = client.get("/cinemas.json")
    assert between.json()["cinemas"] == between.json()["removed"] == []
    note_changes(at("2026-06-01 10:00:09"))
    after = client.get("/cinemas.json", headers={"If-None-Match": between.headers["ETag"]})
    assert after.status_code == 200
    assert after.json()["removed"]


def test_scripts_of_other_sites_may_read_them(campaign, client):
    answer = client.get("/cinemas.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_second_reader_costs_two_statements_at_most(campaign, client, django_assert_max_num_queries):
    for url in ("/cinemas.json", "/cinemas.rss", "/cinemas.csv", "/platforms.xlsx"):
        b"".join(client.get(url))
        with django_assert_max_num_queries(2):
            b"".join(client.get(url))


def test_without_any_campaign_they_are_empty(client):
    data = client.get("/cinemas.json").json()
    assert data["campaign"] is None
    assert data["cinemas"] == data["removed"] == []
    assert client.get("/cinemas.rss").status_code == 200
