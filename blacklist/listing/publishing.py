"""The clock puts decisions onto the list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.errors import Busy, Refused

from ..decisions.states import IN_FORCE
from ..models import Decision, Measure

BATCH = 100


def publish_all(now: dt.datetime) -> int:
    """Decisions in force whose dishonesty record the public does not know yet, the oldest first. How many."""
    held = Measure.objects.in_force(timezone.localdate(now)).filter(kind=Measure.Kind.RECORD).values("case")
    due = Decision.objects.filter(published_at=None, in_force_at__isnull=False, state=IN_FORCE, pk__in=held)
    return sum(_publish(case, now) for case in due.order_by("in_force_at")[:BATCH])


def _publish(case: Decision, now: dt.datetime) -> bool:
    """False where somebody works on the case, which comes next time, or another sweep was here first."""
    details: dict[str, Any] = {"by": CLOCK_ACTOR, "key": f"published:{case.pk}:{case.last_seq}", "at": now}
    try:
        door.perform(case.pk, "publish_decision", skip_locked=True, **details)
    except (Busy, Refused):
        return False
    return True
