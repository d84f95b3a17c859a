"""What flows are made of: the human task, and viewflow's gateways as nodes that nobody waits at.

viewflow writes a row for each node as it comes to it, a link to the one before, and the row again as it goes on, each
in a savepoint of its own. Under the case's lock nobody else can look at a procedure half way: so a run gathers its rows
and writes them at its end, all in one statement. The links are not written; what led to what stands in the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Node
from viewflow.workflow.nodes import end, if_gate, mixins, split, start
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from . import offices
from .acts import COMPLAINANT, FIELD, FIELD_LEAD, HANDLER, INSPECTOR, LEAD
from .budgets import Budget
from .models import Procedure, WorkTask
from .models.procedures import UNFINISHED

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .models import Case

__all__ = ["End", "If", "Join", "Run", "Split", "Start", "Work", "decision_of", "run"]


@dataclass
class Run:
    """What a flow needs while it runs under the door's lock: the case itself, and how its days are counted.

    at: the moment of the act that the flow runs for. unit, subject_id: for an ask, whom and about which row.
    decision: the act that has just finished a task, by which gateways choose. tasks: rows that the run brings, not
    written yet.
    """

    case: Case
    due: Callable[[Budget], dt.datetime]
    at: dt.datetime
    unit: Unit | None = None
    subject_id: int | None = None
    decision: str = ""
    tasks: list[WorkTask] = field(default_factory=list)

    def comes_to(self, node: Node, process: Procedure, token: Token) -> WorkTask:
        """A row for a node, to be written when the run ends."""
        task = WorkTask(process=process, flow_task=node, flow_task_type=node.task_type, token=token, created=self.at)
        self.tasks.append(task)
        return task

    def still_waits(self, process: Procedure, token_prefix: str) -> bool:
        """Whether anything that the run has not passed is unfinished below this token, written already or not."""
        new = [task for task in self.tasks if task.status in UNFINISHED and not isinstance(task.flow_task, Passed)]
        if any(str(task.token).startswith(token_prefix) for task in new):
            return True
        below = WorkTask.objects.filter(process=process, token__startswith=token_prefix)
        return below.filter(status__in=UNFINISHED).exists()

    def write(self) -> None:
        WorkTask.objects.bulk_create([task for task in self.tasks if task.pk is None])
        self.tasks.clear()


run: ContextVar[Run | None] = ContextVar("run", default=None)


def decision_of(_activation: Activation) -> str:
    """The act that has just finished a task, for a gateway's condition."""
    return run.get().decision


# --- what nobody waits at ---------------------------------------------------------------------------------------------
class Passed:
    """Marks a node that a run passes, or stops before without leaving a trace."""


class PassedActivation(Activation):
    """The row is gathered by the run instead of being written twice."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        return cls(run.get().comes_to(flow_task, prev_activation.process, token))

    # viewflow tells activations apart by their rows; these have no key yet.
    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @Activation.status.super()
    def complete(self):
        self.task.finished = run.get().at


class StartActivation(PassedActivation, start.StartHandleActivation):
    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        process = Procedure(flow_class=flow_task.flow_class, created=run.get().at)
        return cls(run.get().comes_to(flow_task, process, Token("start")))

    @Activation.status.super()
    def execute(self):
        self.process.save()
        self.complete()
        self.activate_next()


class IfActivation(PassedActivation, if_gate.IfActivation):
    @Activation.status.super()
    def activate(self):
        self._condition_result = self.flow_task._condition(self)


class SplitActivation(PassedActivation, split.SplitActivation):
    @Activation.status.super()
    def complete(self):
        """Written at once: its key names its branches."""
        self.task.finished = run.get().at
        self.task.save()


class JoinActivation(mixins.NextNodeActivationMixin, PassedActivation):
    """Goes on when the last branch of its split has come; a branch that others are still behind leaves no row."""

    type = "join"

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        base = token.get_base_split_token()
        task = WorkTask(
            process=prev_activation.process,
            flow_task=flow_task,
            flow_task_type=flow_task.task_type,
            token=base,
            created=run.get().at,
        )
        activation = cls(task)
        activation.branches = token.get_common_split_prefix(base, 0)
        return activation

    # Two branches that come in one run are one join.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, JoinActivation) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str]:
        return self.flow_task.name, self.branches

    def last_has_come(self) -> bool:
        return not run.get().still_waits(self.process, self.branches)

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED, conditions=[last_has_come])
    def activate(self):
        run.get().tasks.append(self.task)

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self):
        self.task.finished = run.get().at


class EndActivation(PassedActivation, end.EndActivation):
    @Activation.status.super()
    def activate(self):
        """The procedure is done, unless this is one branch of several that never join."""
        self.task.started = run.get().at
        if self.task.token.is_split_token() and run.get().still_waits(self.process, "start"):
            return
        self.process.status, self.process.finished = PROCESS.DONE, run.get().at
        self.process.save(update_fields=["status", "finished"])


class Start(Passed, flow.StartHandle):
    activation_class = StartActivation


class If(Passed, flow.If):
    activation_class = IfActivation


class Split(Passed, flow.Split):
    activation_class = SplitActivation


class Join(Passed, flow.Join):
    activation_class = JoinActivation


class End(Passed, flow.End):
    activation_class = EndActivation


# --- what people do ---------------------------------------------------------------------------------------------------
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
    ) -> None:
        super().__init__()
        self.task_title = label
        self.label, self.role, self.subject, self.due = label, role, subject, due
        self.unit = unit or _WHOSE.get(role, office_of)
        self.acts, self.on_due = acts, on_due

    def prepare(self, task: WorkTask) -> None:
        """Fill in whose task it is and by when, before it is saved."""
        now = run.get()
        case = now.case
        task.role = self.role
        task.unit = now.unit or self.unit(case)
        if self.role == LEAD and task.unit_id == case.office_id:
            task.unit = offices.with_a_free_lead(case, self.acts)
        task.subject_id = now.subject_id or (self.subject(case) if self.subject else None)
        if self.due is not None:
            until = self.due(case)
            task.due_at = now.due(until) if isinstance(until, Budget) else until
        if self.role == HANDLER and case.handler_id and task.unit_id == case.office_id:
            task.owner_id, task.status = case.handler_id, STATUS.ASSIGNED
