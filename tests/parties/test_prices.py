"""What was paid against the lowest release price (R10), with the local rules on fee and special halls (LAW §0)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from casework.parties.models import Film, FilmAlias, ReleasePrice
from casework.parties.models.films import film_key
from casework.parties.prices import Applied, Listed, Missing, PriceRules, compare, look_up

from .factories import add_price, make_campaign, make_film

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 9, 26)
LISTED = Listed("示例长空", Decimal("35.00"), dt.date(2026, 9, 1))
XIANGTAN = PriceRules(fee_included=False, special_hall_extra=None)
NO_EXTRAS = PriceRules(fee_included=True, special_hall_extra=Decimal("0.00"))


def compared(paid="45.00", hall="ordinary", fee=None, rules=XIANGTAN, listed=LISTED, film="示例长空"):
    paid, fee = (Decimal(text) if text else None for text in (paid, fee))
    return compare(film=film, listed=listed, paid=paid, hall=hall, fee=fee, rules=rules)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


def test_more_than_the_lowest_price_is_over_by_the_difference(chinese):
    found = compared()
    assert (found.over, found.is_over, found.missing) == (Decimal("10.00"), True, ())
    assert found.sentence == "实付 45.00 元，最低发行价 35.00 元：超出 10.00 元。"


@pytest.mark.parametrize("paid", ["35.00", "35", "0", "12.5"])
def test_no_more_than_the_lowest_price_is_not_over_in_whatever_hall(paid, english):
    found = compared(paid, hall="")
    assert (found.over, found.is_over, found.missing) == (Decimal("0.00"), False, ())
    assert found.sentence.endswith("lowest release price 35.00 yuan: not over.")


def test_amounts_are_decimals_of_two_places():
    found = compared("45.1", fee="2")
    assert [str(amount) for amount in (found.paid, found.fee, found.gap, found.over)] == [
        "45.10",
        "2.00",
        "8.10",
        "8.10",
    ]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"film": "", "listed": Listed()}, [Missing.FILM_NOT_NAMED]),
        ({"film": "《 》", "listed": Listed()}, [Missing.FILM_NOT_NAMED]),
        ({"listed": Listed()}, [Missing.FILM_NOT_LISTED]),
        ({"listed": Listed("示例长空")}, [Missing.NO_PRICE_THAT_DAY]),
        ({"paid": ""}, [Missing.NOT_SAID_WHAT_WAS_PAID]),
        ({"film": "", "listed": Listed(), "paid": ""}, [Missing.FILM_NOT_NAMED, Missing.NOT_SAID_WHAT_WAS_PAID]),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_said_of_the_price(given, missing, english):
    found = compared(**given)
    assert (list(found.missing), found.over, found.is_over) == (missing, None, False)
    assert found.sentence.startswith("Cannot be compared: ")


def test_a_fee_that_the_lowest_price_does_not_include_is_left_out(english):
    found = compared("38.00", fee="3.00")
    assert (found.over, found.rules) == (Decimal("0.00"), (Applied.FEE_LEFT_OUT,))
    assert found.notes == [
        "The network service fee of 3.00 yuan is left out: the lowest release price does not include it "
        "(Campaign default)."
    ]


def test_a_fee_that_it_includes_counts_as_paid():
    found = compared("38.00", fee="3.00", rules=NO_EXTRAS)
    assert (found.over, found.rules) == (Decimal("3.00"), (Applied.FEE_INCLUDED,))


def test_where_no_fee_was_named_the_note_says_so():
    assert compared().rules == (Applied.FEE_NOT_NAMED,)
    assert compared("30.00").rules == ()


def test_an_unknown_hall_leaves_it_open_where_a_special_one_may_cost_more(english):
    found = compared(hall="")
    assert (found.over, found.gap, found.missing) == (None, Decimal("10.00"), (Missing.HALL_UNKNOWN,))
    assert "Whether the 10.00 yuan between them are too much cannot be said" in found.sentence
    assert "Campaign default" in found.sentence


def test_an_unknown_hall_does_not_matter_where_no_hall_may_cost_more():
    assert compared(hall="", rules=NO_EXTRAS).over == Decimal("10.00")


@pytest.mark.parametrize(
    ("extra", "over", "missing"),
    [("0", "10.00", ()), ("4", "6.00", ()), ("15", "0.00", ()), (None, None, (Missing.HALL_EXTRA_OPEN,))],
)
def test_a_special_hall_may_add_what_the_campaign_says(extra, over, missing):
    rules = PriceRules(fee_included=False, special_hall_extra=Decimal(extra) if extra else None)
    found = compared(hall="special", rules=rules)
    assert (found.over, found.missing) == (Decimal(over) if over else None, missing)


# --- finding the film -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["示例长空", "《示例长空》", " 示例 长空 ", "〈示例长空〉", "“示例长空”"])
def test_width_spaces_case_and_title_marks_make_no_other_film(typed):
    assert film_key(typed) == "示例长空"
    assert film_key("ＩＭＡＸ Ａｂｃ") == "imaxabc"


@pytest.mark.parametrize("typed", ["《示例长空 ３Ｄ》", "长空（示例）", "示例长空3d"])
def test_a_film_is_found_by_title_or_other_title_in_one_statement(typed, django_assert_num_queries):
    make_film("示例长空3D", "长空(示例)")
    make_film("别的影片", lowest="20.00")
    with django_assert_num_queries(1):
        found = look_up(typed, DAY)
    assert (found.title, found.lowest, found.source, found.near) == ("示例长空3D", Decimal("35.00"), "示例通知", ())


def test_what_only_comes_close_is_shown_to_a_person_and_never_taken(django_assert_num_queries):
    make_film("示例长空")
    make_film("湘江样片", "样片湘江")
    with django_assert_num_queries(1):
        found = look_up("示例长空2", DAY)
    assert (found.title, found.lowest, found.near) == ("", None, ("示例长空",))
    assert look_up("样片湘江水", DAY).near == ("湘江样片",)
    assert look_up("完全不同", DAY).near == ()


def test_no_name_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert look_up(" 《》", DAY) == Listed()


@pytest.mark.parametrize(
    ("day", "lowest"),
    [
        ("2026-02-28", None),
        ("2026-03-01", "35.00"),
        ("2026-04-30", "35.00"),
        ("2026-05-01", None),
        ("2026-06-01", "25.00"),
        ("2027-01-01", "25.00"),
    ],
)
def test_the_price_is_the_one_of_the_day_first_and_last_day_included(day, lowest):
    film = make_film(since="2026-03-01", until="2026-04-30")
    add_price(film, "25.00", "2026-06-01")
    found = look_up("示例长空", dt.date.fromisoformat(day))
    assert (found.title, found.lowest) == ("示例长空", Decimal(lowest) if lowest else None)


# --- the table --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("since", "until", "clashes"),
    [
        ("2026-04-30", "2026-05-31", True),
        ("2026-02-01", "2026-03-01", True),
        ("2026-01-01", "", True),
        ("2026-03-10", "2026-03-20", True),
        ("2026-05-01", "", False),
        ("2026-01-01", "2026-02-28", False),
    ],
)
def test_two_periods_of_a_film_share_no_day(since, until, clashes, english):
    film = make_film(since="2026-03-01", until="2026-04-30")
    last = dt.date.fromisoformat(until) if until else None
    price = ReleasePrice(film=film, since=dt.date.fromisoformat(since), until=last, lowest=Decimal("20.00"))
    if not clashes:
        price.full_clean()
        return
    with pytest.raises(ValidationError, match=r"2026-03-01 – 2026-04-30.* share days"):
        price.full_clean()


def test_the_database_itself_holds_one_beginning_one_open_end_and_days_in_order():
    film = make_film(since="2026-03-01")
    wrong = [
        {"since": dt.date(2026, 3, 1), "until": dt.date(2026, 3, 2)},
        {"since": dt.date(2026, 4, 1), "until": None},
        {"since": dt.date(2027, 4, 1), "until": dt.date(2027, 3, 1)},
    ]
    for days in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ReleasePrice.objects.create(film=film, lowest=Decimal("1.00"), **days)


def test_a_name_belongs_to_one_film(english):
    make_film("示例长空", "长空")
    with pytest.raises(ValidationError, match="《示例长空》 has this name already"):
        Film(title="《长 空》").full_clean()
    with pytest.raises(ValidationError, match="has this name already"):
        FilmAlias(film=make_film("别的影片"), name="示例长空").full_clean()


def test_a_new_campaign_takes_over_xiangtans_rules():
    assert PriceRules.of(make_campaign()) == XIANGTAN
