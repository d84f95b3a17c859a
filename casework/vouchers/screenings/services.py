"""What everybody may read of the screenings that money of the pool was set aside for (R15)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from casework.engine.kinds import kind_named
from casework.engine.models import Attachment, CaseParty
from casework.parties.models import Campaign, Unit

from ..figures import PoolFigures, ScreeningFigures
from ..models import Screening, ScreeningPhoto
from .states import PROPOSER, SETTLED


class ShownScreening(NamedTuple):
    """One screening. Amounts in fen; `attendance` once the association has checked it, else None; `photos` by the
    numbers of their files."""

    number: str
    state: str
    union: str
    cinema: str
    starts_at: dt.datetime
    film: str
    seats: int
    attendance: int | None
    set_aside: int
    spent: int
    given_back: int
    photos: tuple[UUID, ...]

    @property
    def stage(self) -> Any:
        """What its state means, in words."""
        return kind_named("screening").stage_by_state[self.state]


def shown_screenings(campaign: Campaign, figures: PoolFigures) -> list[ShownScreening]:
    """Those that money was set aside for, also where it all went back; the latest day first. Two statements.

    What is only proposed is between the union and the organisers; so is what was refused.
    """
    money = {one.case_number: one for one in figures.screenings}
    union = CaseParty.objects.filter(case=OuterRef("pk"), role=PROPOSER).values("unit__name")[:1]
    cases = Screening.objects.filter(campaign=campaign, number__in=money).select_related("cinema")
    cases = cases.annotate(union_name=Subquery(union)).order_by("-starts_at", "-pk")
    photos = _photos(campaign)
    return [_shown(case, money[case.number], photos.get(case.pk, ())) for case in cases]


def _shown(case: Any, money: ScreeningFigures, photos: tuple[UUID, ...]) -> ShownScreening:
    return ShownScreening(
        number=case.number,
        state=case.state,
        union=case.union_name,
        cinema=case.cinema.name,
        starts_at=case.starts_at,
        film=case.film,
        seats=case.seats,
        attendance=case.attendance if case.state == SETTLED else None,
        set_aside=money.set_aside,
        spent=money.spent,
        given_back=money.given_back,
        photos=photos,
    )


def _photos(campaign: Campaign) -> dict[int, tuple[UUID, ...]]:
    """By case; what is no longer kept is left out."""
    kept = Attachment.objects.filter(state=Attachment.State.BOUND).values("pk")
    found: dict[int, tuple[UUID, ...]] = {}
    shown = ScreeningPhoto.objects.filter(case__campaign=campaign, file__in=kept).order_by("pk")
    for case, file in shown.values_list("case", "file"):
        found[case] = (*found.get(case, ()), file)
    return found


def whose_photo(file: UUID) -> Unit | None:
    """The union that a public photo is of; None where everybody may not see it."""
    photo = ScreeningPhoto.objects.filter(file=file).select_related("case").first()
    return photo.case.union if photo else None
