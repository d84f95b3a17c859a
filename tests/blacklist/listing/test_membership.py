"""Who is on the list is what the dates of measures say, to the day, whether a clock runs or not (R41; issue 9 §3)."""

from __future__ import annotations

import datetime as dt

import pytest

from blacklist.listing.entries import the_list
from blacklist.listing.removals import removals
from tests.engine.world import at

from .factories import on_the_list

pytestmark = pytest.mark.django_db


def numbers() -> list[str]:
    return [one.number for one in the_list().entries]


@pytest.mark.parametrize(
    ("moment", "listed"),
    [
        ("2026-09-30 23:59:59", False),
        ("2026-10-01 00:00:00", True),
        ("2026-12-31 23:59:59", True),
        ("2027-01-01 00:00:00", False),
    ],
)
def test_it_is_on_the_list_from_its_first_to_its_last_day_without_any_tick(world, clock, moment, listed):
    on_the_list(world)
    clock.move_to(at(moment), tick=False)
    assert bool(numbers()) is listed


@pytest.mark.parametrize(
    ("changes", "why", "since"),
    [
        ({"ends": dt.date(2026, 10, 11)}, "expired", dt.date(2026, 10, 12)),
        ({"ended_on": dt.date(2026, 10, 12)}, "repaired", dt.date(2026, 10, 12)),
        ({"revoked_at": at("2026-10-10 16:00")}, "revoked", dt.date(2026, 10, 10)),
        ({"suspended": True}, "suspended", dt.date(2026, 10, 1)),
        ({"agreed": False}, "withdrawn", dt.date(2026, 10, 1)),
    ],
)
def test_what_left_the_list_says_why_and_since_when(world, changes, why, since):
    case = on_the_list(world, **changes)
    assert numbers() == []
    assert [(one.number, one.why, one.on) for one in removals(dt.date(2026, 10, 12))] == [(case.number, why, since)]


def test_repair_that_comes_with_the_last_day_is_an_expiry(world, clock):
    on_the_list(world, ends=dt.date(2026, 10, 9), ended_on=dt.date(2026, 10, 11))
    (gone,) = removals(dt.date(2026, 10, 12))
    assert (gone.why, gone.on) == ("expired", dt.date(2026, 10, 10))


def test_neither_the_unpublished_nor_those_without_the_record_are_on_it(world):
    on_the_list(world, published_at=None)
    on_the_list(world, kinds=("disqualify", "subsidy"))
    assert numbers() == []
    assert removals(dt.date(2027, 5, 1)) == []


def test_the_state_of_the_case_puts_nobody_on_the_list_and_takes_nobody_off(world, clock):
    """A dead clock leaves the case in force; the list does not ask it. A review that is under way does not end it."""
    case = on_the_list(world, state="under_review")
    assert numbers() == [case.number]
    assert the_list().entries[0].under_review
    clock.move_to(at("2027-02-01 09:00"), tick=False)
    assert numbers() == []


def test_what_is_kept_ends_by_itself_at_midnight_and_after_seconds(world, clock):
    case = on_the_list(world)
    clock.move_to(at("2026-12-31 23:59:58"), tick=False)
    assert numbers() == [case.number]
    clock.move_to(at("2027-01-01 00:00:00"), tick=False)
    assert numbers() == []


def test_what_a_browser_keeps_ends_at_midnight_too(world, clock, client):
    on_the_list(world)
    clock.move_to(at("2026-12-31 23:59:57"), tick=False)
    assert client.get("/list/").headers["Cache-Control"] == "private, max-age=3"
    assert client.get("/list.json").headers["Cache-Control"] == "public, max-age=3"


def test_what_changes_is_gone_within_seconds(world, clock):
    case = on_the_list(world)
    assert numbers() == [case.number]
    case.measures.update(revoked_at=at("2026-10-12 10:00"))
    clock.shift(6)
    assert numbers() == []


def test_an_entry_says_what_was_decided_by_whom_and_since_when_it_may_be_repaired(world):
    on_the_list(world, kinds=("record", "disqualify", "warning"), severity="general", ends=dt.date(2027, 3, 31))
    (one,) = the_list().entries
    assert [(held.kind, held.starts, held.ends) for held in one.measures] == [
        ("disqualify", dt.date(2026, 10, 1), dt.date(2027, 3, 31)),
        ("record", dt.date(2026, 10, 1), dt.date(2027, 3, 31)),
    ]
    assert one.record.kind == "record"
    assert one.bodies == ("湖南省总工会", "湖南省电影局")
    assert (one.prefecture, one.county, one.code) == ("株洲市", "天元区", "43029901")
    assert one.repair_from == dt.date(2027, 1, 1)
