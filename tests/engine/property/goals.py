"""What anything could ever lead to, and what never happens in a kind: read from the declarations."""

from __future__ import annotations

from collections.abc import Iterator

from casework.engine.acts import Act
from casework.engine.clock_acts import RUNGS
from casework.engine.kinds import Kind, all_kinds
from casework.engine.retention import MASK

RECUSAL_ASKED = ("ask_recusal", "grant_recusal", "refuse_recusal")


def comes_from(spec: Act) -> set[str]:
    """The states in which a case must have been before, as the act's guards say."""
    return {guard.comes_from for guard in spec.guards if hasattr(guard, "comes_from")}


def goals() -> Iterator[tuple[Kind, Act]]:
    """Every act of every registered kind that anything could ever lead to."""
    for kind in all_kinds():
        for spec in kind.acts.values():
            if spec.name not in unreachable(kind):
                yield kind, spec


def unreachable(kind: Kind) -> set[str]:
    """Inherited acts that a kind has no occasion for: no task of its has a day without an act to end it, none of its
    acts must reach anybody, nobody outside can be reached, nor has data to be masked; it has no clock, or no side
    outside."""
    serves = any(act.serves for act in kind.acts.values())
    passed = set() if kind.offices else {"pass_on", "acknowledge", "send_back_unit"}
    nobody = Kind.__dataclass_fields__["reachable"].default
    codes = {"reissue_code", "refuse_code", MASK} if kind.reachable is nobody else set()
    reached = set() if serves else {"be_reached", "stay_unreached", "record_contact"}
    outside = kind.party_roles or kind.opening.opens_as
    alone = set() if outside else {"message", "mark_read", "reply", "urge", *RECUSAL_ASKED}
    timeless = set() if kind.clocks else {*RUNGS.values(), "count_again"}
    never = reached | passed | codes | alone | timeless
    asks = [node for ask in kind.asks for node in ask.work_nodes() if not set(node.acts) <= never]
    there = occasions_of(kind, kind.acts["task_overdue"]) or any(node.due and not node.on_due for node in asks)
    return never if there else never | {"task_overdue"}


def occasions_of(kind: Kind, spec: Act) -> set[str]:
    """For the notice of an overdue task, declared for any state: the states that have such a task."""
    if spec.name != "task_overdue":
        return set()
    stages = [stage for stage in kind.stages if stage.procedure]
    return {s.state for s in stages if any(n.due and not n.on_due for n in s.procedure.work_nodes())}
