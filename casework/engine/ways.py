"""Which ways lead where in the life of a kind, for each of its matters."""

from __future__ import annotations

from .acts import Act
from .kinds import Kind
from .stages import Stage


def matters_of(kind: Kind) -> tuple[str, ...]:
    """The kind's matters; "" where it has none."""
    return tuple(kind.matters) or ("",)


def moves_from(kind: Kind, state: str, matter: str) -> list[Act]:
    """The acts of a matter that leave `state` for another."""
    return [act for act in kind.acts_from(state, matter) if act.target is not None and act.target != state]


def matters_here(kind: Kind, stage: Stage) -> list[str]:
    """The matters whose cases can come into the stage."""
    return [matter for matter in matters_of(kind) if stage.state in states_of(kind, matter)]


def states_of(kind: Kind, matter: str) -> set[str]:
    """The states that cases of a matter can come into."""
    seen, ahead = set(), [kind.opening.target]
    while ahead:
        state = ahead.pop()
        if state not in seen and state in kind.stage_by_state:
            seen.add(state)
            ahead += [act.target for act in moves_from(kind, state, matter)]
    return seen
