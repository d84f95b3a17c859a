"""Whose time it took: how many working days a case waited for office, respondents and complainant (issue 5 §4).

Worked out from events and task rows alone. A working day belongs to whomever the case waited for at its end (24:00), as
with clocks (docs/decisions.md); where it waited for two at once, to both. What runs beside the main procedure (asks)
holds nobody up and is not counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from .acts import COMPLAINANT, FIELD, FIELD_ROLES, HANDLER, LEAD, RESPONDENT
from .calendar import Calendar
from .kinds import kind_of
from .models import Event, WorkTask
from .workdays import Workdays

if TYPE_CHECKING:
    from .models import Case

# Beside the roles: what nobody had claimed, and a day or another matter that a stage waits for.
UNCLAIMED, OTHER = "unclaimed", "other"
OURS = (UNCLAIMED, HANDLER, LEAD)
ORDER = (*OURS, FIELD, RESPONDENT, COMPLAINANT, OTHER)


@dataclass(frozen=True)
class Side:
    """Whom a case waits for: `name` is one of ORDER; `person` the handler's id, `unit` that of the office or party."""

    name: str
    person: int | None = None
    unit: int | None = None


@dataclass(frozen=True)
class Span:
    """A stretch in which the case waited for one side; moments, the end not included."""

    side: Side
    since: dt.datetime
    until: dt.datetime


def tasks_of(cases: QuerySet | Iterable[int]) -> list[WorkTask]:
    """The tasks by which turns are told, of cases by id: those of main procedures, waiting, done or cancelled."""
    human = WorkTask.objects.filter(process__case__in=cases, process__main=True).exclude(role="")
    return list(human.select_related("process").order_by("created", "pk"))


def events_of(cases: QuerySet | Iterable[int]) -> list[Event]:
    """The events by which turns are told, of cases by id: a state or a handler that changed."""
    moves = Event.objects.filter(Q(effects__has_key="handler") | ~Q(target=""), case__in=cases)
    return list(moves.only("case", "at", "target", "effects").order_by("case", "seq"))


def spans(case: Case, tasks: Iterable[WorkTask], events: Iterable[Event], now: dt.datetime) -> list[Span]:
    """The stretches of one case until it was closed, else until `now`. `events`: at least those of `events_of`."""
    end, events = case.closed_at or now, list(events)
    handlers = _stretches([(e.at, e.effects["handler"]) for e in events if "handler" in e.effects], case.opened_at, end)
    found: list[Span] = []
    for task in tasks:
        until = min(task.finished or end, end)
        if task.role == HANDLER:
            found += [
                Span(Side(HANDLER if who else UNCLAIMED, who, case.office_id), max(a, task.created), min(b, until))
                for a, b, who in handlers
            ]
        else:
            found.append(Span(_side(task), task.created, until))
    stages = _stretches([(e.at, e.target) for e in events if e.target], case.opened_at, end)
    found += [Span(Side(OTHER), a, b) for a, b, state in stages if _waits_for_no_task(case, state)]
    return [span for span in found if span.since < span.until]


def _stretches(changes: list[tuple], since: dt.datetime, end: dt.datetime) -> list[tuple]:
    """(from, to, value) between changes; None before the first."""
    moments = [(since, None), *changes]
    ends = [at for at, _value in moments[1:]] + [end]
    return [(at, until, value) for (at, value), until in zip(moments, ends, strict=True)]


def _side(task: WorkTask) -> Side:
    if task.role == COMPLAINANT:
        return Side(COMPLAINANT)
    if task.role in FIELD_ROLES:
        return Side(FIELD, None, task.unit_id)
    return Side(LEAD if task.role == LEAD else RESPONDENT, None, task.unit_id)


def _waits_for_no_task(case: Case, state: str | None) -> bool:
    stage = kind_of(case).stage_by_state.get(state or "")
    return stage is not None and stage.is_open and stage.procedure is None


def days_by_side(
    found: Iterable[Span], days: Workdays, since: dt.datetime | None = None, until: dt.datetime | None = None
) -> dict[Side, int]:
    """Working days for each side that has any, in the order of ORDER; inside a period where one is given."""
    by_side: dict[Side, list[tuple[dt.datetime, dt.datetime]]] = {}
    for span in sorted(found, key=lambda span: span.since):
        a, b = max(span.since, since or span.since), min(span.until, until or span.until)
        if a >= b:
            continue
        stretches = by_side.setdefault(span.side, [])
        if stretches and a <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(b, stretches[-1][1])
        else:
            stretches.append((a, b))
    counted = {side: sum(days.ended_within(a, b) for a, b in found) for side, found in by_side.items()}
    return {side: counted[side] for side in sorted(counted, key=_place) if counted[side]}


def _place(side: Side) -> tuple[int, int, int]:
    return ORDER.index(side.name), side.unit or 0, side.person or 0


def of_case(
    case: Case,
    now: dt.datetime,
    events: Iterable[Event] | None = None,
    calendar: Calendar | None = None,
    tasks: Iterable[WorkTask] | None = None,
) -> dict[Side, int]:
    """One case's days by side. No statement where its events, its human tasks, and the calendar since it was opened
    are at hand."""
    events = events_of([case.pk]) if events is None else events
    main = tasks_of([case.pk]) if tasks is None else [task for task in tasks if task.process.main]
    found = spans(case, main, events, now)
    return days_by_side(found, Workdays(case.opened_at, now, calendar)) if found else {}


def of_cases(cases: QuerySet[Case], since: dt.datetime, until: dt.datetime) -> dict[Side, int]:
    """Days by side over all these cases within a period; each case's days are its own. Four statements."""
    cases = cases.filter(opened_at__lt=until).exclude(closed_at__lte=since).order_by()
    listed, ids = list(cases), cases.values("pk")
    tasks, events = _by_case(tasks_of(ids), lambda task: task.process.case_id), _by_case(events_of(ids), _case_of)
    days, total = Workdays(min([since, *(case.opened_at for case in listed)]), until), {}
    for case in listed:
        found = spans(case, tasks.get(case.pk, []), events.get(case.pk, []), until)
        for side, count in days_by_side(found, days, since, until).items():
            total[side] = total.get(side, 0) + count
    return {side: total[side] for side in sorted(total, key=_place)}


def _case_of(event: Event) -> int:
    return event.case_id


def _by_case(rows: Iterable, case_of) -> Mapping[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(case_of(row), []).append(row)
    return found
