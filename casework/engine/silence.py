"""Silence is never consent (DESIGN §5): what a kind may let the clock do where somebody outside was asked.

Where nothing came, the clock records just that: a step of its own, without words, after which people of ours go on. It
ends what waits for somebody only where they were reached, or where people of ours go on with it. What such a step
writes is looked at as it runs (tests/engine/test_silence.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from .acts import ANY_STATE, CLOCK, COMPLAINANT, OUTSIDE, RESPONDENT, Act
from .flows import End, If, Work
from .kinds import Kind
from .stages import Stage


def silences(kind: Kind) -> list[Work]:
    """The tasks of people outside on whose day the clock records that nothing came."""
    return [node for node in kind.work_nodes() if node.role in OUTSIDE and node.on_due]


def waits_outside(stage: Stage) -> bool:
    """Whether a case waits here for somebody outside: by a task of theirs, or for whoever the stage says."""
    if stage.procedure is None:
        return stage.is_open and not stage.for_a_day
    return any(node.role in OUTSIDE for node in stage.procedure.work_nodes())


def faults(kind: Kind) -> Iterator[str]:
    """What the lint says of it."""
    for node in silences(kind):
        act, task = kind.acts.get(node.on_due), f"task {node.name} of {node.flow_class.__name__}"
        if act is not None:
            yield from _step(act, task)
        if node.flow_class not in kind.asks and _ends_unseen(node):
            yield f"{task} ends the procedure in silence, seen by nobody of ours"
    for stage in kind.stages:
        if waits_outside(stage):
            yield from _end(kind, stage)


def _step(act: Act, task: str) -> Iterator[str]:
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


def _end(kind: Kind, stage: Stage) -> Iterator[str]:
    """A stage that waits for somebody outside, and the clock may end."""
    roles = {node.role for node in stage.procedure.work_nodes()} if stage.procedure else {COMPLAINANT}
    acts = [act for act in kind.acts.values() if {stage.state, ANY_STATE} & set(act.sources)]
    begun = {*stage.runs, *(name for act in acts for name in (*act.runs, *act.rounds))}
    unreached = any(_ends_unreached(kind, name) for name in begun)
    for act in acts:
        if CLOCK not in act.by or act.target in (None, stage.state):
            continue
        goes_on = act.target in kind.stage_by_state and kind.stage_by_state[act.target].is_open
        if unreached and (COMPLAINANT in roles or not goes_on):
            yield f"state {stage.state} may be ended by {act.name} for people who were not reached"
        # People of a party have accounts: what they are told reaches them by bell and letter.
        told = act.serves or (roles == {RESPONDENT} and RESPONDENT in act.tells)
        if not (told or goes_on):
            yield f"act {act.name} ends in silence what waits for people who need not come to know of it"


def _ends_unreached(kind: Kind, name: str) -> bool:
    """Whether the clock of this name ends something on its day, and ran before anybody knew of it."""
    clock = kind.clock_by_name.get(name)
    return clock is not None and clock.on_due is not None and not clock.from_reached
