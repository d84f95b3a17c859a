"""What must hold before an act of a decision; each says why not, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from casework.engine.access import bound_with, speaks_for
from casework.engine.acts import NotOffered
from casework.engine.budgets import Budget, BudgetUnit, due
from casework.engine.reckoning import calendar_since
from casework.parties.models import Unit

from ..violations import DISQUALIFY, RECORD

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def only_the_association_proposes(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if actor.automatic or speaks_for(actor, (Unit.Kind.ASSOCIATION,)):
        return None
    return _("Only the association proposes a decision.")


def notice_is_served(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.served_at else _("The notice has not been served yet.")


def not_announced(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if case.decided_on is None and case.served_at:
        return NotOffered(_("The notice has been served."))
    return NotOffered(_("It is announced already.")) if case.announced_at else None


def announced_and_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """So many days after the announcement, which a party that comes in time makes pointless."""
    running = any(clock.name == "announcement" and clock.due_at and clock.due_at > now for clock in case.live_clocks)
    return _("The days of the announcement are not over.") if running or not case.announced_at else None


def notice_is_not_served(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return NotOffered(_("The notice has been served.")) if case.served_at else None


def terms_are_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """The party's own days, counted from the day on which it had the notice."""
    running = any(clock.name == "defence" and clock.due_at and clock.due_at > now for clock in case.live_clocks)
    return _("The party still has time to state its defence.") if running or not case.served_at else None


def hearing_may_be_asked(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """行政处罚法 art. 63-64, by analogy: where a right may be lost or the list is meant, in the days of the notice."""
    if not any(one.kind in (DISQUALIFY, RECORD) for one in case.measure_list):
        return NotOffered(_("A hearing is held where the party may lose its right to take part, or come on the list."))
    if case.hearing_round == case.round:
        return NotOffered(_("A hearing was asked for already."))
    if case.served_at and _over(case.served_at, case.campaign.hearing_ask_days, BudgetUnit.WORKDAYS) <= now:
        return _("The days to ask for a hearing are over.")
    return None


def hearing_may_move(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return _("It was put off once already.") if case.hearing_moved else None


def hearing_time_has_come(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.hearing_at and case.hearing_at <= now else _("The hearing has not taken place yet.")


def review_may_be_asked(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if case.review_asked_at:
        return NotOffered(_("A review was asked for already; there is one."))
    return None if now < review_is_open_until(case) else _("The days to ask for a review are over.")


def review_is_open_until(case: Any) -> dt.datetime:
    """The end of the days in which the party may ask for a review of a decision in force."""
    return _over(case.in_force_at, case.campaign.review_ask_days, BudgetUnit.DAYS)


def nothing_is_suspended(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    held = any(one.agreed and not one.suspended and not one.revoked_at for one in case.measure_list)
    return None if held else NotOffered(_("The measures are suspended."))


def _over(since: dt.datetime, count: int, unit: BudgetUnit) -> dt.datetime:
    """When so much time since then is over."""
    return due(since, Budget(count, unit), [], calendar_since(since)).at


def one_person_for_one_body(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Two bodies are two pairs of eyes, though one person may work for both."""
    if actor.person is None or not case.votes_now:
        return None
    if bound_with(actor).filter(pk__in=[vote.by_id for vote in case.votes_now]).exists():
        return _("You have spoken for another body. A colleague must do this.")
    return None


def a_referral_waits(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    waits = case.referrals.filter(result="").exists()
    return None if waits else NotOffered(_("Nothing was referred that waits for an answer."))


def something_is_unanswered(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.unanswered else _("The party has said nothing that waits for an answer.")


def something_is_to_be_done(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    left = any(one.agreed and one.due and not one.performed_at for one in case.measure_list)
    return None if left else NotOffered(_("Nothing is left to be done."))


def everything_is_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    from .rows import may_end

    return None if may_end(case, now) else _("A measure has not run out yet, or the party may still ask for a review.")
