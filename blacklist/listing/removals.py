"""What left the list, and why: for whoever keeps a copy, and must take it out there too (R41)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.budgets import start_of

from ..models import Measure
from ..violations import RECORD

EXPIRED, REPAIRED, REVOKED, WITHDRAWN, SUSPENDED = "expired", "repaired", "revoked", "withdrawn", "suspended"
WHY: dict[str, Any] = {
    EXPIRED: _("The term ran out"),
    REPAIRED: _("Credit was repaired"),
    REVOKED: _("The decision was revoked"),
    WITHDRAWN: _("The dishonesty record was withdrawn"),
    SUSPENDED: _("Suspended while it is reviewed"),
}


class Removal(NamedTuple):
    """An entry that is not on the list any more: its number, since which day, why. Of the party nothing."""

    number: str
    on: dt.date
    why: str

    @property
    def at(self) -> dt.datetime:
        """The first moment of that day."""
        return start_of(self.on)

    @property
    def label(self) -> str:
        return str(WHY[self.why])


def removals(day: dt.date) -> list[Removal]:
    """All that was on the list and is not on the day, the latest first. One statement."""
    found = [removal(one, day) for one in _were_listed().exclude(pk__in=Measure.objects.in_force(day).values("pk"))]
    return sorted(found, key=lambda one: (one.on, one.number), reverse=True)


def removal_of(number: str, day: dt.date) -> Removal | None:
    """How this entry left the list; None where it is on it, or never was. One statement."""
    gone = _were_listed().exclude(pk__in=Measure.objects.in_force(day).values("pk"))
    row = gone.filter(case__number=number).first()
    return removal(row, day) if row else None


def removal(one: Measure, day: dt.date) -> Removal:
    """Why a dishonesty record that was on the list is not in force on the day, and since when.

    Revoked before all else: then the other dates say nothing any more. Suspended or withdrawn it has no date of its
    own, so since the case stands where it does."""
    last = one.last_day
    if one.revoked_at:
        return Removal(one.case.number, timezone.localdate(one.revoked_at), REVOKED)
    if last is not None and last < day:
        early = one.ended_on is not None and (one.ends is None or one.ended_on <= one.ends)
        return Removal(one.case.number, last + dt.timedelta(days=1), REPAIRED if early else EXPIRED)
    return Removal(one.case.number, timezone.localdate(one.case.state_since), SUSPENDED if one.agreed else WITHDRAWN)


def _were_listed() -> QuerySet[Measure]:
    rows = Measure.objects.filter(kind=RECORD, case__published_at__isnull=False, starts__isnull=False)
    return rows.select_related("case")
