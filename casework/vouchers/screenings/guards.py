"""Who may do what with a screening, and when: each says why not, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.access import bound_with, speaks_for
from casework.engine.acts import NotOffered
from casework.parties.models import Unit

if TYPE_CHECKING:
    from casework.engine.actors import Actor

WHO_PROPOSES = (Unit.Kind.UNION, Unit.Kind.GRASSROOTS_UNION)


def only_a_union_proposes(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if speaks_for(actor, WHO_PROPOSES):
        return None
    return _("Only a union proposes a screening.")


def the_pool_holds_something(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    from .rows import campaigns_with_money

    if campaigns_with_money().exists():
        return None
    return _("Nothing is in the pool that a screening could be paid from.")


def one_person_for_one_organiser(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Two organisers are two pairs of eyes, though one person may work for both."""
    if actor.person is None or not case.approved:
        return None
    if bound_with(actor).filter(pk__in=[one.by_id for one in case.approved]).exists():
        return _("You have spoken for the other organiser. A colleague must do this.")
    return None


def asked_only_once(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """What is sent back a second time is a refusal that nobody says."""
    return None if case.round == 1 else _("Questions were asked once already: please approve or refuse it.")


def before_the_day(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if case.state != "planned" or timezone.localdate(now) < timezone.localdate(case.starts_at):
        return None
    return _("The day has come. If it does not take place, say so in the report: nobody came, nothing was spent.")


def once_it_has_begun(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if now >= case.starts_at else _("It is reported on once it has begun.")


def something_was_spent(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.spent else NotOffered(_("Nothing was spent."))


def photos_may_be_shown(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.publishable else NotOffered(_("The union has not said that photos may be shown."))
