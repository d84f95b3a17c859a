"""Why an act of a complaint is not possible now: each guard answers with the reason in words, or None."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from casework.engine import budgets
from casework.engine.acts import NotOffered
from casework.engine.budgets import Budget
from casework.engine.clocks import calendar_since
from casework.ui.times import deadline_words
from casework.ui.words import listed

from . import joins

if TYPE_CHECKING:
    from casework.engine.actors import Actor

    from .models import Complaint

UNMERGE_DAYS = Budget(30, "days")


def _ends(since: dt.datetime, budget: Budget) -> dt.datetime:
    return budgets.due(since, budget, [], calendar_since(since)).at


def in_time_to_ask(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """What is missing is asked for within days of the filing (复议法 art. 31 by analogy, LAW §9)."""
    end = _ends(case.opened_at, Budget(case.campaign.supplement_ask_days, "workdays"))
    if now < end:
        return None
    return _("What is missing had to be asked for by %(when)s. Decide on what there is.") % {
        "when": deadline_words(end)
    }


def can_be_identified(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """Only the same person's filings are merged, and without a phone number nobody is the same."""
    return None if case.contact.phone_digest else NotOffered(_("Nobody can say who filed this."))


def can_unmerge(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    end = _ends(case.closed_at, UNMERGE_DAYS)
    return None if now < end else _("A merge can be undone until %(when)s.") % {"when": deadline_words(end)}


def stands_alone(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """Only a case that neither leads nor is led can be joined to another: whoever leads is led by nobody."""
    if case.leading_id:
        return NotOffered(_("It is joined to a leading case already."))
    led = joins.numbers_led(joins.history_of(case))
    if not led:
        return None
    said = _("It leads %(cases)s itself. Join those to the other case one by one, or join the other case to this one.")
    return said % {"cases": listed(led)}


def is_joined(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.leading_id else NotOffered(_("It is joined to no other case."))


def owes_remedy(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.remedy_by else NotOffered(_("Nothing is to be remedied."))


def nobody_said_no(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """Nobody is closed on while they say that they are unpaid, but by a lead."""
    if case.last_remedy is not None and case.last_remedy.received == "no":
        return _("The complainant says that it has not arrived. Only a lead can close the case over that.")
    return None


@dataclass(frozen=True)
class Over:
    """The clock of this name is over."""

    clock: str

    def __call__(self, case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
        over = any(c.name == self.clock and c.due_at and c.due_at <= now for c in case.live_clocks)
        return None if over else _("There is still time for that.")


@dataclass(frozen=True)
class NotOver:
    """The clock of this name still runs."""

    clock: str

    def __call__(self, case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
        runs = any(c.name == self.clock and c.due_at and c.due_at > now for c in case.live_clocks)
        return None if runs else _("The time is over already; more had to be asked for before.")


@dataclass(frozen=True)
class ReviewProposes:
    """The reviewer proposed this outcome."""

    outcome: str

    def __call__(self, case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
        review: Any = case.last_review
        if review is not None and review.outcome == self.outcome:
            return None
        return NotOffered(_("The reviewer proposes something else."))


@dataclass(frozen=True)
class ContestedFrom:
    """What is contested ended in this state."""

    comes_from: str

    def __call__(self, case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
        return None if case.contested_from == self.comes_from else NotOffered(_("This is about another ending."))
