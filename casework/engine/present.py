"""A case as one person may see it: what pages show, worked out once, in a fixed number of statements.

Pages never look at rows themselves: what is not in a `CaseView` is not theirs to show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import procedures
from .acts import (
    ANY_STATE,
    AUDITOR,
    BODY,
    COMPLAINANT,
    FIELD_LEAD,
    FIELD_ROLES,
    HANDLER,
    INSPECTOR,
    LEAD,
    OFFICE,
    OUTSIDE,
    Act,
    NotOffered,
)
from .calendar import Calendar
from .clock_views import ClockView, clock_view
from .clocks import calendar_since
from .draft_marks import DraftMark, draft_marks
from .envelopes import Sealed, as_read, is_given
from .errors import NotFound
from .forms import ActForm
from .gate import Gate
from .kinds import THE_FILER, Kind, Matter, has_a_seat, kind_of, matter_of, phrase
from .models import Attachment, CaseParty, Event, WorkTask
from .reading import is_own, readers_of, reads_words, visible_events
from .rows import Row, facts_of, names_of_handlers, readers_in_words, sides, words_of
from .stages import Stage
from .track import track_of

if TYPE_CHECKING:
    from .actors import Actor
    from .models import Case


@dataclass(frozen=True)
class Waiting:
    """Whom a case waits for: in words, for what, until when; `task` where it is a task."""

    whom: str
    what: Any
    due_at: dt.datetime | None
    task: WorkTask | None = None


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


@dataclass
class CaseView:
    """Everything a page about a case shows this actor. Raises NotFound where the case is not theirs to see."""

    case: Case
    actor: Actor
    now: dt.datetime
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        self.gate = Gate(case=self.case, actor=self.actor, now=self.now)
        if not self.gate.roles:
            raise NotFound
        if self.reads_all:
            # The office's page shows what was done as well: one statement for both.
            self.gate.tasks = [task for task in self.human_tasks if task.waiting and task.process.running]

    @property
    def roles(self) -> frozenset[str]:
        return self.gate.roles

    @property
    def kind(self) -> Kind:
        return kind_of(self.case)

    @property
    def stage(self) -> Stage:
        return self.kind.stage_by_state[self.case.state]

    @property
    def parties(self) -> list[CaseParty]:
        return self.case.party_list

    @cached_property
    def tasks(self) -> list[WorkTask]:
        return self.gate.tasks

    @cached_property
    def human_tasks(self) -> list[WorkTask]:
        """Everything that people had or have to do in the case."""
        return procedures.human_tasks(self.case)

    @cached_property
    def my_tasks(self) -> list[WorkTask]:
        return [task for task in self.tasks if self.gate.is_theirs(task)]

    @property
    def reads_all(self) -> bool:
        return bool(self.roles & {OFFICE, AUDITOR})

    @cached_property
    def matter(self) -> Matter:
        return matter_of(self.case)

    @property
    def filer(self) -> str:
        """Whoever brought it, as a heading or at the start of a sentence."""
        return capfirst(self.says(THE_FILER))

    def says(self, text: Any) -> str:
        """Words of the kind, as they are for this case's matter."""
        return phrase(text, self.matter)

    @cached_property
    def events(self) -> list[Event]:
        """The events this actor may read, oldest first, each with its words."""
        every = Event.objects.filter(case_id=self.case.pk).select_related("actor", "unit", "text").order_by("seq")
        return visible_events(self.actor, self.case, list(every), self.roles)

    @cached_property
    def files(self) -> list[Attachment]:
        return list(Attachment.objects.filter(case_id=self.case.pk).order_by("event_seq", "created_at", "id"))

    @property
    def shown_files(self) -> list[Attachment]:
        """Those of the files that stand in the record as this actor reads it; the office's page shows all."""
        if self.reads_all:
            return self.files
        mine = {file.pk for row in self.timeline for file in row.files}
        return [file for file in self.files if file.pk in mine]

    @cached_property
    def waiting_for(self) -> list[Waiting]:
        """Whom the case waits for. Those outside do not read the office's asks, nor a party that another was asked,
        unless a party opened the case itself; and what the reader's own unit has said under seal waits for it no
        more."""
        shown = [task for task in self.tasks if self._reads_task(task) and not is_given(task, self.gate.envelopes)]
        found = [Waiting(whom(task, self.case), task.flow_task.label, self._until(task), task) for task in shown]
        if not found and self.stage.is_open and self.stage.waits_for:
            found.append(Waiting(str(self.stage.waits_for), "", None))
        return found

    def _until(self, task: WorkTask) -> dt.datetime | None:
        """A task's own day, else the day of the clock that runs for its side."""
        whose = _SIDES.get(task.role, "ours")
        specs, own = self.kind.clock_by_name, self.beside
        days = [c.due_at for c in self.clocks if c.due_at and c not in own and specs[c.clock.name].whose == whose]
        return task.due_at or min(days, default=None)

    @property
    def sealed(self) -> list[Sealed]:
        """What this reader's units have given and is not opened yet; of others' nobody reads anything."""
        return [as_read(envelope, self.kind) for envelope in self.gate.envelopes]

    @property
    def beside(self) -> list[ClockView]:
        """Clocks that wait for a step of their own, possible at any stage, and not for what the stage is there for."""
        steps = [spec for spec in self.kind.acts.values() if ANY_STATE in spec.sources]
        names = {name for spec in steps for name in spec.stops}
        return [clock for clock in self.clocks if clock.clock.name in names]

    @property
    def is_field(self) -> bool:
        """Whether the reader is of those to whom the work was given out, above them, or named for it."""
        return bool(self.roles & set(FIELD_ROLES))

    def _reads_task(self, task: WorkTask) -> bool:
        if self.reads_all or self.gate.is_theirs(task) or (self.is_field and task.process.main):
            return True
        ours = task.unit_id == self.case.office_id or task.role == BODY
        return task.process.main and (self.told_by_when or ours)

    @property
    def told_by_when(self) -> bool:
        """Whether the reader is of those whose matter it is: who filed it, or parties to what one of them opened in its
        own name. They read who has it at each stage, and by when."""
        return COMPLAINANT in self.roles or bool(self.kind.opening.opens_for)

    @cached_property
    def clocks(self) -> list[ClockView]:
        """The clocks that have not ended, the nearest due first."""
        live = self.case.live_clocks
        if not self.reads_all and not self.told_by_when:
            read = ("theirs", "field") if self.is_field else ("theirs", "bodies")
            live = [clock for clock in live if self.kind.clock_by_name[clock.name].whose in read]
        for clock in live:
            clock.case = self.case
        return [clock_view(clock, self.case, self.calendar, self.now) for clock in live]

    @cached_property
    def calendar(self) -> Calendar:
        """For everything that is counted on the page: nothing of a case began before the case itself."""
        return calendar_since(self.now, self.case.opened_at)

    @cached_property
    def timeline(self) -> list[Row]:
        """What this actor may read of the record, newest first."""
        files: dict[int, list[Attachment]] = {}
        for file in self.files:
            files.setdefault(file.event_seq, []).append(file)
        return [self._row(event, files.get(event.seq, [])) for event in reversed(self.events)]

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Of the people whom the record names beside the doers: who was given the case, in whose stead one acted."""
        return names_of_handlers(self.events)

    def _row(self, event: Event, files: list[Attachment]) -> Row:
        spec = self.kind.acts[event.name]
        readers = readers_of(event, spec) | {event.actor_role}
        if not has_a_seat(self.case):
            readers -= {COMPLAINANT}
        own = is_own(self.actor, event, self.roles)
        full = reads_words(self.actor, event, spec, self.roles)
        # Whoever wrote what is for the office alone may read it too.
        internal = self.reads_all or (own and event.actor is None)
        return Row(
            seq=event.seq,
            name=event.name,
            at=event.at,
            who=self.who(event),
            done=self.says(spec.done),
            icon=spec.icon,
            public=self.says(spec.public),
            words=words_of(event, spec, self.kind, self.matter, internal=internal) if full else [],
            facts=facts_of(event, spec, self.kind, self.names, internal=internal) if full else [],
            files=files if self.reads_all or own or (full and self.is_field) else [],
            sides=sides(readers, self.kind),
            readers=readers_in_words(readers, self.parties, self.kind, self.matter),
            mine=own,
            from_office=event.actor_role in (OFFICE, HANDLER, LEAD),
        )

    def who(self, event: Event) -> str:
        """Who did it, for this reader: respondents never learn the complainant's name, nor each other's people."""
        if event.actor_role in ("clock", "engine"):
            return _("The system")
        if event.actor_role == COMPLAINANT:
            return _("You") if COMPLAINANT in self.roles else self.filer
        unit = event.unit.label if event.unit else ""
        if event.actor is None:
            return unit
        named = event.unit_id == self.case.office_id or self.is_field or event.actor_role == INSPECTOR
        if not (self.reads_all or named):
            return unit
        absent = self.names.get(event.facts.get("in_stead_of"))
        if absent is None:
            return f"{event.actor.name} {unit}"
        return _("%(name)s (for %(absent)s) %(unit)s") % {
            "name": event.actor.name,
            "absent": absent,
            "unit": unit,
        }

    @cached_property
    def offers(self) -> list[Offer]:
        """The acts to show this actor: those they can do now, and those they or their office could at another time."""
        if self.reads_all:
            # Guards ask what happened; the page has read it.
            self.case.history = [_as_history(event) for event in self.events]
        found = []
        for spec in self.gate.acts_here():
            if spec.hidden or not self._concerns(spec):
                continue
            task = self.gate.task_for(spec) if not spec.subject else None
            why = self._why_not(spec, task)
            if isinstance(why, NotOffered):
                continue
            found.append(Offer(spec, why, task, self.kind.form_class(spec)))
        return found

    def _why_not(self, spec: Act, task: WorkTask | None) -> Any:
        """For an act on somebody else's task, any waiting one will do: its form asks which."""
        return self.gate.why_not(spec, self._waiting(spec) if spec.subject else task)

    def _waiting(self, spec: Act) -> WorkTask | None:
        return next((task for task in self.tasks if spec.name in task.flow_task.acts), None)

    def _concerns(self, spec: Act) -> bool:
        """Whether the act is for somebody like this actor: their own role's, their office's, or for a task at hand."""
        ours = {HANDLER, LEAD, OFFICE} if OFFICE in self.roles else set()
        if (self.roles | ours) & set(spec.by) and (spec.direct or not spec.subject):
            return True
        waiting = [task for task in self.tasks if spec.name in task.flow_task.acts]
        if any(self.gate.is_theirs(task) for task in waiting):
            return True
        return OFFICE in self.roles and any(task.role not in OUTSIDE or bool(spec.subject) for task in waiting)

    def offer(self, name: str) -> Offer | None:
        return next((o for o in self.offers if o.act.name == name), None)

    @cached_property
    def drafts(self) -> list[DraftMark]:
        """Forms that a party fills in together at this stage, as far as this actor may know of them."""
        return draft_marks(self.gate)

    @cached_property
    def track(self) -> list[dict[str, Any]]:
        """The public's few steps."""
        return track_of(self.case, self.kind, self.stage)


# Whose clocks a task runs against, where they are not the office's own.
_SIDES = dict.fromkeys(OUTSIDE, "theirs") | dict.fromkeys(FIELD_ROLES, "field") | {BODY: "bodies"}


def _as_history(event: Event) -> dict[str, Any]:
    """An event as `Case.history` has it."""
    return {name: getattr(event, name) for name in ("seq", "name", "at", "actor_role", "unit_id", "facts")}


def whom(task: WorkTask, case: Case) -> str:
    """Whom a task waits for, in words: the person who has it, else the unit."""
    if task.unit is None:
        return phrase(THE_FILER, matter_of(case))
    unit = task.unit.label
    if task.owner is not None:
        return f"{task.owner.name} {unit}"
    return _("%(unit)s (lead)") % {"unit": unit} if task.role in (LEAD, FIELD_LEAD) else unit


def view(actor: Actor, case: Case, now: dt.datetime | None = None) -> CaseView:
    """The case as this actor may see it. Raises NotFound."""
    return CaseView(case=case, actor=actor, now=now or timezone.now())
