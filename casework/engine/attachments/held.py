"""Whose files that are not sent yet are: of whoever uploaded them, or of a form that a whole unit fills in (`drafts`).

What a draft holds is nobody's leftover: it waits as long as the draft does, and goes with the act, whoever sends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models.attachments import Attachment

if TYPE_CHECKING:
    from ..models import Draft


class NotYours(LookupError):
    """A file that is not there, is someone else's, or is part of a case already: the three are not told apart."""


@dataclass(frozen=True)
class Place:
    """Where a draft is kept: of which case, by which unit, for which form ("act:propose")."""

    case_id: int
    unit_id: int
    form: str

    @property
    def held(self) -> Q:
        """The files that its draft holds."""
        return Q(draft__case=self.case_id, draft__unit=self.unit_id, draft__form=self.form)

    @property
    def sent(self) -> Q:
        """The files that went to the case from there."""
        return Q(case=self.case_id, by_unit=self.unit_id, state=Attachment.State.BOUND)


def usable(*, uploader: str, place: Place | None = None) -> QuerySet[Attachment]:
    """The files that somebody may send with a form: their own, and those that the form's draft holds."""
    mine = Q(uploader=uploader, draft=None)
    found = Attachment.objects.waiting()
    if place is None:
        return found.filter(mine)
    # By id: rows that are reached through others cannot be changed in one statement everywhere.
    return found.filter(mine | Q(pk__in=Attachment.objects.filter(place.held).values("pk")))


def hold(*, draft: Draft, attachments: Iterable[UUID | str], uploader: str) -> None:
    """From now on the draft holds these files, and no others. Those that it held before wait for two more days, for
    whoever has them in an open form still. Two statements."""
    named = readable(attachments)
    draft.files.exclude(pk__in=named).update(draft=None, created_at=timezone.now())
    Attachment.objects.waiting().filter(uploader=uploader, draft=None, pk__in=named).update(draft=draft)


def uuids(values: Iterable[UUID | str]) -> list[UUID]:
    """Raises NotYours for what is no id at all."""
    try:
        return [value if isinstance(value, UUID) else UUID(value) for value in values]
    except (ValueError, AttributeError, TypeError):
        raise NotYours from None


def readable(values: Iterable[UUID | str]) -> Sequence[UUID]:
    """Those that are ids at all: a form that was tampered with shows fewer files, not an error page."""
    found = []
    for value in values:
        try:
            found += uuids([value])
        except NotYours:
            continue
    return found
