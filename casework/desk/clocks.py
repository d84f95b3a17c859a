"""Clocks in words, for the component that draws them: what is due, when, what is left, and why that day."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from casework.engine import budgets
from casework.engine.clock_views import ClockView
from casework.engine.time_words import clock_state, source_words, why_rows
from casework.ui.times import deadline_words


def clock_words(clock: ClockView) -> dict[str, Any]:
    """A clock as the component takes it: what is due, when, what is left, and why that day."""
    state = clock_state(clock.tone, provisional=clock.provisional)
    if clock.due_at is None:
        text = _("%(what)s · stopped") % {"what": clock.label}
        note = _("Stopped: %(reason)s") % {"reason": clock.paused_for}
    else:
        text = _("%(what)s · %(when)s") % {"what": clock.label, "when": deadline_words(clock.due_at)}
        note = _left_words(clock)
    return {
        "text": text,
        "note": note,
        "state": state,
        "why": why_rows(clock.why),
        "source": source_words(clock.figure, clock.amount),
    }


def _left_words(clock: ClockView) -> str:
    """How much of it is left, in the unit it is counted in."""
    left = clock.left or 0
    if clock.tone == "red":
        return _("overdue")
    if clock.tone == "amber" and clock.unit == "workdays" and left <= 0:
        return _("due today")
    if clock.unit == "duty_hours":
        return _("%(hours)d:%(minutes)02d duty hours left") % {"hours": left // 60, "minutes": left % 60}
    unit = clock.unit if clock.unit == "workdays" else "days"
    return _("%(time)s left") % {"time": budgets.budget_words(left, unit)}
