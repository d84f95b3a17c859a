"""Running the clocks of a case: start, pause, resume, end, one round after another.

Everything here works on rows already loaded (`ClockBoard`) and writes once, so that an act costs two statements for
all its clocks. Each operation is noted in the event's effects, from which `replay` works every clock out again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from . import budgets
from .calendar import Calendar
from .clock_acts import RUNGS
from .errors import Refused
from .kinds import kind_of
from .models import Clock
from .reckoning import calendar_since, reckon, rung_at
from .stages import ClockSpec, Stage

if TYPE_CHECKING:
    from .models import Case


class ClockBoard:
    """All clocks of one case, under its lock. `save()` writes what changed and returns the effects."""

    def __init__(self, case: Case, now: dt.datetime) -> None:
        self.case = case
        self.now = now
        self.kind = kind_of(case)
        self.effects: list[dict[str, Any]] = []
        self._new: list[Clock] = []
        self._changed: dict[int, Clock] = {}

    @cached_property
    def clocks(self) -> list[Clock]:
        return list(Clock.objects.filter(case=self.case).order_by("pk")) if self.case.last_seq else []

    @property
    def was_read(self) -> bool:
        """Whether anything was done that looks at the clocks; else none of them can have changed."""
        return "clocks" in self.__dict__

    @cached_property
    def calendar(self) -> Calendar:
        """No clock of a case began before the case itself."""
        return calendar_since(self.now, self.case.opened_at)

    def live(self, name: str) -> Clock | None:
        """The clock of this name that has not ended, if there is one."""
        return next((c for c in self.clocks if c.name == name and c.ended_at is None), None)

    def enter(self, stage: Stage, rounds: tuple[str, ...] = ()) -> None:
        """Do to the clocks what the new stage says. In a closed or final stage all of them end."""
        for clock in [c for c in self.clocks if c.ended_at is None]:
            if not stage.is_open or clock.name in stage.stops or clock.name in rounds:
                self.end(clock)
        if not stage.is_open:
            return
        for name in stage.runs:
            self.run(self.kind.clock_by_name[name])
        self.pause_named(stage.pauses, stage.state)

    def pause_named(self, names: Iterable[str], reason: str) -> None:
        """`reason`: the state, or the act (`reckoning.ACT`), in whose declaration the words for it stand."""
        for name in names:
            live = self.live(name)
            if live and not live.paused:
                self.pause(live, reason)

    def renew(self, names: tuple[str, ...]) -> None:
        """A new round of these clocks while the case stays where it is."""
        for name in names:
            live = self.live(name)
            if live is not None:
                self.end(live)
            self.run(self.kind.clock_by_name[name])

    def run(self, spec: ClockSpec) -> None:
        """Start the clock, or resume it; a clock already running goes on. A window waits until somebody was reached."""
        live = self.live(spec.name)
        if live is None and spec.applies(self.case) and not (spec.from_reached and self.case.unreached_seq):
            self.start(spec)
        elif live is not None and live.paused:
            self.resume(live)

    def start(self, spec: ClockSpec) -> None:
        budget = spec.budget(self.case)
        rounds = [c.round for c in self.clocks if c.name == spec.name]
        clock = Clock(
            case=self.case,
            name=spec.name,
            round=max(rounds, default=0) + 1,
            amount=budget.amount,
            unit=budget.unit,
            started_at=max(self.now, spec.counts_from(self.case) or self.now),
        )
        reckon(clock, self.case, self.calendar, self.now)
        self.clocks.append(clock)
        self._new.append(clock)
        later = {"counts_from": clock.started_at.isoformat()} if clock.started_at > self.now else {}
        self._note("start", clock, amount=clock.amount, unit=clock.unit, **later)

    def pause(self, clock: Clock, reason: str) -> None:
        clock.pauses = [*clock.pauses, {"from": self.now.isoformat(), "to": None, "reason": reason}]
        clock.due_at = clock.next_at = None
        self._note("pause", clock, reason=reason)
        self._touch(clock)

    def resume(self, clock: Clock) -> None:
        clock.pauses = [*clock.pauses[:-1], {**clock.pauses[-1], "to": self.now.isoformat()}]
        self._reckon_anew(clock)
        self._note("resume", clock)
        self._touch(clock)

    def end(self, clock: Clock) -> None:
        if clock.paused:
            clock.pauses = [*clock.pauses[:-1], {**clock.pauses[-1], "to": self.now.isoformat()}]
        clock.ended_at, clock.next_at = self.now, None
        self._note("end", clock)
        self._touch(clock)

    def extend(self, clock: Clock, more: int) -> None:
        """Give a clock `more` of its own units."""
        clock.amount += more
        if not clock.paused:
            self._reckon_anew(clock)
        self._note("extend", clock, more=more)
        self._touch(clock)

    def climb(self, name: str, act: str) -> ClockSpec:
        """One rung up the overdue ladder, whose act is `act`. Raises Refused where the clock does not stand there."""
        clock = self.live(name)
        if clock is None or clock.paused or clock.next_at is None or clock.next_at > self.now:
            raise Refused
        rung = rung_at(clock, self.now)
        if RUNGS[rung] != act:
            raise Refused
        clock.rung = rung + 1
        if act == "become_overdue":
            clock.overdue_at = self.now
        clock.next_at = clock.due_at if clock.rung == 1 else self._supervision(clock)
        self._touch(clock)
        return self.kind.clock_by_name[name]

    def _supervision(self, clock: Clock) -> dt.datetime | None:
        """After the due moment: supervision, five working days later (campaign figure); after that nothing."""
        if clock.rung != 2:
            return None
        return budgets.workdays_after_moment(clock.due_at, self.case.campaign.supervise_days_after, self.calendar)

    def recount(self, name: str) -> str:
        """Count a clock's day again with what is known of the calendar now. Returns the day, as in the record."""
        clock = self.live(name)
        if clock is None or clock.paused:
            raise Refused
        self._reckon_anew(clock)
        self._touch(clock)
        return clock.due_at.isoformat()

    def _reckon_anew(self, clock: Clock) -> None:
        """Its day, and of a clock that is over already also the day on which supervision begins."""
        reckon(clock, self.case, self.calendar, self.now)
        if clock.overdue_at is not None:
            clock.next_at = self._supervision(clock)

    def stop_named(self, names: tuple[str, ...]) -> None:
        for name in names:
            live = self.live(name)
            if live is not None:
                self.end(live)

    def save(self) -> list[dict[str, Any]]:
        """Write what changed (at most one insert, and one update per changed clock) and return the effects."""
        if self._new:
            Clock.objects.bulk_create(self._new)
        if self._changed:
            Clock.objects.bulk_update(
                self._changed.values(),
                ["pauses", "due_at", "next_at", "ended_at", "amount", "provisional", "rung", "overdue_at"],
            )
        # The engine may go on with this board in the same transaction.
        self._new, self._changed = [], {}
        return self.effects

    def earliest_due(self) -> dt.datetime | None:
        """When the next thing of ours is due; kept on the case for the order of queues."""
        ours = [
            c.due_at
            for c in self.clocks
            if c.running and c.due_at is not None and self.kind.clock_by_name[c.name].whose in ("ours", "bodies")
        ]
        return min(ours, default=None)

    def _touch(self, clock: Clock) -> None:
        if clock.pk is not None:
            self._changed[clock.pk] = clock

    def _note(self, done: str, clock: Clock, **more: Any) -> None:
        due = clock.due_at.isoformat() if clock.due_at and done in ("start", "resume", "extend") else None
        self.effects.append({"clock": clock.name, "round": clock.round, "did": done, "due": due, **more})


def replay(effects: list[tuple[dt.datetime, dict[str, Any]]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Work the clocks out again from the record: {(name, round): {started, amount, unit, pauses, ended}}.

    `effects` are (moment of the event, one clock effect), in the order of the record.
    """
    clocks: dict[tuple[str, int], dict[str, Any]] = {}
    for at, effect in effects:
        key = (effect["clock"], effect["round"])
        if effect["did"] == "start":
            later = effect.get("counts_from")
            clocks[key] = {
                "started": dt.datetime.fromisoformat(later) if later else at,
                "amount": effect["amount"],
                "unit": effect["unit"],
                "pauses": [],
                "ended": None,
            }
            continue
        clock = clocks[key]
        match effect["did"]:
            case "pause":
                clock["pauses"].append([at, None])
            case "resume":
                clock["pauses"][-1][1] = at
            case "extend":
                clock["amount"] += effect["more"]
            case "end":
                if clock["pauses"] and clock["pauses"][-1][1] is None:
                    clock["pauses"][-1][1] = at
                clock["ended"] = at
    return clocks
