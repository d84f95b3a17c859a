"""Until when, and why this date, in the shape that the tag `clock` draws."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from casework.engine.calendar import Calendar
from casework.engine.clock_views import ClockView
from casework.engine.models import Case
from casework.engine.time_words import clock_state, source_words, why_rows, window_clock
from casework.ui.times import deadline_words, rest_words
from complaints.models import AnswerRequest


def request_clock(request: AnswerRequest, case: Case, calendar: Calendar, now: dt.datetime) -> dict[str, Any]:
    """The last moment of an answer, and how it was counted from the day the request was sent."""
    clock = window_clock(request.asked_at, request.due_at, "answer_days", case, calendar, now)
    passed = _("The day has passed; an answer still counts as evidence")
    return clock | {"label": _("Answer until"), "note": clock["note"] or passed}


def remedy_clock(view: ClockView) -> dict[str, Any]:
    """The last moment of the remedy; overdue is said in words."""
    state = clock_state(view.tone, provisional=view.provisional)
    return {
        "label": _("Put it right until"),
        "text": deadline_words(view.due_at) if view.due_at else "",
        "note": rest_words(view.left) if view.left is not None else "",
        "state": state,
        "why": why_rows(view.why),
        "source": source_words(view.figure, view.amount),
    }
