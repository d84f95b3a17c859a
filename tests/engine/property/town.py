"""A town of people and cases in which anything may be tried. The same deeds serve the random runs and the directed
walks: only `pick` differs.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR, ENGINE_ACTOR, Actor
from casework.engine.acts import ANY_STATE, CLOCK, ENGINE, Act
from casework.engine.errors import DoorClosed, Refused
from casework.engine.gate import Gate
from casework.engine.kinds import Kind, kind_of
from casework.engine.models import (
    CalendarDay,
    Case,
    CaseLink,
    Clock,
    Event,
    FollowUp,
    Recusal,
    WorkTask,
)
from casework.engine.models.procedures import WAITING
from casework.engine.tick import tick
from casework.parties.models import Cinema, Unit

from .checks import Watch
from .choices import Choices
from .daycount import Days
from .details import make_details
from .people import OPENS
from .ways_there import (
    BROUGHT_BY_MONTHS,
    BROUGHT_BY_OPENING,
    BROUGHT_BY_OTHERS,
    BROUGHT_BY_THE_CALENDAR,
    BROUGHT_BY_WAITING,
    BROUGHT_BY_YEARS,
    LEADS_TO,
    REST_OF_2027,
    SWEPT,
    THROUGH,
    WORKED_IN_2027,
)

_keys = itertools.count(1)


@dataclass
class Call:
    """One knock at the door, to be repeated as it was."""

    do: Any
    case: int
    key: str
    act: str
    details: dict[str, Any]
    # None: it went into an envelope.
    event: int | None


@dataclass
class Town(Choices):
    move_to: Any
    fired: Counter = field(default_factory=Counter)
    outcomes: Counter = field(default_factory=Counter)
    tried: Counter = field(default_factory=Counter)
    cases: list[int] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    old: dict[int, int] = field(default_factory=dict)
    # Nobody outside does more than they must: what only comes of silence comes.
    silent: bool = False
    # Since somebody was let in, so many were refused.
    refused: int = 0

    def __post_init__(self) -> None:
        self.move_to(self.now)
        self.watch = Watch(self.actors, self.fired)

    # --- opening ------------------------------------------------------------------------------------------------------
    def open(self, kind: Kind, by: Actor | None = None, **wanted: Any) -> None:
        """A case is filed, by anybody or typed in by staff; `wanted` are answers that matter to what comes then."""
        filer = by or self._filer(kind)
        empty = kind.model(kind=kind.name, opened_at=self.now, state_since=self.now)
        form_class = kind.form_class(kind.opening, filer)
        details = make_details(kind, form_class, empty, filer, self.now, self._sensibly, wanted)
        self._knock(partial(door.open_case, kind.name, by=filer, at=self.now), kind.opens_with, details)

    def _filer(self, kind: Kind) -> Actor:
        """Somebody who may open a case of the kind; the clock, where it alone does."""
        if kind.opening.by == (CLOCK,):
            return CLOCK_ACTOR
        outside = Actor.filer(uploads="browser:x")
        if kind.opening.opens_for:
            unit = self.actors[OPENS[kind.name]]
            return self.pick((unit, outside)) if kind.opening.opens_as else unit
        return outside if kind.opening.opens_as else self.world.handler

    def open_for(self, goal: Act, kind: Kind) -> None:
        """A case of a matter that has the goal."""
        self.open(kind, **({"matter": self.pick(goal.matters)} if goal.matters else {}))

    def _sensibly(self, options: Any) -> Any:
        """A case is opened where there are people: at our office, about a cinema that takes part."""
        ours = [o for o in options if isinstance(o, Unit) and o.kind == Unit.Kind.ASSOCIATION]
        cinemas = [o for o in options if isinstance(o, Cinema) and o.unit.qualifications.exists()]
        return self.pick(ours or cinemas or list(options))

    # --- deeds --------------------------------------------------------------------------------------------------------
    def case(self) -> Case:
        """Mostly one of the first, so that some lives become long."""
        return door.load(self.pick(self.pick((self.cases, self.cases[:2], self.cases[:2]))))

    def lively(self) -> None:
        """Somebody does something that they may do: mostly what was done least so far, an end least of all."""
        case = self.case()
        able = self._able(case, *{self._somebody(case) for _try in range(4)})
        lasting = [(actor, spec) for actor, spec in able if not self._ends(case, spec)]
        likely = lasting if lasting and self.pick(range(8)) else able
        if likely:
            rare = self._rare(case, likely)
            actor, spec = self.pick(self.pick((rare, rare, rare, likely)))
            self.tried[spec.name] += 1
            self.do(case, spec, actor)

    def toward(self, case: Case, goal: Act) -> bool:
        """The next step on the way to the day on which `goal` can be done. False: there is no way any more."""
        while missing := self._missing(case, goal):
            goal = kind_of(case).acts[missing]
        if goal.name in BROUGHT_BY_THE_CALENDAR and not case.is_open and CalendarDay.objects.exists():
            return False
        if self._brought(case, goal):
            return True
        wanted = self._next(case, goal)
        if wanted is None:
            return False
        automatic = wanted.by in ((CLOCK,), (ENGINE,))
        who = [] if automatic else [g.actor for g in self._gates(case, *self._everybody(case)) if self._can(g, wanted)]
        if who:
            self.do(case, wanted, self.pick(who))
        elif self._prepares(case, wanted):
            pass
        elif self._waits_for_time(case, wanted):
            self._what_time_brings()
        else:
            self._any_step(case)
        return True

    @staticmethod
    def _missing(case: Case, goal: Act) -> str | None:
        """The first act on the way to the goal that was not done yet."""
        through = THROUGH.get((case.kind, goal.name), ())
        done = set(case.events.filter(name__in=through).values_list("name", flat=True)) if through else set()
        return next((name for name in through if name not in done), None)

    def _waits_for_time(self, case: Case, wanted: Act) -> bool:
        """In silence nothing is done meanwhile that might undo what the clock's act goes through."""
        if self.silent and wanted.by == (CLOCK,) and (case.kind, wanted.name) in THROUGH:
            return True
        return self.pick(range(2 if CLOCK in wanted.by or self.silent else 6)) == 0

    def _brought(self, case: Case, goal: Act) -> bool:
        """What comes of time, of another case, of somebody without an account, and not of a way through the states."""
        awaited = self._awaited(case, goal)
        if goal.name in BROUGHT_BY_OPENING and case.state in goal.sources:
            self._open_out_of(case)
        elif goal.name in BROUGHT_BY_YEARS:
            self._end(case) if case.is_open else self.time_passes(24 * 367)
        elif goal.name in BROUGHT_BY_MONTHS and case.state in goal.sources:
            self.time_passes(24 * 40)
        elif (case.kind, goal.name) in BROUGHT_BY_WAITING and self._comes_by_itself(case, goal):
            self.time_passes(24 * 8)
        elif goal.name in BROUGHT_BY_THE_CALENDAR and not case.is_open:
            self.announce()
        elif goal.by == (CLOCK,) and not case.is_open:
            self.time_passes(24 * 40)
        elif goal.name in BROUGHT_BY_OTHERS and case.state in goal.sources:
            form_class = kind_of(case).form_class(goal)
            details = make_details(kind_of(case), form_class, case, ENGINE_ACTOR, self.now, self.pick)
            self._knock(partial(door.perform, case.pk, goal.name, by=ENGINE_ACTOR, at=self.now), goal.name, details)
        elif awaited is not None:
            self._end(awaited)
        else:
            return False
        return True

    @staticmethod
    def _comes_by_itself(case: Case, goal: Act) -> bool:
        """Whether nothing is left to be done before the clock does it: where it ends a task, somebody was asked."""
        if not {case.state, ANY_STATE} & set(goal.sources):
            return False
        if not any(node.on_due == goal.name for node in kind_of(case).work_nodes()):
            return True
        tasks = WorkTask.objects.filter(process__case=case.pk, status__in=WAITING)
        return any(task.flow_task.on_due == goal.name for task in tasks)

    @staticmethod
    def _awaited(case: Case, goal: Act) -> Case | None:
        """The case upon whose end the goal follows, or an act in whose place it may be recorded."""
        follows = [goal.name, *(act.name for act in kind_of(case).acts.values() if act.otherwise == goal.name)]
        link = CaseLink.objects.filter(act__in=follows, ended_at=None, waiting=case.pk).first()
        return door.load(link.awaited_id) if link else None

    def _open_out_of(self, case: Case) -> None:
        """Whoever handles the case, or takes it now, opens another one out of it."""
        handler = next((actor for actor in self.actors.values() if actor.person.pk == case.handler_id), None)
        if handler is None:
            self._any_step(case)
        else:
            self.open(kind_of(case), handler, origin=case.pk)

    def _prepares(self, case: Case, wanted: Act) -> bool:
        """Somebody does what makes the wanted act possible, twice at most: there are two sides to some things."""
        kind, gates = kind_of(case), self._gates(case, *self._everybody(case))
        for name in LEADS_TO.get(wanted.name, ()):
            spec = kind.acts[name]
            able = [gate.actor for gate in gates if self._can(gate, spec)]
            if able and case.events.filter(name=name).count() < 2:
                self.do(case, spec, self.pick(able))
                return True
        return False

    def _end(self, case: Case) -> None:
        """What the goal waits for: another case must end first; by itself, where nobody can end it."""
        ends = self._able(case, *self._everybody(case), among=[s for s in self._offered(case) if self._ends(case, s)])
        ended_by_people = any(self._ends(case, spec) for spec in self._offered(case))
        if ends:
            actor, spec = self.pick(ends)
            self.do(case, spec, actor)
        elif ended_by_people:
            self._any_step(case)
        else:
            self.toward(case, next(spec for spec in kind_of(case).acts.values() if self._ends(case, spec)))

    def _what_time_brings(self) -> None:
        provisional = Clock.objects.filter(provisional=True, ended_at=None, due_at__isnull=False)
        if provisional.exists() and self.pick((True, False)):
            self.announce()
        else:
            self.time_passes(self.pick((3, 8, 24 * 7)))

    def reckless(self) -> None:
        """Anybody tries anything, allowed or not, with answers that may make no sense."""
        case = self.case()
        actor, spec = self.pick(self._everybody(case)), self.pick(list(kind_of(case).acts.values()))
        self.do(case, spec, actor, nonsense=self.pick((True, False, False)))

    def again(self) -> None:
        """The same form sent a second time: the same answer, and nothing new (P1). With other answers: refused."""
        if not self.calls:
            return
        call = self.pick(self.calls)
        if Case.objects.filter(pk=call.case, kept=Case.Kept.ERASED).exists():
            # That it was ever sent is forgotten as well.
            return
        before = Event.objects.count()
        done = call.do(key=call.key, **call.details)
        assert (done.again, _number(done.event)) == (True, call.event), f"{call.act} was not answered as before"
        try:
            call.do(key=call.key, **call.details, something_else="x")
        except Refused:
            pass
        else:
            raise AssertionError(f"{call.act}: a used key with other answers was taken")
        assert Event.objects.count() == before
        self.outcomes["again"] += 1

    def stale(self) -> None:
        """A page drawn long ago is sent: nothing that moves the case is done from it."""
        case = self.case()
        seen = self.pick((0, self.old.get(case.pk, 0), case.version - 1))
        able = self._able(case, *self._everybody(case), among=[s for s in self._offered(case) if not s.is_step])
        if able and seen != case.version:
            actor, spec = self.pick(able)
            self.do(case, spec, actor, seen=seen)
            assert door.load(case.pk).version == case.version, "an old page moved the case"

    def time_passes(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours, minutes=self.pick((0, 1, 17)))
        self.move_to(self.now)
        self.tick()

    def tick(self) -> None:
        """All that is due, to its end; then nothing due is left."""
        for _round in range(12):
            done = tick(self.now)
            self.watch.look(self)
            if not any(done[name] for name in SWEPT):
                break
        assert not Clock.objects.filter(next_at__lte=self.now).exists(), "a clock's act is refused for ever"
        left = WorkTask.objects.filter(due_at__lte=self.now, due_noticed_at=None, status__in=WAITING)
        assert not left.exists(), "a task's day is over and nothing came of it"
        assert not Case.objects.filter(idle_at__lte=self.now).exists(), "a claim should end and does not"
        assert not FollowUp.objects.filter(done_at=None).exists()
        assert not Case.objects.filter(reach_at__lte=self.now).exists(), "somebody is to be called for ever"
        assert not Case.objects.filter(forget_at__lte=self.now).exists(), "what should be forgotten is not"

    def recuse(self) -> None:
        """Somebody of the office turns out to have an interest in a case."""
        case, name = self.case(), self.pick(["colleague", "lead", "both", "handler", "again"])
        Recusal.objects.get_or_create(case_id=case.pk, user=self.actors[name].person, defaults={"since": self.now})

    def announce(self) -> None:
        """The State Council announces the next year; `tick` counts again what was provisional."""
        if not CalendarDay.objects.exists():
            rows = [(day, False) for day in REST_OF_2027] + [(day, True) for day in WORKED_IN_2027]
            CalendarDay.objects.bulk_create([CalendarDay(date=day, is_workday=worked) for day, worked in rows])
            self.watch.calendars.append(Days(dict(rows)))
        self.tick()

    # --- one act ------------------------------------------------------------------------------------------------------
    def do(self, case: Case, spec: Act, actor: Actor, *, nonsense: bool = False, seen: int | None = None) -> None:
        """`actor` tries `spec`, at the one face of the door or the other."""
        kind = kind_of(case)
        details = {"reason": "？", "to": "x", "into": "x", "awaited": "-1"}
        if not nonsense:
            details = make_details(kind, kind.form_class(spec), case, actor, self.now, self.pick)
        page = {"seen": case.version if seen is None else seen, "read_to": case.last_seq, "by": actor, "at": self.now}
        task = Gate(case, actor, self.now).task_for(spec, None, details)
        if task is not None and self.pick((True, False)):
            call = partial(door.complete_task, task.pk, act=spec.name, **page)
        else:
            call = partial(door.perform, case.pk, spec.name, **page)
        before = self.watch.roles(actor, case)
        self._knock(call, spec.name, details)
        self.watch.judge(actor, case, spec, before, self.last)

    def _knock(self, call: Any, act: str, details: dict[str, Any]) -> None:
        key, events = f"town-{next(_keys)}", Event.objects.count()
        self.old.update(
            {pk: version for pk, version in Case.objects.values_list("pk", "version") if pk not in self.old}
        )
        try:
            self.last = call(key=key, **details)
        except DoorClosed as closed:
            self.last, self.refused = closed, self.refused + 1
            assert Event.objects.count() == events, f"{act} was refused and still recorded"
        else:
            self.refused = 0
            self.calls = [*self.calls[-7:], Call(call, self.last.case.pk, key, act, details, _number(self.last.event))]
            if self.last.case.pk not in self.cases:
                self.cases.append(self.last.case.pk)
        self.outcomes[type(self.last).__name__] += 1
        self.watch.look(self)

    def _any_step(self, case: Case) -> None:
        """Somebody does what waits to be done, without moving the case; one that nobody has is claimed."""
        who = [actor for actor in self._everybody(case) if not (self.silent and actor.seat_name)]
        steps = self._able(case, *who, among=[spec for spec in self._offered(case) if spec.is_step])
        named = {name for task in Gate(case, ENGINE_ACTOR, self.now).tasks for name in task.flow_task.acts}
        work = [(actor, spec) for actor, spec in steps if spec.name in named]
        claims = [(actor, spec) for actor, spec in steps if spec.name == "claim"]
        likely = claims or (work if self.pick(range(4)) else [])
        if likely or steps:
            actor, spec = self.pick(likely or self._rare(case, steps))
            self.tried[spec.name] += 1
            self.do(case, spec, actor)


def _number(event: Event | None) -> int | None:
    return event.pk if event is not None else None
