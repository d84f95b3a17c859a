"""The list as pages for everybody: found, read, paged, and gone (R41; issue 9 §3)."""

from __future__ import annotations

import datetime as dt

import pytest

from blacklist.listing.views import PAGE_SIZE
from casework.parties.models import Qualification
from tests.parties.factories import make_cinema

from .factories import make_shop, on_the_list

pytestmark = pytest.mark.django_db


def test_the_list_says_who_why_by_whom_and_until_when(world, read):
    case = on_the_list(world)
    page = read("/list/")
    said = (
        "示例影城（天元店）",
        "43029901",
        "天元区",
        "Refused redemption",
        "Dishonesty record",
        case.number,
        "湖南省总工会",
    )
    for words in (*said, "None is ranked", "31 Dec", "30 Sep"):
        assert words in page
    assert f'href="/list/{case.number}/"' in page


def test_the_page_of_a_decision_says_how_to_contest_it_and_how_to_get_off_the_list(world, read):
    case = on_the_list(world, ends=dt.date(2027, 5, 31))
    page = read(f"/list/{case.number}/")
    for words in (
        "拒绝兑换",
        "湘工发〔2021〕5号",
        "may ask for a review",
        "Credit repair may be asked for",
        "1 Jan",
        "31 May",
    ):
        assert words in page
    assert "A review is under way" not in page
    assert case.number in read(f"/list/{case.number.lower().replace('-', '')}/")


def test_a_term_that_ends_before_repair_is_possible_promises_none(world, read):
    """The shortest term of the class must have run (国办发〔2025〕22号)."""
    case = on_the_list(world)
    page = read(f"/list/{case.number}/")
    assert "Credit repair may be asked for" not in page
    assert "It leaves the list by itself" in page


def test_while_it_is_reviewed_the_entry_says_so(world, read):
    case = on_the_list(world, state="under_review")
    assert "Under review" in read("/list/")
    assert "A review is under way" in read(f"/list/{case.number}/")


def test_what_is_not_in_force_any_more_has_a_page_that_says_so_and_nothing_else(world, read):
    case = on_the_list(world, ends=dt.date(2026, 10, 11))
    page = read(f"/list/{case.number}/", status=404)
    assert "No longer on the list" in page
    assert "The term ran out" in page
    for secret in ("示例影城", "Refused redemption", "43029901"):
        assert secret not in page


def test_what_never_was_on_the_list_is_not_there(world, read):
    case = on_the_list(world, published_at=None)
    for number in (case.number, "CL26-999999-X", "nonsense"):
        assert "No longer on the list" not in read(f"/list/{number}/", status=404)


def test_nothing_that_was_written_about_it_is_public(world, read, client):
    """Facts and reasons may name people; the list has the notice's words alone."""
    case = on_the_list(world, facts="售票员张三拒收。", departure="系初次。")
    texts = [read("/list/"), read(f"/list/{case.number}/"), client.get("/list.json").content.decode()]
    for text in texts:
        assert "张三" not in text
        assert "系初次" not in text
        assert "事实清楚" not in text


# --- sole traders -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("uscc", "short_name", "shown"),
    [
        ("92430200MA4L0000X1", "", "张＊＊"),
        ("92430200MA4L0000X1", "示例小影吧", "示例小影吧"),
        ("91430200MA4L0000X1", "示例小影吧", "张三影视放映部"),
    ],
)
def test_a_sole_trader_is_never_named_in_full(world, read, client, uscc, short_name, shown):
    shop = make_shop("张三影视放映部", uscc=uscc, short_name=short_name, division_id="430211")
    case = on_the_list(world, shop)
    feeds = [client.get(f"/list.{form}").content.decode() for form in ("json", "rss")]
    sheet = b"".join(client.get("/list.csv")).decode()
    for text in (read("/list/"), read(f"/list/{case.number}/"), *feeds, sheet):
        assert shown in text
        assert ("张三" in text) is (shown == "张三影视放映部")


def test_a_masked_name_cannot_be_found_out_by_searching(world, read):
    on_the_list(world, make_shop("张三影视放映部", uscc="92430200MA4L0000X1"))
    assert "No decision on the list fits this" in read("/list/?q=张三")
    assert "张＊＊" in read("/list/?q=92430200MA4L0000X1")


# --- search and paging ------------------------------------------------------------------------------------------------
@pytest.fixture
def two(world):
    here = on_the_list(world)
    there = make_cinema(name="示例影城（岳麓店）", code="43019902", division="430104")
    return here, on_the_list(world, there.unit, violation="cash_first", decided_on=dt.date(2026, 9, 15))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [0, 1]),
        ("q=天元店", [0]),
        ("q=４３０１９９０２", [1]),
        ("q=影城 岳麓", [1]),
        ("county=430211", [0]),
        ("county=430100", [1]),
        ("violation=cash_first", [1]),
        ("since=2026-09-16", [0]),
        ("until=2026-09-15", [1]),
        ("since=2026-09-15&until=2026-09-30", [0, 1]),
        ("q=影城&county=430211&violation=cash_first", []),
    ],
)
def test_it_is_searched_by_name_code_county_violation_and_day(two, read, query, found):
    page = read(f"/list/?{query}")
    assert [one.number in page for one in two] == [0 in found, 1 in found]


def test_what_makes_no_sense_is_said_beside_its_field(two, read):
    page = read("/list/?since=gestern")
    assert "Enter a valid date" in page


def test_the_list_is_read_on_from_where_the_page_ended(world, read):
    cases = [on_the_list(world, decided_on=dt.date(2026, 9, 1)) for _each in range(PAGE_SIZE + 2)]
    first = read("/list/?q=示例")
    last = cases[PAGE_SIZE - 1].number
    assert cases[-1].number not in first
    assert f"after={last}" in first
    second = read(f"/list/?q=示例&after={last}")
    assert cases[-1].number in second
    assert cases[0].number not in second


@pytest.mark.parametrize("count", [10, pytest.param(1000, marks=pytest.mark.long)])
def test_the_list_costs_five_statements_at_most_for_ten_and_for_a_thousand(
    world, client, django_assert_max_num_queries, count
):
    for _each in range(count):
        on_the_list(world)
    with django_assert_max_num_queries(5):
        assert client.get("/list/?q=影城&county=430211").status_code == 200
    with django_assert_max_num_queries(2):
        b"".join(client.get("/list.xlsx"))


# --- how it is found --------------------------------------------------------------------------------------------------
def test_first_page_and_foot_lead_to_it(world, read):
    assert read("/").count('href="/list/"') == 2
    assert 'href="/list/"' in read("/cinemas/")


def test_the_page_of_a_cinema_leads_to_its_entry_and_only_if_it_has_one(world, read):
    case = on_the_list(world)
    plain = on_the_list(world, kinds=("disqualify",))
    Qualification.objects.filter(unit=world.cinema.unit).update(suspended=False)
    page = read("/cinemas/43029901/")
    assert f'href="/list/{case.number}/"' in page
    assert f'href="/list/{plain.number}/"' not in page
    assert plain.number in page
