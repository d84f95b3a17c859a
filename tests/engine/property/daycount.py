"""Clocks worked out again from the record alone, day by day and by hand: DESIGN §5 in the plainest code there is.

Nothing here calls `clocks` or `budgets`: two people who read the same page must come to the same day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
from django.db.models import Model

from casework.engine.budgets import Budget
from casework.engine.kinds import kind_of
from casework.engine.retention import ERASE, MASK

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = dt.timedelta(days=1)
ANNOUNCED = {day.year for day in chinese_calendar.holidays}
# Of a year nobody has announced we know only what the sun fixes; 清明 besides.
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


class Days:
    """Which days are worked; `rows` are corrections, {day: worked}."""

    def __init__(self, rows: dict[dt.date, bool] | None = None) -> None:
        self.rows = rows or {}
        self.years = ANNOUNCED | {day.year for day in self.rows if (day.month, day.day) == (10, 1)}

    def worked(self, day: dt.date) -> bool:
        if day in self.rows:
            return self.rows[day]
        if day.year in ANNOUNCED:
            return chinese_calendar.is_workday(day)
        # Until 2040 in leap years and those after them on 4 April, else a day later.
        fixed = FIXED | {(4, 4 if day.year % 4 < 2 else 5)}
        return day.weekday() < 5 and (day.year in self.years or (day.month, day.day) not in fixed)

    def unknown(self, first: dt.date, last: dt.date) -> bool:
        return any(year not in self.years for year in range(first.year, last.year + 1))


@dataclass
class Round:
    """One round of a clock, from the events."""

    name: str
    number: int
    amount: int
    unit: str
    started: dt.datetime
    pauses: list[list[dt.datetime | None]] = field(default_factory=list)
    ended: dt.datetime | None = None

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None

    def runs_at(self, moment: dt.datetime) -> bool:
        return not any(start < moment and (end is None or moment <= end) for start, end in self.pauses)


def midnight_after(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + DAY, dt.time(), SHANGHAI)


def due(clock: Round, days: Days, duty: tuple[int, int]) -> dt.datetime:
    """The end of a running clock's last day."""
    if clock.unit == "duty_hours":
        return _duty_minutes(clock, duty)
    day, left = clock.started.astimezone(SHANGHAI).date(), clock.amount
    while left:
        day += DAY
        left -= clock.runs_at(midnight_after(day)) and (clock.unit == "days" or days.worked(day))
    while not (days.worked(day) and clock.runs_at(midnight_after(day))):
        day += DAY
    return midnight_after(day)


def _duty_minutes(clock: Round, duty: tuple[int, int]) -> dt.datetime:
    moment, left = clock.started.astimezone(SHANGHAI), clock.amount * 60
    while left:
        left -= duty[0] <= moment.hour < duty[1]
        moment += dt.timedelta(minutes=1)
    return moment


def last_day(moment: dt.datetime) -> dt.date:
    return (moment.astimezone(SHANGHAI) - dt.timedelta(microseconds=1)).date()


def warning(due_at: dt.datetime, n: int, days: Days) -> dt.datetime:
    """The beginning of the n-th workday before the due day."""
    day = last_day(due_at)
    while n:
        day -= DAY
        n -= days.worked(day)
    return midnight_after(day - DAY)


def supervision(due_at: dt.datetime, n: int, days: Days) -> dt.datetime:
    """The end of the n-th workday after the due day."""
    day = last_day(due_at)
    while n:
        day += DAY
        n -= days.worked(day)
    return midnight_after(day)


# Acts that set a moment of their case by which it is asked whether a clock applies.
SET_BY = {"publish_decision": "published_at"}


class AsItWas:
    """A case with what its record said of it up to some event, where that has changed since."""

    def __init__(self, case: Any, said: dict[str, Any]) -> None:
        self.case, self.said = case, said

    def __getattr__(self, name: str) -> Any:
        now = getattr(self.case, name, None)
        # What the record says of a relation is its key.
        return self.said[name] if name in self.said and not isinstance(now, Model) else getattr(self.case, name)


class Told:
    """What the events of one case say of its clocks and its version, read with the kind's declared stages."""

    def __init__(self, case: Any, events: list[Any]) -> None:
        self.case, self.kind = case, kind_of(case)
        self.rounds: list[Round] = []
        self.version, self.state, self.unreached = 0, "", 0
        # Until the data of whoever filed it are masked: afterwards nobody can be called.
        self.known = True
        self.said: dict[str, Any] = dict.fromkeys(SET_BY.values())
        self.faults: list[str] = []
        for event in events:
            self._read(event)

    def _read(self, event: Any) -> None:
        spec = self.kind.acts[event.name]
        if event.source != self.state:
            self.faults.append(f"{event}: from {event.source}, but the case was {self.state}")
        self.said |= event.facts
        if event.name in SET_BY:
            self.said[SET_BY[event.name]] = event.at
        if event.name in (MASK, ERASE):
            self.unreached, self.known = 0, False
        if spec.serves and self.known and self.kind.reachable(self.case):
            self.unreached = event.seq
        moved = [self._end(r, event.at) for name in spec.stops if (r := self._live(name))]
        moved += [self._run(name, event.at) for name in spec.runs]
        moved += [self._pause(name, event.at) for name in spec.pauses]
        if event.target:
            self.state = event.target
            moved += [True, *self._enter(event.target, spec.rounds, event.at)]
        elif spec.restarts:
            moved += [self._end(r, event.at) for name in spec.rounds if (r := self._live(name))]
            moved += [self._run(name, event.at) for name in spec.rounds]
        moved += [*self._reach(event), *self._extend(event), self._changes_holder(event)]
        self.version += any(moved) and not spec.keeps_version
        if event.version != self.version:
            self.faults.append(f"{event}: version {event.version} instead of {self.version}")

    def _enter(self, state: str, rounds: tuple[str, ...], at: dt.datetime) -> list[bool]:
        stage = self.kind.stage_by_state[state]
        for clock in self.rounds:
            if clock.ended is None and (not stage.is_open or clock.name in (*stage.stops, *rounds)):
                self._end(clock, at)
        if stage.is_open:
            for name in stage.runs:
                self._run(name, at)
            for name in stage.pauses:
                self._pause(name, at)
        return []

    def _pause(self, name: str, at: dt.datetime) -> bool:
        clock = self._live(name)
        if clock is None or clock.paused:
            return False
        clock.pauses.append([at, None])
        return True

    def _reach(self, event: Any) -> list[bool]:
        """The complainant came to know of it: windows that waited for that begin."""
        theirs = event.unit_id is None or event.name == "record_contact"
        if "reached_to" not in event.facts or not theirs:
            return []
        self.unreached = 0
        waited = [
            name for name in self.kind.stage_by_state[self.state].runs if self.kind.clock_by_name[name].from_reached
        ]
        return [self._run(name, event.at) for name in waited]

    def _changes_holder(self, event: Any) -> bool:
        """Another unit's from here on; a case that is over has no holder."""
        return "office" in event.facts and self.kind.stage_by_state[self.state].is_open

    def _extend(self, event: Any) -> list[bool]:
        """More time, as much as the record says was granted."""
        given = [effect for effect in event.effects.get("clocks", []) if effect["did"] == "extend"]
        for effect in given:
            self._live(effect["clock"]).amount += effect["more"]
        return [True for _ in given]

    def _run(self, name: str, at: dt.datetime) -> bool:
        """Whether anything changed by it."""
        clock, spec = self._live(name), self.kind.clock_by_name[name]
        if clock is not None and clock.paused:
            clock.pauses[-1][1] = at
            return True
        waits = spec.from_reached and self.unreached
        if clock is None and spec.applies(AsItWas(self.case, self.said)) and not waits:
            said = spec.own(AsItWas(self.case, self.said))
            budget = Budget(said or getattr(self.case.campaign, spec.figure_of(self.case)), spec.unit)
            number = 1 + sum(r.name == name for r in self.rounds)
            begins = max(at, spec.counts_from(self.case) or at)
            self.rounds.append(Round(name, number, budget.amount, str(budget.unit), begins))
            return True
        return False

    def _live(self, name: str) -> Round | None:
        return next((r for r in self.rounds if r.name == name and r.ended is None), None)

    @staticmethod
    def _end(clock: Round, at: dt.datetime) -> bool:
        if clock.paused:
            clock.pauses[-1][1] = at
        clock.ended = at
        return True
