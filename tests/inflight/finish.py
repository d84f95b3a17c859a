"""Brings every case of an installation to its end, with the code of today: people do what waits, else days pass."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from uuid import uuid4

import time_machine

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT, Act
from casework.engine.errors import DoorClosed
from casework.engine.gate import Gate
from casework.engine.kinds import kind_of
from casework.engine.models import Case, Event
from casework.engine.tick import tick
from casework.engine.ways import moves_from
from casework.parties.models import User
from tests.engine.property.details import make_details

STEPS = 60
NEVER = 99


class Finisher:
    """People who do what waits to be done, the nearest way to the end first; where nothing does, days pass."""

    def __init__(self, now: dt.datetime, move_to) -> None:
        self.now, self.move_to = now, move_to
        self.dice = random.Random(0)
        self.people = [Actor.user(user) for user in User.objects.filter(is_active=True)]

    def finish(self, pk: int) -> bool:
        """Whether the case is over after so many steps at most."""
        for _step in range(STEPS):
            case = door.load(pk)
            if not case.is_open:
                return True
            if not any(self._does(case, actor, spec) for _rank, actor, spec in self._able(case)):
                self._days_pass()
        return False

    def _able(self, case: Case) -> list[tuple[int, Actor, Act]]:
        found = []
        for actor in [*self.people, Actor.seat(case.pk, COMPLAINANT)]:
            gate = Gate(case, actor, self.now)
            if gate.roles:
                found += [(self._rank(case, gate, spec), actor, spec) for spec in gate.acts_here() if _can(gate, spec)]
        found = [able for able in found if able[0] < NEVER]
        self.dice.shuffle(found)
        return sorted(found, key=lambda able: able[0])

    def _rank(self, case: Case, gate: Gate, spec: Act) -> int:
        """First what brings the end nearer, then what somebody waits for, then taking the case over."""
        if spec.target and _distance(case, spec.target) < _distance(case, case.state):
            return _distance(case, spec.target)
        if any(spec.name in task.flow_task.acts for task in gate.tasks):
            return 10 if not spec.target else 30
        return 20 if spec.name == "claim" else NEVER

    def _does(self, case: Case, actor: Actor, spec: Act) -> bool:
        kind = kind_of(case)
        form = kind.form_class(spec, actor)
        said = make_details(kind, form, case, actor, self.now, lambda options: self.dice.choice(list(options)))
        page = {"key": uuid4().hex, "seen": case.version, "read_to": case.last_seq, "at": self.now}
        try:
            door.perform(case, spec.name, by=actor, **page, **said)
        except DoorClosed:
            return False
        return True

    def _days_pass(self) -> None:
        self.now += dt.timedelta(days=4)
        self.move_to(self.now)
        tick(self.now)


def _can(gate: Gate, spec: Act) -> bool:
    if spec.subject:
        task = next((t for t in gate.tasks if spec.name in t.flow_task.acts), None)
    else:
        task = gate.task_for(spec)
    return gate.why_not(spec, task) is None


def _distance(case: Case, state: str) -> int:
    """How many acts away the nearest end is."""
    kind = kind_of(case)
    reached, steps = {state}, 0
    while all(kind.stage_by_state[here].is_open for here in reached):
        reached = {move.target for here in reached for move in moves_from(kind, here, case.matter)}
        steps += 1
    return steps


def unfinished() -> Iterator[str]:
    """Every open case is brought to its end; which are not, and what was done in them."""
    start = Event.objects.latest("at").at
    with time_machine.travel(start, tick=False) as traveller:
        people = Finisher(start, traveller.move_to)
        for pk in list(Case.objects.opened().order_by("pk").values_list("pk", flat=True)):
            if not people.finish(pk):
                case = door.load(pk)
                done = list(case.events.order_by("seq").values_list("name", flat=True))
                yield f"{case.number} stays {case.state} after {done}"
