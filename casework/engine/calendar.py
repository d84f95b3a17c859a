"""Which days are workdays: the State Council's calendar, our corrections to it, and a stated guess beyond both.

The order of authority for one day: a `CalendarDay` row; chinesecalendar, which carries each year's notice of the
State Council with its make-up workdays; else Monday to Friday less the statutory days that the solar calendar fixes,
and then the day is *provisional* 暂定 (DESIGN §5, LAW §8).
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

import chinese_calendar
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from casework.engine.models.calendar import CalendarDay

_PACKAGE_YEARS = {day.year for day in chinese_calendar.holidays}
_NAMES = {
    "New Year's Day": gettext_lazy("New Year"),
    "Spring Festival": gettext_lazy("Spring Festival"),
    "Tomb-sweeping Day": gettext_lazy("Tomb-sweeping Day"),
    "Labour Day": gettext_lazy("Labour Day"),
    "Dragon Boat Festival": gettext_lazy("Dragon Boat Festival"),
    "Mid-autumn Festival": gettext_lazy("Mid-autumn Festival"),
    "National Day": gettext_lazy("National Day"),
}
_SATURDAY = 5


class DayKind(enum.Enum):
    """What sort of day it is; the first two are worked."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Day:
    """One day of the calendar, and why it is counted or not."""

    date: date
    kind: DayKind
    name: str
    provisional: bool

    @property
    def is_workday(self) -> bool:
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)

    @property
    def reason(self) -> str:
        """The kind of day in words, in the reader's language: 工作日, 调休上班, 周日, 国庆放假, 工作日（暂定）."""
        return hedged(self._plain_reason(), self.provisional)

    def _plain_reason(self) -> str:
        match self.kind:
            case DayKind.WORKDAY:
                return _("workday")
            case DayKind.MAKE_UP:
                return _("make-up workday")
            case DayKind.WEEKEND:
                saturday = self.date.weekday() == _SATURDAY
                return pgettext("rest day", "Saturday") if saturday else pgettext("rest day", "Sunday")
        if not self.name:
            return _("public holiday")
        return _("%(holiday)s holiday") % {"holiday": _NAMES.get(self.name, self.name)}


def hedged(text: str, provisional: bool) -> str:
    """The text, with 暂定 behind it where the calendar is not announced yet."""
    return _("%(text)s (provisional)") % {"text": text} if provisional else text


class Calendar:
    """The calendar of a span of years, loaded with one statement and then free of the database.

    Nothing is cached beyond the object: another process may add a row at any moment, and no signal would reach us.
    """

    def __init__(self, rows: Iterable[CalendarDay] = (), *, first: date = date.min, last: date = date.max) -> None:
        self._rows = {row.date: row for row in rows}
        self._first, self._last = first, last
        self._days: dict[date, Day] = {}

    @classmethod
    def load(cls, first: date, last: date | None = None) -> Self:
        """Read the corrections for all years from `first`'s to `last`'s; without `last`, for every later year.

        The table holds some 30 rows a year at most, so an open end is cheap and right for deadlines not yet known.
        """
        rows = CalendarDay.objects.filter(date__gte=first.replace(month=1, day=1))
        rows = rows.values_list("date", "is_workday", "name", named=True)
        if last is None:
            return cls(rows, first=first.replace(month=1, day=1))
        end = last.replace(month=12, day=31)
        return cls(rows.filter(date__lte=end), first=first.replace(month=1, day=1), last=end)

    def day(self, day: date) -> Day:
        """Everything about one day. ValueError outside the loaded years: an unseen correction would count wrongly."""
        if day not in self._days:
            if not self._first <= day <= self._last:
                raise ValueError(f"{day} is outside the loaded calendar, {self._first} to {self._last}")
            kind, name = self._kind(day)
            self._days[day] = Day(day, kind, name, self.provisional(day))
        return self._days[day]

    def is_workday(self, day: date) -> bool:
        return self.day(day).is_workday

    def provisional(self, day: date) -> bool:
        """True while nobody has announced the day's year: chinesecalendar has no data and the table not the year.

        A State Council notice covers a whole year, from 元旦 to 国庆: the table has a year once it has both, so that
        a notice half typed in still counts as unknown.
        """
        ends = (date(day.year, 1, 1), date(day.year, 10, 1))
        return day.year not in _PACKAGE_YEARS and not all(end in self._rows for end in ends)

    def _kind(self, day: date) -> tuple[DayKind, str]:
        weekend = day.weekday() >= _SATURDAY
        row = self._rows.get(day)
        if row is not None:
            if row.is_workday:
                return (DayKind.MAKE_UP if weekend else DayKind.WORKDAY), row.name
            return (DayKind.WEEKEND if weekend and not row.name else DayKind.HOLIDAY), row.name
        if day in chinese_calendar.workdays:
            return DayKind.MAKE_UP, chinese_calendar.workdays[day]
        holiday = chinese_calendar.holidays.get(day)
        if holiday is None and self.provisional(day):
            holiday = _fixed_holiday(day)
        if holiday:
            return DayKind.HOLIDAY, holiday
        return (DayKind.WEEKEND if weekend else DayKind.WORKDAY), ""


def _fixed_holiday(day: date) -> str:
    """The statutory holiday that the solar calendar fixes on this day, or "".

    全国年节及纪念日放假办法 art. 2 as revised 2024-11-10 (State Council order 795, in force 2025-01-01): 元旦 1 day,
    清明 1 day, 劳动节 5-1 and 5-2, 国庆 10-1 to 10-3. 春节, 端午 and 中秋 follow the moon and wait for the notice.
    """
    if (day.month, day.day) == (1, 1):
        return "New Year's Day"
    if day.month == 4 and day.day == qingming(day.year):
        return "Tomb-sweeping Day"
    if day.month == 5 and day.day <= (2 if day.year >= 2025 else 1):
        return "Labour Day"
    return "National Day" if day.month == 10 and day.day <= 3 else ""


def qingming(year: int) -> int:
    """The day of April on which 清明 falls, for 2000 to 2099.

    通用寿星公式 (许剑伟, 寿星万年历): [Y × D + C] − L with Y the year's last two digits, D = 0.2422, C = 4.81 for 清明
    in the 21st century, L = [Y ÷ 4]; this solar term has no exceptions in that century.
    """
    short = year % 100
    return int(short * 0.2422 + 4.81) - short // 4
