"""Entering an absence, and ending one early."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from .models import Absence, Unit, User


def enter(*, user: User, unit: Unit, stand_in: User, since: dt.date, until: dt.date, by: User) -> Absence:
    """The person is away on these days, both included. Raises ValidationError (see `Absence.clean`)."""
    absence = Absence(user=user, unit=unit, stand_in=stand_in, since=since, until=until, entered_by=by)
    with transaction.atomic():
        # Two people who enter days for one person wait for each other, so that no two absences overlap.
        User.objects.select_for_update().get(pk=user.pk)
        absence.full_clean(exclude=["entered_by"])
        absence.save()
    return absence


def end(absence: Absence, day: dt.date | None = None) -> None:
    """The person is back on `day` (today). One that has not begun by then is gone as if it had never been entered."""
    day = day or timezone.localdate()
    if absence.since >= day:
        absence.delete()
    elif absence.until >= day:
        absence.until = day - dt.timedelta(days=1)
        absence.save(update_fields=["until"])
