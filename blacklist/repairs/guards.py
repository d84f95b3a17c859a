"""What must hold before an act of a credit repair; each says why not, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from casework.engine.access import bound_with, speaks_for

from ..decidable import PARTIES
from ..decisions.states import DECIDING

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def only_a_party_applies(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if speaks_for(actor, PARTIES) else _("Only a cinema or a platform that was decided about applies.")


def took_no_part_in_the_decision(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """It is checked by somebody who did not decide."""
    if actor.person is None:
        return None
    decided = case.about.duties.filter(duty=DECIDING, user__in=bound_with(actor))
    return _("You decided in the matter. A colleague must do this.") if decided.exists() else None


def one_person_for_one_body(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if actor.person is None or not case.word_list:
        return None
    if bound_with(actor).filter(pk__in=[word.by_id for word in case.word_list]).exists():
        return _("You have spoken for another body. A colleague must do this.")
    return None
