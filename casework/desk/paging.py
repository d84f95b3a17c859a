"""Keyset paging: a page begins after the last row of the one before, so nothing is skipped while rows move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from casework.engine.models import Case

PAGE_SIZE = 50


@dataclass(frozen=True)
class Order:
    """An order with the key of a row in it, and what comes after a key. Keys are text: they travel in addresses."""

    sorted: Callable[[QuerySet[Case]], QuerySet[Case]]
    key: Callable[[Case], str]
    after: Callable[[str], Q]

    def page(self, cases: QuerySet[Case], cursor: str) -> QuerySet[Case]:
        """The rows after the cursor, one more than a page holds. A cursor that nobody gave out is not heeded."""
        cases = self.sorted(cases)
        if cursor:
            with suppress(ValueError, OverflowError):
                cases = cases.filter(self.after(cursor))
        return cases[: PAGE_SIZE + 1]


def _urgent_key(case: Case) -> str:
    return f"{int(case.urgent)}_{case.due_at.isoformat() if case.due_at else ''}_{case.pk}"


def _after_urgent(cursor: str) -> Q:
    urgent, due, pk = cursor.split("_")
    alike = Q(urgent=urgent == "1")
    if due:
        day = dt.datetime.fromisoformat(due)
        if day.tzinfo is None:
            raise ValueError("a moment without its zone")
        later = Q(due_at__gt=day) | Q(due_at__isnull=True) | Q(due_at=day, pk__gt=int(pk))
    else:
        later = Q(due_at__isnull=True, pk__gt=int(pk))
    return (alike & later) | (Q(urgent=False) if urgent == "1" else Q(pk__in=[]))


MOST_URGENT = Order(lambda cases: cases.most_urgent_first(), _urgent_key, _after_urgent)
NEWEST = Order(lambda cases: cases.order_by("-pk"), lambda case: str(case.pk), lambda cursor: Q(pk__lt=int(cursor)))


def _untouched_key(case: Case) -> str:
    return f"{case.touched_at.isoformat() if case.touched_at else ''}_{case.pk}"


def _after_untouched(cursor: str) -> Q:
    touched, pk = cursor.split("_")
    if not touched:
        return Q(touched_at__isnull=True, pk__gt=int(pk)) | Q(touched_at__isnull=False)
    moment = dt.datetime.fromisoformat(touched)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return Q(touched_at__gt=moment) | Q(touched_at=moment, pk__gt=int(pk))


LONGEST_UNTOUCHED = Order(
    lambda cases: cases.order_by(F("touched_at").asc(nulls_first=True), "pk"), _untouched_key, _after_untouched
)
