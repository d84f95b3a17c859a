"""“Why this date”: the way from the start day to the due day, one line for each stretch (mock: the tracking page)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.engine.budgets import (
    ONE_DAY,
    Budget,
    BudgetUnit,
    DutyHours,
    Pause,
    Segment,
    due,
    duty_stretches,
    in_days,
    last_days,
    local,
    localized,
    segments,
)
from casework.engine.calendar import Calendar, Day, DayKind, hedged


class StretchKind(StrEnum):
    """What a stretch does to the count. MOVED: a last day that is a rest day, and the days until the next workday."""

    START = "start"
    COUNTED = "counted"
    SKIPPED = "skipped"
    PAUSED = "paused"
    MOVED = "moved"
    DUE = "due"


@dataclass(frozen=True)
class Stretch:
    """One line of the way: days `first` to `last` (None: still paused), why in words, and the day numbers they make.

    For duty hours `since` and `until` give the times. The DUE line repeats or follows the last counted day; all other
    lines follow each other without gap. Words are in the language active when `why` was called.
    """

    kind: StretchKind
    first: date
    last: date | None
    text: str
    numbers: tuple[int, int] | None = None
    provisional: bool = False
    since: datetime | None = None
    until: datetime | None = None

    @property
    def mark(self) -> str:
        """The last column: 第 2–3 天, 到期, — for what is not counted, or nothing."""
        if self.kind is StretchKind.DUE:
            return pgettext("the last line", "due")
        if self.numbers:
            first, last = self.numbers
            text = _("day %(first)d") if first == last else _("days %(first)d–%(last)d")
            return text % {"first": first, "last": last}
        return "—" if self.kind in (StretchKind.SKIPPED, StretchKind.PAUSED) else ""


@dataclass(frozen=True)
class _Group:
    """Days of one kind in a row; `counts` of them are counted."""

    first: date
    last: date | None
    kind: DayKind | StretchKind
    words: str
    counts: int
    provisional: bool = False
    folded: bool = False


def why(
    start: datetime, budget: Budget, pauses: Iterable[Pause], calendar: Calendar, duty: DutyHours = (9, 22)
) -> list[Stretch]:
    """The stretches from the start day to the due day; arguments as for `budgets.due`, whose date the last line has.

    While a pause without end stands in the way the last line is that pause, with `last` None.
    """
    start, pauses = local(start), localized(pauses)
    if budget.unit is BudgetUnit.DUTY_HOURS:
        return list(_duty_lines(start, budget, pauses, calendar, duty))
    parts = segments(start.date(), pauses)
    ends = last_days(start.date(), budget, parts, calendar)
    if budget.unit is BudgetUnit.WORKDAYS:
        groups = _fold(_workday_groups(parts, ends, calendar))
    else:
        groups = list(_day_groups(parts, in_days(start.date(), budget), ends, calendar))
    text = _("counted from the next day, %(budget)s in all") % {"budget": budget.words}
    lines = [Stretch(StretchKind.START, start.date(), start.date(), text), *_numbered(groups)]
    if ends:
        end = due(start, budget, pauses, calendar)
        text = hedged(_("until 24:00"), end.provisional)
        lines.append(Stretch(StretchKind.DUE, end.day, end.day, text, provisional=end.provisional))
    return lines


def _until(parts: Sequence[Segment], end: date | None) -> Iterator[Segment]:
    """The segments up to a day, the last one cut there; without a day, up to the pause that has no end."""
    for part in parts:
        if end and part.first > end:
            return
        yield part if end is None or (part.last and part.last <= end) else part._replace(last=end)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def _pause_group(part: Segment) -> _Group:
    return _Group(part.first, part.last, StretchKind.PAUSED, _pause_text(part.pause), 0)


def _pause_text(pause: Pause) -> str:
    if not pause.reason:
        return _("the clock stands still")
    return _("%(reason)s: the clock stands still") % {"reason": pause.reason}


def _workday_groups(parts: Sequence[Segment], ends: tuple[date, date] | None, calendar: Calendar) -> Iterator[_Group]:
    for part in _until(parts, ends and ends[1]):
        if part.pause:
            yield _pause_group(part)
            continue
        group: _Group | None = None
        for day in map(calendar.day, _days(part.first, part.last)):
            if group and (group.kind, group.words, group.provisional) == (day.kind, day.name, day.provisional):
                group = replace(group, last=day.date, counts=group.counts + day.is_workday)
                continue
            if group:
                yield group
            group = _Group(day.date, day.date, day.kind, day.name, int(day.is_workday), day.provisional)
        yield group


def _fold(groups: Iterable[_Group]) -> list[_Group]:
    """Take the plain weekends between two runs of plain workdays into one line; others keep a line of their own."""
    found: list[_Group] = []
    for group in groups:
        kinds = [g.kind for g in (*found[-2:], group)]
        if kinds == [DayKind.WORKDAY, DayKind.WEEKEND, DayKind.WORKDAY] and found[-2].provisional == group.provisional:
            found.pop()
            before = found.pop()
            group = replace(before, last=group.last, counts=before.counts + group.counts, folded=True)
        found.append(group)
    return found


def _day_groups(
    parts: Sequence[Segment], budget_days: int, ends: tuple[date, date] | None, calendar: Calendar
) -> Iterator[_Group]:
    """Every running day counts; a last one that is a rest day starts the move to the due day."""
    counted, due_day = ends or (None, None)
    last_counted = counted if counted == due_day else counted - ONE_DAY
    for part in _until(parts, due_day):
        if part.pause:
            yield _pause_group(part)
            continue
        last = min(part.last, last_counted) if last_counted else part.last
        if part.first <= last:
            text = _("every day counts, rest days too")
            yield _Group(part.first, last, StretchKind.COUNTED, text, (last - part.first).days + 1)
        moved = max(part.first, last + ONE_DAY)
        until = min(part.last, due_day - ONE_DAY) if due_day else part.last
        if moved <= until:
            text = _("the last day is a rest day: it moves to the next workday")
            provisional = calendar.provisional(moved)
            yield _Group(moved, until, StretchKind.MOVED, text, int(moved == counted), provisional)


def _numbered(groups: Iterable[_Group]) -> Iterator[Stretch]:
    count = 0
    for group in groups:
        numbers = (count + 1, count + group.counts) if group.counts else None
        count += group.counts
        text = hedged(_group_text(group), group.provisional)
        yield Stretch(_stretch_kind(group), group.first, group.last, text, numbers, group.provisional)


def _stretch_kind(group: _Group) -> StretchKind:
    if isinstance(group.kind, StretchKind):
        return group.kind
    return StretchKind.COUNTED if group.counts else StretchKind.SKIPPED


def _group_text(group: _Group) -> str:
    if isinstance(group.kind, StretchKind):
        return group.words
    if group.kind is DayKind.MAKE_UP:
        return _("make-up workday, counted")
    if group.kind is DayKind.WORKDAY:
        if group.folded:
            return _("workdays, without the weekends")
        return _("workday") if group.counts == 1 else _("workdays")
    return _("%(reason)s, not counted") % {"reason": _rest_words(group)}


def _rest_words(group: _Group) -> str:
    if group.kind is DayKind.WEEKEND and group.first != group.last:
        return _("weekend")
    return Day(group.first, group.kind, group.words, provisional=False).reason


def _duty_lines(
    start: datetime, budget: Budget, pauses: Sequence[Pause], calendar: Calendar, duty: DutyHours
) -> Iterator[Stretch]:
    """The duty stretches that are counted, and what lies between them."""
    end = due(start, budget, pauses, calendar, duty)
    text = _("counted at once, %(budget)s in all") % {"budget": budget.words}
    yield Stretch(StretchKind.START, start.date(), start.date(), text, since=start)
    moment = start
    for since, until in duty_stretches(start, pauses, duty):
        if moment < since:
            yield _duty_gap(moment, since, pauses)
        moment = min(until, end.at) if end else until
        yield Stretch(
            StretchKind.COUNTED, since.date(), since.date(), _("duty hours, counted"), since=since, until=moment
        )
        if end and moment == end.at:
            yield Stretch(StretchKind.DUE, end.day, end.day, _("until this time"), until=moment)
            return
    yield _duty_gap(moment, None, pauses)


def _duty_gap(since: datetime, until: datetime | None, pauses: Sequence[Pause]) -> Stretch:
    """A stretch that does not count: a pause, if one begins or ends it, else the hours nobody is on duty."""
    last = until and until.date()
    pause = next((p for p in pauses if p.start == since or p.end == until), None)
    if pause is None:
        text = _("outside duty hours, not counted")
        return Stretch(StretchKind.SKIPPED, since.date(), last, text, since=since, until=until)
    return Stretch(StretchKind.PAUSED, since.date(), last, _pause_text(pause), since=since, until=until)
