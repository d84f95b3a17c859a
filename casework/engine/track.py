"""The public's few steps of a case: which were reached, where it is, what comes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from .models import Event

if TYPE_CHECKING:
    from .kinds import Kind
    from .models import Case
    from .stages import Stage


def track_of(case: Case, kind: Kind, stage: Stage) -> list[dict[str, Any]]:
    """{label, at, state: past | now | future | skipped} of each step. One statement.

    A case that ended early skipped the steps between the last it reached and its end.
    """
    reached = _reached(case, kind)
    places = [place for place, _label in kind.track]
    if stage.place not in places:
        return _detour(case, kind, stage, reached)
    here = places.index(stage.place)
    last = _fill_in(reached, places)
    return [
        {"label": label, "at": reached.get(place), "state": _step_state(stage, i, here, last)}
        for i, (place, label) in enumerate(kind.track)
    ]


def _detour(case: Case, kind: Kind, stage: Stage, reached: dict[str, dt.datetime]) -> list[dict[str, Any]]:
    """Somewhere beside the usual way: the steps that were reached, this one, and the last, which comes again."""
    before = [(place, label) for place, label in kind.track[:-1]]
    _fill_in(reached, [place for place, _label in kind.track])
    steps = [
        {"label": label, "at": reached.get(place), "state": "past" if place in reached else "skipped"}
        for place, label in before
    ]
    label = dict(kind.detours)[stage.place]
    now = {"label": label, "at": case.state_since, "state": "now"}
    return [*steps, now, {"label": kind.track[-1][1], "at": None, "state": "future"}]


def _step_state(stage: Stage, step: int, here: int, last: int) -> str:
    if stage.is_open:
        return "past" if step < here else ("now" if step == here else "future")
    return "past" if step <= last or step == here else "skipped"


def _reached(case: Case, kind: Kind) -> dict[str, dt.datetime]:
    """When each public step was first reached, by place."""
    found: dict[str, dt.datetime] = {}
    moves = Event.objects.filter(case_id=case.pk).exclude(target="").order_by("seq")
    for target, moment in moves.values_list("target", "at"):
        found.setdefault(kind.stage_by_state[target].place, moment)
    return found


def _fill_in(reached: dict[str, dt.datetime], places: list[str]) -> int:
    """A step that no stage stands for was reached with the one after it. Returns the index of the last step reached
    before the end."""
    last = max((i for i, place in enumerate(places[:-1]) if place in reached), default=0)
    for earlier, later in zip(places[last - 1 :: -1], places[last:0:-1], strict=False):
        reached.setdefault(earlier, reached[later])
    return last
