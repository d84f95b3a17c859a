"""The list for machines and to keep: valid to when, what left it, no formula, not sent twice (R41, P59; issue 9 §3)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from tests.engine.world import at

from .factories import make_shop, on_the_list

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
ALL = ["/list.json", "/list.rss", "/list.xlsx", "/list.csv"]
FORMULA = '=HYPERLINK("http://x")'


def test_json_has_every_entry_with_the_day_to_which_it_is_valid(world, client):
    case = on_the_list(world)
    data = client.get("/list.json", headers=ENGLISH).json()
    (one,) = data["entries"]
    assert one["number"] == case.number
    assert (one["name"], one["cinema_code"], one["county"]) == ("示例影城（天元店）", "43029901", "天元区")
    assert one["valid_to"] == "2026-12-31"
    assert one["violation"]["words"] == "拒绝兑换"
    assert one["measures"] == [
        {"kind": "record", "label": "Dishonesty record", "from": "2026-10-01", "until": "2026-12-31"}
    ]
    # The list is left before the shortest term of the class has run.
    assert one["repair"]["from"] is None
    assert one["under_review"] is False
    assert one["page"].endswith(f"/list/{case.number}/")
    assert "排名不分先后" in data["order"]


def test_what_left_it_is_told_by_number_day_and_reason_alone(world, client):
    gone = on_the_list(world, ends=dt.date(2026, 10, 11))
    data = client.get("/list.json").json()
    assert data["entries"] == []
    assert data["removed"] == [{"number": gone.number, "removed_on": "2026-10-12", "why": "expired"}]
    assert "示例影城" not in client.get("/list.json").content.decode()
    assert "示例影城" not in client.get("/list.rss").content.decode()


def test_rss_tells_what_came_with_its_last_day_and_what_left(world, client):
    came = on_the_list(world)
    on_the_list(world, revoked_at=at("2026-10-10 16:00"))
    feed = ElementTree.fromstring(client.get("/list.rss", headers=ENGLISH).content)
    left, on_it = feed.iter("item")
    assert "left the list" in left.findtext("title")
    assert left.findtext("description") == "The decision was revoked"
    assert left.findtext("{http://purl.org/dc/terms/}valid") is None
    assert on_it.findtext("link").endswith(f"/list/{came.number}/")
    assert "31 Dec 2026" in on_it.findtext("description")
    assert on_it.findtext("{http://purl.org/dc/terms/}valid") == "start=2026-10-01; end=2026-12-31"
    assert feed.get("version") == "2.0"
    assert len({one.findtext("guid") for one in feed.iter("item")}) == 2


def test_csv_and_xlsx_hold_no_formula(world, client):
    on_the_list(world, make_shop(FORMULA, division_id="430211"))
    body = b"".join(client.get("/list.csv"))
    assert body.startswith(b"\xef\xbb\xbf")
    _head, row = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert row[1] == f"'{FORMULA}"
    book = b"".join(client.get("/list.xlsx"))
    _head, cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert cells[1] == FORMULA
    assert "2026-12-31" in cells


@pytest.mark.parametrize("url", ALL)
def test_whoever_has_it_as_it_is_gets_nothing_anew_until_the_next_change(world, client, clock, url):
    on_the_list(world)
    first = client.get(url)
    known = {"If-None-Match": first.headers["ETag"]}
    dated = {"If-Modified-Since": first.headers["Last-Modified"]}
    clock.shift(60)
    assert [client.get(url, headers=one).status_code for one in (known, dated)] == [304, 304]
    clock.move_to(at("2027-01-01 00:00:01"), tick=False)
    assert [client.get(url, headers=one).status_code for one in (known, dated)] == [200, 200]


def test_scripts_of_other_sites_may_read_them(world, client):
    assert client.get("/list.json").headers["Access-Control-Allow-Origin"] == "*"


def test_an_empty_list_has_its_files_too(world, client):
    assert client.get("/list.json").json()["entries"] == []
    for url in ALL:
        assert client.get(url).status_code == 200
