"""Branches part and meet as in viewflow, and what a run brings is written once (engine/nodes.py)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from viewflow.workflow.nodes.join import JoinActivation as LibraryJoin

from casework.engine import procedures
from casework.engine.models import Procedure, WorkTask
from casework.engine.models.procedures import UNFINISHED
from tests.toy.gateways import ApartFlow, NestedFlow, SkippedFlow

from .world import Line, at, make_world

pytestmark = pytest.mark.django_db
NOW = at("2026-09-28 20:14")


@pytest.fixture
def case():
    return Line(make_world()).case


def start(flow_class, case, **changes) -> Procedure:
    for name, value in changes.items():
        setattr(case, name, value)
    with transaction.atomic():
        return procedures.start(flow_class, case, due=lambda _budget: NOW + dt.timedelta(days=5), at=NOW)


def finish(procedure: Procedure, node: str) -> Procedure:
    task = WorkTask.objects.select_related("process").get(
        process=procedure, flow_task=getattr(procedure.flow_class, node), status__in=UNFINISHED
    )
    with transaction.atomic():
        return procedures.finish_task(
            task, procedure.case, user=None, decision="agree", at=NOW, due=lambda _budget: NOW
        )


def waiting(procedure: Procedure) -> set[str]:
    return {t.flow_task.name for t in procedure.task_set.filter(status__in=UNFINISHED)}


def passed(procedure: Procedure, node: str) -> int:
    return procedure.task_set.filter(flow_task=getattr(procedure.flow_class, node), finished__isnull=False).count()


def is_done(procedure: Procedure) -> bool:
    return Procedure.objects.get(pk=procedure.pk).status == "DONE"


def test_a_branch_that_parts_again_is_waited_for_as_a_whole(case):
    procedure = start(NestedFlow, case)
    assert waiting(procedure) == {"left", "right", "beside"}
    finish(procedure, "beside")
    finish(procedure, "left")
    assert waiting(procedure) == {"right"}
    assert passed(procedure, "outer_join") == passed(procedure, "inner_join") == 0
    finish(procedure, "right")
    assert waiting(procedure) == {"check"}
    finish(procedure, "check")
    assert waiting(procedure) == {"last"}
    assert not is_done(procedure)
    finish(procedure, "last")
    assert is_done(procedure)
    assert passed(procedure, "outer_join") == passed(procedure, "inner_join") == 1


def test_a_branch_that_is_skipped_has_come_at_once(case):
    procedure = start(NestedFlow, case, urgent=True)
    assert waiting(procedure) == {"left", "right"}
    for node in ("right", "left", "check"):
        finish(procedure, node)
    assert waiting(procedure) == {"last"}


def test_two_branches_that_come_in_one_run_go_on_once(case):
    procedure = start(SkippedFlow, case, urgent=True)
    assert waiting(procedure) == {"last"}
    assert passed(procedure, "join") == passed(procedure, "split") == 1
    assert passed(procedure, "first_check") == passed(procedure, "second_check") == 1
    assert finish(procedure, "last").status == "DONE"


def test_branches_that_never_meet_end_the_procedure_together(case):
    procedure = start(ApartFlow, case)
    finish(procedure, "second")
    assert not is_done(procedure)
    finish(procedure, "first")
    assert is_done(procedure)


def test_a_cancelled_branch_does_not_hold_the_join(case):
    """The clock or a withdrawn request cancels rows directly; what still waits behind them is what counts."""
    procedure = start(NestedFlow, case)
    WorkTask.objects.filter(process=procedure, flow_task=NestedFlow.beside).update(status="CANCELED")
    for node in ("left", "right", "check"):
        finish(procedure, node)
    assert waiting(procedure) == {"last"}


def test_starting_writes_one_row_for_the_procedure_and_one_batch_of_tasks(case, django_assert_num_queries):
    """Three splits and gateways; a split is written by itself, for its key names its branches."""
    with django_assert_num_queries(2 + 2 + 2):
        # A savepoint here, the process, two splits, the batch.
        procedure = start(NestedFlow, case)
    assert not procedure.task_set.filter(previous__isnull=False).exists()


def test_no_node_of_ours_is_viewflows_own():
    """viewflow's join looks for rows that ours does not write: they must not be mixed."""
    for flow_class in (NestedFlow, SkippedFlow, ApartFlow):
        for node in flow_class.instance.nodes():
            assert node.activation_class.__module__ in ("casework.engine.nodes", "casework.engine.work")
            assert not issubclass(node.activation_class, LibraryJoin)
