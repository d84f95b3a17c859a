"""What a kind of case must satisfy before it may be registered in earnest: each fault in a sentence that names it.

Run over every registered kind by the tests (and over broken toy kinds, to see that each fault is found).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import TextField
from django.forms import FileField

from . import silence
from .acts import ANY_STATE, BODY, CLOCK, ENGINE, FIELD, RESERVED, TASK, Act
from .flows import End, Work, case_lock
from .forms import AttachmentsField
from .kinds import Kind
from .stages import FINAL, Stage
from .ways import matters_here, matters_of, moves_from, states_of


def faults(kind: Kind) -> list[str]:
    """Everything that is wrong with a kind; empty when its life is sound."""
    own = (
        _states,
        _matters,
        _party_roles,
        _reachable,
        _classes,
        _clocks,
        _acts,
        _tasks,
        _flows,
        _asks,
        _words,
        _written,
    )
    checks = (*own, silence.faults)
    return [f"{kind.name}: {fault}" for fault in chain.from_iterable(check(kind) for check in checks)]


def _states(kind: Kind) -> Iterator[str]:
    """Every state an act names has a stage; the opening act is the only one from nowhere."""
    for act in kind.acts.values():
        for state in {*act.sources, act.target} - {ANY_STATE, None, ""}:
            if state not in kind.stage_by_state:
                yield f"act {act.name} names the state {state}, which has no stage"
        if "" in act.sources and act is not kind.opening:
            yield f"act {act.name} also brings a case into being"
    if kind.opening.sources != ("",):
        yield f"opening act {kind.opening.name} must lead from nowhere"


def _matters(kind: Kind) -> Iterator[str]:
    """Each act is for a matter that the kind has; cases of all matters begin alike, and are numbered apart."""
    for act in kind.acts.values():
        for matter in set(act.matters) - set(kind.matters):
            yield f"act {act.name} is for the matter {matter}, which the kind has not"
    if kind.opening.matters:
        yield f"opening act {kind.opening.name} must be for every matter"
    if len(set(kind.prefixes)) < len(kind.prefixes):
        yield "two matters share a prefix of their numbers"


def _party_roles(kind: Kind) -> Iterator[str]:
    """What a kind calls its parties is nothing that the engine gives rights to, unless it means just that."""
    meant = {FIELD} if kind.given_out else set()
    meant |= {BODY} if any(node.role == BODY for node in kind.work_nodes()) else set()
    for role in sorted(set(kind.party_roles) & RESERVED - meant):
        yield f"party role {role} means something else to the engine"


def _reachable(kind: Kind) -> Iterator[str]:
    seen = set().union(*(states_of(kind, matter) for matter in matters_of(kind)))
    for state in kind.stage_by_state.keys() - seen:
        yield f"state {state} cannot be reached"


def _classes(kind: Kind) -> Iterator[str]:
    """Open: somebody works or a stated party or day is awaited, and there is a way out. Final: no act at all but those
    that concern the keeping of the case."""
    for stage in kind.stages:
        acts = {act.name: act for matter in matters_of(kind) for act in kind.acts_from(stage.state, matter)}
        if stage.is_open:
            yield from _open_stage(kind, stage)
            continue
        if stage.procedure is not None:
            yield f"{stage.category} state {stage.state} runs a procedure"
        if stage.runs or stage.pauses:
            yield f"{stage.category} state {stage.state} turns a clock"
        acts = [name for name, act in acts.items() if act.lasts != FINAL or not act.is_step]
        if stage.category == FINAL and acts:
            yield f"final state {stage.state} still has acts: {', '.join(acts)}"


def _open_stage(kind: Kind, stage: Stage) -> Iterator[str]:
    for matter in matters_here(kind, stage):
        if not moves_from(kind, stage.state, matter):
            yield f"open state {stage.state} has no way out{f' for a {matter}' if matter else ''}"
    if stage.holder is None:
        yield f"open state {stage.state} has no rule for its holder"
    if stage.procedure is None and not stage.waits_for:
        yield f"open state {stage.state} has neither a procedure nor anybody it waits for"
    if not stage.runs and not stage.no_clock:
        yield f"open state {stage.state} runs no clock and states no reason"


def _clocks(kind: Kind) -> Iterator[str]:
    for stage in kind.stages:
        for name in (*stage.runs, *stage.pauses, *stage.stops):
            if name not in kind.clock_by_name:
                yield f"state {stage.state} names the clock {name}, which the kind has not"
    asks = {ask.__name__ for ask in kind.asks}
    for clock in kind.clocks:
        if clock.overdue_ask and clock.overdue_ask not in asks:
            yield f"clock {clock.name} opens the ask {clock.overdue_ask}, which the kind has not"


def _acts(kind: Kind) -> Iterator[str]:
    for act in kind.acts.values():
        if not act.label or not act.done:
            yield f"act {act.name} has no label"
        if not act.by:
            yield f"act {act.name} can be done by nobody"
        if not act.readers():
            yield f"act {act.name} has no audience"
        if act.target is not None and not act.tells:
            yield f"act {act.name} moves the case and tells nobody"
        if act.target is not None and not act.public:
            yield f"act {act.name} moves the case and has no words for the public"
        for name in (*act.rounds, *act.stops, *act.runs, *act.pauses):
            # A step that every kind inherits may stop a clock that only some kinds have.
            if name not in kind.clock_by_name and ANY_STATE not in act.sources:
                yield f"act {act.name} names the clock {name}, which the kind has not"
        yield from _beside(kind, act)
        yield from _forms(kind, act)


def _beside(kind: Kind, act: Act) -> Iterator[str]:
    """What an act brings with it: the one in its place, the same in other cases."""
    if act.otherwise and act.otherwise not in kind.acts:
        yield f"act {act.name} may become {act.otherwise}, no act of the kind"
    if act.sealed and not _may_be_sealed(kind, act):
        yield f"act {act.name} is done under seal, which only a step can be that finishes a task and brings no files"
    if act.opens_for and (act is not kind.opening or "unit" not in kind.recorded_fields(act)):
        yield f"act {act.name} is done for a unit outside, as only an opening act can be whose form asks for the unit"
    if act.shared_draft and (not act.form or _asks_for_bare_files(kind, act)):
        yield f"act {act.name} keeps a draft of its form, which must be one that brings files by the picker only"
    if act.jointly and (act.hidden or act.other is not None or act is kind.opening):
        yield f"act {act.name} is offered for other cases too, which no such act can be"


def _may_be_sealed(kind: Kind, act: Act) -> bool:
    brings_files = any(isinstance(field, AttachmentsField) for field in kind.recorded_fields(act).values())
    return act.is_step and TASK in act.by and not act.jointly and act.other is None and not brings_files


def _asks_for_bare_files(kind: Kind, act: Act) -> bool:
    return any(isinstance(field, FileField) for field in kind.recorded_fields(act).values())


def _written(kind: Kind) -> Iterator[str]:
    """Whatever people wrote into rows of a case is erased with it."""
    for relation in kind.model._meta.related_objects:
        rows = relation.related_model
        texts = {column.name for column in rows._meta.fields if isinstance(column, TextField)}
        if relation.field.name == "case" and rows._meta.app_label != "engine":
            for name in sorted(texts - set(kind.written.get(rows, ()))):
                yield f"what is written in {rows.__name__}.{name} is never erased"


def _forms(kind: Kind, act: Act) -> Iterator[str]:
    for name in filter(None, (act.form, act.staff_form)):
        try:
            kind.form_named(name)
        except LookupError:
            yield f"act {act.name} has no form {name}"


def _tasks(kind: Kind) -> Iterator[str]:
    """An act done by whose task it is must be named by a task; a task's acts must be legal where it waits."""
    named: set[str] = set()
    for stage in kind.stages:
        if stage.procedure is None:
            continue
        for node in stage.procedure.work_nodes():
            named |= set(node.acts)
            yield from _task_of(kind, stage, node)
    named |= {name for ask in kind.asks for node in ask.work_nodes() for name in node.acts}
    for act in kind.acts.values():
        if TASK in act.by and act.name not in named:
            yield f"act {act.name} finishes a task, but no task names it"


def _task_of(kind: Kind, stage: Stage, node: Work) -> Iterator[str]:
    """Its acts are legal where it waits, for some matter at least."""
    legal = {act.name for matter in matters_here(kind, stage) for act in kind.acts_from(stage.state, matter)}
    for name in set(node.acts) - legal:
        yield f"task {node.name} of {stage.procedure.__name__} names {name}, no act of state {stage.state}"


def _flows(kind: Kind) -> Iterator[str]:
    for stage in kind.stages:
        flow = stage.procedure
        if flow is None:
            continue
        if not flow.outcomes:
            yield f"{flow.__name__} names no outcome"
        for name in flow.outcomes:
            act = kind.acts.get(name)
            if act is None or stage.state not in act.sources or act.target is None:
                yield f"{flow.__name__} may end with {name}, no act that leaves state {stage.state}"
            elif not {TASK, ENGINE, CLOCK} & set(act.by) and not act.direct:
                yield f"{flow.__name__} ends with {name}, which its end cannot do"
        for matter in matters_here(kind, stage):
            if not any(kind.acts[name].is_for(matter) for name in flow.outcomes if name in kind.acts):
                yield f"{flow.__name__} has no outcome for a {matter or kind.name}"
    for flow in set(kind.flows):
        yield from _one_flow(flow)


def _one_flow(flow: type) -> Iterator[str]:
    if flow.lock_impl is not case_lock:
        yield f"{flow.__name__} does not use the one lock"
    for node in flow.work_nodes():
        if not node.acts:
            yield f"task {node.name} of {flow.__name__} can be finished by no act"
        if node.on_due and node.on_due not in node.acts:
            yield f"task {node.name} of {flow.__name__} is finished on its day by {node.on_due}, which it does not name"
        if not _reaches_end(node):
            yield f"task {node.name} of {flow.__name__} leads to no end"


def _reaches_end(node: object) -> bool:
    seen, ahead = set(), [node]
    while ahead:
        here = ahead.pop()
        if isinstance(here, End):
            return True
        if here not in seen:
            seen.add(here)
            ahead += [edge.dst for edge in here._outgoing()]
    return False


def _asks(kind: Kind) -> Iterator[str]:
    """Asks end in a recorded step and never move the case."""
    for ask in kind.asks:
        for node in ask.work_nodes():
            for name in node.acts:
                act = kind.acts.get(name)
                if act is None:
                    yield f"ask {ask.__name__} names {name}, no act of the kind"
                elif not act.is_step:
                    yield f"ask {ask.__name__} names {name}, which moves the case"
            if node.on_due and CLOCK not in kind.acts[node.on_due].by:
                yield f"ask {ask.__name__} ends by the clock with {node.on_due}, which the clock may not do"


def _words(kind: Kind) -> Iterator[str]:
    places = {place for place, _label in (*kind.track, *kind.detours)}
    if len(kind.track) > 6:
        yield "has more than six public steps"
    for stage in kind.stages:
        if not stage.label or not stage.public:
            yield f"state {stage.state} has no words"
        if stage.place not in places:
            yield f"state {stage.state} stands at no public step"
