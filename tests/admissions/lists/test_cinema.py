"""A cinema's own page, and its poster: what one may expect there, and the way to complain of just that cinema."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
import segno

from casework.parties.listings import note_changes
from casework.parties.models import Qualification, Unit
from tests.engine.world import at
from tests.parties.factories import make_cinema, make_platform, make_unit

from .factories import agree, listed_cinema, listed_platform, qualify

pytestmark = pytest.mark.django_db
PAGE, POSTER = "/cinemas/43020001/", "/cinemas/43020001/poster/"
FORM = "/complaints/new/?cinema=43020001"


@pytest.fixture
def cinema(campaign):
    fields = {"duty_phone": "0731-0000 0101", "extension_channel": "在售票处申请延期。", "duty_manager": "蒋小例"}
    cinema = listed_cinema(campaign, "示例影城（天元店）", code="43020001", **fields)
    agree(cinema, listed_platform(campaign, "示例平台"), campaign)
    return cinema


def test_it_says_what_one_may_expect_and_how_to_complain(cinema, read):
    page = read(PAGE)
    wanted = (
        "示例平台",
        "出示二维码，扫码核销后选座。",
        "0731-0000 0101",
        "在售票处申请延期。",
        f'href="{FORM}"',
        "any hall",
    )
    for words in (*wanted, "model workers", "Pay the difference", 'href="/inspections/?name='):
        assert words.lower() in page.lower(), words
    assert "蒋小例" not in page


def test_it_takes_few_statements(cinema, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get(PAGE)
    with django_assert_max_num_queries(6):
        client.get(POSTER)


def test_a_suspended_platform_is_not_named_as_taken(campaign, cinema, read):
    Qualification.objects.filter(unit__kind=Unit.Kind.PLATFORM).update(suspended=True)
    assert "示例平台" not in read(PAGE)


def test_a_cinema_that_left_says_since_when_and_may_still_be_complained_of(cinema, read, client):
    note_changes(at("2026-06-01 10:00"))
    Qualification.objects.filter(unit=cinema.unit).update(suspended=True)
    note_changes(at("2026-06-03 09:00"))
    page = read(PAGE)
    assert "Does not take part now" in page
    assert "3 Jun" in page
    assert f'href="{FORM}"' in page
    assert "示例平台" not in page
    assert client.get(POSTER).status_code == 404


def test_where_nobody_noted_the_leaving_it_is_the_day_after_the_right_ended(campaign, read):
    cinema = make_cinema(code="43020001")
    qualify(cinema, campaign, until=dt.date(2026, 4, 30))
    assert "1 May" in read(PAGE)


def test_a_closed_cinema_sends_to_the_hotline(cinema, read):
    cinema.unit.active = False
    cinema.unit.save()
    page = read(PAGE)
    assert FORM not in page
    assert "12345" in page


def test_of_a_cinema_that_never_took_part_there_is_no_page(campaign, client):
    make_cinema(code="43020001")
    assert [client.get(url).status_code for url in (PAGE, POSTER, "/cinemas/x/")] == [404, 404, 404]


# --- the poster -------------------------------------------------------------------------------------------------------
def test_the_code_on_the_poster_opens_the_form_with_just_this_cinema(cinema, client, settings):
    settings.PUBLIC_URL = "https://casework.example.org"
    page = client.get(POSTER).content.decode()
    wanted = segno.make(f"https://casework.example.org{FORM}", error="m").png_data_uri(scale=8, border=3)
    assert html.unescape(re.search(r'<img src="(data:[^"]+)"', page)[1]) == wanted
    form = client.get(FORM).content.decode()
    assert cinema.name in form
    assert f'name="cinema" value="{cinema.pk}"' in form


def test_the_poster_is_chinese_for_every_reader_and_says_what_the_notice_grants(cinema, read):
    make_unit(Unit.Kind.ASSOCIATION, name="湖南省电影行业协会", division="430000", phone="0731-0000 0001")
    page = read(POSTER)
    assert 'lang="zh-Hans-CN"' in page
    wanted = ("任何场次", "任何影厅", "补差价", "劳动模范", "示例平台", "扫码", "0731-0000 0001", "12345", cinema.name)
    for words in wanted:
        assert words in page, words


# --- the form ---------------------------------------------------------------------------------------------------------
def test_the_cinema_is_chosen_on_the_page_that_asks_for_it(cinema, client):
    body = {"cinema": cinema.pk, "category": "refused_redemption", "go": "next"}
    page = client.post("/complaints/new/what/", body).content.decode()
    assert re.search(rf'name="cinema" value="{cinema.pk}" checked', page)


def test_a_code_that_is_no_cinemas_fills_in_nothing(campaign, client):
    inactive = make_cinema(code="43020009")
    inactive.unit.active = False
    inactive.unit.save()
    make_platform()
    for code in ("43020008", "43020009", "x", "１２"):
        answer = client.get(f"/complaints/new/?cinema={code}")
        assert answer.status_code == 200
        assert 'name="cinema"' not in answer.content.decode()
