"""Decisions on the list, written as rows: pages only read, and need no history."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from blacklist.models import Decision, Measure, Vote
from casework.engine.numbers import case_number
from casework.parties.models import Unit
from tests.engine.world import at

FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 12, 31)


def on_the_list(
    world: SimpleNamespace, unit: Unit | None = None, *, kinds: tuple[str, ...] = ("record",), **changes: Any
) -> Decision:
    """In force from 1 October to the end of the year, decided by both organisers; `changes` of the case or, where they
    are named so, of its measures."""
    measure = {"starts": FIRST, "ends": LAST, "months": 3, "agreed": True}
    measure |= {
        name: changes.pop(name) for name in (*measure, "ended_on", "revoked_at", "suspended") if name in changes
    }
    said: dict[str, Any] = {
        "kind": "penalty",
        "state": "in_force",
        "campaign": world.campaign,
        "office": world.association,
        "holder": world.association,
        "unit": unit or world.cinema.unit,
        "violation": "refused_redemption",
        "severity": "general",
        "happened_on": dt.date(2026, 8, 1) + dt.timedelta(days=Decision.objects.count()),
        "decided_on": dt.date(2026, 9, 30),
        "opened_at": at("2026-09-01 09:00"),
        "state_since": at("2026-10-01 09:00"),
        "in_force_at": at("2026-10-01 09:00"),
        "published_at": at("2026-10-01 09:01"),
    }
    case = Decision(**(said | changes))
    case.save()
    case.number = case_number("CL", 2026, case.pk)
    case.save(update_fields=["number"])
    Measure.objects.bulk_create(Measure(case=case, kind=kind, **measure) for kind in kinds)
    for judge, body in ((world.union_judge, world.federation), (world.bureau_judge, world.bureau)):
        Vote.objects.create(
            case=case,
            body=body,
            by=judge.person,
            round=1,
            word="decide",
            agreed=list(kinds),
            reasons="事实清楚。",
            at=at("2026-09-30 15:00"),
        )
    return case


def make_shop(name: str, **fields: Any) -> Unit:
    """A unit that is no cinema."""
    return Unit.objects.create(kind=Unit.Kind.CHAIN, name=name, path="/", **fields)
