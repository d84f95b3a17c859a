"""What was given out to a unit and to those below it: first what is theirs to do, the nearest day first. As many
statements for one row as for five hundred."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.engine.acts import FIELD_ROLES
from casework.engine.kinds import kind_of, stage_of
from casework.engine.models import Case, CaseParty, Clock, WorkTask
from casework.engine.models.procedures import WAITING
from casework.engine.present import whom
from casework.ui.times import day_words, deadline_words
from casework.ui.words import listed

from .people import FieldReader

LATE, OURS, BELOW, OTHERS, ENDED = "late", "ours", "below", "others", "ended"
# key: words, icon, tone
GROUPS = {
    LATE: (gettext_lazy("Past its day"), "exclamation-octagon-fill", "late"),
    OURS: (gettext_lazy("For us to do"), "clipboard-check", ""),
    BELOW: (gettext_lazy("With the units below us"), "diagram-3", ""),
    OTHERS: (gettext_lazy("Waiting for others"), "pause-circle", ""),
    ENDED: (gettext_lazy("Ended"), "check-circle-fill", ""),
}
ENDED_SHOWN = 20
# A county has a few; a prefecture all of its counties'.
MOST = 500


@dataclass(frozen=True)
class Row:
    """One case in the list: where it stands, and since when or until when."""

    case: Case
    group: str
    why: str
    due_at: dt.datetime | None

    def shown(self) -> dict[str, Any]:
        where = [party.unit.label for party in self.case.parties.all()]
        ended = day_words(self.case.closed_at, weekday=False) if self.case.closed_at else ""
        return {
            "url": reverse("field:case", args=[self.case.number]),
            "id": self.case.number,
            "title": where[0] if where else self.case.title,
            "due": deadline_words(self.due_at) if self.due_at else ended,
            "state": "late" if self.group == LATE else "",
            "reason": self.why,
            "number": self.case.number,
            "place": listed(where[1:]),
        }


def groups(reader: FieldReader, now: dt.datetime | None = None) -> list[dict[str, Any]]:
    """The groups with something in them, each with its rows as the tag `work_row` has them. Eight statements."""
    now = now or timezone.now()
    opened = _read(reader.cases.opened().order_by("-pk")[:MOST])
    tasks = _tasks([case.pk for case in opened])
    rows = [_row(reader, case, tasks.get(case.pk, []), now) for case in opened]
    rows.sort(key=lambda row: (row.due_at is None, row.due_at or now, row.case.pk))
    ended = _read(reader.cases.filter(holder__isnull=True).order_by("-closed_at")[:ENDED_SHOWN])
    rows += [Row(case, ENDED, str(stage_of(case).label), None) for case in ended]
    found = []
    for key, (label, icon, tone) in GROUPS.items():
        mine = [row.shown() for row in rows if row.group == key]
        if mine:
            found.append({"key": key, "label": label, "icon": icon, "tone": tone, "count": len(mine), "rows": mine})
    return found


def _read(cases: QuerySet[Case]) -> list[Case]:
    live = Clock.objects.filter(ended_at__isnull=True).order_by("due_at")
    parties = CaseParty.objects.select_related("unit").order_by("pk")
    found = cases.select_related("handler", "office", "campaign")
    return list(found.prefetch_related(Prefetch("parties", parties), Prefetch("clocks", live, "live")))


def _tasks(ids: list[int]) -> dict[int, list[WorkTask]]:
    waiting = WorkTask.objects.filter(process__case__in=ids, process__main=True, status__in=WAITING)
    found: dict[int, list[WorkTask]] = {}
    for task in waiting.select_related("process", "unit", "owner").order_by("pk"):
        found.setdefault(task.process.case_id, []).append(task)
    return found


def _row(reader: FieldReader, case: Case, tasks: list[WorkTask], now: dt.datetime) -> Row:
    theirs = [task for task in tasks if task.role in FIELD_ROLES]
    specs = kind_of(case).clock_by_name
    days = [clock.due_at for clock in case.live if clock.due_at and specs[clock.name].whose == "field"]
    due = min(days, default=None) if theirs else None
    return Row(case, _group(reader, theirs, due, now), _why(case, tasks, theirs), due)


def _group(reader: FieldReader, theirs: list[WorkTask], due: dt.datetime | None, now: dt.datetime) -> str:
    if not theirs:
        return OTHERS
    if due is not None and due <= now:
        return LATE
    return OURS if any(task.unit_id in reader.units for task in theirs) else BELOW


def _why(case: Case, tasks: list[WorkTask], theirs: list[WorkTask]) -> str:
    if theirs:
        return listed(str(task.flow_task.label) for task in theirs)
    if tasks:
        return _("Waiting for %(whom)s") % {"whom": listed(dict.fromkeys(whom(task, case) for task in tasks))}
    return str(stage_of(case).label)
