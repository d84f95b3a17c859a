"""The human task of a flow: whose work it is, by when, and who is asked where nobody of theirs is free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Node
from viewflow.workflow.nodes import mixins
from viewflow.workflow.status import STATUS

from . import bodies
from .acts import COMPLAINANT, FIELD, FIELD_LEAD, HANDLER, INSPECTOR, LEAD
from .budgets import Budget
from .free import with_somebody_free
from .nodes import PassedActivation, run

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .models import Case, WorkTask


class WorkActivation(mixins.NextNodeActivationMixin, Activation):
    """A human task: waiting for its unit (NEW) or for a person in it (ASSIGNED), then done or cancelled."""

    __eq__, __hash__ = PassedActivation.__eq__, PassedActivation.__hash__

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        task = run.get().comes_to(flow_task, prev_activation.process, token)
        flow_task.prepare(task)
        return cls(task)

    @Activation.status.super()
    def activate(self):
        """Nothing: it waits."""

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def begin(self, user):
        self.task.owner = user
        self.task.started = run.get().at

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self):
        self.task.finished = run.get().at
        self.task.save()

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self):
        self.complete()
        self.activate_next()


def office_of(case: Case) -> Unit:
    return case.office


def nobody(case: Case) -> None:
    """The complainant is a seat in the case and no unit."""


def field_of(case: Case) -> Unit | None:
    return case.field_unit


# Whose work it is by its role, where it is not the office's.
_WHOSE = {COMPLAINANT: nobody, FIELD: field_of, FIELD_LEAD: field_of, INSPECTOR: field_of}


class Work(mixins.NextNodeMixin, Node):
    """A piece of work for people.

    role: handler, lead or respondent: who in `unit` may do it; or the complainant, who has no unit. A handler's task
        belongs to the case's handler once there is one. Where the work was given out: anybody of the unit that has it
        (field), a lead of it, or whoever was named for it (inspector). Where several decide: one of them (body).
    unit: whose work it is, from the case (default: the office, or the unit to which the work was given out).
    subject: the id of the row of the case that it is about, from the case.
    due: how long they have, from the case, or until when; None: as long as the stage's clock.
    acts: the acts that finish it; an act named by no task is done at any time its state and guards allow.
    above: for one of several that decide: the unit above it gives its word where nobody of it is free of interest. The
        task's subject is then the unit whose word it is.
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
        unit: Callable[[Case], Unit | None] | None = None,
        subject: Callable[[Case], int | None] | None = None,
        due: Callable[[Case], Budget | dt.datetime | None] | None = None,
        acts: tuple[str, ...],
        on_due: str = "",
        above: bool = False,
    ) -> None:
        super().__init__()
        self.task_title = label
        self.label, self.role, self.subject, self.due = label, role, subject, due
        self.unit = unit or _WHOSE.get(role, office_of)
        self.acts, self.on_due, self.above = acts, on_due, above

    def prepare(self, task: WorkTask) -> None:
        """Fill in whose task it is and by when, before it is saved."""
        now = run.get()
        case = now.case
        task.role = self.role
        task.unit = now.unit or self.unit(case)
        task.subject_id = now.subject_id or (self.subject(case) if self.subject else None)
        if self.role == LEAD and task.unit_id == case.office_id:
            task.unit = with_somebody_free(case, task.unit, (LEAD,), self.acts)
        elif self.above:
            task.subject_id = task.unit_id
            task.unit = with_somebody_free(case, task.unit, bodies.AT_THE_DESK, self.acts)
            if task.unit_id != task.subject_id:
                bodies.ask(case, [task.unit], now.at)
        if self.due is not None:
            until = self.due(case)
            task.due_at = now.due(until) if isinstance(until, Budget) else until
        if self.role == HANDLER and case.handler_id and task.unit_id == case.office_id:
            task.owner_id, task.status = case.handler_id, STATUS.ASSIGNED
