"""The base of all flows, and the lock they share. With `nodes` and `work` the one place that knows viewflow.

    class TriageFlow(CaseFlow):
        start = Start().Next(this.triage)
        triage = Work(role=HANDLER, label=_("Accept or not")).Next(this.end)
        end = End()

A flow holds no fact about the case, and no node calls the engine. When a flow is done the door asks `outcome`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from viewflow import this
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Flow
from viewflow.workflow.status import PROCESS, STATUS

from .acts import BODY, COMPLAINANT, FIELD, FIELD_LEAD, HANDLER, INSPECTOR, LEAD, RESPONDENT
from .models import Decision, Procedure, WorkTask
from .nodes import End, If, Join, Run, Split, Start, decision_of, run
from .stages import CLASSES
from .work import Work

if TYPE_CHECKING:
    from .models import Case

__all__ = [
    "BODY",
    "COMPLAINANT",
    "FIELD",
    "FIELD_LEAD",
    "HANDLER",
    "INSPECTOR",
    "LEAD",
    "PROCESS",
    "RESPONDENT",
    "STATUS",
    "AskFlow",
    "CaseFlow",
    "End",
    "If",
    "Join",
    "Run",
    "Split",
    "Start",
    "Work",
    "case_of_activation",
    "decision_of",
    "run",
    "this",
]


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

    @classmethod
    def first_work(cls) -> Work:
        """The task nearest to the start: what a procedure asks for when nothing was done yet."""
        ahead, seen = deque([cls.instance.node("start")]), set()
        while ahead:
            node = ahead.popleft()
            if isinstance(node, Work):
                return node
            if node.name not in seen:
                seen.add(node.name)
                ahead.extend(edge.dst for edge in node._outgoing())
        raise LookupError(f"{cls.__name__} asks nobody for anything.")


class AskFlow(CaseFlow):
    """Base of the asks: one task beside the main procedure, ending in a recorded step, never moving the case.

    `lasts`: goes on when the case leaves the state, up to this class of states (an unread message stays to be read in a
    final one too); "" ends with the state.
    `single`: while one is open on the case, asking again opens no second.
    """

    lasts = ""
    single = True

    @classmethod
    def goes_on_in(cls, category: str) -> bool:
        """Whether it outlives the step into a state of this class."""
        return bool(cls.lasts) and CLASSES.index(category) <= CLASSES.index(cls.lasts)


def case_of_activation(_activation: Activation) -> Case:
    """The case a flow's condition looks at."""
    return run.get().case
