"""The cinemas that are known, as one list in memory: four statements, however long the sheet is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from casework.parties.models import Campaign, Cinema, Division, DivisionAlias, Qualification

from .places import Gazetteer
from .spelling import name_key, short_place

# A shorter rest is no name any more: 长沙影城 keeps its 长沙.
SHORTEST_NAME = 3
SUSPENDED, ENDED = "suspended", "ended"


@dataclass(frozen=True, slots=True)
class Listed:
    """A cinema of the register. prefecture, county: division codes, "" where it is not known. barred: why it may not
    take part in the campaign, "" where nothing is known against it."""

    pk: int
    code: str
    name: str
    prefecture: str
    county: str
    active: bool
    barred: str
    keys: frozenset[str]


class Register:
    def __init__(self, cinemas: Iterable[Listed], gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        # By prefecture, with what a name may begin for its place.
        self._places: dict[str, tuple[str, ...]] = {}
        self.by_code: dict[str, Listed] = {}
        self.by_pk: dict[int, Listed] = {}
        self.by_key: dict[str, list[Listed]] = defaultdict(list)
        # By prefecture; those of which it is not known may lie in any, and stand under "".
        self.by_short_key: dict[tuple[str, str], list[Listed]] = defaultdict(list)
        self.of_prefecture: dict[str, list[Listed]] = defaultdict(list)
        for cinema in cinemas:
            self._add(cinema)

    @classmethod
    def load(cls, campaign: Campaign) -> Register:
        """As it is today, with what the campaign knows of each cinema's right to take part."""
        divisions = list(Division.objects.values_list("code", "name", "level"))
        gazetteer = Gazetteer(divisions, DivisionAlias.objects.values_list("name", "division_id"))
        barred = _barred(campaign)
        rows = Cinema.objects.values_list(
            "pk", "code", "unit__name", "unit__short_name", "unit__division_id", "unit__active"
        ).order_by("code")
        return cls((_listed(*row, barred) for row in rows.iterator()), gazetteer)

    def short_key(self, key: str, prefecture: str) -> str:
        """A name without its place at the beginning, which one writes and the other does not."""
        if prefecture not in self._places:
            name = self.gazetteer.name(prefecture)
            self._places[prefecture] = (
                *self.gazetteer.provinces,
                *((name_key(name), short_place(name)) if name else ()),
            )
        for place in self._places[prefecture]:
            if key.startswith(place) and len(key) - len(place) >= SHORTEST_NAME:
                key = key[len(place) :]
        return key

    def named(self, key: str, prefecture: str) -> list[Listed]:
        """The cinemas that are called so: in the prefecture, or where none is given in the province. Just so, else but
        for the place before it. Open ones, if there are any: a new cinema may have a closed one's name."""
        found = [one for one in self.by_key.get(key, ()) if not prefecture or one.prefecture in (prefecture, "")]
        if prefecture and not found:
            short = self.short_key(key, prefecture)
            found = [one for place in (prefecture, "") for one in self.by_short_key.get((place, short), ())]
        return [one for one in found if one.active] or found

    def within(self, prefecture: str) -> list[Listed]:
        """Whom a name may mean."""
        if not prefecture:
            return list(self.by_pk.values())
        return [*self.of_prefecture.get(prefecture, ()), *self.of_prefecture.get("", ())]

    def _add(self, cinema: Listed) -> None:
        self.by_code[cinema.code] = self.by_pk[cinema.pk] = cinema
        self.of_prefecture[cinema.prefecture].append(cinema)
        for key in cinema.keys:
            self.by_key[key].append(cinema)
        for key in {self.short_key(key, cinema.prefecture) for key in cinema.keys}:
            self.by_short_key[cinema.prefecture, key].append(cinema)


def _listed(
    pk: int, code: str, name: str, short_name: str, division: str | None, active: bool, barred: dict[int, str]
) -> Listed:
    division = division or ""
    keys = frozenset(filter(None, (name_key(name), name_key(short_name))))
    known = not division.endswith("0000")
    prefecture = f"{division[:4]}00" if division and known else ""
    county = division if division and not division.endswith("00") else ""
    return Listed(pk, code, name, prefecture, county, active, barred.get(pk, ""), keys)


def _barred(campaign: Campaign) -> dict[int, str]:
    """By unit, why it may not take part. Nothing is known against a cinema that has no qualification yet: cinemas enrol
    beside the platforms, and often after them (R31); one whose right is suspended or over was decided about."""
    rights: dict[int, list[str]] = defaultdict(list)
    rows = Qualification.objects.filter(campaign=campaign, unit__kind=Cinema.kind)
    for unit, until, suspended in rows.values_list("unit_id", "until", "suspended"):
        rights[unit].append(_against(until, suspended, timezone.localdate()))
    return {unit: found[-1] for unit, found in rights.items() if all(found)}


def _against(until: dt.date | None, suspended: bool, today: dt.date) -> str:
    if until is not None and until < today:
        return ENDED
    return SUSPENDED if suspended else ""
