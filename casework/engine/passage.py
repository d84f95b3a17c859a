"""One passage through the door: what an act does to a locked case, from the check to the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.services import announce

from . import budgets, drafts, envelopes, procedures, record, retention, search, stage_changes, unnamed
from .actors import ENGINE_ACTOR, Actor, seat_address
from .acts import FIELD, LEAD, OFFICE, Act, Context, unit_role
from .attachments.brought import bind_brought
from .audience import Audience
from .clocks import ClockBoard
from .errors import NotFound, Refused
from .forms import ActForm
from .fsm import TransitionNotAllowed
from .kinds import can_be_told, matter_of
from .links import promise, promise_to_waiting
from .models import Case, CaseParty, Envelope, Event, WorkTask
from .numbers import case_number
from .reading import readers_in_full
from .reckoning import ACT, duty_hours
from .speaking import Speaker


@dataclass
class Passage(Speaker):
    """A case under its lock, and everything one transaction does to it. `events` grows by one per act."""

    other: Case | None = None
    events: list[Event] = field(default_factory=list)
    promised: int = 0
    # Who read the case before an act by which people may lose the right to.
    parting: set[str] = field(default_factory=set)

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
        absent = self.in_stead_of(spec, task)
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
        started = stage_changes.change_stage(self, spec, source, effects)
        stage_changes.change_hands(self, spec, handler, effects, in_stead=absent is not None)
        stage_changes.end_asks(self, ctx)
        stage_changes.start_asks(self, ctx, effects)
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
        if form.is_valid() and self.kind.nameless and self._is_of_ours(spec):
            unnamed.check_words(form, spec, self.kind)
        if form.errors:
            general = form.non_field_errors()
            fields = {name: list(errors) for name, errors in form.errors.items()}
            raise Refused(general[0] if general else _("Some answers need another look."), fields=fields)
        return form

    def _is_of_ours(self, spec: Act) -> bool:
        """Whether it is said in a case by the office or a body, and not by a party, whose words are its own."""
        return (
            self.case.pk is not None
            and self.actor.person is not None
            and self.role_in(spec) not in unnamed.outside(self.kind)
        )

    def _context(self, spec: Act, form: ActForm, task: WorkTask | None) -> Context:
        facts = {"given_at": self.opened.at.isoformat()} if self.opened is not None else {}
        return Context(
            case=self.case,
            actor=self.actor,
            now=self.now,
            details=form.cleaned_data,
            act=spec,
            unit=form.cleaned_data["unit"] if self.in_own_name(spec) else self.speaks_for(spec, task),
            task=task,
            other=self.other,
            due=self.due,
            board=self.board,
            seq=self.case.last_seq + 1,
            draft=self.draft_place(spec),
            facts=facts,
        )

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
        if self.in_own_name(ctx.act):
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

    # --- the record, and who is told ----------------------------------------------------------------------------------
    def _record(self, spec: Act, ctx: Context, form: ActForm, source: str, effects: dict[str, Any]) -> Event:
        clocks, self.board.effects = self.board.save(), []
        if clocks:
            effects["clocks"] = clocks
        facts = {**form.facts(), **ctx.facts, **bind_brought(self, ctx, form)}
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
        if unfree := self.case.__dict__.pop("nobody_free", None):
            effects["nobody_free"] = sorted(unfree.items())
            at_home = {self.case.office_id: LEAD}
            ctx.also_tell += [at_home.get(asked := above or unit, unit_role(asked)) for unit, above in unfree.items()]
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
