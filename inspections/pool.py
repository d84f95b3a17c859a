"""Whom a plan's draw may reach: the units, and for each the people who may go there. What it reads it reads in a fixed
number of statements, however many units there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.parties.models import Cinema, Division, Membership, Unit

from .drawing import counts
from .models import Inspection, Interest
from .natures import SENT

if TYPE_CHECKING:
    from .models import Plan

# How many complaints there were about each of some units since a day; said by the room that has the complaints.
Measure = Callable[[Iterable[int], dt.date], Mapping[int, int]]
_measures: list[Measure] = []
# How far back complaints are counted.
A_YEAR = dt.timedelta(days=365)


def measure_complaints_by(measure: Measure) -> None:
    """Called once by the room that can, in its ready()."""
    _measures[:] = [measure]


@dataclass(frozen=True)
class Field:
    """The units in the field of one kind, by where they are seated, and their people who may inspect."""

    by_place: Mapping[str, Unit]
    people: Mapping[int, list[int]]

    def of(self, division: Division | None) -> Unit | None:
        """Whose the work is in a place: the county's unit, else the prefecture's, else nobody's."""
        if division is None:
            return None
        return self.by_place.get(division.code) or self.by_place.get(division.parent_id or "")

    def who_may(self, unit: Unit) -> list[int]:
        """The unit's people; where they are fewer than two, also those of the unit above it."""
        own = self.people.get(unit.pk, [])
        return own if len(own) > 1 or unit.parent_id is None else own + self.people.get(unit.parent_id, [])


def field_of(kind: str) -> Field:
    """Two statements."""
    units = Unit.objects.active().filter(kind=kind, division__isnull=False).order_by("-pk")
    members = Membership.objects.in_force(unit__kind=kind, role=Membership.Role.INSPECTOR).order_by("user")
    people: dict[int, list[int]] = {}
    for unit, user in members.values_list("unit", "user"):
        people.setdefault(unit, []).append(user)
    return Field({unit.division_id: unit for unit in units}, people)


def snapshot(plan: Plan) -> dict[str, Any]:
    """Everything the draw looks at, JSON-ready. At most ten statements."""
    today = timezone.localdate()
    field, interested = field_of(SENT[plan.nature]), _interested(today)
    units = []
    for cinema in _cinemas(plan, today):
        unit, sent = cinema.unit, field.of(cinema.unit.division)
        if sent is None or cinema.prefecture is None:
            continue
        who = [user for user in dict.fromkeys(field.who_may(sent)) if (user, unit.pk) not in interested]
        units.append(
            {
                "code": cinema.code,
                "name": unit.name,
                "unit": unit.pk,
                "prefecture": cinema.prefecture.code,
                "field": sent.pk,
                "inspectors": who,
            }
        )
    numbers = dict(plan.numbers.values_list("prefecture", "number"))
    return {"units": units, "counts": counts(units, plan.percent, numbers)}


def _cinemas(plan: Plan, today: dt.date) -> list[Cinema]:
    """By code: those qualified for the campaign, narrowed as the plan says."""
    found = Cinema.objects.qualified(plan.campaign, today).select_related("unit__division__parent").order_by("code")
    found = found.exclude(unit__in=plan.exclusions.values("unit"))
    if plan.chain:
        found = found.filter(chain=plan.chain)
    visits = _visits(today)
    if plan.never_visited:
        found = found.exclude(unit__in=Inspection.objects.filter(visited_at__isnull=False).values("unit"))
    cinemas = [c for c in found if plan.yearly_cap is None or visits.get(c.unit_id, 0) < plan.yearly_cap]
    if plan.min_complaints and _measures:
        said = _measures[0]([cinema.unit_id for cinema in cinemas], today - A_YEAR)
        cinemas = [cinema for cinema in cinemas if said.get(cinema.unit_id, 0) >= plan.min_complaints]
    return cinemas


def _visits(today: dt.date) -> dict[int, int]:
    """How often each unit was visited, or is about to be, in this year."""
    found: dict[int, int] = {}
    this_year = Inspection.objects.filter(opened_at__year=today.year).exclude(state="cancelled")
    for unit in this_year.values_list("unit", flat=True):
        found[unit] = found.get(unit, 0) + 1
    return found


def _interested(today: dt.date) -> set[tuple[int, int]]:
    return set(Interest.objects.in_force(today).values_list("user", "unit"))
