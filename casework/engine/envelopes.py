"""Acts under seal: kept in envelopes until everybody who is asked has said theirs, then done together.

Nothing of the case changes while an envelope is closed: no event, no number, no task, no count, no bell. So there is
nothing by which anybody but the unit that gave it could know that it was given. What was given stays; nobody takes an
envelope back or puts in another.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .models import Envelope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .actors import Actor
    from .acts import Act
    from .kinds import Kind
    from .models import Case, WorkTask
    from .passage import Passage


@dataclass(frozen=True)
class Sealed:
    """An envelope as the unit that gave it reads it: what it is, by whom and when, and as (label, text)."""

    label: Any
    by: str
    at: dt.datetime
    words: list[tuple[Any, str]]


def own(case: Case, actor: Actor) -> list[Envelope]:
    """The closed envelopes of this person's units. One statement."""
    units = {member.unit_id for member in actor.memberships}
    return list(Envelope.objects.filter(case=case.pk, unit__in=units).select_related("by", "unit")) if units else []


def put(passage: Passage, spec: Act, details: Mapping[str, Any], task: WorkTask) -> list[tuple[Envelope, WorkTask]]:
    """Keep what was said for this task, under the case's lock. Where it was the last: every envelope with its task, in
    the order in which they were given, removed here and to be done now; else none."""
    from .record import plain

    Envelope.objects.create(
        case_id=passage.case.pk,
        unit=task.unit,
        by=passage.actor.person,
        role=passage.role_in(spec),
        act=spec.name,
        details=plain(dict(details)),
        at=passage.now,
    )
    waiting = {t.unit_id: t for t in passage.tasks if t.process_id == task.process_id and spec.name in t.flow_task.acts}
    given = list(Envelope.objects.filter(case=passage.case.pk).select_related("by", "unit").order_by("at", "pk"))
    if waiting.keys() - {envelope.unit_id for envelope in given}:
        return []
    Envelope.objects.filter(case=passage.case.pk).delete()
    return [(envelope, waiting[envelope.unit_id]) for envelope in given]


def drop(case: Case) -> None:
    """The stage they belong to is over: what was not opened never is."""
    Envelope.objects.filter(case=case.pk).delete()


def is_given(task: WorkTask, envelopes: Iterable[Envelope]) -> bool:
    """Whether one of these is what the task asks for."""
    return any(envelope.unit_id == task.unit_id and envelope.act in task.flow_task.acts for envelope in envelopes)


def as_read(envelope: Envelope, kind: Kind) -> Sealed:
    """For its own unit; choices in words."""
    spec = kind.acts[envelope.act]
    fields = kind.recorded_fields(spec)
    said = [(fields[name], envelope.details[name]) for name in fields if envelope.details.get(name)]
    words = [(field.label, str(dict(getattr(field, "choices", ())).get(value, value))) for field, value in said]
    return Sealed(spec.label, f"{envelope.by.name} {envelope.unit.label}", envelope.at, words)
