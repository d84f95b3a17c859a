"""Silence is never consent (DESIGN §5): what the clock may do where something waits for somebody outside."""

from __future__ import annotations

from collections.abc import Iterator

from .acts import CLOCK, COMPLAINANT, OUTSIDE, Act
from .flows import End, If, Work
from .kinds import Kind
from .stages import Stage
from .ways import matters_here, moves_from


def silent_tasks(kind: Kind) -> list[Work]:
    """The tasks of people outside on whose day the clock records that nothing came."""
    return [node for node in kind.work_nodes() if node.role in OUTSIDE and node.on_due]


def waits_outside(stage: Stage) -> bool:
    """Whether the case waits here for somebody outside: by a task of theirs, or for whoever the stage says."""
    if stage.procedure is None:
        return stage.is_open
    return any(node.role in OUTSIDE for node in stage.procedure.work_nodes())


def check(kind: Kind) -> Iterator[str]:
    """For the lint. Where nothing came from somebody outside, the clock records just that: a step of its own, without
    words, after which people of ours go on. It ends what waits for them only where they were reached, or where it goes
    on openly. What such a step writes is looked at as it runs (tests/engine/test_silence.py)."""
    for node in silent_tasks(kind):
        act = kind.acts.get(node.on_due)
        task = f"task {node.name} of {node.flow_class.__name__}"
        if act is not None:
            yield from _silent_step(act, task)
        if node.flow_class not in kind.asks and _ends_unseen(node):
            yield f"{task} ends the procedure in silence, seen by nobody of ours"
    for stage in kind.stages:
        if waits_outside(stage):
            yield from _silent_end(kind, stage)


def _silent_step(act: Act, task: str) -> Iterator[str]:
    if set(act.by) != {CLOCK}:
        yield f"{task} is finished in silence by {act.name}, with which people answer"
    if not act.is_step:
        yield f"{task} is finished in silence by {act.name}, which moves the case"
    if act.form or act.staff_form:
        yield f"{task} is finished in silence by {act.name}, which says something"


def _ends_unseen(node: Work) -> bool:
    """Whether the end follows with nothing between but gateways that cannot tell silence from an answer."""
    seen, ahead = set(), [edge.dst for edge in node._outgoing()]
    while ahead:
        here = ahead.pop()
        if isinstance(here, End):
            return True
        if here not in seen and not isinstance(here, Work | If):
            seen.add(here)
            ahead += [edge.dst for edge in here._outgoing()]
    return False


def _silent_end(kind: Kind, stage: Stage) -> Iterator[str]:
    """A stage that waits for somebody outside, and the clock may end."""
    roles = {node.role for node in stage.procedure.work_nodes()} if stage.procedure else {COMPLAINANT}
    matters = matters_here(kind, stage)
    acts = {act for matter in matters for act in kind.acts_from(stage.state, matter)}
    begun = {*stage.runs, *(name for act in acts for name in (*act.runs, *act.rounds))}
    unreached = [name for name in begun if _ends_unreached(kind, name)]
    moves = {act.name: act for matter in matters for act in moves_from(kind, stage.state, matter)}
    for act in moves.values():
        goes_on = COMPLAINANT not in roles and kind.stage_by_state[act.target].is_open
        if CLOCK not in act.by or goes_on:
            continue
        if unreached:
            yield f"state {stage.state} may be ended by {act.name} for people who were not reached"
        if not act.serves:
            yield f"act {act.name} ends in silence what waits for people who need not come to know of it"


def _ends_unreached(kind: Kind, name: str) -> bool:
    """Whether the clock of this name ends something on its day, and ran before anybody knew of it."""
    clock = kind.clock_by_name.get(name)
    return clock is not None and clock.on_due is not None and not clock.from_reached
