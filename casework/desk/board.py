"""The board of inspections: every county's, by how late they are; and urging many of them at once.

Counted in the database: as many statements for five as for five thousand inspections.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import FIELD
from casework.engine.kinds import kind_named
from casework.engine.models import CaseParty, Clock
from casework.parties.models import Unit
from inspections.models import Inspection

from .people import Reader

# How late a county is: the worst of its inspections.
SUPERVISED, LATE, SOON, CALM, NOTHING = "supervised", "late", "soon", "calm", "nothing"
LATENESS = {
    SUPERVISED: (_("Supervised"), "exclamation-octagon-fill", "urgent"),
    LATE: (_("Past its day"), "exclamation-triangle-fill", "urgent"),
    SOON: (_("Due soon"), "clock-fill", "warn"),
    CALM: (_("In time"), "check2", "ok"),
    NOTHING: (_("Nothing given out"), "dash-lg", ""),
}
# With the unit in the field: what a county can be urged for.
STATES_OUT_THERE = ("dispatched", "acknowledged", "visiting", "rechecking")
SOON_WITHIN = dt.timedelta(days=2)


@dataclass
class County:
    """One unit in the field: how many of its inspections there are, how they stand, how late the latest is."""

    unit: Unit
    open: int = 0
    late: int = 0
    supervised: int = 0
    next_due: dt.datetime | None = None
    ended: int = 0
    soon: bool = False

    @property
    def lateness(self) -> str:
        if self.supervised:
            return SUPERVISED
        if self.late:
            return LATE
        if self.soon:
            return SOON
        return CALM if self.open or self.ended else NOTHING

    @property
    def looks(self) -> tuple[Any, str, str]:
        return LATENESS[self.lateness]


@dataclass
class Prefecture:
    name: str
    counties: list[County] = field(default_factory=list)


@dataclass
class Board:
    """Everything that the reader's office gave out, by prefecture and unit. At most five statements."""

    reader: Reader
    now: dt.datetime = field(default_factory=timezone.now)

    @property
    def inspections(self) -> QuerySet[Inspection]:
        return Inspection.objects.filter(pk__in=self.reader.cases.filter(kind="inspection").values("pk"))

    @cached_property
    def prefectures(self) -> list[Prefecture]:
        found: dict[int | None, Prefecture] = {}
        for county in self._counties:
            above = county.unit.parent
            name = above.name if above else ""
            found.setdefault(county.unit.parent_id, Prefecture(name)).counties.append(county)
        return sorted(found.values(), key=lambda one: one.name)

    @cached_property
    def total(self) -> dict[str, int]:
        """How many units are how late."""
        found = dict.fromkeys(LATENESS, 0)
        for county in self._counties:
            found[county.lateness] += 1
        return found

    @property
    def counted(self) -> list[dict[str, Any]]:
        return [
            {"key": key, "label": label, "icon": icon, "tone": tone, "count": self.total[key]}
            for key, (label, icon, tone) in LATENESS.items()
        ]

    @cached_property
    def _counties(self) -> list[County]:
        """All unions of counties, and whoever else something was given out to; the latest first in each prefecture."""
        rows = {row["unit"]: row for row in self._numbers()}
        kinds = {"kind": Unit.Kind.UNION, "division__level": 3}
        units = Unit.objects.active().filter(Q(**kinds) | Q(pk__in=rows)).select_related("parent").order_by("path")
        order = list(LATENESS)
        counties = [self._county(unit, rows.get(unit.pk)) for unit in units]
        return sorted(counties, key=lambda county: (order.index(county.lateness), county.unit.path))

    def _county(self, unit: Unit, row: dict[str, Any] | None) -> County:
        if row is None:
            return County(unit)
        due = row["next_due"]
        soon = due is not None and self.now < due <= self.now + SOON_WITHIN
        return County(unit, row["open"], row["late"], row["supervised"], due, row["ended"], soon)

    def _numbers(self) -> Iterable[dict[str, Any]]:
        """Of each unit that has something: counted over the parties, since those know the unit."""
        clocks = Clock.objects.filter(case=OuterRef("case"), ended_at__isnull=True, name__in=field_clocks())
        given = CaseParty.objects.filter(role=FIELD, involved_at__isnull=False, case__in=self.inspections.values("pk"))
        late = Exists(clocks.filter(due_at__lte=self.now))
        supervised = Exists(clocks.filter(rung__gte=3))
        rows = given.annotate(is_late=late, is_supervised=supervised).order_by()
        live = Q(case__clocks__ended_at__isnull=True, case__clocks__name__in=field_clocks())
        return rows.values("unit").annotate(
            open=Count("case", filter=Q(case__holder__isnull=False), distinct=True),
            ended=Count("case", filter=Q(case__holder__isnull=True), distinct=True),
            late=Count("case", filter=Q(is_late=True), distinct=True),
            supervised=Count("case", filter=Q(is_supervised=True), distinct=True),
            next_due=Min("case__clocks__due_at", filter=live & Q(case__clocks__due_at__gt=self.now)),
            newest=Max("case"),
        )


def field_clocks() -> list[str]:
    """Names of the clocks that run for whoever has the work out there."""
    return [clock.name for clock in kind_named("inspection").clocks if clock.whose == "field"]


def late_ones(reader: Reader, units: Iterable[int], now: dt.datetime) -> QuerySet[Inspection]:
    """What these units are late with, as far as it is the reader's to urge."""
    clocks = Clock.objects.filter(case=OuterRef("pk"), ended_at__isnull=True, due_at__lte=now, name__in=field_clocks())
    given = CaseParty.objects.filter(role=FIELD, involved_at__isnull=False, unit__in=list(units))
    found = Inspection.objects.filter(
        pk__in=reader.cases.filter(kind="inspection").values("pk"), state__in=STATES_OUT_THERE
    )
    return found.filter(Exists(clocks), pk__in=given.values("case")).order_by("pk")
