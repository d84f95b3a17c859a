"""Until when, and why this date, in the shape that the tag `clock` draws."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from casework.engine import budgets
from casework.engine.budgets import Budget
from casework.engine.calendar import Calendar
from casework.engine.clocks import duty_hours
from casework.engine.models import Case
from casework.engine.present import ClockView
from casework.engine.time_words import clock_state, source_words, why_rows
from casework.engine.why import why
from casework.ui.times import deadline_words, rest_words
from complaints.models import AnswerRequest


def request_clock(request: AnswerRequest, case: Case, calendar: Calendar, now: dt.datetime) -> dict[str, Any]:
    """The last moment of an answer, and how it was counted from the day the request was sent."""
    budget = Budget(case.campaign.answer_days, "workdays")
    left = budgets.left(now, request.due_at, "workdays", calendar, duty_hours(case))
    over = request.due_at <= now
    soon = request.due_at - now <= dt.timedelta(days=1)
    return {
        "label": _("Answer until"),
        "text": deadline_words(request.due_at),
        "note": _("The day has passed; an answer still counts as evidence") if over else rest_words(left),
        "state": "late" if over else "soon" if soon else "calm",
        "why": why_rows(why(request.asked_at, budget, [], calendar, duty_hours(case))),
        "source": source_words("answer_days", str(budget.words)),
    }


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
