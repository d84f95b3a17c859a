"""What the public sees. Of a draw first what it is bound by, and when nobody can be warned any more, everything; of an
inspection what came of it, once that was published.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from casework.parties.models import Division, Unit

from .models import Inspection
from .plans.states import CANCELLED, CLOSED

if TYPE_CHECKING:
    from .models import Draw, Plan

PAGE_SIZE = 20


@dataclass(frozen=True)
class ResultPage:
    """Published results, newest first; `older_than` is the key of the last one where there are more."""

    results: list[Inspection]
    older_than: int | None


def result_page(name: str = "", within: Division | None = None, before: int | None = None) -> ResultPage:
    """Results of the units whose name has `name` in it and that lie within `within`, after the one with key `before`.
    Two statements.
    """
    rows = Inspection.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    if name:
        rows = rows.filter(unit__name__icontains=name)
    if within is not None:
        rows = rows.filter(unit__in=Unit.objects.in_division(within))
    last = rows.filter(pk=before).values_list("published_at", flat=True).first() if before else None
    if last:
        rows = rows.filter(Q(published_at__lt=last) | Q(published_at=last, pk__lt=before))
    found = list(rows.select_related("unit__division__parent", "of_plan")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return ResultPage(shown, shown[-1].pk if len(found) > PAGE_SIZE else None)


def is_open_to_all(plan: Plan, today: dt.date) -> bool:
    """Whether whom the draw named may be known: when the plan's last day is over, or all its inspections are."""
    return plan.state == CLOSED or today > plan.last_day


def is_public(plan: Plan) -> bool:
    """Whether there is anything of it for the public: once it was approved."""
    return plan.state != CANCELLED and bool(plan.draw_list)


def draw_as_data(plan: Plan, draw: Draw, today: dt.date) -> dict[str, Any]:
    """One draw, JSON-ready. People stand in it as numbers."""
    found: dict[str, Any] = {
        "plan": plan.number,
        "draw": draw.number,
        "void": draw.voided_at is not None,
        "secret_hash": draw.secret_hash,
        "snapshot_hash": draw.snapshot_hash,
        "digits": draw.digits,
    }
    if draw.result is not None and is_open_to_all(plan, today):
        found |= {"secret": draw.secret, "snapshot": draw.snapshot, "result": draw.result}
    return found
