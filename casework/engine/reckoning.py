"""When a clock is due, reckoned from its row: its pauses, the duty hours, the calendar, its rung on the ladder."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from . import budgets
from .budgets import Budget, Pause
from .calendar import Calendar
from .kinds import kind_of

if TYPE_CHECKING:
    from .acts import Act
    from .kinds import Kind
    from .models import Case, Clock
    from .stages import Stage

# Before the name of an act that paused a clock.
ACT = "act:"

# A warning may lie before the day that is counted from.
A_MONTH = dt.timedelta(days=31)


def calendar_since(*moments: dt.datetime) -> Calendar:
    """The calendar from some days before the earliest of these moments on, read in one statement."""
    return Calendar.load(timezone.localdate(min(moments) - A_MONTH))


def pauses_of(clock: Clock) -> list[Pause]:
    """The clock's pauses as values of time; the reason is why the stage or the act paused it, in words."""
    kind = kind_of(clock.case)
    return [
        Pause(
            start=dt.datetime.fromisoformat(p["from"]),
            end=dt.datetime.fromisoformat(p["to"]) if p["to"] else None,
            reason=str(_who_paused(kind, p["reason"]).pauses.get(clock.name, "")),
        )
        for p in clock.pauses
    ]


def _who_paused(kind: Kind, reason: str) -> Stage | Act:
    if reason.startswith(ACT):
        return kind.acts[reason.removeprefix(ACT)]
    return kind.stage_by_state[reason]


def duty_hours(case: Case) -> tuple[int, int]:
    """From which hour until which hour of the day duty hours run (a campaign figure)."""
    return case.campaign.duty_from, case.campaign.duty_until


def reckon(clock: Clock, case: Case, calendar: Calendar, now: dt.datetime) -> None:
    """Work out when the clock is due, and its next rung on the overdue ladder.

    A window that is a party's own never becomes shorter by new knowledge of the calendar.
    """
    found = budgets.due(
        clock.started_at, Budget(clock.amount, clock.unit), pauses_of(clock), calendar, duty_hours(case)
    )
    theirs = kind_of(case).clock_by_name[clock.name].whose == "theirs"
    keeps = theirs and clock.due_at is not None and clock.pk is not None
    clock.due_at = max(found.at, clock.due_at) if keeps else found.at
    clock.provisional = found.provisional
    if clock.overdue_at is None:
        clock.rung, clock.next_at = first_rung(clock, case, calendar, now)


def first_rung(clock: Clock, case: Case, calendar: Calendar, now: dt.datetime) -> tuple[int, dt.datetime]:
    """The warning, two working days before (campaign figure), where that still lies ahead; else the due moment."""
    if clock.unit == "duty_hours":
        return 1, clock.due_at
    warn = budgets.workdays_before(clock.due_at, case.campaign.warn_days_before, calendar)
    return (0, warn) if warn > now else (1, clock.due_at)


def rung_at(clock: Clock, now: dt.datetime) -> int:
    """The rung a clock climbs now: a warning makes no sense any more once the day itself is over."""
    return 1 if clock.rung == 0 and clock.due_at <= now else clock.rung
