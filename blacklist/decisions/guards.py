"""What must hold before an act of a decision; each says why not, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from casework.engine.access import bound_with, speaks_for
from casework.engine.acts import NotOffered
from casework.parties.models import Unit

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def only_the_association_proposes(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if actor.automatic or speaks_for(actor, (Unit.Kind.ASSOCIATION,)):
        return None
    return _("Only the association proposes a decision.")


def notice_is_served(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.served_at else _("The notice has not been served yet.")


def notice_is_not_served(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return NotOffered(_("The notice has been served.")) if case.served_at else None


def terms_are_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """The party's own days, counted from the day on which it had the notice."""
    running = any(clock.name == "defence" and clock.due_at and clock.due_at > now for clock in case.live_clocks)
    return _("The party still has time to state its defence.") if running or not case.served_at else None


def one_person_for_one_body(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Two bodies are two pairs of eyes, though one person may work for both."""
    if actor.person is None or not case.votes_now:
        return None
    if bound_with(actor).filter(pk__in=[vote.by_id for vote in case.votes_now]).exists():
        return _("You have spoken for another body. A colleague must do this.")
    return None


def something_is_unanswered(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.unanswered else _("The party has said nothing that waits for an answer.")


def something_is_to_be_done(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    left = any(one.agreed and one.due and not one.performed_at for one in case.measure_list)
    return None if left else NotOffered(_("Nothing is left to be done."))


def everything_is_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    from .rows import may_end

    return None if may_end(case, now) else _("A measure has not run out yet, or the party may still ask for a review.")
