"""What must hold before an act of an objection; each says why not, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.access import bound_with, speaks_for

from ..decidable import PARTIES

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def only_who_is_on_the_list(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Anybody objects without an account, from the entry's public page."""
    from ..listing.entries import on_the_list

    if actor.person is None:
        return None
    own = speaks_for(actor, PARTIES)
    if own and on_the_list(timezone.localdate(now)).filter(unit__in=own).exists():
        return None
    return _("Only a cinema or a platform on the list objects here. For another's entry, use its public page.")


def had_no_duty_in_the_decision(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """It is checked by somebody who neither handled, reviewed, heard nor decided the matter."""
    if actor.person is None:
        return None
    took_part = case.about.duties.filter(user__in=bound_with(actor))
    return _("You took part in the decision. A colleague must do this.") if took_part.exists() else None
