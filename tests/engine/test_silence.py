"""Silence is never consent: one test over all kinds (issue 5 §5, DESIGN §5).

Whatever somebody outside is asked for until a day, `lint` says what the clock's step may be at all (test_lint has
broken kinds for it). Here each such task is brought about and left unanswered. The step must leave the case where it
is, and must set nothing that one of the answers would have set: so nobody has agreed to or admitted anything by saying
nothing, whatever a kind calls its rows. A new kind is under test as soon as it is registered, and fails until its task
can be reached.
"""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models

from casework.engine import door, kinds
from casework.engine.actors import CLOCK_ACTOR, Actor
from casework.engine.acts import CLOCK, COMPLAINANT, Act
from casework.engine.errors import DoorClosed
from casework.engine.gate import Gate
from casework.engine.kinds import Kind, all_kinds, kind_of
from casework.engine.models import WorkTask
from casework.engine.models.procedures import WAITING
from casework.engine.silence import silences
from complaints.facts import request_of_task
from tests.access.cast import undone

from .property.details import make_details
from .property.people import actors_of, make_people
from .property.town import Town
from .test_property import STARTS, Example
from .world import key

pytestmark = pytest.mark.django_db

STEPS, SEEDS = 60, 20
# What a word is kept in. Numbers, days and people say when and by whom, and are the same in every step.
WORDS = (models.CharField, models.TextField, models.BooleanField)
Rows = dict[tuple[str, Any, str], Any]


@pytest.fixture
def shared() -> tuple:
    world = make_people()
    return world, actors_of(world), Counter(), Counter()


def waiting(town: Town, node: Any) -> WorkTask | None:
    """A task like this node's that waits in one of the town's cases."""
    tasks = WorkTask.objects.filter(process__case__in=town.cases, status__in=WAITING, due_at__isnull=False)
    return next((task for task in tasks if sort_of(task.flow_task) == sort_of(node)), None)


def sort_of(node: Any) -> tuple[Any, ...]:
    """Tasks of one flow that are the same but for whose they are: a cinema's, a platform's."""
    return node.flow_class, node.role, node.acts, node.on_due


def brought_about(shared: tuple, kind: Kind, node: Any) -> Iterator[tuple[Town, WorkTask]]:
    """A town where somebody outside is asked; everything that is done in it is undone afterwards."""
    for seed in range(SEEDS):
        dice = random.Random(f"{kind.name}.{node.flow_class.__name__}.{node.name}.{seed}")
        example = Example(*shared, STARTS[seed % len(STARTS)], partial(_roll, dice))
        try:
            town = example.town
            # What holds after every step is for the property test to look at.
            town.watch.look = town.watch.judge = lambda *args: None
            case = next(pk for pk in town.cases if door.load(pk).kind == kind.name)
            for _step in range(STEPS):
                task = waiting(town, node)
                if task is not None:
                    yield town, task
                    return
                if not town.toward(door.load(case), kind.acts[node.on_due]):
                    break
        finally:
            example.end()
    raise AssertionError(f"{kind.name}: nothing led to {node.name} of {node.flow_class.__name__}")


def _roll(dice: random.Random, options: Any) -> Any:
    return dice.choice(list(options))


def rows_of(kind: Kind) -> Rows:
    """Every word in every row of the kind's own tables, the case's own fields included."""
    found: Rows = {}
    for model in apps.get_app_config(kind.model._meta.app_label).get_models():
        fields = [f for f in model._meta.concrete_fields if isinstance(f, WORDS) and not f.primary_key]
        for row in model._default_manager.all():
            found |= {(model.__name__, row.pk, f.attname): getattr(row, f.attname) for f in fields}
    return found


def set_by(kind: Kind, before: Rows) -> Rows:
    """What was written since; of new rows what was chosen in them, for they all say whose and about what they are."""
    there = {place[:2] for place in before}
    now = {place: value for place, value in rows_of(kind).items() if before.get(place) != value}
    return {place: value for place, value in now.items() if place[:2] in there or _is_chosen(kind, place, value)}


def _is_chosen(kind: Kind, place: tuple[str, Any, str], value: Any) -> bool:
    field = apps.get_model(kind.model._meta.app_label, place[0])._meta.get_field(place[2])
    return value != field.get_default() and (bool(field.choices) or isinstance(field, models.BooleanField))


def answers(kind: Kind, town: Town, task: WorkTask) -> dict[str, set[tuple[Any, Any]]]:
    """By act: all that any answer to what was asked would set, whoever gives it, whatever is chosen in it."""
    before, found = rows_of(kind), {}
    case = door.load(task.process.case_id)
    everybody = [Actor.seat(case.pk, COMPLAINANT), *town.actors.values()]
    for spec in (kind.acts[name] for name in task.flow_task.acts):
        able = [a for a in everybody if CLOCK not in spec.by and _finishes(Gate(case, a, town.now), spec, task)]
        for actor in able[:1]:
            for details in every_choice(kind.form_class(spec), case, actor, town, {spec.subject: task.subject_id}):
                with undone():
                    if _given(case, spec, actor, town, details):
                        found.setdefault(spec.name, set()).update(set_by(kind, before).items())
    return found


def _finishes(gate: Gate, spec: Act, task: WorkTask) -> bool:
    mine = gate.task_for(spec, None, {spec.subject: task.subject_id})
    return mine is not None and mine.pk == task.pk and gate.why_not(spec, mine) is None


def every_choice(form: Any, case: Any, actor: Actor, town: Town, subject: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Answers that the form takes: among them each of its choices once."""
    for _try in range(4):
        said = make_details(kind_of(case), form, case, actor, town.now, town.pick) | {
            k: v for k, v in subject.items() if k
        }
        yield said
    fields = form(None, case=case, actor=actor, now=town.now).fields if form else {}
    for name, field in fields.items():
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField):
            yield from (said | {name: value} for value, _label in getattr(field, "choices", []))


def _given(case: Any, spec: Act, actor: Actor, town: Town, details: dict[str, Any]) -> bool:
    page = {"by": actor, "at": town.now, "seen": case.version, "key": key()}
    try:
        door.perform(case.pk, spec.name, **page, **details)
    except DoorClosed:
        return False
    return True


def faults(shared: tuple, kind: Kind, node: Any) -> list[str]:
    """What this task's silence says that only its one could have said."""
    for town, task in brought_about(shared, kind, node):
        said = answers(kind, town, task)
        assert said, f"{node.name} can be answered by nobody"
        before, state = rows_of(kind), door.load(task.process.case_id).state
        with undone():
            now = max(task.due_at, town.now)
            town.move_to(now)
            case = door.complete_task(task.pk, act=node.on_due, by=CLOCK_ACTOR, key=key(), at=now).case
            silent = set_by(kind, before)
            found = [f"the case is {case.state}"] if door.load(case.pk).state != state else []
            town.move_to(town.now)
        for name, answered in said.items():
            found += [f"{place} is {value!r}, as by {name}" for place, value in silent.items() & answered]
        return found
    return []


def every_silence() -> list[tuple[str, Any]]:
    """One of each sort, with the name of its kind."""
    sorts = {(kind.name, sort_of(node)): node for kind in all_kinds() for node in silences(kind)}
    return [(kind, node) for (kind, _sort), node in sorts.items()]


@pytest.mark.parametrize(
    ("kind", "node"),
    [pytest.param(kind, node, id=f"{kind}:{node.flow_class.__name__}.{node.name}") for kind, node in every_silence()],
)
def test_saying_nothing_agrees_to_nothing_and_admits_nothing(shared, kind, node):
    assert faults(shared, kinds.kind_named(kind), node) == []


# --- that it can fail -------------------------------------------------------------------------------------------------
def takes_for_yes(ctx) -> None:
    row = next(row for row in ctx.case.consents if row.pk == ctx.task.subject_id)
    row.said, row.way = "yes", "silence"
    row.save()


def takes_for_admitted(ctx) -> None:
    request = request_of_task(ctx)
    request.status, request.admits = "silent", "yes"
    request.save()


def takes_for_received(ctx) -> None:
    """The flow goes on as after a yes, and the case is closed."""
    ctx.case.last_remedy.received = "yes"
    ctx.case.last_remedy.save()


BROKEN = {
    "leave_settlement_unsaid": (takes_for_yes, "'said') is 'yes', as by agree_settlement"),
    "fall_silent": (takes_for_admitted, "'admits') is 'yes', as by answer"),
    "leave_unsaid": (takes_for_received, "the case is closed"),
}


@pytest.mark.parametrize("act", BROKEN)
def test_a_kind_that_takes_silence_for_an_answer_is_found_out(shared, monkeypatch, act):
    writes, fault = BROKEN[act]
    sound = kinds.kind_named("complaint")
    broken = dataclasses.replace(sound)
    broken.__dict__["acts"] = sound.acts | {act: dataclasses.replace(sound.acts[act], writes=writes)}
    monkeypatch.setitem(kinds._kinds, "complaint", broken)
    node = next(node for name, node in every_silence() if (name, node.on_due) == ("complaint", act))
    found = faults(shared, broken, node)
    assert any(fault in line for line in found), found
