"""One passage through the door: what an act does to a locked case, from the check to the record."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.services import announce

from . import budgets, claims, drafts, envelopes, procedures, record, retention, search
from .access import readers_in_full, takes_in_for
from .actors import ENGINE_ACTOR, Actor, seat_address
from .acts import AUDITOR, FIELD, HANDLER, HANDLING, INSPECTOR, OFFICE, Act, Context, unit_role
from .attachments.store import NotYours, bind
from .audience import Audience
from .clocks import ACT, ClockBoard, duty_hours
from .errors import NotFound, Refused
from .forms import ActForm
from .fsm import TransitionNotAllowed
from .gate import Gate
from .kinds import can_be_told, matter_of
from .links import promise, promise_to_waiting, wait_no_longer
from .models import Attachment, Case, CaseDuty, CaseParty, Envelope, Event, WorkTask
from .numbers import case_number
from .stages import FINAL

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .stages import Stage


@dataclass
class Passage(Gate):
    """A case under its lock, and everything one transaction does to it. `events` grows by one per act."""

    other: Case | None = None
    events: list[Event] = field(default_factory=list)
    promised: int = 0
    # Who read the case before an act by which people may lose the right to.
    parting: set[str] = field(default_factory=set)
    # What is being done is what lay in this envelope.
    opened: Envelope | None = None

    def __post_init__(self) -> None:
        self.before = _values(self.case)

    @cached_property
    def board(self) -> ClockBoard:
        return ClockBoard(self.case, self.now)

    @cached_property
    def people(self) -> Audience:
        return Audience(self.case)

    def due(self, budget: budgets.Budget) -> dt.datetime:
        """When a task's own budget is over, counted from now."""
        return budgets.due(self.now, budget, [], self.board.calendar, duty_hours(self.case)).at

    # --- the act ------------------------------------------------------------------------------------------------------
    def act(self, spec: Act, details: Mapping[str, Any], task: WorkTask | None = None) -> Event | None:
        """Do one act: check, clean, change, let flows go on, change stage, record, tell. Raises Refused, NotFound.

        Returns its event; None where it was put into an envelope.
        """
        if self.opened is None:
            task = self._admit(spec, details, task)
        form = self._clean(spec, details)
        if spec.sealed and self.opened is None:
            return self._seal(spec, details, task)
        if spec.otherwise and not form.holds():
            # In the record it is done in the role in which the other one was asked for.
            spec = replace(self.kind.acts[spec.otherwise], by=spec.by)
        ctx = self._context(spec, form, task)
        absent = self._in_stead_of(spec, task)
        if absent is not None:
            ctx.facts["in_stead_of"] = absent
        source, handler, holder = self.case.state, self.case.handler_id, self.case.holder_id
        self.parting = Audience(self.case).addresses({OFFICE, FIELD}) if spec.parts else set()
        self._transition(spec, ctx)
        if not self.case.pk:
            self._bring_into_being(ctx)
            ctx.seq = 1
        if spec.writes is not None:
            spec.writes(ctx)
        procedure = self._finish(task, spec)
        self._serve(spec, ctx)
        self.board.stop_named(spec.stops)
        for name in spec.runs:
            self.board.run(self.kind.clock_by_name[name])
        self.board.pause_named(spec.pauses, f"{ACT}{spec.name}")
        effects: dict[str, Any] = {}
        started = self._change_stage(spec, source, effects) if spec.target is not None or spec.restarts else None
        self._change_hands(spec, handler, effects, in_stead=absent is not None)
        self._end_asks(ctx)
        asked = self._start_asks(ctx)
        if asked:
            effects["asks"] = asked
        moved = bool(self.board.effects) or self.case.holder_id != holder or spec.target is not None
        self.case.version += 1 if moved and not spec.keeps_version else 0
        event = self._record(spec, ctx, form, source, effects)
        drafts.end(ctx.draft)
        self._keep_promises(spec, ctx, event)
        self._follow(spec, procedure, started)
        return event

    def _admit(self, spec: Act, details: Mapping[str, Any], task: WorkTask | None) -> WorkTask | None:
        """The task that the act finishes, where this actor may do it now. Raises Refused, NotFound."""
        task = self.task_for(spec, task, details)
        why = self.why_not(spec, task)
        if why is not None:
            raise Refused(str(why)) if self.roles else NotFound
        return task

    def _seal(self, spec: Act, details: Mapping[str, Any], task: WorkTask) -> Event | None:
        """Into an envelope; or, where everybody else's is there, all are done, each as whoever gave it."""
        drafts.end(self.draft_place(spec))
        event = None
        for envelope, its_task in envelopes.put(self, spec, details, task):
            speaker = self.instead(Actor.user(envelope.by), opened=envelope)
            event = speaker.act(self.kind.acts[envelope.act], envelope.details, its_task)
            self.promised += speaker.promised
        return event

    def _clean(self, spec: Act, details: Mapping[str, Any]) -> ActForm:
        form_class = self.kind.form_class(spec, self.actor) or ActForm
        form = form_class(details, case=self.case, actor=self.actor, now=self.now)
        if not form.is_valid():
            general = form.non_field_errors()
            fields = {name: list(errors) for name, errors in form.errors.items()}
            raise Refused(general[0] if general else _("Some answers need another look."), fields=fields)
        return form

    def _context(self, spec: Act, form: ActForm, task: WorkTask | None) -> Context:
        facts = {"given_at": self.opened.at.isoformat()} if self.opened is not None else {}
        return Context(
            case=self.case,
            actor=self.actor,
            now=self.now,
            details=form.cleaned_data,
            act=spec,
            unit=form.cleaned_data["unit"] if self._in_own_name(spec) else self._unit(spec, task),
            task=task,
            other=self.other,
            due=self.due,
            board=self.board,
            seq=self.case.last_seq + 1,
            draft=self.draft_place(spec),
            facts=facts,
        )

    def _in_own_name(self, spec: Act) -> bool:
        """Whether a unit outside opens the case by it, and not somebody who takes a seat."""
        return bool(spec.opens_for) and not (spec.opens_as and self.actor.person is None)

    def _unit(self, spec: Act, task: WorkTask | None) -> Unit | None:
        """For whom the actor speaks: the unit of their task, else the office, else their unit among the parties; for a
        case that begins, the unit that takes it in. Who finishes somebody else's task speaks for themselves."""
        if self.opened is not None:
            return self.opened.unit
        if self.actor.person is None:
            return None
        if not self.case.pk:
            return takes_in_for(self.actor)
        named = next((p.unit for p in self.case.named if p.user_id == self.actor.person.pk), None)
        if named is not None and INSPECTOR in {*spec.by, task.role if task else ""}:
            return named
        if task is not None and task.unit is not None and self.is_theirs(task):
            return task.unit
        mine = {m.unit_id: m.unit for m in self.actor.memberships}
        if self.case.office_id in mine:
            return mine[self.case.office_id]
        parties = self.case.party_list if self.case.pk else []
        return next((mine[party.unit_id] for party in parties if party.unit_id in mine), None)

    def _in_stead_of(self, spec: Act, task: WorkTask | None) -> int | None:
        """For whom a stand-in acts: the handler who is away, where it is the handler's act or task."""
        person, handler = self.actor.person, self.case.handler_id
        if person is None or handler in (None, person.pk) or HANDLER not in self.roles:
            return None
        return handler if self.role_in(spec) == HANDLER or (task is not None and task.role == HANDLER) else None

    def _transition(self, spec: Act, ctx: Context) -> None:
        try:
            getattr(self.case, spec.name)(ctx)
        except TransitionNotAllowed as error:
            raise Refused from error

    def _bring_into_being(self, ctx: Context) -> None:
        self.case.save(force_insert=True)
        self.before = _values(self.case)
        # Nobody was sent out of the room before there was one.
        self.case.recused = frozenset()
        self.case.number = case_number(matter_of(self.case).prefix, timezone.localdate(self.now).year, self.case.pk)
        if self._in_own_name(ctx.act):
            role = ctx.act.role_of_opener(ctx.unit)
            self.case.add_parties([CaseParty(case=self.case, unit=ctx.unit, role=role, involved_at=self.now)])

    def _finish(self, task: WorkTask | None, spec: Act) -> Any:
        if task is None:
            return None
        return procedures.finish_task(
            task, self.case, user=self.actor.person, decision=spec.name, at=self.now, due=self.due
        )

    def _serve(self, spec: Act, ctx: Context) -> None:
        """From here on somebody outside must come to know of this, and some days later is called (campaign figure)."""
        if spec.serves and can_be_told(self.case):
            self.case.unreached_seq = ctx.seq
            self.case.reach_at = self.due(budgets.Budget(self.case.campaign.return_visit_days, "workdays"))

    # --- stages, hands, asks ------------------------------------------------------------------------------------------
    def _change_stage(self, spec: Act, source: str, effects: dict[str, Any]) -> Any:
        """Leave the old stage and begin the new one. Returns the procedure that began, which may be done already."""
        stage = self.kind.stage_by_state[self.case.state]
        self._leave(stage, asks_too=not spec.restarts)
        if not spec.restarts:
            self.case.state_since = self.now
            self.case.holder = stage.holder(self.case) if stage.is_open else None
            self.case.closed_at = None if stage.is_open else self.now
            if stage.category == FINAL:
                # Nothing can be done any more, so nobody need be told by a call.
                self.case.unreached_seq, self.case.reach_at = 0, None
            self.board.enter(stage, spec.rounds)
            if source and self.kind.stage_by_state[source].waits_for:
                wait_no_longer(self.case, self.now)
        else:
            self.board.renew(spec.rounds)
        self.__dict__.pop("tasks", None)
        if stage.procedure is None:
            return None
        started = procedures.start(stage.procedure, self.case, due=self.due, at=self.now, main=True)
        effects["procedure"] = stage.procedure.__name__
        return started

    def _leave(self, stage: Stage, *, asks_too: bool) -> None:
        """Cancel what still runs, except asks that go on in the stage that begins."""
        if self.case.last_seq:
            running = procedures.running_of(self.case)
            asks = [p for p in running if not p.main and not p.flow_class.goes_on_in(stage.category)]
            procedures.cancel([*(p for p in running if p.main), *(asks if asks_too else [])], self.now)
        if asks_too and self.kind.seals:
            envelopes.drop(self.case)

    def _change_hands(self, spec: Act, before: int | None, effects: dict[str, Any], *, in_stead: bool) -> None:
        person = self.actor.person
        duties = {(person.pk, spec.duty)} if spec.duty and person else set()
        # Whoever acted for the handler has handled the case, whatever the act.
        duties |= {(person.pk, HANDLING)} if in_stead else set()
        # Whoever handles the case has had that duty since it became theirs.
        duties.discard((before, HANDLING))
        if self.case.handler_id != before:
            procedures.assign_handler_tasks(self.case, self.case.handler)
            effects["handler"] = self.case.handler_id
            if self.case.handler_id:
                duties.add((self.case.handler_id, HANDLING))
        claims.follow(self.case, before=before, worked=HANDLER in self.roles, now=self.now)
        if duties:
            rows = [CaseDuty(case_id=self.case.pk, user_id=user, duty=duty) for user, duty in sorted(duties)]
            CaseDuty.objects.bulk_create(rows, ignore_conflicts=True)

    def _end_asks(self, ctx: Context) -> None:
        if ctx.needless:
            ended = [p for p in procedures.running_of(self.case) if p.flow_class.__name__ in ctx.needless]
            procedures.cancel(ended, self.now)

    def _start_asks(self, ctx: Context) -> list[str]:
        started = []
        classes = {flow_class.__name__: flow_class for flow_class in self.kind.asks}
        for name, kwargs in ctx.asks:
            flow_class = classes[name]
            if flow_class.single and procedures.ask_is_open(flow_class, self.case):
                continue
            procedures.start(flow_class, self.case, due=self.due, at=self.now, **kwargs)
            started.append(name)
        return started

    # --- the record, and who is told ----------------------------------------------------------------------------------
    def _record(self, spec: Act, ctx: Context, form: ActForm, source: str, effects: dict[str, Any]) -> Event:
        clocks, self.board.effects = self.board.save(), []
        if clocks:
            effects["clocks"] = clocks
        facts = {**form.facts(), **ctx.facts, **self._bind_files(ctx, form)}
        event = record.new_event(
            case=self.case,
            name=spec.name,
            at=self.now,
            actor=self.actor,
            role=self.role_in(spec),
            unit=ctx.unit,
            source=source,
            target=self.case.state if spec.target else "",
            facts=facts,
        )
        above, self.case.asked_above = self.case.asked_above, None
        if above is not None:
            effects["asked_above"] = above.pk
            ctx.also_tell.append(unit_role(above.pk))
        event.effects = record.plain(effects)
        event.told = sorted({*spec.tells, *ctx.also_tell})
        words = form.words()
        record.append(self.case, event, words)
        if spec.heard:
            self.case.heard_seq = event.seq
        self.case.__dict__.pop("history", None)
        retention.follow(self.case, moved=spec.target is not None, said=bool(words), now=self.now)
        self._make_findable(event, form, words)
        if self.board.was_read:
            self.case.due_at = self.board.earliest_due()
        self._save()
        self._tell(event, spec)
        self.events.append(event)
        return event

    def role_in(self, spec: Act) -> str:
        """The role the actor acts in: the seat they take by it, or their unit's; else the first of the act's that is
        theirs."""
        if self.opened is not None:
            return self.opened.role
        if self._in_own_name(spec):
            # Whoever opened it is its first party.
            return self.case.party_list[0].role
        if spec.opens_as and self.actor.person is None:
            return spec.opens_as
        mine = [role for role in spec.by if role in self.roles]
        # Whoever may read everything besides has not acted as that.
        return mine[0] if mine else next(iter(sorted(self.roles - {AUDITOR})), self.actor.automatic)

    def _bind_files(self, ctx: Context, form: ActForm) -> dict[str, Any]:
        bound = {}
        for name in form.file_fields():
            ids = form.cleaned_data.get(name)
            if ids:
                files = self._bind(ctx, name, ids)
                bound[name] = [{"id": str(f.pk), "sha256": f.sha256} for f in files]
        return bound

    def _bind(self, ctx: Context, field_name: str, ids: list[uuid.UUID]) -> list[Attachment]:
        seat = "" if self._in_own_name(ctx.act) else ctx.act.opens_as
        try:
            return bind(
                case=self.case,
                attachments=ids,
                uploader=self.actor.uploader,
                event_seq=ctx.seq,
                # What came with a filing is the complainant's, also where a clerk added it.
                by_role=seat or self.role_in(ctx.act),
                by_unit=None if seat else ctx.unit,
                place=ctx.draft,
            )
        except NotYours as error:
            gone = _("One of the files is no longer here. Please add it again.")
            raise Refused(gone, fields={field_name: [gone]}) from error

    def _make_findable(self, event: Event, form: ActForm, words: Mapping[str, str]) -> None:
        texts = {name: text for name, text in words.items() if name not in form.unsearched}
        if event.seq == 1:
            texts |= self.kind.search_texts(self.case)
        if texts:
            joined = {f"event:{event.seq}": "\n".join(texts.values())}
            search.index_case(case=self.case, scope="office", texts=joined, new=True)

    def _save(self) -> None:
        """One statement for each table of the case in which something changed."""
        now_values = _values(self.case)
        changed = {name: value for name, value in now_values.items() if self.before.get(name, _NEW) != value}
        for model in (*self.case._meta.all_parents, type(self.case)):
            own = {f.name: changed[f.name] for f in model._meta.local_concrete_fields if f.name in changed}
            if own:
                model._base_manager.filter(pk=self.case.pk).update(**own)
        self.before = now_values

    def _tell(self, event: Event, spec: Act) -> None:
        """Those whom it concerns hear of it; on an open page of anybody else who may read it, it appears."""
        # Whoever takes a seat by opening the case has it before them, and is told outside, to keep.
        seat = {seat_address(self.case.pk, event.actor_role)}
        doer = {self.actor.address, *seat}
        announce(
            event_no=event.pk,
            case_no=self.case.number,
            topic=spec.name,
            addresses=(self.people.addresses(event.told) - doer) | self.people.systems(spec.posts_to),
            quietly=(self.people.addresses(readers_in_full(event, spec)) | self.parting) - doer,
            outside=seat if spec.opens_as == event.actor_role else (),
            urgent=spec.urgent,
        )

    # --- afterwards ---------------------------------------------------------------------------------------------------
    def _keep_promises(self, spec: Act, ctx: Context, event: Event) -> None:
        """Write down what this act promised elsewhere, and do at once what it does to the second case."""
        for nth, promised in enumerate(ctx.promises):
            promise(event, **promised, nth=nth)
        self.promised += len(ctx.promises)
        if spec.target is not None and not self.kind.stage_by_state[self.case.state].is_open:
            self.promised += promise_to_waiting(self.case, event)
        for name, details in ctx.on_other:
            there = Passage(case=ctx.other, actor=ENGINE_ACTOR, now=self.now, other=self.case)
            there.act(there.kind.acts[name], {**details, "from_case": self.case.pk})
            self.promised += there.promised

    def _follow(self, spec: Act, finished: Any, started: Any) -> None:
        """A main procedure that is done, by its last task or as it started, names the act that comes next."""
        done = started if started is not None else (finished if spec.is_step else None)
        if done is None or done.running or not done.main:
            return
        engine = self.instead(ENGINE_ACTOR)
        engine.act(self.kind.acts[done.flow_class.outcome(done)], {})
        self.promised += engine.promised

    def instead(self, actor: Actor, opened: Envelope | None = None) -> Passage:
        """The same case, board, people and events, with another who acts: the engine, or whose envelope is opened."""
        passage = Passage(case=self.case, actor=actor, now=self.now, events=self.events, opened=opened)
        passage.__dict__.update(board=self.board, people=self.people)
        return passage


_NEW = object()


def _values(case: Case) -> dict[str, Any]:
    """The case's own columns, for knowing which of them an act changed."""
    fields = type(case)._meta.concrete_fields
    return {f.name: case.__dict__.get(f.attname) for f in fields if not f.primary_key}
