"""What other rooms may know of penalty decisions, and how they propose one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casework.engine.models import Case
from casework.parties.models import Unit

from .decidable import can_be_decided_about, check_day, parties
from .decisions.measures import WITH_A_TERM
from .models import Decision, Measure
from .violations import BY_CODE, RECORD
from .violations import CHOICES as VIOLATIONS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.engine.acts import Context

__all__ = [
    "VIOLATIONS",
    "InForce",
    "can_be_decided_about",
    "check_day",
    "decisions_from",
    "in_force",
    "in_force_of",
    "parties",
    "propose",
]


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
        one.measures.append((row.get_kind_display(), row.starts, row.last_day))
        one.listed |= row.kind == RECORD and case.published_at is not None
    return of_unit


def propose(ctx: Context, *, unit: Unit, violation: str, happened_on: dt.date, facts: str) -> None:
    """From an act's `writes`: a decision about what was found in this case is opened after commit, with these facts to
    begin its draft. Where one about the same act is there by then, this case is added to it as another source (issue 9
    §2: one act is decided about once). The unit is one of `parties`, the day as `check_day` has it."""
    details = {
        "source": ctx.case.number,
        "unit": unit.pk,
        "campaign": ctx.case.campaign_id,
        "violation": violation,
        "happened_on": happened_on.isoformat(),
        "facts": facts,
    }
    ctx.promise_case("penalty", **details)


def decisions_from(case: Case) -> QuerySet[Decision]:
    """The decisions about what was found in this case, oldest first."""
    return Decision.objects.filter(sources__number=case.number).order_by("pk")
