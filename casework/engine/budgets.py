"""How a budget of time becomes a date: pure functions of start, budget, pauses, calendar and duty hours.

The law (民法典 art. 201 to 203): the first day is not counted; a term in months ends on the same date, or on the
month's last day where there is none; a last day that is a rest day moves forward to the next workday; a day ends at
24:00. So a due moment is the midnight *after* the due day, in Asia/Shanghai; pages say “10月26日（周一）24:00”.

With pauses: the budget's n-th counted day is the n-th workday (or day) after the start day at whose end (24:00) the
clock is running. The day a pause begins is not used up, unless the clock runs again by its end; the day it resumes is.
A pause that begins at midnight belongs to the day that begins then. A budget in months is as many days as lie between
the start day and the same date that many months on; pauses then lengthen it day by day. A clock is never due while it
is paused: a moved last day moves on past the pause.

Duty hours count minutes between two hours of every day, rest days too, with the pauses left out.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from casework.engine.calendar import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
_AN_INSTANT = timedelta(microseconds=1)

# From which full hour to which: (9, 22). The second may be 24.
DutyHours = tuple[int, int]


class BudgetUnit(StrEnum):
    """What a budget is counted in."""

    WORKDAYS = "workdays"
    DAYS = "days"
    DUTY_HOURS = "duty_hours"
    MONTHS = "months"


@dataclass(frozen=True)
class Budget:
    """So many workdays, days, duty hours or months, at least one."""

    amount: int
    unit: BudgetUnit | str

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", BudgetUnit(self.unit))
        if self.amount < 1:
            raise ValueError(f"a budget is at least 1, not {self.amount}")

    @property
    def words(self) -> str:
        """“15 个工作日”, in the reader's language."""
        return budget_words(self.amount, self.unit)


def budget_words(amount: int, unit: BudgetUnit | str) -> str:
    """An amount with its unit; for what is left as well as for a whole budget, so 0 is allowed."""
    match BudgetUnit(unit):
        case BudgetUnit.WORKDAYS:
            text = ngettext("%(amount)d working day", "%(amount)d working days", amount)
        case BudgetUnit.DAYS:
            text = ngettext("%(amount)d day", "%(amount)d days", amount)
        case BudgetUnit.MONTHS:
            text = ngettext("%(amount)d month", "%(amount)d months", amount)
        case _:
            text = ngettext("%(amount)d duty hour", "%(amount)d duty hours", amount)
    return text % {"amount": amount}


@dataclass(frozen=True)
class Pause:
    """A stretch in which the clock stood still; `end` is None while it does. `reason` is shown as it is."""

    start: datetime
    end: datetime | None
    reason: str = ""


@dataclass(frozen=True)
class Due:
    """When a budget is over: `at` is the first moment after it. `provisional`: its days are not all announced yet."""

    at: datetime
    provisional: bool

    @property
    def day(self) -> date:
        return last_day(self.at)


class Segment(NamedTuple):
    """Whole days, first to last (None: without end), in which the clock runs or, with a pause, stands still."""

    first: date
    last: date | None
    pause: Pause | None


def due(
    start: datetime, budget: Budget, pauses: Iterable[Pause], calendar: Calendar, duty: DutyHours = (9, 22)
) -> Due | None:
    """When the budget that began at `start` is over; None while a pause without end stands in the way.

    `start` and the pauses are aware datetimes of any zone. ValueError for a naive one.
    """
    start, pauses = local(start), localized(pauses)
    if budget.unit is BudgetUnit.DUTY_HOURS:
        at = _duty_end(start, timedelta(hours=budget.amount), pauses, duty)
        return at and Due(at, provisional=False)
    ends = last_days(start.date(), budget, segments(start.date(), pauses), calendar)
    if ends is None:
        return None
    counted, due_day = ends
    return Due(end_of(due_day), provisional=_provisional(start.date(), counted, due_day, budget, calendar))


def last_days(start: date, budget: Budget, parts: Sequence[Segment], calendar: Calendar) -> tuple[date, date] | None:
    """The last day counted, and the due day it moves to (the same, unless it is a rest day)."""
    if budget.unit is BudgetUnit.WORKDAYS:
        counted = due_day = _nth_workday(budget.amount, parts, calendar)
    else:
        counted = _nth_day(in_days(start, budget), parts)
        due_day = counted and _workday_from(counted, parts, calendar)
    return (counted, due_day) if counted and due_day else None


def in_days(start: date, budget: Budget) -> int:
    """How many days a budget in days or months comes to."""
    return budget.amount if budget.unit is BudgetUnit.DAYS else (months_after(start, budget.amount) - start).days


def segments(start_day: date, pauses: Sequence[Pause]) -> list[Segment]:
    """The days after the start day, cut where the clock stops and runs again; the last segment may have no end."""
    found: list[Segment] = []
    day = start_day + ONE_DAY
    for pause in sorted(pauses, key=lambda pause: pause.start):
        # A day is paused if its 24:00 lies after the pause's start and not after its end.
        first = max(pause.start.date(), day)
        last = pause.end and pause.end.date() - ONE_DAY
        if last and last < first:
            continue
        if first > day:
            found.append(Segment(day, first - ONE_DAY, None))
        found.append(Segment(first, last, pause))
        if last is None:
            return found
        day = last + ONE_DAY
    return [*found, Segment(day, None, None)]


def duty_stretches(start: datetime, pauses: Sequence[Pause], duty: DutyHours) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of duty time from `start` on, in order; ends only at a pause without end. Local datetimes."""
    moment = start
    while True:
        opens, closes = (start_of(moment.date()) + timedelta(hours=hour) for hour in duty)
        if moment >= closes:
            moment = end_of(moment.date())
            continue
        moment = max(moment, opens)
        pause = next((p for p in pauses if p.start <= moment and (p.end is None or moment < p.end)), None)
        if pause is None:
            until = min([closes, *(p.start for p in pauses if p.start > moment)])
            yield moment, until
            moment = until
        elif pause.end is None:
            return
        else:
            moment = pause.end


def workdays_after(day: date, n: int, calendar: Calendar) -> date:
    """The n-th workday after `day`, n at least 1."""
    return _nth_workday(n, [Segment(day + ONE_DAY, None, None)], calendar)


def workdays_after_moment(at: datetime, n: int, calendar: Calendar) -> datetime:
    """The end of the n-th workday after the day that a due moment closes: when supervision 督办 is called for."""
    return end_of(workdays_after(last_day(at), n, calendar))


def workdays_before(at: datetime, n: int, calendar: Calendar) -> datetime:
    """The beginning of the n-th workday before the day that a due moment closes: when to warn 预警.

    On that day, and not before, `left` says n workdays.
    """
    day = last_day(at)
    while n > 0:
        day -= ONE_DAY
        n -= calendar.is_workday(day)
    return start_of(day)


def left(now: datetime, at: datetime, unit: BudgetUnit | str, calendar: Calendar, duty: DutyHours = (9, 22)) -> int:
    """What is left until a due moment, as people count it: today is not counted, the due day is.

    Workdays or (for days and months) days: 0 on the last day, negative by the days gone since. For duty hours: minutes
    of duty time, never negative. Whether it is overdue is `now >= at`, not the sign: a Saturday after a Friday is 0.
    """
    now, at = local(now), local(at)
    if BudgetUnit(unit) is BudgetUnit.DUTY_HOURS:
        return _duty_minutes(now, at, duty)
    today, due_day = now.date(), last_day(at)
    if BudgetUnit(unit) is not BudgetUnit.WORKDAYS:
        return (due_day - today).days
    first, last = sorted((today, due_day))
    days = (first + timedelta(days=i) for i in range(1, (last - first).days + 1))
    workdays = sum(calendar.is_workday(day) for day in days)
    return workdays if today <= due_day else -workdays


def months_after(day: date, n: int) -> date:
    """The same date n months later, or that month's last day (民法典 art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of(day: date) -> datetime:
    """0:00 of a day in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def end_of(day: date) -> datetime:
    """24:00 of a day in Asia/Shanghai: the midnight after it."""
    return start_of(day + ONE_DAY)


def last_day(at: datetime) -> date:
    """The day a due moment closes: for a midnight the day before it."""
    return (local(at) - _AN_INSTANT).date()


def local(moment: datetime) -> datetime:
    """The moment in Asia/Shanghai; ValueError if it is naive."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(SHANGHAI)


def localized(pauses: Iterable[Pause]) -> list[Pause]:
    return [Pause(local(pause.start), pause.end and local(pause.end), pause.reason) for pause in pauses]


def _nth_day(n: int, parts: Sequence[Segment]) -> date | None:
    for first, last, pause in parts:
        if pause:
            continue
        if last is None or (last - first).days + 1 >= n:
            return first + timedelta(days=n - 1)
        n -= (last - first).days + 1
    return None


def _nth_workday(n: int, parts: Sequence[Segment], calendar: Calendar) -> date | None:
    for first, last, pause in parts:
        day = first
        while not pause and (last is None or day <= last):
            n -= calendar.is_workday(day)
            if n == 0:
                return day
            day += ONE_DAY
    return None


def _workday_from(day: date, parts: Sequence[Segment], calendar: Calendar) -> date | None:
    """The first workday from `day` on at whose end the clock is running."""
    rest = [Segment(max(first, day), last, pause) for first, last, pause in parts if last is None or last >= day]
    return _nth_workday(1, rest, calendar)


def _provisional(start: date, counted: date, due_day: date, budget: Budget, calendar: Calendar) -> bool:
    """Whether a day that decided the date is unannounced: each one for workdays, else only those of the move."""
    first = start + ONE_DAY if budget.unit is BudgetUnit.WORKDAYS else counted
    days = (max(first, date(year, 1, 1)) for year in range(first.year, due_day.year + 1))
    return any(calendar.provisional(day) for day in days)


def _duty_end(start: datetime, rest: timedelta, pauses: Sequence[Pause], duty: DutyHours) -> datetime | None:
    for since, until in duty_stretches(start, pauses, duty):
        if until - since >= rest:
            return since + rest
        rest -= until - since
    return None


def _duty_minutes(now: datetime, at: datetime, duty: DutyHours) -> int:
    total = timedelta()
    for since, until in duty_stretches(now, [], duty):
        if since >= at:
            break
        total += min(until, at) - since
    return int(total.total_seconds() // 60)
