"""What other rooms may know of penalty decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casework.parties.models import Unit

from .decisions.measures import WITH_A_TERM
from .listing.entries import last_day
from .models import Measure
from .violations import BY_CODE, RECORD


@dataclass
class InForce:
    """A decision as everybody may know it: what it is about, and its measures that hold on the day, each with first and
    last day (None: no end). Of what a decision says beside, nothing. `listed`: whether it is on the public list."""

    number: str
    violation: Any
    decided_on: dt.date
    listed: bool
    measures: list[tuple[Any, dt.date, dt.date | None]]


def in_force_of(unit: Unit, day: dt.date) -> list[InForce]:
    """The unit's decisions with measures of the notice (R38-R40) that hold on the day, the newest first. Warnings and
    orders are in the file alone. One statement."""
    return in_force(day, [unit.pk]).get(unit.pk, [])


def in_force(day: dt.date, units: Iterable[int] | None = None) -> dict[int, list[InForce]]:
    """The same of several units, or of all; by unit, and none for those against whom nothing is in force. One
    statement."""
    rows = Measure.objects.in_force(day).filter(kind__in=WITH_A_TERM).select_related("case")
    if units is not None:
        rows = rows.filter(case__unit__in=list(units))
    found: dict[int, InForce] = {}
    of_unit: dict[int, list[InForce]] = {}
    for row in rows.order_by("-case__decided_on", "-case", "pk"):
        case = row.case
        if case.pk not in found:
            found[case.pk] = InForce(case.number, BY_CODE[case.violation].label, case.decided_on, False, [])
            of_unit.setdefault(case.unit_id, []).append(found[case.pk])
        one = found[case.pk]
        one.measures.append((row.get_kind_display(), row.starts, last_day(row)))
        one.listed |= row.kind == RECORD and case.published_at is not None
    return of_unit
