"""Platforms in public notice, as everybody reads them, and objecting to one (R28)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.engine import door
from casework.engine.actors import ENGINE_ACTOR
from casework.engine.models import Clock
from casework.parties.models import Division, Unit

from .applications.states import PUBLIC_NOTICE
from .models import CinemaSheet, PlatformApplication, SheetLine


@dataclass(frozen=True)
class Notice:
    """An application in public notice: only what everybody may know. until: the end of the last day; None while the
    notice waits there for the answer to an objection. manual: the number of the file."""

    case: PlatformApplication
    since: dt.datetime
    until: dt.datetime | None

    @property
    def number(self) -> str:
        return self.case.number

    @property
    def platform(self) -> Unit:
        return self.case.platform

    @property
    def sheet(self) -> CinemaSheet | None:
        return self.case.cinema_sheet

    @property
    def manual(self) -> UUID | None:
        found = self.case.paper("manual")
        return UUID(found) if found else None


@dataclass(frozen=True)
class Place:
    """The cinemas of a list in one prefecture, by county and name."""

    name: str
    cinemas: list[str]


def cinemas_of(sheet: CinemaSheet) -> list[Place]:
    """The cinemas of a list that count, as everybody reads them; those of which no place is known last. Two
    statements."""
    names = dict(Division.objects.values_list("pk", "name"))
    lines = sheet.lines.filter(outcome=SheetLine.Outcome.COUNTED)
    rows = lines.values_list("county", "cinema__unit__division", "cinema__unit__name")
    found: dict[str, list[tuple[str, str]]] = {}
    for county, seat, name in rows:
        code = county or seat or ""
        place = names.get(code, "") if county else ""
        found.setdefault(f"{code[:4]}00" if code else "", []).append((place, name))
    return [
        Place(names.get(code, ""), [f"{place} {name}".strip() for place, name in sorted(those)])
        for code, those in sorted(found.items(), key=lambda one: (not one[0], one[0]))
    ]


def notices() -> list[Notice]:
    """All that are in public notice, the one that ends first at the top. Three statements."""
    cases = PlatformApplication.objects.filter(state=PUBLIC_NOTICE).select_related("campaign", "cinema_sheet__campaign")
    found = [_notice(case) for case in cases.prefetch_related("parties__unit", "clocks")]
    return sorted(found, key=lambda one: (one.until is None, one.until, one.number))


def notice_of(number: str) -> Notice | None:
    """The one of this number, while it is in public notice."""
    return next((one for one in notices() if one.number == number), None)


def object_to(notice: Notice, *, key: str, details: Mapping[str, Any]) -> None:
    """Somebody objects; the same key twice is one objection. Raises Refused beside the fields, or where the notice is
    over; Busy."""
    door.perform(notice.case.pk, "receive_objection", by=ENGINE_ACTOR, key=key, **details)


def _notice(case: PlatformApplication) -> Notice:
    clock = next(clock for clock in case.clocks.all() if _runs(clock))
    case.party_list = list(case.parties.all())
    return Notice(case, case.state_since, clock.due_at)


def _runs(clock: Clock) -> bool:
    return clock.name == "public_notice" and clock.ended_at is None
