"""One actor before many cases of a kind at one moment: what every gate asks is read once for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .access import bound_with
from .gate import Gate
from .models import CaseDuty, CaseParty, Clock, Event, Recusal
from .procedures import waiting_in

if TYPE_CHECKING:
    from .actors import Actor
    from .acts import Act
    from .models import Case


def gates(cases: Iterable[Case], actor: Actor, spec: Act, now: dt.datetime) -> list[Gate]:
    """The gate of each case in which the actor has a role, ready to be asked about `spec`. For people of the cases' own
    office, and of their parties, at most seven statements, however many cases."""
    found = list(cases)
    ids = [case.pk for case in found]
    if not ids:
        return []
    _read_people(found, ids)
    if spec.guards:
        _read_past(found, ids)
    tasks = waiting_in(ids)
    duties = _duties(ids, actor) if spec.apart_from and actor.person is not None else {}
    opened = []
    for case in found:
        gate = Gate(case, actor, now)
        gate.__dict__.update(tasks=tasks.get(case.pk, []), _duties_had=frozenset(duties.get(case.pk, ())))
        opened.append(gate)
    return [gate for gate in opened if gate.roles]


def _read_people(cases: list[Case], ids: list[int]) -> None:
    out = _grouped(Recusal.objects.filter(case__in=ids).values_list("case", "user"))
    parties = CaseParty.objects.filter(case__in=ids).select_related("unit").order_by("pk")
    of_case = _grouped((party.case_id, party) for party in parties)
    for case in cases:
        case.recused = frozenset(out.get(case.pk, ()))
        case.party_list = of_case.get(case.pk, [])


def _read_past(cases: list[Case], ids: list[int]) -> None:
    """What guards ask: what happened, and which clocks run."""
    rows = Event.objects.filter(case__in=ids).order_by("seq")
    happened = rows.values("case", "seq", "name", "at", "actor_role", "unit_id", "facts")
    history = _grouped((row.pop("case"), row) for row in happened)
    live = Clock.objects.filter(case__in=ids, ended_at__isnull=True).order_by("due_at")
    clocks = _grouped((clock.case_id, clock) for clock in live)
    for case in cases:
        case.history = history.get(case.pk, [])
        case.live_clocks = clocks.get(case.pk, [])


def _duties(ids: list[int], actor: Actor) -> dict[int, list[str]]:
    had = CaseDuty.objects.filter(case__in=ids, user__in=bound_with(actor))
    return _grouped(had.values_list("case", "duty"))


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for case_id, value in pairs:
        found.setdefault(case_id, []).append(value)
    return found
