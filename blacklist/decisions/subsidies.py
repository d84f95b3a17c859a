"""What holds of the disqualification from subsidies, as the office of the film development fund is told it (R39)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from ..violations import SUBSIDY

if TYPE_CHECKING:
    from ..models import Decision


class How(StrEnum):
    HOLDS = "holds"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Subsidies:
    """`since`, `last`: its first and last day, which its running out does not change; of one that was revoked, the day
    of that and None."""

    how: How
    since: dt.date
    last: dt.date | None = None


def subsidies_of(case: Decision, today: dt.date) -> Subsidies | None:
    """None where the decision has no such measure, or it has not begun. What was suspended to its last day is over."""
    one = next((one for one in case.measure_list if one.kind == SUBSIDY and one.starts), None)
    if one is None:
        return None
    if one.revoked_at:
        return Subsidies(How.REVOKED, timezone.localdate(one.revoked_at))
    paused = one.suspended and one.last_day >= today
    return Subsidies(How.SUSPENDED if paused else How.HOLDS, one.starts, one.last_day)
