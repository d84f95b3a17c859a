"""What flows are made of beside people's work (`work.py`): viewflow's gateways, as nodes that nobody waits at.

viewflow writes a row for each node as it comes to it, a link to the one before, and the row again as it goes on, each
in a savepoint of its own. Under the case's lock nobody else can look at a procedure half way: so a run gathers its rows
and writes them at its end, all in one statement. The links are not written; what led to what stands in the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Node
from viewflow.workflow.nodes import end, if_gate, mixins, split, start
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from .budgets import Budget
from .models import Procedure, WorkTask
from .models.procedures import UNFINISHED

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .models import Case

__all__ = ["End", "If", "Join", "PassedActivation", "Run", "Split", "Start", "decision_of", "run"]


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
