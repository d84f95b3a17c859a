"""Dates and clocks in words, the same for everybody: the way to a date line by line, and where its figure comes from.

The shape is the one that the component templates/components/clock.html draws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.parties.figures import FigureSource
from casework.parties.models import Campaign
from casework.ui.times import day_words, deadline_words, rest_words

from . import budgets
from .budgets import Budget
from .reckoning import duty_hours
from .why import Stretch, StretchKind, why

if TYPE_CHECKING:
    from .calendar import Calendar
    from .models import Case

# How a clock's tone is called in the component.
STATES = {"calm": "calm", "amber": "soon", "red": "late", "paused": "paused"}


def clock_state(tone: str, *, provisional: bool) -> str:
    """The component's state of a clock; provisional shows only while nothing presses."""
    return "provisional" if provisional and tone == "calm" else STATES[tone]


def why_rows(stretches: Iterable[Stretch]) -> list[dict[str, Any]]:
    """The lines of "why this date": {span, text, count, off, end}."""
    return [
        {
            "span": _span(stretch),
            "text": stretch.text,
            "count": stretch.mark or " ",
            "off": stretch.kind in (StretchKind.SKIPPED, StretchKind.PAUSED),
            "end": stretch.kind is StretchKind.DUE,
        }
        for stretch in stretches
    ]


def _span(stretch: Stretch) -> str:
    """The days of a stretch; for duty hours the day and the hours; one that has no end yet runs on."""
    if stretch.since or stretch.until:
        hours = "–".join(f"{moment:%H:%M}" for moment in (stretch.since, stretch.until) if moment)
        return f"{day_words(stretch.first, weekday=False)} {hours}"
    if stretch.last is None:
        return _("from %(day)s") % {"day": day_words(stretch.first, weekday=False)}
    if stretch.first == stretch.last:
        return day_words(stretch.first)
    return f"{day_words(stretch.first, weekday=False)} – {day_words(stretch.last, weekday=False)}"


def window_clock(
    since: dt.datetime, due_at: dt.datetime, figure: str, case: Case, calendar: Calendar, now: dt.datetime
) -> dict[str, Any]:
    """The last moment of somebody's own working days, and how they were counted from `since`."""
    budget, duty = Budget(getattr(case.campaign, figure), "workdays"), duty_hours(case)
    soon = due_at - now <= dt.timedelta(days=1)
    return {
        "text": deadline_words(due_at),
        "note": "" if due_at <= now else rest_words(budgets.left(now, due_at, "workdays", calendar, duty)),
        "state": "late" if due_at <= now else "soon" if soon else "calm",
        "why": why_rows(why(since, budget, [], calendar, duty)),
        "source": source_words(figure, str(budget.words)),
    }


def source_words(figure: str, amount: str) -> str:
    """Where a figure comes from: a law, the notice, or the campaign, whose own choice is called so wherever shown."""
    field = Campaign._meta.get_field(figure)
    parts = {"amount": amount, "source": FigureSource(field.source).label, "reference": field.reference}
    if field.source == FigureSource.CAMPAIGN:
        return _("%(amount)s: campaign default (%(reference)s). Rest days as the State Council publishes them.") % parts
    return _("%(amount)s: %(source)s (%(reference)s). Rest days as the State Council publishes them.") % parts
