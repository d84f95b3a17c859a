"""Which cinema of the register a row means: by its code, else by its name within the prefecture. Never by a guess: what
only comes close is offered to a person (R24)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from ..models import SheetLine
from .layout import Layout
from .reading import Row
from .register import SUSPENDED, Listed, Register
from .spelling import PROVINCE_DIGITS, name_key, read_code

Outcome = SheetLine.Outcome
Details = dict[str, Any]

# Share of letters in common, in percent: below it a name does not come close, and nothing is offered.
CLOSE = 60
# A code and a name that have less than this in common are not of one cinema, whichever is wrong.
APART = 45
MOST_CANDIDATES = 5


@dataclass(frozen=True)
class Match:
    """What became of a row. reason, details: a key of `words.REASONS` and what its sentence names."""

    outcome: Outcome
    cinema: Listed | None = None
    county: str = ""
    reason: str = ""
    details: Details = field(default_factory=dict)


class Matcher:
    """Takes the rows of one list in their order; remembers where each cinema stood first."""

    def __init__(self, register: Register, layouts: list[Layout]) -> None:
        self.register = register
        self.layouts = {layout.tab.number: layout for layout in layouts}
        # By cinema: the sheet's name and the row.
        self.first: dict[int, tuple[str, int]] = {}
        self._close: dict[tuple[str, str], list[Details]] = {}

    def match(self, row: Row) -> Match:
        if row.aside:
            return Match(Outcome.ASIDE, reason=row.aside)
        code = read_code(row.code) if row.code else None
        if code is None and not row.name:
            return self._unreadable(row)
        found = self.register.by_code.get(code) if code else None
        match = self._by_code(row, found) if found else self._by_name(row, code)
        return self._once(row, match) if match.outcome == Outcome.COUNTED else match

    # --- ways ---------------------------------------------------------------------------------------------------------
    def _by_code(self, row: Row, found: Listed) -> Match:
        title = self._title(row)
        if row.name and self._contradicts(row, found):
            candidates = [_candidate(found, 0), *self._candidates(row)]
            details = {"column": title, "read": row.name, "code": found.code, "expected": found.name}
            return self._open(row, Outcome.CONTRADICTION, "name_of_another", details, candidates)
        place = row.place
        if place.spot and not place.guessed and found.prefecture and place.spot.prefecture != found.prefecture:
            details = {"column": place.column, "read": place.text, "code": found.code, "expected": found.name}
            details["place"] = self.register.gazetteer.name(found.prefecture)
            return self._open(row, Outcome.CONTRADICTION, "place_of_another", details, [_candidate(found, 100)])
        return self._taken(row, found)

    def _by_name(self, row: Row, code: str | None) -> Match:
        if code and not code.startswith(PROVINCE_DIGITS):
            return self._open(row, Outcome.NOT_FOUND, "outside", {"column": self._code_title(row), "read": row.code})
        if not row.name:
            return self._open(
                row, Outcome.NOT_FOUND, "no_such_code", {"column": self._code_title(row), "read": row.code}
            )
        named = self.register.named(name_key(row.name), row.place.spot.prefecture)
        if len(named) == 1 and code:
            details = {"column": self._code_title(row), "read": row.code, "name": row.name, "expected": named[0].code}
            return self._open(row, Outcome.CONTRADICTION, "code_of_nobody", details, [_candidate(named[0], 100)])
        if len(named) == 1:
            return self._taken(row, named[0])
        details = self._looked_for(row)
        if named:
            details["count"] = len(named)
            return self._open(row, Outcome.DOUBTFUL, "several", details, [_candidate(one, 100) for one in named])
        candidates = self._candidates(row)
        if candidates:
            return self._open(row, Outcome.DOUBTFUL, "close", details, candidates)
        return self._open(row, Outcome.NOT_FOUND, "no_such_name", details)

    # --- outcomes -----------------------------------------------------------------------------------------------------
    def _unreadable(self, row: Row) -> Match:
        if row.code:
            return self._open(row, Outcome.UNREADABLE, "no_code", {"column": self._code_title(row), "read": row.code})
        return self._open(row, Outcome.UNREADABLE, "empty", {"column": self._title(row)})

    def _taken(self, row: Row, found: Listed) -> Match:
        county, details = self._county(row, found)
        if row.code and read_code(row.code) is None:
            details["code_read"], details["code_column"] = row.code, self._code_title(row)
        outcome, reason = standing(found)
        return Match(outcome, found, county, reason, details)

    def _county(self, row: Row, found: Listed) -> tuple[str, Details]:
        """The county that counts, and what there is to say about it: the one that the register knows, for nobody covers
        a county by saying so; else what the row names, or a row above it."""
        said, names = row.place, self.register.gazetteer.name
        fits = said.spot.county if found.prefecture in ("", said.spot.prefecture) else ""
        details: Details = {}
        if fits and found.county and fits != found.county and not said.guessed:
            details |= {"county_read": said.text, "county_known": names(found.county)}
        elif said.guessed and fits and not found.county:
            details |= {"county_above": said.text}
        if row.unknown_place.text:
            details |= {"place_read": row.unknown_place.text, "place_column": row.unknown_place.column}
        return found.county or fits, details

    def _once(self, row: Row, match: Match) -> Match:
        """A cinema counts where it stands first."""
        first = self.first.get(match.cinema.pk)
        if first is None:
            self.first[match.cinema.pk] = (self.layouts[row.tab].tab.name, row.number)
            return match
        details = {**match.details, "of_tab": first[0], "of_row": first[1]}
        return Match(Outcome.DUPLICATE, match.cinema, match.county, "duplicate", details)

    def _open(
        self, row: Row, outcome: Outcome, reason: str, details: Details, candidates: list[Details] | None = None
    ) -> Match:
        """A row that a person has to look at; of its place is kept what a decision will need."""
        unknown = row.unknown_place
        if unknown.text:
            details |= {"place_read": unknown.text, "place_column": unknown.column}
        if candidates:
            details["candidates"] = candidates
        return Match(outcome, None, row.place.spot.county, reason, details)

    # --- names --------------------------------------------------------------------------------------------------------
    def _contradicts(self, row: Row, found: Listed) -> bool:
        key = name_key(row.name)
        if key in found.keys or found in self.register.named(key, found.prefecture):
            return False
        if self.register.named(key, found.prefecture) or self.register.by_key.get(key):
            return True
        short = self.register.short_key(key, found.prefecture)
        return all(
            fuzz.ratio(short, own) < APART and fuzz.partial_ratio(short, own) < 100 - CLOSE / 4
            for own in (self.register.short_key(key, found.prefecture) for key in found.keys)
        )

    def _candidates(self, row: Row) -> list[Details]:
        """Cinemas of the prefecture whose names come close, the closest first; of others those that are called just
        so. The same name may stand in many rows, and is compared once."""
        key, prefecture = name_key(row.name), row.place.spot.prefecture
        if (key, prefecture) not in self._close:
            self._close[key, prefecture] = self._compare(key, prefecture)
        return self._close[key, prefecture]

    def _compare(self, key: str, prefecture: str) -> list[Details]:
        register = self.register
        known = [cinema for cinema in register.within(prefecture) if cinema.active]
        spelled = {
            (place, name): register.short_key(name, cinema.prefecture or prefecture)
            for place, cinema in enumerate(known)
            for name in cinema.keys
        }
        near = process.extract(
            register.short_key(key, prefecture),
            spelled,
            scorer=fuzz.ratio,
            score_cutoff=CLOSE,
            limit=2 * MOST_CANDIDATES,
        )
        found = {known[place].pk: _candidate(known[place], score) for _name, score, (place, _key) in reversed(near)}
        elsewhere = {one.pk: _candidate(one, 100) for one in register.by_key.get(key, ()) if one.active}
        best = sorted({**elsewhere, **found}.values(), key=lambda one: -one["score"])
        return best[:MOST_CANDIDATES]

    def _looked_for(self, row: Row) -> Details:
        return {
            "column": self._title(row),
            "read": row.name,
            "place": self.register.gazetteer.name(row.place.spot.prefecture),
        }

    def _title(self, row: Row) -> str:
        layout = self.layouts[row.tab]
        return layout.title(layout.name) or layout.title(layout.code)

    def _code_title(self, row: Row) -> str:
        layout = self.layouts[row.tab]
        return layout.title(layout.code)


def standing(cinema: Listed) -> tuple[Outcome, str]:
    """Whether a cinema that is meant also counts, and if not the reason."""
    if not cinema.active:
        return Outcome.CLOSED, "closed"
    if cinema.barred:
        return Outcome.DISQUALIFIED, "suspended" if cinema.barred == SUSPENDED else "ended"
    return Outcome.COUNTED, ""


def _candidate(cinema: Listed, score: float) -> Details:
    return {"cinema": cinema.pk, "code": cinema.code, "name": cinema.name, "score": round(score)}
