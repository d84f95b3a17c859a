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
from .acts import ANY_STATE, AUDITOR, BODY, COMPLAINANT, FIELD_LEAD, FIELD_ROLES, INSPECTOR, LEAD, OFFICE, OUTSIDE
from .calendar import Calendar
from .clock_views import ClockView, clock_view
from .draft_marks import DraftMark, draft_marks
from .envelopes import Sealed, as_read, is_given
from .errors import NotFound
from .gate import Gate
from .kinds import THE_FILER, Kind, Matter, kind_of, matter_of, phrase
from .models import Attachment, CaseParty, Event, WorkTask
from .offers import Offer, offers_to
from .reading import visible_events
from .reckoning import calendar_since
from .rows import Row, names_of_handlers, row_of
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
        return [row_of(self, event, files.get(event.seq, [])) for event in reversed(self.events)]

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Of the people whom the record names beside the doers: who was given the case, in whose stead one acted."""
        return names_of_handlers(self.events)

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
        """What this actor may do in the case, now or at another time."""
        return offers_to(self)

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
