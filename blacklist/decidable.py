"""What may be decided about at all: whose act, and how long ago it may be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.budgets import months_after
from casework.parties.models import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Who may be decided about.
PARTIES = (Unit.Kind.CINEMA, Unit.Kind.PLATFORM)
# 行政处罚法 art. 36, by analogy.
LIMITATION_YEARS = 2


def parties() -> QuerySet[Unit]:
    """Whoever may be decided about now."""
    return Unit.objects.active().filter(kind__in=PARTIES)


def can_be_decided_about(unit: Unit) -> bool:
    """Whether the unit is one of `parties`; no statement."""
    return unit.active and unit.kind in PARTIES


def check_day(day: dt.date, now: dt.datetime) -> None:
    """Raises ValidationError where a violation of this day is not there yet, or is too long ago to be decided about."""
    today = timezone.localdate(now)
    if day > today:
        raise ValidationError(_("This day has not come yet."))
    if months_after(day, 12 * LIMITATION_YEARS) < today:
        raise ValidationError(_("After two years nothing is decided about it any more."))
