"""Counting working days between two moments, for ages and for whose turn it was; due dates are `budgets`' business."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

from .budgets import ONE_DAY, local
from .calendar import Calendar


class Workdays:
    """How many working days lie between moments of a span. Its calendar is read once, in one statement, for however
    many cases, unless one from the first day on is at hand. Raises ValueError for a moment outside the span."""

    def __init__(self, first: dt.datetime, last: dt.datetime, calendar: Calendar | None = None) -> None:
        self._first = local(first).date()
        days = [self._first + ONE_DAY * n for n in range((local(last).date() - self._first).days + 1)]
        calendar = calendar or Calendar.load(self._first)
        # At n: the working days before the n-th day of the span.
        self._before = [0, *accumulate(int(calendar.is_workday(day)) for day in days)]

    def age(self, since: dt.datetime, until: dt.datetime) -> int:
        """Working days after the day of `since`, with that of `until`: 0 on the day itself, as people say it."""
        return max(0, self._until(until, 1) - self._until(since, 1))

    def ended_within(self, since: dt.datetime, until: dt.datetime) -> int:
        """Working days whose end (24:00) lies after `since` and not after `until`: those that ran out meanwhile."""
        return max(0, self._until(until) - self._until(since))

    def _until(self, moment: dt.datetime, more: int = 0) -> int:
        place = (local(moment).date() - self._first).days
        if not 0 <= place < len(self._before) - 1:
            raise ValueError(f"{moment} lies outside the days that were read")
        return self._before[place + more]
