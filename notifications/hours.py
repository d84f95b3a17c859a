"""Office hours: what is not urgent reaches nobody at midnight or on a rest day (DESIGN §6)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from . import outside


class OfficeHours:
    """Hours of working days, in the office's time zone. The calendar is read once, when it is first needed."""

    def __init__(self) -> None:
        self._first: date | None = None
        self._is_worked: Callable[[date], bool] | None = None

    def next_moment(self, moment: datetime) -> datetime:
        """The moment itself within office hours, else when they next begin."""
        opens, closes = settings.MAIL_HOURS
        local = timezone.localtime(moment, timezone.get_default_timezone())
        day = local.date()
        if self._worked(day) and time(opens) <= local.time() and local.hour < closes:
            return moment
        if local.hour >= opens:
            day += timedelta(days=1)
        while not self._worked(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(opens), tzinfo=local.tzinfo)

    def _worked(self, day: date) -> bool:
        if self._is_worked is None or day < self._first:
            self._first, self._is_worked = day, outside.workdays(day)
        return self._is_worked(day)
