"""The fences round the one door: the one lock under every flow, and the state that nobody writes beside it. Rows of
PITFALLS (workflow) that were measured on django-fsm are tried here on django-fsm-2, each under its number.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import models

from casework.engine import door
from casework.engine.acts import Context
from casework.engine.flows import CaseFlow, case_lock
from casework.engine.fsm import TransitionNotAllowed
from casework.engine.kinds import all_kinds
from casework.engine.models import Case, Procedure, WorkTask

from .world import Line, make_world

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("casework", "complaints", "inspections", "blacklist", "notifications")


def flows_below(base: type) -> set[type]:
    return {base} | {flow for child in base.__subclasses__() for flow in flows_below(child)}


def sources() -> list[tuple[Path, str]]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    return [(path.relative_to(ROOT), path.read_text()) for path in files]


# --- the one lock -----------------------------------------------------------------------------------------------------
def test_every_flow_of_every_kind_uses_the_one_lock():
    """10: viewflow's default lock is none at all."""
    used = {flow for kind in all_kinds() for flow in kind.flows}
    assert used
    assert used <= flows_below(CaseFlow)
    # The lint's own tests define flows that are broken on purpose.
    real = {flow for flow in flows_below(CaseFlow) if flow.__module__ != "tests.engine.test_lint"}
    assert {flow.__name__ for flow in real if flow.lock_impl is not case_lock} == set()
    for flow in used:
        assert (flow.process_class, flow.task_class) == (Procedure, WorkTask)


def test_one_module_knows_django_fsm_and_three_viewflow():
    def importing(name: str) -> set[str]:
        found = re.compile(rf"^\s*(from|import) {name}\b", re.M)
        return {str(path) for path, text in sources() if found.search(text)}

    assert importing("django_fsm") == {"casework/engine/fsm.py"}
    models_too = {"casework/engine/models/procedures.py"}
    assert importing("viewflow") - models_too == {f"casework/engine/{name}.py" for name in ("flows", "nodes", "work")}


# --- the state --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_nobody_assigns_a_state():
    case = Line(make_world()).case
    with pytest.raises(AttributeError):
        case.state = "closed"
    assert case.state == "submitted"


@pytest.mark.django_db
def test_pitfall_2_a_round_trip_does_not_fool_the_version():
    """A-B-A: the state is what the old page showed, and still the page is old."""
    from casework.engine.errors import Stale

    line = Line(make_world()).to_proposed()
    drawn_on = line.case.version
    line.do("send_back", "lead", reason="再查。")
    finding = {"finding": "not_upheld", "because": "did_not_happen", "facts_found": "…"}
    line.do("propose", "handler", **finding)
    assert line.case.state == "awaiting_approval"
    with pytest.raises(Stale):
        line.do("approve", "lead", seen=drawn_on)


@pytest.mark.django_db
def test_pitfall_3_the_method_itself_asks_nobody_so_only_the_door_may_call_it():
    """Calling a transition runs it, whoever calls: so nothing outside the door does."""
    case = Line(make_world()).case
    case.accept(Context(case=case, actor=None, now=case.opened_at, details={}, act=None))
    assert case.state == "investigating"
    assert door.load(case.pk).state == "submitted"
    names = {name for kind in all_kinds() for name in kind.acts} - {"look", "note", "close", "file", "answer"}
    called = re.compile(rf"\bcase\.({'|'.join(sorted(names))})\(")
    assert [str(path) for path, text in sources() if called.search(text)] == []


@pytest.mark.django_db
def test_pitfall_4_a_protected_state_refuses_a_refresh_so_cases_are_read_anew():
    case = Case.objects.get(pk=Line(make_world()).pk)
    with pytest.raises(AttributeError):
        case.refresh_from_db()
    refreshing = re.compile(r"\bcase\.refresh_from_db\(")
    assert [str(path) for path, text in sources() if refreshing.search(text)] == []


@pytest.mark.django_db
def test_pitfall_5_protected_is_no_protection_against_queries_so_nothing_writes_the_state_by_one():
    line = Line(make_world())
    Case.objects.filter(pk=line.pk).update(state="nowhere")
    assert Case.objects.get(pk=line.pk).state == "nowhere"
    from casework.engine.invariants import violations

    assert any("none of its kind's" in fault for fault in violations())
    writing = re.compile(r"(update|create)\([^)]*\bstate=")
    offenders = {str(path) for path, text in sources() if writing.search(text) and "Case" in text}
    # An attachment has a state of its own.
    assert offenders <= {"casework/engine/attachments/store.py"}


@pytest.mark.django_db
def test_pitfall_6_a_case_that_failed_in_memory_is_thrown_away():
    """The door reads a case inside its transaction; what was refused half-way is never seen again."""
    from casework.engine.errors import Refused

    line = Line(make_world()).to_investigating()
    before = Case.objects.filter(pk=line.pk).values().get()
    with pytest.raises(Refused):
        line.do("propose", "handler", finding="upheld")
    assert Case.objects.filter(pk=line.pk).values().get() == before


@pytest.mark.django_db
def test_pitfall_7_the_state_is_set_after_the_body_and_bodies_do_not_read_it():
    case = Line(make_world()).case
    with pytest.raises(TransitionNotAllowed):
        case.approve(Context(case=case, actor=None, now=case.opened_at, details={}, act=None))
    for room in ("complaints/states.py", "casework/engine/common.py", "casework/engine/clock_acts.py"):
        assert "self.state" not in (ROOT / room).read_text()


def test_pitfall_13_no_person_s_going_takes_work_with_them():
    assert WorkTask._meta.get_field("owner").remote_field.on_delete is models.PROTECT


def test_no_mixin_of_django_fsm_is_used():
    """One failed refresh leaves the field writable in the whole process; the other refreshes all but the state."""
    names = {base.__name__ for kind in all_kinds() for base in kind.model.__mro__}
    assert not names & {"ConcurrentTransitionMixin", "FSMModelMixin"}


@pytest.mark.django_db
def test_pitfall_16_every_stored_flow_and_node_still_means_something():
    Line(make_world()).to_decided()
    assert all(procedure.flow_class is not None for procedure in Procedure.objects.all())
    assert all(task.flow_task is not None for task in WorkTask.objects.all())
