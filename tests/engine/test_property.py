"""Random people do random things to cases of every registered kind; what must hold, holds after every step (issue 4
§6). The acts are drawn from the kinds themselves: a new kind is under test as soon as it is registered.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from functools import partial

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from casework.engine import door
from casework.engine.acts import Act
from casework.engine.kinds import Kind, all_kinds

from .property.goals import goals, unreachable
from .property.people import actors_of, make_people
from .property.town import Town
from .property.ways_there import BEGINS
from .world import at

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "ci",
    max_examples=9,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=SLOW_IS_FINE,
    # An example costs a second: the first failing one, printed as steps, tells more than minutes of shrinking.
    phases=[Phase.explicit, Phase.generate],
)
# On the second database the dice ask whether it does what the first one did; the first asks everything else.
settings.register_profile("second", settings.get_profile("ci"), max_examples=6)
settings.register_profile("deep", settings.get_profile("ci"), max_examples=1500, derandomize=False, print_blob=True)
PROFILE = settings.get_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if connection.vendor == "sqlite" else "second")
)

STARTS = [at(text) for text in ("2026-09-28 20:14", "2026-10-16 09:00", "2026-11-27 15:30", "2026-12-24 10:00")]
# One seed a step: what a step draws depends on the cases it finds, and is too much for hypothesis to draw singly.
DICE = st.integers(0, 2**32 - 1)
HOURS = (1, 5, 26, 24 * 3, 24 * 8, 24 * 20)
STEPS_OF_A_WALK = 40
# After so many refusals without anything done, these cases do not lead there: others may.
IN_VAIN = 5


class _Undo(Exception):
    """Ends an example: everything it wrote is rolled back."""


class Example:
    """A town for one example, in a savepoint that is rolled back. The door asks for the outermost transaction and gets
    a savepoint inside the test's, as under Django's own TestCase."""

    def __init__(self, world, actors, fired, outcomes, start, pick, kinds=()) -> None:
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True
        self.atomic.__enter__()
        self.clock = time_machine.travel(start, tick=False)
        traveller = self.clock.start()
        self.town = Town(world, actors, pick, start, traveller.move_to, fired, outcomes)
        for kind in kinds or all_kinds():
            self.town.open(kind)

    def end(self) -> None:
        self.clock.stop()
        self.atomic.__exit__(_Undo, _Undo(), None)


class People(RuleBasedStateMachine):
    """One example: a town, the people in it, and whatever the dice make them do."""

    # The world that all examples share, and what is counted over all of them; set by the test.
    shared: tuple = ()

    def __init__(self) -> None:
        super().__init__()
        self.example = None

    @initialize(start=st.sampled_from(STARTS), dice=DICE)
    def begin(self, start, dice) -> None:
        self.steps = 0
        self.throw(dice)
        self.example = Example(*self.shared, start, self.pick)
        self.town = self.example.town
        self.goal = self.pick(list(goals()))

    def throw(self, dice: int) -> None:
        """The dice of this step: hypothesis likes to say the same small number again."""
        self.steps += 1
        self.dice = random.Random(f"{dice}.{self.steps}")

    def pick(self, options):
        return self.dice.choice(list(options))

    @rule(dice=DICE)
    def somebody_does_what_they_may(self, dice) -> None:
        self.throw(dice)
        self.town.lively()

    @rule(dice=DICE)
    def somebody_else_does_what_they_may(self, dice) -> None:
        self.throw(dice)
        self.town.lively()

    @rule(dice=DICE)
    def the_case_goes_on(self, dice) -> None:
        self.throw(dice)
        kind, spec = self.goal
        fitting = (c for c in map(door.load, self.town.cases) if c.kind == kind.name and spec.is_for(c.matter))
        case = next(fitting, None)
        if case is None:
            self.town.open_for(spec, kind)
            return
        for _step in range(3):
            if not self.town.toward(door.load(case.pk), spec):
                self.goal = self.pick(list(goals()))
                break

    @rule(dice=DICE)
    def a_third_does_what_they_may(self, dice) -> None:
        self.throw(dice)
        self.town.lively()

    @rule(dice=DICE)
    def somebody_tries_anything(self, dice) -> None:
        self.throw(dice)
        self.town.reckless()

    @rule(dice=DICE)
    def a_form_is_sent_twice(self, dice) -> None:
        self.throw(dice)
        self.town.again()

    @rule(dice=DICE)
    def an_old_page_is_sent(self, dice) -> None:
        self.throw(dice)
        self.town.stale()

    @rule(dice=DICE)
    def time_passes(self, dice) -> None:
        self.throw(dice)
        self.town.time_passes(self.pick(HOURS))

    @precondition(lambda self: len(self.town.cases) < 7)
    @rule(dice=DICE)
    def another_case_is_opened(self, dice) -> None:
        self.throw(dice)
        self.town.open(self.pick(all_kinds()))

    @rule(dice=DICE, really=st.sampled_from([False, False, False, True]))
    def somebody_is_recused_or_the_calendar_comes(self, dice, really) -> None:
        self.throw(dice)
        if really:
            self.pick([self.town.recuse, self.town.announce])()

    def teardown(self) -> None:
        if self.example is not None:
            try:
                self.town.watch.look_at_everybody()
            finally:
                self.example.end()


def _roll(dice, options):
    return dice.choice(list(options))


def _can_come_to(pk: int, kind: Kind, spec: Act) -> bool:
    case = door.load(pk)
    return case.kind == kind.name and spec.is_for(case.matter)


def walk(shared: tuple, kind: Kind, spec: Act) -> None:
    """Straight to one act, by seeds of its own."""
    fired, late = shared[2], BEGINS.get((kind.name, spec.name))
    for seed in range(12):
        dice = random.Random(f"{kind.name}.{spec.name}.{seed}")
        # Two of the kind: an act on two cases needs the other one.
        start = at(late) if late else STARTS[-1 - seed % len(STARTS)]
        example = Example(*shared, start, partial(_roll, dice), kinds=[kind] * 2)
        example.town.silent = seed % 2 == 1
        # Record and clocks say at the end what they said on the way; the random runs look after each step.
        example.town.watch.later = set()
        try:
            if not any(_can_come_to(pk, kind, spec) for pk in example.town.cases):
                example.town.open_for(spec, kind)
            found = [pk for pk in example.town.cases if _can_come_to(pk, kind, spec)]
            assert found, (
                f"no {kind.name} could be opened: {example.town.last!r} {getattr(example.town.last, 'fields', '')}"
            )
            case = found[0]
            for _step in range(STEPS_OF_A_WALK):
                led_on = not fired[kind.name, spec.name] and example.town.toward(door.load(case), spec)
                if not led_on or example.town.refused >= IN_VAIN:
                    break
            example.town.watch.look_at_the_rest()
        finally:
            example.end()
        if fired[kind.name, spec.name]:
            return


def deepest_first(goal: tuple[Kind, Act]) -> int:
    """A walk to the end of a life does on its way much of what other walks would be for."""
    kind, spec = goal
    return -max([n for n, stage in enumerate(kind.stages) if stage.state in spec.sources], default=0)


def table(kind: Kind, fired: Counter, outcomes: Counter) -> str:
    lines = ["", f"how often each act of a {kind.name} was done on the way to others:"]
    for name in kind.acts:
        why = "  (no occasion in this kind)" if name in unreachable(kind) else ""
        lines.append(f"    {name:20} {fired[kind.name, name]}{why}")
    lines.append("  what the door answered: " + ", ".join(f"{name} {n}" for name, n in sorted(outcomes.items())))
    return "\n".join(lines)


def world_of_all() -> tuple:
    world, fired, outcomes = make_people(), Counter(), Counter()
    return world, actors_of(world), fired, outcomes


def test_whatever_people_do_the_cases_stay_whole(monkeypatch):
    shared = world_of_all()
    monkeypatch.setattr(People, "shared", shared)
    run_state_machine_as_test(People, settings=PROFILE)
    assert all(shared[3][name] for name in ("Done", "Refused", "Stale", "NotFound", "again"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks nothing of the database that the dice do not")
@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_every_act_happens(kind, capsys):
    shared = world_of_all()
    fired = shared[2]
    wanted = [goal for goal in goals() if goal[0] is kind]
    for goal in sorted(wanted, key=deepest_first):
        if not fired[kind.name, goal[1].name]:
            walk(shared, *goal)
    if os.environ.get("HYPOTHESIS_PROFILE"):
        with capsys.disabled():
            print(table(kind, fired, shared[3]))  # noqa: T201
    assert {spec.name for _kind, spec in wanted} - {name for _kind, name in +fired} == set(), "acts that never happened"
