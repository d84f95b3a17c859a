"""What an act does to where a case stands: the old stage ends, the new one begins; hands change; asks end and begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import claims, envelopes, procedures
from .acts import HANDLER, HANDLING, Act, Context
from .links import wait_no_longer
from .models import CaseDuty
from .stages import FINAL

if TYPE_CHECKING:
    from .passage import Passage
    from .stages import Stage


def change_stage(passage: Passage, spec: Act, source: str, effects: dict[str, Any]) -> Any:
    """Leave the old stage and begin the new one, where the act does that. Returns the procedure that began, which may
    be done already."""
    if spec.target is None and not spec.restarts:
        return None
    stage = passage.kind.stage_by_state[passage.case.state]
    _leave(passage, stage, asks_too=not spec.restarts)
    if not spec.restarts:
        passage.case.state_since = passage.now
        passage.case.holder = stage.holder(passage.case) if stage.is_open else None
        passage.case.closed_at = None if stage.is_open else passage.now
        if stage.category == FINAL:
            # Nothing can be done any more, so nobody need be told by a call.
            passage.case.unreached_seq, passage.case.reach_at = 0, None
        passage.board.enter(stage, spec.rounds)
        if source and passage.kind.stage_by_state[source].waits_for:
            wait_no_longer(passage.case, passage.now)
    else:
        passage.board.renew(spec.rounds)
    passage.__dict__.pop("tasks", None)
    if stage.procedure is None:
        return None
    started = procedures.start(stage.procedure, passage.case, due=passage.due, at=passage.now, main=True)
    effects["procedure"] = stage.procedure.__name__
    return started


def _leave(passage: Passage, stage: Stage, *, asks_too: bool) -> None:
    """Cancel what still runs, except asks that go on in the stage that begins."""
    if passage.case.last_seq:
        running = procedures.running_of(passage.case)
        asks = [p for p in running if not p.main and not p.flow_class.goes_on_in(stage.category)]
        procedures.cancel([*(p for p in running if p.main), *(asks if asks_too else [])], passage.now)
    if asks_too and passage.kind.seals:
        envelopes.drop(passage.case)


def change_hands(passage: Passage, spec: Act, before: int | None, effects: dict[str, Any], *, in_stead: bool) -> None:
    """Who handles the case from here on, and who has had which duty in it. before: who handled it."""
    person = passage.actor.person
    duties = {(person.pk, spec.duty)} if spec.duty and person else set()
    # Whoever acted for the handler has handled the case, whatever the act.
    duties |= {(person.pk, HANDLING)} if in_stead else set()
    # Whoever handles the case has had that duty since it became theirs.
    duties.discard((before, HANDLING))
    if passage.case.handler_id != before:
        procedures.assign_handler_tasks(passage.case, passage.case.handler)
        effects["handler"] = passage.case.handler_id
        if passage.case.handler_id:
            duties.add((passage.case.handler_id, HANDLING))
    claims.follow(passage.case, before=before, worked=HANDLER in passage.roles, now=passage.now)
    if duties:
        rows = [CaseDuty(case_id=passage.case.pk, user_id=user, duty=duty) for user, duty in sorted(duties)]
        CaseDuty.objects.bulk_create(rows, ignore_conflicts=True)


def end_asks(passage: Passage, ctx: Context) -> None:
    """Those that the act makes needless."""
    if ctx.needless:
        ended = [p for p in procedures.running_of(passage.case) if p.flow_class.__name__ in ctx.needless]
        procedures.cancel(ended, passage.now)


def start_asks(passage: Passage, ctx: Context, effects: dict[str, Any]) -> None:
    """Those that the act starts; of those that are single, none that runs already."""
    started = []
    classes = {flow_class.__name__: flow_class for flow_class in passage.kind.asks}
    for name, kwargs in ctx.asks:
        flow_class = classes[name]
        if flow_class.single and procedures.ask_is_open(flow_class, passage.case):
            continue
        procedures.start(flow_class, passage.case, due=passage.due, at=passage.now, **kwargs)
        started.append(name)
    if started:
        effects["asks"] = started
