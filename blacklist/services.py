"""What other rooms may know of penalty decisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from casework.parties.models import Unit

from .decisions.measures import WITH_A_TERM
from .models import Measure
from .violations import BY_CODE


@dataclass(frozen=True)
class InForce:
    """A decision as everybody may know it: what it is about, and its measures that hold on the day, each with first and
    last day (None: no end). Of what a decision says beside, nothing."""

    number: str
    violation: Any
    decided_on: dt.date
    measures: list[tuple[Any, dt.date, dt.date | None]]


def in_force_of(unit: Unit, day: dt.date) -> list[InForce]:
    """The unit's decisions with measures of the notice (R38-R40) that hold on the day, the newest first. Warnings and
    orders are in the file alone. One statement."""
    rows = Measure.objects.in_force(day).filter(case__unit=unit, kind__in=WITH_A_TERM).select_related("case")
    found: dict[int, InForce] = {}
    for row in rows.order_by("-case__decided_on", "-case", "pk"):
        case = row.case
        one = found.setdefault(case.pk, InForce(case.number, BY_CODE[case.violation].label, case.decided_on, []))
        one.measures.append((row.get_kind_display(), row.starts, row.ends))
    return list(found.values())
