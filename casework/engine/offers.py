"""The acts that a page offers to one person: those they can do now, and those that are shut, with why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .acts import HANDLER, LEAD, OFFICE, OUTSIDE, Act, NotOffered
from .forms import ActForm
from .models import Event, WorkTask

if TYPE_CHECKING:
    from .present import CaseView


@dataclass(frozen=True)
class Offer:
    """An act that is this person's to do, now or not: `why_not` says in words why not. `task`: what it finishes."""

    act: Act
    why_not: Any
    task: WorkTask | None
    form_class: type[ActForm] | None

    @property
    def open(self) -> bool:
        return self.why_not is None


def offers_to(view: CaseView) -> list[Offer]:
    """The acts to show this actor: those they can do now, and those they or their office could at another time."""
    if view.reads_all:
        # Guards ask what happened; the page has read it.
        view.case.history = [_as_history(event) for event in view.events]
    found = []
    for spec in view.gate.acts_here():
        if spec.hidden or not _concerns(view, spec):
            continue
        task = view.gate.task_for(spec) if not spec.subject else None
        why = _why_not(view, spec, task)
        if isinstance(why, NotOffered):
            continue
        found.append(Offer(spec, why, task, view.kind.form_class(spec)))
    return found


def _why_not(view: CaseView, spec: Act, task: WorkTask | None) -> Any:
    """For an act on somebody else's task, any waiting one will do: its form asks which."""
    return view.gate.why_not(spec, _waiting(view, spec) if spec.subject else task)


def _waiting(view: CaseView, spec: Act) -> WorkTask | None:
    return next((task for task in view.tasks if spec.name in task.flow_task.acts), None)


def _concerns(view: CaseView, spec: Act) -> bool:
    """Whether the act is for somebody like this actor: their own role's, their office's, or for a task at hand."""
    ours = {HANDLER, LEAD, OFFICE} if OFFICE in view.roles else set()
    if (view.roles | ours) & set(spec.by) and (spec.direct or not spec.subject):
        return True
    waiting = [task for task in view.tasks if spec.name in task.flow_task.acts]
    if any(view.gate.is_theirs(task) for task in waiting):
        return True
    return OFFICE in view.roles and any(task.role not in OUTSIDE or bool(spec.subject) for task in waiting)


def _as_history(event: Event) -> dict[str, Any]:
    """An event as `Case.history` has it."""
    return {name: getattr(event, name) for name in ("seq", "name", "at", "actor_role", "unit_id", "facts")}
