"""The one module that knows viewflow: the base of all flows, the human task, the lock.

    class TriageFlow(CaseFlow):
        start = Start().Next(this.triage)
        triage = Work(role=HANDLER, label=_("Accept or not")).Next(this.end)
        end = End()

A flow holds no fact about the case, and no node calls the engine. When a flow is done the door asks `outcome`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Flow, Node
from viewflow.workflow.nodes import mixins
from viewflow.workflow.status import PROCESS, STATUS

from .acts import HANDLER, LEAD, RESPONDENT
from .budgets import Budget
from .models import Decision, Procedure, WorkTask

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .models import Case

__all__ = ["PROCESS", "STATUS", "AskFlow", "CaseFlow", "End", "If", "Join", "Split", "Start", "Work", "this"]

End, If, Join, Split, Start = flow.End, flow.If, flow.Join, flow.Split, flow.StartHandle


@dataclass(frozen=True)
class Run:
    """What a flow needs while it runs under the door's lock: the case itself, and how its days are counted.

    viewflow reads processes anew on its way, as rows of the base table; the case it runs for is this one.
    unit, subject_id: for an ask, whom and about which row.
    """

    case: Case
    due: Callable[[Budget], dt.datetime]
    unit: Unit | None = None
    subject_id: int | None = None


run: ContextVar[Run | None] = ContextVar("run", default=None)


class CaseLock:
    """viewflow's lock: the case's base row. Inside the door it is already held; elsewhere it is taken here.

    viewflow's own select_for_update lock breaks inside an outer transaction on PostgreSQL (it goes on after an error
    that has already ended the transaction); its default is no lock at all.
    """

    @contextmanager
    def __call__(self, flow_class: type[Flow], process_pk: int) -> Iterator[None]:
        if run.get() is not None:
            yield
            return
        from .locking import lock_case

        with transaction.atomic():
            lock_case(Procedure.objects.values_list("case_id", flat=True).get(pk=process_pk))
            yield


case_lock = CaseLock()


class WorkActivation(mixins.NextNodeActivationMixin, Activation):
    """A human task: waiting for its unit (NEW) or for a person in it (ASSIGNED), then done or cancelled."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        process = prev_activation.process
        task = flow_task.flow_class.task_class(process=process, flow_task=flow_task, token=token)
        flow_task.prepare(task)
        task.save()
        task.previous.add(prev_activation.task)
        return cls(task)

    @Activation.status.super()
    def activate(self):
        """Nothing: it waits."""

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def begin(self, user):
        self.task.owner = user
        self.task.started = now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self):
        super().complete.original()

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self):
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.CANCELED)
    def cancel(self):
        self.task.finished = now()
        self.task.save()


def office_of(case: Case) -> Unit:
    return case.office


class Work(mixins.NextNodeMixin, Node):
    """A piece of work for people.

    role: handler, lead or respondent: who in `unit` may do it. A handler's task belongs to the case's handler once
        there is one.
    unit: whose work it is, from the case (default: the office).
    subject: the id of the row of the case that it is about, from the case.
    due: how long they have, from the case; None: as long as the stage's clock.
    acts: the acts that finish it; an act named by no task is done at any time its state and guards allow.
    on_due: the act with which the clock finishes it when its day is over; "": the task is announced as overdue.
    """

    activation_class = WorkActivation
    task_type = "HUMAN"
    bpmn_element = "userTask"
    shape = flow.View.shape

    def __init__(
        self,
        *,
        label: Any,
        role: str = HANDLER,
        unit: Callable[[Case], Unit] = office_of,
        subject: Callable[[Case], int | None] | None = None,
        due: Callable[[Case], Budget] | None = None,
        acts: tuple[str, ...],
        on_due: str = "",
    ) -> None:
        super().__init__()
        self.task_title = label
        self.label, self.role, self.unit, self.subject, self.due = label, role, unit, subject, due
        self.acts, self.on_due = acts, on_due

    def prepare(self, task: WorkTask) -> None:
        """Fill in whose task it is and by when, before it is saved."""
        now = run.get()
        case = now.case
        task.role = self.role
        task.unit_id = (now.unit or self.unit(case)).pk
        task.subject_id = now.subject_id or (self.subject(case) if self.subject else None)
        if self.due is not None:
            task.due_at = now.due(self.due(case))
        if self.role == HANDLER and case.handler_id and task.unit_id == case.office_id:
            task.owner_id, task.status = case.handler_id, STATUS.ASSIGNED


class CaseFlow(Flow):
    """Base of all flows of all kinds. `outcomes` names the acts that may follow; the lint holds them legal."""

    process_class = Procedure
    task_class = WorkTask
    lock_impl = case_lock
    outcomes: tuple[str, ...] = ()

    @classmethod
    def outcome(cls, procedure: Procedure) -> str:
        """The act that leaves the state, now that the procedure is done: what was last decided in it."""
        return Decision.objects.filter(procedure=procedure).order_by("-pk").values_list("decision", flat=True)[0]

    @classmethod
    def work_nodes(cls) -> list[Work]:
        return [node for node in cls.instance.nodes() if isinstance(node, Work)]


class AskFlow(CaseFlow):
    """Base of the asks: one task beside the main procedure, ending in a recorded step, never moving the case.

    `outlives`: goes on when the case leaves the state (an unread message stays to be read).
    `single`: while one is open on the case, asking again opens no second.
    """

    outlives = False
    single = True


def case_of_activation(activation: Activation) -> Case:
    """The case a flow's condition looks at."""
    return run.get().case


__all__ += ["HANDLER", "LEAD", "RESPONDENT", "case_of_activation"]
