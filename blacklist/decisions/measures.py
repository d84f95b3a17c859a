"""Who decides which measure, and what measures mean for the party's right to take part (R38-R40; issue 9 §1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from casework.parties.models import Qualification, Unit

from ..models import Measure
from ..violations import DISQUALIFY, RECORD, RECTIFY, SUBSIDY, WARNING

# In the order in which bodies are asked.
ASSOCIATION, FEDERATION, BUREAU = "association", "federation", "bureau"
PLACES = (ASSOCIATION, FEDERATION, BUREAU)
DECIDES: dict[str, tuple[str, ...]] = {
    WARNING: (ASSOCIATION,),
    RECTIFY: (ASSOCIATION,),
    DISQUALIFY: (FEDERATION, BUREAU),
    SUBSIDY: (BUREAU,),
    RECORD: (FEDERATION, BUREAU),
}
WITH_A_TERM = (DISQUALIFY, SUBSIDY, RECORD)


def bodies_for(kinds: Iterable[str]) -> list[str]:
    """Which bodies decide on one of these measures."""
    needed = {body for kind in kinds for body in DECIDES[kind]}
    return [body for body in PLACES if body in needed]


def kinds_of(body: str, kinds: Iterable[str]) -> list[str]:
    """Those of these measures that the body decides on."""
    return [kind for kind in kinds if body in DECIDES[kind]]


def settle_rights(unit: Unit, day: dt.date) -> None:
    """What the rows of measures say of the unit's right on the day, its rows of `Qualification` say as well: suspended
    in the campaign of each decision by which it is disqualified now; no more where a decision did and none does now.
    What somebody suspended by hand stays so until a hand lifts it.

    Called in the transaction of every act that changes a measure, and by `tick` as terms begin and end. Said twice, it
    changes nothing.
    """
    held = Measure.objects.in_force(day).filter(kind=DISQUALIFY, case__unit=unit).select_related("case")
    barred = {measure.case.campaign_id: measure.case.number for measure in held.order_by("-pk")}
    rights = Qualification.objects.filter(unit=unit)
    not_by_hand = Q(suspended=False) | ~Q(suspended_by="")
    for campaign, number in barred.items():
        rights.filter(not_by_hand, campaign=campaign).update(suspended=True, suspended_by=number)
    rights.exclude(suspended_by="").exclude(campaign__in=barred).update(suspended=False, suspended_by="")


def settle_all(now: dt.datetime) -> int:
    """Units whose right and measures disagree, as a term ended since, or a right came during one: their number."""
    day = timezone.localdate(now)
    holding = Measure.objects.in_force(day).filter(kind=DISQUALIFY)
    held: dict[tuple[int, int], set[str]] = {}
    for unit, campaign, number in holding.values_list("case__unit", "case__campaign", "case__number"):
        held.setdefault((unit, campaign), set()).add(number)
    to_suspend = Q(suspended=False, unit__in={unit for unit, _campaign in held})
    rights = Qualification.objects.filter(to_suspend | ~Q(suspended_by=""))
    wrong = {
        unit
        for unit, campaign, suspended, number in rights.values_list("unit", "campaign", "suspended", "suspended_by")
        if (number not in held.get((unit, campaign), ()) if suspended else (unit, campaign) in held)
    }
    for unit in Unit.objects.filter(pk__in=wrong):
        settle_rights(unit, day)
    return len(wrong)
