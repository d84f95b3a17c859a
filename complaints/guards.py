"""Why an act of a complaint is not possible now: each guard answers with the reason in words, or None."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from blacklist.services import can_be_decided_about
from casework.engine import budgets
from casework.engine.acts import NotOffered
from casework.engine.budgets import Budget
from casework.engine.reckoning import calendar_since
from casework.ui.times import deadline_words
from casework.ui.words import listed

from . import joins
from .settling import both_agree, own_consents, whose, why_not_agreed

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


def somebody_was_asked(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    return NotOffered(_("Nobody could be asked for it.")) if case.anonymous else None


def nobody_could_be_asked(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.anonymous else NotOffered(_("They were asked for it by name."))


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


# --- what is proposed about whoever broke a rule ----------------------------------------------------------------------
def is_upheld(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """Only what was found, in full or in part, is proposed to be decided about (R37)."""
    return None if case.finding in ("upheld", "partly_upheld") else NotOffered(_("No violation was found."))


def somebody_can_be_decided_about(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    if any(can_be_decided_about(party.unit) for party in case.party_list):
        return None
    return NotOffered(_("Only cinemas and platforms are decided about."))


# --- an inspection that is awaited ------------------------------------------------------------------------------------
INSPECTED = ("ask_inspection", "inspection_over", "go_on_without_inspection")


def awaits_inspection(case: Complaint) -> bool:
    """Whether an inspection was asked for, and the complaint neither has its result nor went on without it."""
    return [event["name"] for event in case.history if event["name"] in INSPECTED][-1:] == ["ask_inspection"]


def nothing_is_inspected(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    return _("An inspection was asked for already; its result is awaited.") if awaits_inspection(case) else None


def something_is_inspected(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    return None if awaits_inspection(case) else NotOffered(_("No inspection is awaited."))


def no_inspection_is_awaited(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """A finding waits for what was asked for, or says why not."""
    if awaits_inspection(case):
        return _("The result of an inspection is awaited. Wait for it, or go on without it and say why.")
    return None


# --- terms that both sides may agree on -------------------------------------------------------------------------------
def terms_on_the_table(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.settlement_id else NotOffered(_("No terms are on the table."))


def may_agree(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """While the terms are on the table a side may say yes, also after it had said no or nothing."""
    words = {row.said for row in own_consents(case, actor)}
    if not words:
        return NotOffered(_("No terms are on the table."))
    return _("You have agreed to this.") if words == {"yes"} else None


def may_decline(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    words = {row.said for row in own_consents(case, actor)}
    if words & {"", "unsaid"}:
        return None
    return NotOffered(_("Your side has already replied to this."))


def may_withdraw_consent(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    agreed = any(row.said == row.Said.YES for row in own_consents(case, actor))
    return None if agreed else NotOffered(_("Your side has not agreed to anything."))


def nobody_considers(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """No finding over the heads of those who still have time to say whether they agree."""
    waiting = next((row for row in case.consents if row.said == row.Said.OPEN), None)
    if waiting is None:
        return None
    words = _("%(who)s has until %(when)s to agree to these terms. Wait, or withdraw them and say why.")
    return words % {"who": whose(waiting), "when": deadline_words(waiting.settlement.due_at)}


def both_agreed(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    if case.settlement_id is None:
        return NotOffered(_("No terms are on the table."))
    return why_not_agreed(case.consents)


def settlement_stands(case: Complaint, actor: Actor, now: dt.datetime) -> object | None:
    """A finding "settled" is approved only while both sides' consent to its terms stands."""
    proposal = case.last_proposal
    if proposal is None or proposal.finding != proposal.Finding.SETTLED:
        return None
    if proposal.settlement_id == case.settlement_id and both_agree(case.consents):
        return None
    return _("%(reason)s Return the finding.") % {"reason": why_not_agreed(case.consents)}


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
        return None if runs else _("The time is already over; more had to be requested earlier.")


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
