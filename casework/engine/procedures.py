"""Starting, finishing and cancelling procedures of a case, always under its lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .budgets import Budget
from .flows import PROCESS, STATUS, AskFlow, CaseFlow, Run, run
from .models import Decision, Procedure, WorkTask
from .models.procedures import UNFINISHED, WAITING

if TYPE_CHECKING:
    from casework.parties.models import Unit, User

    from .models import Case


@contextmanager
def running(run_for: Run) -> Iterator[None]:
    """A flow's run: what it brings is written when it ends."""
    token = run.set(run_for)
    try:
        yield
        run_for.write()
    finally:
        run.reset(token)


def start(
    flow_class: type[CaseFlow],
    case: Case,
    *,
    due: Callable[[Budget], dt.datetime],
    at: dt.datetime,
    main: bool = False,
    unit: Unit | None = None,
    subject_id: int | None = None,
) -> Procedure:
    """Start a flow for a case from the case's facts. Returns the procedure, which may already be done."""
    node = flow_class.instance.node("start")
    with running(Run(case, due, at, unit, subject_id)):
        activation = node.activation_class.create(node, None, None)
        procedure = activation.process
        procedure.case, procedure.main, procedure.stage = case, main, case.state
        activation.execute()
    return procedure


def ask_is_open(flow_class: type[AskFlow], case: Case) -> bool:
    return Procedure.objects.filter(case=case, flow_class=flow_class, status=PROCESS.NEW).exists()


def finish_task(
    task: WorkTask,
    case: Case,
    *,
    user: User | None,
    decision: str,
    at: dt.datetime,
    due: Callable[[Budget], dt.datetime],
) -> Procedure:
    """Finish a waiting task and let the flow go on. Returns its procedure, which may be done by it."""
    Decision.objects.create(procedure=task.process, node=task.flow_task.name, decision=decision, by=user, at=at)
    activation = task.flow_task.activation_class(task)
    with running(Run(case, due, at, decision=decision)):
        activation.begin(user)
        activation.execute()
    return task.process


def waiting_tasks(case: Case) -> list[WorkTask]:
    """The case's waiting tasks, each with its procedure, oldest first, in one statement."""
    return waiting_in([case.pk]).get(case.pk, [])


def waiting_in(cases: Iterable[int]) -> dict[int, list[WorkTask]]:
    """The waiting tasks of these cases, by case, as `waiting_tasks` has them; in one statement."""
    tasks = WorkTask.objects.filter(process__case__in=list(cases), process__status=PROCESS.NEW, status__in=WAITING)
    found: dict[int, list[WorkTask]] = {}
    for task in tasks.select_related("process", "unit", "owner").order_by("pk"):
        found.setdefault(task.process.case_id, []).append(task)
    return found


def human_tasks(case: Case) -> list[WorkTask]:
    """Everything that people had or have to do in the case, oldest first, in one statement."""
    tasks = WorkTask.objects.filter(process__case=case).exclude(role="")
    return list(tasks.select_related("process", "unit", "owner").order_by("pk"))


def cancel(procedures: list[Procedure], at: dt.datetime) -> None:
    """Cancel procedures and what still waits in them, in two statements."""
    ids = [procedure.pk for procedure in procedures]
    if not ids:
        return
    WorkTask.objects.filter(process__in=ids, status__in=UNFINISHED).update(status=STATUS.CANCELED, finished=at)
    Procedure.objects.filter(pk__in=ids).update(status=PROCESS.CANCELED, finished=at)


def running_of(case: Case) -> list[Procedure]:
    return list(Procedure.objects.filter(case=case, status=PROCESS.NEW))


def assign_handler_tasks(case: Case, user: User | None) -> None:
    """Give the waiting tasks of the case's handler to whoever it is now; None puts them back into the queue."""
    tasks = WorkTask.objects.filter(process__case=case, status__in=WAITING, role="handler", unit=case.office_id)
    tasks.update(owner=user, status=STATUS.ASSIGNED if user else STATUS.NEW)
