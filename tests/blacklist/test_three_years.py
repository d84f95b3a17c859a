"""Three years of the list, day by day, against what the events alone say (issue 9 §4; R39-R41)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from blacklist.listing.entries import listed, the_list
from casework.engine import door
from casework.engine.models import Case, Event
from casework.engine.tick import tick
from casework.parties.models import Qualification
from tests.engine.property.files import waiting_file
from tests.engine.world import at, key

from .deciding import Deciding, make_deciding_world

pytestmark = [pytest.mark.django_db, pytest.mark.long]
FIRST, LAST = dt.date(2026, 1, 5), dt.date(2029, 1, 5)


class Heard(Deciding):
    """A decision whose words of the bodies name what was intended."""

    def to_served_decision(self, measures: list[str], months: int, severity: str) -> Heard:
        self.to_deliberation(measures=measures, months=months, severity=severity, departure="按情节。")
        agreed = {"union_judge": {"disqualify", "record"}, "bureau_judge": {"disqualify", "record", "subsidy"}}
        for who, theirs in agreed.items():
            self.vote(who, *[kind for kind in measures if kind in theirs])
        self.do("receive_decision", "cinema_clerk")
        return self


@pytest.fixture
def world():
    return make_deciding_world()


def decided(world, day: dt.date, n: int, measures: list[str], months: int, severity: str) -> Heard:
    one = Heard(world, f"{day} 09:30", happened_on=(day - dt.timedelta(days=3 + n)).isoformat())
    return one.to_served_decision(measures, months, severity)


def repaired(world, decision: Heard, day: dt.date) -> int:
    """A repair that is applied for and granted on the day; its id."""
    now = at(f"{day} 09:30")
    said = {"unit": world.cinema.unit.pk, "decision": decision.pk, "account": "已补兑。", "undertaken": "on"}
    proof = [str(waiting_file(world.cinema_clerk, now).pk)]
    by, more = world.cinema_clerk, {"attachments": proof, "signed_by": "王经理"}
    pk = door.open_case("repair", by=by, key=key(), at=now, **said, **more).case.pk
    steps = [
        ("claim", "handler", {}),
        ("accept_repair", "handler", {}),
        ("verify_repair", "handler", {"confirmed": "yes", "account": "属实。"}),
        ("say_on_repair", "union_judge", {"agrees": "yes", "reasons": "同意。"}),
        ("say_on_repair", "bureau_judge", {"agrees": "yes", "reasons": "同意。"}),
    ]
    for act, who, details in steps:
        now += dt.timedelta(minutes=5)
        _do(world, pk, act, who, now, **details)
    return pk


def undone(world, pk: int, day: dt.date) -> None:
    now = at(f"{day} 09:30")
    proof = [str(waiting_file(world.lead, now).pk)]
    _do(world, pk, "undo_repair", "lead", now, reason="材料虚假。", attachments=proof)


def _do(world, pk: int, act: str, who: str, now: dt.datetime, **details) -> None:
    seen = Case.objects.values_list("version", flat=True).get(pk=pk)
    door.perform(pk, act, by=getattr(world, who), key=key(), seen=seen, at=now, **details)


def last_day(on: dt.date, months: int) -> dt.date:
    """None of these days is later in its month than the 28th."""
    years, month = divmod(on.month - 1 + months, 12)
    return dt.date(on.year + years, month + 1, on.day) - dt.timedelta(days=1)


# --- what the events say ----------------------------------------------------------------------------------------------
class Told:
    """Worked out from the record alone: no row of a measure, no state. A decision's words are read again as it has new
    ones."""

    def __init__(self) -> None:
        self.newest, self.terms = 0, {}

    def on_the_list(self, day: dt.date) -> set[str]:
        newest = Event.objects.aggregate(newest=Max("pk"))["newest"]
        if newest != self.newest:
            cases = Case.objects.filter(kind="penalty").values_list("pk", "number")
            self.newest, self.terms = newest, {number: term_of(pk) for pk, number in cases}
        return {number for number, term in self.terms.items() if term and term[0] <= day <= term[1]}


def term_of(pk: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of its record, where the public knows it."""
    published, term, months = False, None, 0
    for event in Event.objects.filter(case_id=pk).order_by("seq"):
        on = timezone.localdate(event.at)
        if event.name == "submit_decision":
            months = int(event.facts["months"] or 0)
        elif event.name in ("serve_decision", "receive_decision", "restore"):
            term = (on, last_day(on, months))
        elif event.name == "publish_decision":
            published = True
        elif event.name == "end_early" or "record" not in event.facts.get("kept", ["record"]):
            term = None
    return term if published else None


def days() -> Iterator[dt.date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += dt.timedelta(days=1)


class Years:
    """What happens on which day, to which of four decisions."""

    def __init__(self, world) -> None:
        self.world, self.decisions, self.repair = world, {}, 0

    def on(self, day: dt.date) -> None:
        getattr(self, f"on_{day:%Y_%m_%d}", lambda day: None)(day)

    def decide(self, name: str, day: dt.date, measures: list[str], months: int, severity: str) -> None:
        self.decisions[name] = decided(self.world, day, len(self.decisions), measures, months, severity)

    def review(self, name: str, day: dt.date, union: list[str], bureau: list[str]) -> None:
        one = self.decisions[name]
        one.do("vote_on_review", "union_reviewer", when=f"{day} 10:00", kept=union, reasons="复核意见。")
        one.do("vote_on_review", "bureau_reviewer", kept=bureau, reasons="复核意见。")

    def ask_review(self, name: str, day: dt.date) -> None:
        self.decisions[name].do("ask_review", "cinema_clerk", when=f"{day} 10:00", account="过重。")

    def on_2026_01_12(self, day: dt.date) -> None:
        self.decide("runs out", day, ["record"], 6, "general")

    def on_2026_02_09(self, day: dt.date) -> None:
        self.decide("repaired", day, ["disqualify", "record"], 12, "general")

    def on_2026_05_11(self, day: dt.date) -> None:
        self.repair = repaired(self.world, self.decisions["repaired"], day)

    def on_2026_06_01(self, day: dt.date) -> None:
        undone(self.world, self.repair, day)

    def on_2026_08_24(self, day: dt.date) -> None:
        self.decide("changed", day, ["disqualify", "subsidy", "record"], 24, "serious")

    def on_2026_09_14(self, day: dt.date) -> None:
        self.ask_review("changed", day)

    def on_2026_09_21(self, day: dt.date) -> None:
        self.review("changed", day, ["record"], ["disqualify", "subsidy", "record"])

    def on_2027_11_29(self, day: dt.date) -> None:
        self.decide("revoked", day, ["record"], 12, "serious")

    def on_2027_12_13(self, day: dt.date) -> None:
        self.ask_review("revoked", day)

    def on_2027_12_20(self, day: dt.date) -> None:
        self.review("revoked", day, [], [])


def test_on_every_day_of_three_years_the_list_is_what_the_events_say(world):
    years, told, seen = Years(world), Told(), set()
    for day in days():
        with time_machine.travel(at(f"{day} 18:00"), tick=False):
            years.on(day)
            if day.weekday() == 0:
                # The clock is dead but for Mondays: it publishes late, and takes nothing down.
                tick(timezone.now())
            on_it = set(listed(day).values_list("number", flat=True))
            assert on_it == told.on_the_list(day), day
            seen |= on_it
            if day.weekday() == 0:
                # Kept for seconds, which no year is long.
                cache.delete(f"blacklist.listing:{day}")
                entries = the_list().entries
                assert {entry.number for entry in entries} == on_it, day
                barred = any(one.kind == "disqualify" for entry in entries for one in entry.measures)
                assert Qualification.objects.get(unit=world.cinema.unit).suspended == barred, day
    assert seen == {one.case.number for one in years.decisions.values()}
