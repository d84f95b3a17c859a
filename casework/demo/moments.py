"""The demo's dates, counted back from the day it is loaded, so that something is always due today."""

from __future__ import annotations

import datetime as dt

from casework.engine.budgets import SHANGHAI
from casework.engine.calendar import Calendar

# Further back than any story reaches.
REACH = dt.timedelta(days=120)


class Moments:
    """Reads moments as stories write them: "7 20:10" is the seventh workday before today, "-6m" six minutes ago."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now.astimezone(SHANGHAI)
        self._calendar = Calendar.load(self.now.date() - REACH)

    @property
    def earliest(self) -> dt.date:
        """No story begins before this day."""
        return self.now.date() - REACH

    def workday(self, back: int) -> dt.date:
        """The workday `back` workdays before the day of loading; a task of as many workdays begun then is due today."""
        day = self.now.date()
        while back:
            day -= dt.timedelta(days=1)
            back -= self._calendar.is_workday(day)
        return day

    def read(self, text: str) -> dt.datetime:
        """The moment that a story means. ValueError for one that is still to come: nobody has acted yet."""
        if text.startswith("-"):
            return self.now - dt.timedelta(minutes=int(text[1:-1]))
        back, _space, clock = text.partition(" ")
        if int(back) < 1:
            raise ValueError(f"{text!r} may still be to come")
        return dt.datetime.combine(self.workday(int(back)), dt.time.fromisoformat(clock), tzinfo=SHANGHAI)
