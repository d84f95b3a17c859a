"""What came onto a campaign's public list and what left it, and when: for feeds, and for whoever keeps a copy (R29)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import F

from casework.parties.models import Campaign, Listing, Unit

# A feed tells the latest; the whole list is its own address.
LATEST = 100


class Change(NamedTuple):
    """A unit came onto the list, or `left` it. `code`: of a cinema. `mark`: the same for the same change."""

    at: dt.datetime
    left: bool
    name: str
    code: str
    mark: str


def changes_of(campaign: Campaign, kind: Unit.Kind) -> list[Change]:
    """The latest changes, the newest first. Two statements."""
    rows = _listings(campaign, kind)
    came = rows.order_by("-listed_at", "-pk")[:LATEST]
    left = rows.filter(left_at__isnull=False).order_by("-left_at", "-pk")[:LATEST]
    found = [*(_change(row, row.left_at, True) for row in left), *(_change(row, row.listed_at, False) for row in came)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:LATEST]


def removals_of(campaign: Campaign, kind: Unit.Kind) -> list[Change]:
    """All that left the list and is not on it again, each with its last leaving, the newest first. One statement."""
    rows = _listings(campaign, kind)
    back = rows.open().values("unit")
    found: dict[int, Change] = {}
    for row in rows.filter(left_at__isnull=False).exclude(unit__in=back).order_by("-left_at", "-pk"):
        found.setdefault(row.unit_id, _change(row, row.left_at, True))
    return list(found.values())


def _listings(campaign: Campaign, kind: Unit.Kind):
    rows = Listing.objects.filter(campaign=campaign, unit__kind=kind)
    return rows.select_related("unit").annotate(code=F("unit__cinema__code"))


def _change(row: Listing, at: dt.datetime, left: bool) -> Change:
    return Change(at, left, row.unit.name, row.code or "", f"{row.pk}-{'left' if left else 'came'}")
