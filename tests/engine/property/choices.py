"""Who might act in a case of the town, what they may do, and which act leads on to another."""

from __future__ import annotations

import datetime as dt
from collections import deque
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

from casework.engine.actors import ENGINE_ACTOR, Actor
from casework.engine.acts import ANY_STATE, CLOCK, COMPLAINANT, ENGINE, Act
from casework.engine.gate import Gate
from casework.engine.kinds import kind_of
from casework.engine.models import Case, ContactDetails
from casework.engine.ways import moves_from

from .details import Pick
from .goals import comes_from, occasions_of
from .ways_there import BROUGHT_BY_OTHERS

if TYPE_CHECKING:
    from .checks import Watch


@dataclass
class Choices:
    """Only `pick` says which of several is taken. watch: knows everybody's roles, worked out a second time."""

    world: SimpleNamespace
    actors: dict[str, Actor]
    pick: Pick
    now: dt.datetime
    watch: Watch = field(init=False)

    def _everybody(self, case: Case) -> list[Actor]:
        seats = [Actor.seat(case.pk, COMPLAINANT)] if ContactDetails.objects.filter(case=case.pk).exists() else []
        return [*self.actors.values(), *seats]

    def _somebody(self, case: Case) -> Actor:
        """Those with something to do in the case come more often."""
        busy = [actor for actor in self.actors.values() if actor.person.pk == case.handler_id] * 6
        people = [self.actors[n] for n in ("handler", "lead", "second_lead", "both", "cinema_clerk", "platform_clerk")]
        return self.pick([*busy, *people, *self._everybody(case)])

    def _offered(self, case: Case) -> list[Act]:
        automatic = {(CLOCK,), (ENGINE,)}
        return [spec for spec in kind_of(case).acts.values() if spec.by not in automatic]

    def _able(self, case: Case, *actors: Actor, among: list[Act] | None = None) -> list[tuple[Actor, Act]]:
        """Everything that these people may do in the case now, or what of it is among these acts."""
        offered = self._offered(case) if among is None else among
        return [(gate.actor, s) for gate in self._gates(case, *actors) for s in offered if self._can(gate, s)]

    def _gates(self, case: Case, *actors: Actor) -> list[Gate]:
        """A gate for each of these people who has a role; what they share is read once, and each gate is made once for
        this loading of the case."""
        made = case.__dict__.setdefault("gates_of_town", {})
        new = [actor for actor in actors if actor.address not in made]
        if new:
            tasks, rows = Gate(case, ENGINE_ACTOR, self.now).tasks, self.watch.rows_of(case)
            for actor in new:
                gate = made[actor.address] = Gate(case, actor, self.now)
                gate.__dict__.update(roles=frozenset(self.watch.roles(actor, case, rows)), tasks=tasks)
        return [made[actor.address] for actor in actors if made[actor.address].roles]

    def _can(self, gate: Gate, spec: Act) -> bool:
        if spec.subject:
            task = next((t for t in gate.tasks if spec.name in t.flow_task.acts), None)
        else:
            task = gate.task_for(spec)
        return gate.why_not(spec, task) is None

    def _ends(self, case: Case, spec: Act) -> bool:
        return bool(spec.target) and not kind_of(case).stage_by_state[spec.target].is_open

    def _in_any_order(self, moves: list[Act]) -> list[Act]:
        """Of two ways of the same length the dice choose, every other time."""
        first = self.pick(moves) if moves and self.pick((True, False)) else None
        return sorted(moves, key=lambda move: move is not first)

    def _done(self, case: Case, spec: Act) -> int:
        """How often in the whole run, and, weightier, how often it was tried in this town (perhaps in vain)."""
        return self.fired[case.kind, spec.name] + 5 * self.tried[spec.name]

    def _rare(self, case: Case, able: list[tuple[Actor, Act]]) -> list[tuple[Actor, Act]]:
        """Of these deeds, those that were done least so far."""
        least = min(self._done(case, spec) for _actor, spec in able)
        return [(actor, spec) for actor, spec in able if self._done(case, spec) == least]

    def _next(self, case: Case, goal: Act) -> Act | None:
        """`goal` itself where the case's state has it, else the first act on the shortest way to such a state."""
        kind, spec = kind_of(case), goal
        if goal.by == (ENGINE,) and goal.is_step and goal.name not in BROUGHT_BY_OTHERS:
            in_its_place = [act for act in kind.acts.values() if act.otherwise == goal.name]
            spec = in_its_place[0] if in_its_place else self.pick([act for act in kind.acts.values() if act.other])
        occasions = occasions_of(kind, spec)
        if case.state in occasions or (not occasions and spec in Gate(case, ENGINE_ACTOR, self.now).acts_here()):
            return spec
        been = frozenset(case.events.exclude(target="").values_list("target", flat=True))
        ahead: deque[tuple[str, frozenset[str], Act | None]] = deque([(case.state, been, None)])
        seen = {(case.state, been)}
        while ahead:
            state, been, first = ahead.popleft()
            here = kind.stage_by_state[state]
            there = state in (occasions or spec.sources) or (
                not occasions and ANY_STATE in spec.sources and here.is_open
            )
            if first is not None and there and comes_from(spec) <= been:
                return first
            for move in self._in_any_order(moves_from(kind, state, case.matter)):
                then = (move.target, been | {move.target})
                if then not in seen and comes_from(move) <= been:
                    seen.add(then)
                    ahead.append((*then, first or move))
        return None
