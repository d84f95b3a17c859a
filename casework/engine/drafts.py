"""Drafts: a form half filled in, seen by the whole unit, with a version of its own so that two people lose nothing.

A draft belongs to case, unit and form ("act:propose", "act:answer"), never to a task: it is kept when a task is
cancelled. It holds the files that were added so far, whoever added them (`attachments.held`). Where its act is one with
`shared_draft`, it ends with it (`Gate.draft_place` says whose it is). Whoever calls has checked that the reader may see
the case for this unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from casework.parties.models import Membership
from notifications.services import announce

from .access import PARTY_ROLES
from .attachments import held
from .attachments.held import Place
from .errors import Overtaken
from .models import Case, Draft

if TYPE_CHECKING:
    from casework.parties.models import Unit, User

    from .actors import Actor

# The topic of a notice that somebody saved: its number is the draft's and the version's, negative.
SAVED = "draft_saved"
MOST_VERSIONS = 1_000_000


def load(*, case: Case, unit: Unit | int, form: str) -> Draft | None:
    """The unit's draft of this form, with who saved it. One statement."""
    return Draft.objects.select_related("saved_by").filter(**_place(case, unit, form)).first()


def load_at(place: Place) -> Draft | None:
    """The same, by where it is kept."""
    return load(case=place.case_id, unit=place.unit_id, form=place.form)


def save(
    *,
    case: Case | int,
    unit: Unit | int,
    form: str,
    details: Mapping[str, Any],
    version: int,
    by: User,
    at: dt.datetime | None = None,
    files: Collection[Any] | None = None,
) -> Draft:
    """Keep what was typed. `version`: the draft's version that the page showed, 0 where there was none.

    details: strings and lists of strings, as posted. files: ids of those added so far, which the draft holds from now
    on; None where it holds none. Raises Overtaken when the draft has moved on: then nothing was written.
    """
    place, now = _place(case, unit, form), at or timezone.now()
    said = {"details": dict(details), "saved_by": by, "saved_at": now}
    with transaction.atomic():
        draft = _write(place, said, version)
        if files is not None:
            held.hold(draft=draft, attachments=files, uploader=f"user:{by.pk}")
    return draft


def _write(place: dict[str, Any], said: dict[str, Any], version: int) -> Draft:
    if version == 0:
        try:
            with transaction.atomic():
                return Draft.objects.create(**place, **said, version=1)
        except IntegrityError:
            raise Overtaken(_now(place)) from None
    if not Draft.objects.filter(**place, version=version).update(**said, version=F("version") + 1):
        raise Overtaken(_now(place))
    return _now(place)


def check(place: Place, version: int, *, by: Actor) -> None:
    """Raise Overtaken where somebody else has saved the draft since this version: what is sent now leaves it out. One
    statement."""
    found = load_at(place)
    if found is not None and found.version > version and found.saved_by != by.person:
        raise Overtaken(found)


@transaction.atomic
def tell(draft: Draft) -> None:
    """Ring the open pages of whoever of the unit fills it in, in all their browsers: they show that it was saved.
    Nobody is told anything."""
    members = Membership.objects.in_force(unit=draft.unit_id, role__in=PARTY_ROLES)
    addresses = {f"user:{user}" for user in members.values_list("user", flat=True) if user not in draft.case.recused}
    number = -(draft.pk * MOST_VERSIONS + draft.version)
    announce(event_no=number, case_no=draft.case.number, topic=SAVED, addresses=(), quietly=addresses)


def discard(*, case: Case, unit: Unit | int, form: str) -> None:
    """The form was sent: its draft is done with."""
    Draft.objects.filter(**_place(case, unit, form)).delete()


def end(place: Place | None) -> None:
    """The same, by where it is kept; nothing for an act that keeps no draft."""
    if place is not None:
        discard(case=place.case_id, unit=place.unit_id, form=place.form)


def _now(place: dict[str, Any]) -> Draft | None:
    return Draft.objects.select_related("saved_by").filter(**place).first()


def _place(case: Case | int, unit: Unit | int, form: str) -> dict[str, Any]:
    return {
        "case_id": case if isinstance(case, int) else case.pk,
        "unit_id": unit if isinstance(unit, int) else unit.pk,
        "form": form,
    }
