"""How much of the province a list covers, prefecture by prefecture, with the gaps by name (R24)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from casework.parties.models import Division, Qualification

from ..models import CinemaSheet, SheetLine


@dataclass(frozen=True)
class PrefectureCoverage:
    """total: its counties; gaps: those without a cinema that counts. nowhere: cinemas that count for no county, since
    none is known."""

    division: Division
    total: int
    cinemas: int
    nowhere: int
    gaps: list[Division]

    @property
    def covered(self) -> int:
        return self.total - len(self.gaps)


@dataclass(frozen=True)
class Coverage:
    """The table of the prefectures, and cinemas of which neither county nor prefecture is known."""

    sheet: CinemaSheet
    prefectures: list[PrefectureCoverage]
    elsewhere: int

    @property
    def total(self) -> int:
        """Counties of the table, which an administrator edits; the share is of the campaign's own figure."""
        return sum(one.total for one in self.prefectures)

    @property
    def covered(self) -> int:
        return sum(one.covered for one in self.prefectures)

    @property
    def nowhere(self) -> int:
        """Cinemas that count, but for no county."""
        return self.elsewhere + sum(one.nowhere for one in self.prefectures)


def coverage(sheet: CinemaSheet) -> Coverage:
    """Two statements."""
    counted = sheet.lines.filter(outcome=SheetLine.Outcome.COUNTED)
    cinemas: Counter[str] = Counter()
    for county, seat in counted.values_list("county", "cinema__unit__division").iterator():
        cinemas[county or seat or ""] += 1
    divisions = list(Division.objects.exclude(level=Division.Level.PROVINCE))
    rows = [
        _prefecture(one, [county for county in divisions if county.parent_id == one.pk], cinemas)
        for one in divisions
        if one.level == Division.Level.PREFECTURE
    ]
    return Coverage(sheet, rows, sum(cinemas.values()) - sum(row.cinemas for row in rows))


def figures_now(sheets: Collection[CinemaSheet], day: dt.date) -> dict[int, tuple[int, int]]:
    """How many cinemas and counties of each list count on that day: of those that counted when it was read, without
    cinemas that closed or lost their part in the campaign since. One statement for all lists."""
    rights = Qualification.objects.filter(unit=OuterRef("cinema__unit"), campaign=OuterRef("sheet__campaign"))
    counted = SheetLine.objects.filter(sheet__in=sheets, outcome=SheetLine.Outcome.COUNTED, cinema__unit__active=True)
    stands = counted.filter(~Exists(rights) | Exists(rights.on(day))).order_by().values("sheet")
    figures = stands.annotate(cinemas=Count("cinema", distinct=True), counties=Count("county", distinct=True))
    found = {one["sheet"]: (one["cinemas"], one["counties"]) for one in figures}
    return {sheet.pk: found.get(sheet.pk, (0, 0)) for sheet in sheets}


def _prefecture(division: Division, counties: list[Division], cinemas: Counter[str]) -> PrefectureCoverage:
    return PrefectureCoverage(
        division=division,
        total=len(counties),
        cinemas=cinemas[division.pk] + sum(cinemas[county.pk] for county in counties),
        nowhere=cinemas[division.pk],
        gaps=[county for county in counties if not cinemas[county.pk]],
    )
