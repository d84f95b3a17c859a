"""“Also for these”: an act on one case, offered for the cases handled together with it as well (issue 5 §1).

The case at hand comes first. Then each ticked one, by itself: through the same door, with the same guards, in a
transaction of its own, under a key made of the form's and its own, so that a double tap or a retry does nothing twice.
Whatever is refused is named with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework.engine import door
from casework.engine.acts import AUDITOR, COMPLAINANT, OFFICE, Act
from casework.engine.attachments.store import discard, duplicate
from casework.engine.door import Done
from casework.engine.errors import DoorClosed, NotFound, Refused, Stale, Unread
from casework.engine.gates import gates
from casework.engine.kinds import THE_FILER, kind_of, matter_of, phrase
from casework.engine.models import Attachment, Case, Event, WorkTask

if TYPE_CHECKING:
    from casework.engine.gate import Gate
    from casework.engine.http import Sent
    from casework.engine.present import CaseView

# The name of the boxes.
FIELD = "also"


@dataclass(frozen=True)
class Companion:
    """A case in which the act could be done too. `why_not`: why it cannot now; `task`: what it would finish there."""

    case: Case
    why_not: Any
    task: WorkTask | None

    @property
    def number(self) -> str:
        return self.case.number

    @property
    def sends(self) -> str:
        """What its box sends: which case, and how it stood when it was shown."""
        shown = (self.case.number, self.case.version, self.case.last_seq, self.task.pk if self.task else "")
        return "|".join(str(part) for part in shown)


@dataclass(frozen=True)
class Ticked:
    """A box that came back."""

    number: str
    seen: int
    read_to: int
    task: int | None

    @classmethod
    def read(cls, sent: str) -> Ticked | None:
        """None for what no box of ours ever sent."""
        number, *rest = [*sent.split("|"), "", "", ""][:4]
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in rest[:2]):
            return None
        seen, read_to, task = rest
        return cls(number, int(seen), int(read_to), int(task) if task.isascii() and task.isdigit() else None)


@dataclass(frozen=True)
class Outcome:
    """What came of it in one case: done, or why not."""

    number: str
    done: Done | None = None
    why: Any = ""
    # Which task the box stood for.
    task: int | None = None


def numbers_in(boxes: Sequence[str]) -> frozenset[str]:
    """The numbers of the cases that were ticked, for drawing them again."""
    return frozenset(tick.number for tick in map(Ticked.read, boxes) if tick is not None)


def offered(view: CaseView, spec: Act, *, unit: int | None = None) -> list[Companion]:
    """The open cases in which this actor acts and the act could be done as well, also where it cannot be done now.
    `unit`: only where it finishes what waits for this unit."""
    if not spec.jointly:
        return []
    going_on = (case for case in view.kind.companions(view.case, view.roles) if case.is_open)
    theirs = [gate for gate in gates(going_on, view.actor, spec, view.now) if gate.roles - {AUDITOR}]
    found = [Companion(gate.case, *_can(gate, spec, unit)) for gate in theirs]
    return [companion for companion in found if unit is None or companion.task is not None]


def _can(gate: Gate, spec: Act, unit: int | None) -> tuple[Any, WorkTask | None]:
    task = gate.task_for(spec)
    if unit is not None:
        fitting = (task for task in gate.tasks if spec.name in task.flow_task.acts and task.unit_id == unit)
        task = next((task for task in fitting if gate.is_theirs(task)), None)
    return gate.why_not(spec, task), task


def do_also(view: CaseView, spec: Act, sent: Sent, boxes: Sequence[str]) -> list[Outcome]:
    """Do it in each ticked case, once it is done in the case of the view."""
    ticked = [tick for box in dict.fromkeys(boxes) if (tick := Ticked.read(box)) is not None]
    if not (spec.jointly and ticked):
        return []
    # Whoever has no role in one of them learns nothing of it, not even that it is handled together with this one.
    theirs = gates(view.kind.companions(view.case, view.roles), view.actor, spec, view.now)
    together = {gate.case.number: gate.case for gate in theirs}
    return [_do(view, spec, sent, tick, together.get(tick.number)) for tick in ticked]


def _do(view: CaseView, spec: Act, sent: Sent, tick: Ticked, case: Case | None) -> Outcome:
    if case is None:
        return Outcome(tick.number, why=_("It is not handled together with this case any more."))
    page = {"by": view.actor, "key": f"{sent.marks.key}:{case.pk}", "seen": tick.seen, "read_to": tick.read_to}
    try:
        said = view.kind.carried_over(spec, view.case, sent.details, case)
        with _own_files(sent, view.actor.uploader) as files:
            done = _knock(case, spec, tick)(**page, **{**said, **files})
    except DoorClosed as closed:
        return Outcome(tick.number, why=_why(closed, case, of_office=OFFICE in view.roles))
    return Outcome(tick.number, done, task=tick.task)


def _knock(case: Case, spec: Act, tick: Ticked) -> Callable[..., Done]:
    """What was shown is what is done: the task that the box stood for, where it stood for one. Raises NotFound for a
    task of another case."""
    if tick.task is None:
        return partial(door.perform, case, spec.name)
    if not WorkTask.objects.filter(pk=tick.task, process__case=case.pk).exists():
        raise NotFound
    return partial(door.complete_task, tick.task, act=spec.name)


@contextmanager
def _own_files(sent: Sent, uploader: str) -> Iterator[dict[str, list[str]]]:
    """Each case has files of its own: copies of those that went with the first one, removed again if they were not
    taken."""
    copies: list[Attachment] = []
    given: dict[str, list[str]] = {}
    try:
        for name in sent.files:
            first = Attachment.objects.filter(pk__in=sent.details[name]).order_by("created_at")
            mine = [duplicate(attachment=file, uploader=uploader) for file in first]
            copies += mine
            given[name] = [str(file.pk) for file in mine]
        yield given
    finally:
        for copy in copies:
            discard(attachment_id=copy.pk, uploader=uploader)


def _why(closed: DoorClosed, case: Case, *, of_office: bool) -> str:
    """In words; whoever is not of the office reads nothing of what others did there."""
    if isinstance(closed, Stale):
        if not (closed.changes and of_office):
            return _("Someone acted there first.")
        return _("Someone acted there first: %(what)s.") % {"what": _what(closed.changes[-1], case)}
    if isinstance(closed, Unread):
        return _("Something new has come in there. Please read it first.")
    if isinstance(closed, NotFound):
        return _("You cannot act there any more.")
    if isinstance(closed, Refused) and closed.fields:
        return " ".join(str(text) for texts in closed.fields.values() for text in texts)
    return str(closed.message)


def _what(event: Event, case: Case) -> str:
    """Who did what, of one event."""
    done = phrase(kind_of(case).acts[event.name].done, matter_of(case))
    if event.actor is not None:
        return f"{event.actor.name} {done}"
    who = capfirst(phrase(THE_FILER, matter_of(case))) if event.actor_role == COMPLAINANT else _("The system")
    return f"{who} {done}"
