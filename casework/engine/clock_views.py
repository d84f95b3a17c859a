"""A clock as pages show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import budgets
from .kinds import kind_of
from .reckoning import duty_hours, pauses_of
from .why import why as why_this_date

if TYPE_CHECKING:
    from .calendar import Calendar
    from .models import Case, Clock


@dataclass(frozen=True)
class ClockView:
    """A clock as it is shown. `why`: the stretches of "why this date"; `source`: law, notice or campaign default."""

    clock: Clock
    label: Any
    due_at: dt.datetime | None
    left: int | None
    unit: str
    tone: str
    paused_for: Any
    provisional: bool
    why: list[Any]
    figure: str
    amount: str


def clock_view(clock: Clock, case: Case, calendar: Calendar, now: dt.datetime) -> ClockView:
    """The clock, with when it is over, what is left and why that day."""
    kind = kind_of(case)
    spec = kind.clock_by_name[clock.name]
    duty = duty_hours(case)
    budget = budgets.Budget(clock.amount, clock.unit)
    left = budgets.left(now, clock.due_at, clock.unit, calendar, duty) if clock.due_at else None
    pauses = pauses_of(clock)
    why = why_this_date(clock.started_at, budget, pauses, calendar, duty)
    return ClockView(
        clock=clock,
        label=spec.label,
        due_at=clock.due_at,
        left=left,
        unit=clock.unit,
        tone=_tone(clock, now, left),
        paused_for=pauses[-1].reason if clock.paused else "",
        provisional=clock.provisional,
        why=why,
        figure=spec.figure_of(case),
        amount=str(budgets.budget_words(clock.amount, clock.unit)),
    )


def _tone(clock: Clock, now: dt.datetime, left: int | None) -> str:
    """calm, amber on the last day (or in the last hour), red when over, paused."""
    if clock.paused:
        return "paused"
    if clock.due_at <= now:
        return "red"
    last = dt.timedelta(hours=1) if clock.unit == "duty_hours" else dt.timedelta(days=1)
    return "amber" if clock.due_at - now <= last else "calm"
