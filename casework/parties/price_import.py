"""Films and their lowest release prices from a sheet (R10): all rows or none, every bad row named with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from casework.parties.models import Film, FilmAlias, ReleasePrice
from casework.parties.models.films import film_key, overlaps, period_words
from casework.parties.price_cells import Entry, read_entries
from casework.parties.sheets import Fault, Sheet


@dataclass
class Plan:
    """What a sheet would change. changed: entries with the price of the same film and first day, as it is now."""

    new: list[Entry] = field(default_factory=list)
    changed: list[tuple[Entry, ReleasePrice]] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    films: dict[str, Film] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        parts = {"new": len(self.new), "changed": len(self.changed), "same": len(self.same)}
        return _("%(new)d new, %(changed)d changed, %(same)d as before.") % parts


def plan(sheet: Sheet, *, lock: bool = False) -> Plan:
    """What the sheet would change, and what is wrong with it. lock: for writing it in the same transaction."""
    entries, faults = read_entries(sheet)
    found = Plan(films=_known_films(entries, lock=lock), faults=faults)
    prices = _prices_of(found.films.values())
    for entry in entries:
        film = found.films.get(entry.key)
        price = prices.get((film.pk, entry.since)) if film else None
        if price is None:
            found.new.append(entry)
        elif entry.differs_from(price):
            found.changed.append((entry, price))
        else:
            found.same.append(entry)
    found.faults += [*_name_faults(entries, found.films), *_overlap_faults(entries, found.films, prices)]
    found.faults.sort(key=lambda fault: fault.line)
    return found


def carry_out(sheet: Sheet) -> Plan:
    """Write the sheet if every row of it is good; the plan says what was done, or by its faults why nothing was."""
    with transaction.atomic():
        found = plan(sheet, lock=True)
        if not found.faults:
            _write(found)
    return found


# --- against what is there --------------------------------------------------------------------------------------------
def _known_films(entries: list[Entry], *, lock: bool) -> dict[str, Film]:
    """By every key that the sheet mentions, the film that has it as title or other title."""
    wanted = {entry.key for entry in entries} | {film_key(alias) for entry in entries for alias in entry.aliases}
    films = Film.objects.select_for_update() if lock else Film.objects.all()
    found = {film.key: film for film in films.filter(key__in=wanted)}
    aliases = FilmAlias.objects.filter(key__in=wanted).select_related("film")
    return {alias.key: alias.film for alias in aliases} | found


def _prices_of(films: Iterable[Film]) -> dict[tuple[int, dt.date], ReleasePrice]:
    prices = ReleasePrice.objects.filter(film__in={film.pk for film in films})
    return {(price.film_id, price.since): price for price in prices}


def _identity(entry: Entry, films: Mapping[str, Film]) -> int | str:
    """What makes two rows rows of one film: the film in the table, else the title."""
    film = films.get(entry.key)
    return film.pk if film else entry.key


def _name_faults(entries: list[Entry], films: Mapping[str, Film]) -> Iterator[Fault]:
    """A name or code that belongs to another film, in the table or in this sheet."""
    owner: dict[str, int | str] = {key: film.pk for key, film in films.items()}
    for entry in entries:
        owner.setdefault(entry.key, entry.key)
    for entry in entries:
        me = _identity(entry, films)
        for alias in entry.aliases:
            if owner.setdefault(film_key(alias), me) != me:
                yield Fault(entry.line, "", _("“%(name)s” is the name of another film.") % {"name": alias})
        film = films.get(entry.key)
        if film and film.code and entry.code and film.code != entry.code:
            parts = {"film": film, "code": film.code}
            yield Fault(entry.line, "", _("%(film)s has the national code %(code)s in the table.") % parts)
    yield from _code_faults(entries, films)


def _code_faults(entries: list[Entry], films: Mapping[str, Film]) -> Iterator[Fault]:
    codes = {entry.code for entry in entries if entry.code}
    owner: dict[str, int | str] = dict(Film.objects.filter(code__in=codes).values_list("code", "pk"))
    for entry in entries:
        me = _identity(entry, films)
        if entry.code and owner.setdefault(entry.code, me) != me:
            yield Fault(entry.line, "", _("Another film has the national code %(code)s.") % {"code": entry.code})


def _overlap_faults(
    entries: list[Entry], films: Mapping[str, Film], prices: Mapping[tuple[int, dt.date], ReleasePrice]
) -> Iterator[Fault]:
    by_film: dict[int | str, list[Entry]] = {}
    for entry in entries:
        by_film.setdefault(_identity(entry, films), []).append(entry)
    for film, rows in by_film.items():
        first_days = {row.since for row in rows}
        kept = [price for (owner, since), price in prices.items() if owner == film and since not in first_days]
        for one, two in overlaps([*rows, *kept]):
            mine, other = (two, one) if isinstance(two, Entry) else (one, two)
            words = _("The periods of %(mine)s and of %(other)s share days.")
            yield Fault(mine.line, "", words % {"mine": _named(mine), "other": _named(other)})


def _named(period: Entry | ReleasePrice) -> str:
    if isinstance(period, Entry):
        return _("row %(line)d (%(period)s)") % {"line": period.line, "period": period.period}
    return _("the price in the table (%(period)s)") % {"period": period_words(period)}


# --- writing ----------------------------------------------------------------------------------------------------------
def _write(found: Plan) -> None:
    entries = [*found.new, *(entry for entry, _price in found.changed), *found.same]
    for entry in entries:
        _write_film(entry, found.films)
    # What ends comes before what begins: only one price of a film is open at any moment.
    for entry, price in sorted(found.changed, key=lambda pair: pair[0].until is None):
        price.until, price.lowest, price.source = entry.until, entry.lowest, entry.source
        price.save(update_fields=["until", "lowest", "source"])
    ReleasePrice.objects.bulk_create(
        ReleasePrice(
            film=found.films[entry.key], since=entry.since, until=entry.until, lowest=entry.lowest, source=entry.source
        )
        for entry in found.new
    )


def _write_film(entry: Entry, films: dict[str, Film]) -> None:
    """The film with its names and code, where they are new; nothing is ever taken away."""
    film = films.get(entry.key)
    if film is None:
        film = films[entry.key] = Film.objects.create(title=entry.title, code=entry.code)
    elif entry.code and not film.code:
        film.code = entry.code
        film.save(update_fields=["code"])
    for alias in entry.aliases:
        if film_key(alias) not in films:
            FilmAlias.objects.create(film=film, name=alias)
            films[film_key(alias)] = film
