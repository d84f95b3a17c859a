"""Drafts: a form half filled in, seen by the whole unit, with a version of its own so that two people lose nothing.

A draft belongs to case, unit and form ("act:propose", "act:answer"), never to a task: it is kept when a task is
cancelled. Whoever calls has checked that the reader may see the case for this unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from .models import Case, Draft

if TYPE_CHECKING:
    from casework.parties.models import Unit, User


class Overtaken(Exception):
    """Somebody of the unit saved this draft meanwhile; nothing was written. `current` is what they saved."""

    def __init__(self, current: Draft | None) -> None:
        self.current = current
        super().__init__("the draft was saved by somebody else")


def load(*, case: Case, unit: Unit | int, form: str) -> Draft | None:
    """The unit's draft of this form, with who saved it. One statement."""
    return Draft.objects.select_related("saved_by").filter(**_place(case, unit, form)).first()


def save(
    *,
    case: Case,
    unit: Unit | int,
    form: str,
    details: Mapping[str, Any],
    version: int,
    by: User,
    at: dt.datetime | None = None,
) -> Draft:
    """Keep what was typed. `version`: the draft's version that the page showed, 0 where there was none.

    details: strings and lists of strings, as posted. Raises Overtaken when the draft has moved on.
    """
    place, now = _place(case, unit, form), at or timezone.now()
    said = {"details": dict(details), "saved_by": by, "saved_at": now}
    if version == 0:
        try:
            with transaction.atomic():
                return Draft.objects.create(**place, **said, version=1)
        except IntegrityError:
            raise Overtaken(load(case=case, unit=unit, form=form)) from None
    if not Draft.objects.filter(**place, version=version).update(**said, version=F("version") + 1):
        raise Overtaken(load(case=case, unit=unit, form=form))
    return load(case=case, unit=unit, form=form)


def discard(*, case: Case, unit: Unit | int, form: str) -> None:
    """The form was sent: its draft is done with."""
    Draft.objects.filter(**_place(case, unit, form)).delete()


def _place(case: Case, unit: Unit | int, form: str) -> dict[str, Any]:
    return {"case_id": case.pk, "unit_id": unit if isinstance(unit, int) else unit.pk, "form": form}
