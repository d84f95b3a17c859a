"""Who decides which measure, and what measures mean for the party's right to take part (R38-R40; issue 9 §1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

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
    in the campaign of each decision by which it is disqualified now, and in later ones where that was decided (R38: “等
    活动”); no more where a decision did and none does now.
    What somebody suspended by hand stays so until a hand lifts it.

    Called in the transaction of every act that changes a measure, and by `tick` as terms begin and end. Said twice, it
    changes nothing.
    """
    bars = _bars(day, unit).get(unit.pk, [])
    wanted: dict[str, list[int]] = {}
    rights = Qualification.objects.filter(Q(suspended=False) | ~Q(suspended_by=""), unit=unit)
    for pk, campaign, starts, by in rights.values_list("pk", "campaign", "campaign__starts_on", "suspended_by"):
        number = next(iter(_numbers(bars, campaign, starts)), "")
        if number != by:
            wanted.setdefault(number, []).append(pk)
    for number, rows in wanted.items():
        Qualification.objects.filter(pk__in=rows).update(suspended=bool(number), suspended_by=number)


def settle_all(now: dt.datetime) -> int:
    """Units whose right and measures disagree, as a term ended since, or a right came during one: their number."""
    day = timezone.localdate(now)
    bars = _bars(day)
    rights = Qualification.objects.filter(Q(suspended=False, unit__in=bars) | ~Q(suspended_by=""))
    rows = rights.values_list("unit", "campaign", "campaign__starts_on", "suspended", "suspended_by")
    wrong = set()
    for unit, campaign, starts, suspended, number in rows:
        numbers = _numbers(bars.get(unit, []), campaign, starts)
        if number not in numbers if suspended else numbers:
            wrong.add(unit)
    for unit in Unit.objects.filter(pk__in=wrong):
        settle_rights(unit, day)
    return len(wrong)


@dataclass(frozen=True)
class _Bar:
    """A decision that bars its party on the day: from its own campaign, and with `later` from those after it."""

    number: str
    campaign: int
    starts_on: dt.date
    later: bool


def _bars(day: dt.date, unit: Unit | None = None) -> dict[int, list[_Bar]]:
    """Those that hold on the day, by unit, the oldest first. One statement."""
    held = Measure.objects.in_force(day).filter(kind=DISQUALIFY, **({"case__unit": unit} if unit else {}))
    found: dict[int, list[_Bar]] = {}
    names = ("case__unit", "case__number", "case__campaign", "case__campaign__starts_on", "later")
    for party, *said in held.order_by("pk").values_list(*names):
        found.setdefault(party, []).append(_Bar(*said))
    return found


def _numbers(bars: list[_Bar], campaign: int, starts_on: dt.date) -> list[str]:
    """Of the decisions that bar from this campaign."""
    return [one.number for one in bars if one.campaign == campaign or (one.later and starts_on > one.starts_on)]
