"""What the public sees of a draw: first what it is bound by, and when nobody can be warned any more, everything."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from .plans.states import CANCELLED, CLOSED

if TYPE_CHECKING:
    from .models import Draw, Plan


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
