"""Work lists: cases in the order of their urgency, each with the reason in words. Statements do not grow with rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from casework.ui.words import listed

from . import bodies
from .acts import BODY, FIELD, HANDLER, LEAD
from .kinds import all_kinds, kind_of, stage_of
from .models import Case, CaseDuty, CaseParty, Clock, WorkTask
from .models.procedures import WAITING
from .present import whom

if TYPE_CHECKING:
    from .actors import Actor

ON_SITE, OVERDUE, TODAY, YOURS, OTHERS, ENDED = "on_site", "overdue", "today", "yours", "others", "ended"
GROUPS = {
    ON_SITE: pgettext_lazy("queue", "At the counter now"),
    OVERDUE: pgettext_lazy("queue", "Overdue"),
    TODAY: pgettext_lazy("queue", "Due today"),
    YOURS: pgettext_lazy("queue", "For us to do"),
    OTHERS: pgettext_lazy("queue", "Waiting for others"),
    ENDED: gettext_lazy("Ended"),
}


# What is undated waits for no day, and is read when there is time: it brings no case that is over back into a list.
OUTLIVING = Q(role=HANDLER, status__in=WAITING, due_at__isnull=False)


@dataclass(frozen=True)
class QueueRow:
    """One case in a list. `why`: why it stands where it stands; `due_at` with `tone` (red, amber, calm, paused)."""

    case: Case
    group: str
    why: str
    where: str
    due_at: dt.datetime | None
    tone: str
    stage: Any
    handler: str

    @property
    def title(self) -> Any:
        return self.case.title


def rows(cases: QuerySet[Case], now: dt.datetime | None = None, reader: Actor | None = None) -> list[QueueRow]:
    """The rows of a list, in the query's order; what waits for an opinion of the reader's unit is theirs to do. Four
    statements, however many rows; one more where units decide together."""
    now = now or timezone.now()
    live = Clock.objects.filter(ended_at__isnull=True).order_by("due_at")
    found = cases.select_related("handler", "office", "campaign").prefetch_related(
        Prefetch("parties", CaseParty.objects.select_related("unit").order_by("pk")), Prefetch("clocks", live, "live")
    )
    listed = list(found)
    tasks = _waiting_tasks([case.pk for case in listed])
    asked = _asked_of(reader, [task for those in tasks.values() for task in those])
    return [_row(case, tasks.get(case.pk, []), now, asked) for case in listed]


def _asked_of(reader: Actor | None, tasks: list[WorkTask]) -> set[int]:
    """Those of these tasks that wait for an opinion of the reader's unit."""
    joint = [task.pk for task in tasks if task.role == BODY]
    if reader is None or not joint:
        return set()
    return set(bodies.waiting_for(reader).filter(pk__in=joint).values_list("pk", flat=True))


def _waiting_tasks(ids: Iterable[int]) -> dict[int, list[WorkTask]]:
    waiting = WorkTask.objects.filter(process__case__in=list(ids), status__in=WAITING)
    grouped: dict[int, list[WorkTask]] = {}
    for task in waiting.select_related("process", "unit", "owner").order_by("pk"):
        grouped.setdefault(task.process.case_id, []).append(task)
    return grouped


def _row(case: Case, tasks: list[WorkTask], now: dt.datetime, asked: set[int]) -> QueueRow:
    ours = [t for t in tasks if t.unit_id == case.office_id or t.pk in asked]
    if not case.is_open:
        ours = [t for t in ours if t.due_at]
    due = _due(case, ours, tasks)
    group = _group(case, ours, due, now)
    return QueueRow(
        case=case,
        group=group,
        why=_why(case, group, ours, tasks),
        where=listed(p.unit.label for p in case.parties.all() if p.role not in (FIELD, BODY)),
        due_at=due,
        tone=_tone(case, due, now),
        stage=stage_of(case),
        handler=case.handler.name if case.handler else "",
    )


def _due(case: Case, ours: list[WorkTask], tasks: list[WorkTask]) -> dt.datetime | None:
    """Our own day while something waits for us, by which the list is ordered; else the first day of anybody."""
    if ours and case.due_at is not None:
        return min([case.due_at, *(t.due_at for t in ours if t.due_at)])
    days = [c.due_at for c in case.live if c.running and c.due_at] + [t.due_at for t in tasks if t.due_at]
    return min(days, default=None)


def _group(case: Case, ours: list[WorkTask], due: dt.datetime | None, now: dt.datetime) -> str:
    if not case.is_open and not ours:
        return ENDED
    if any(c.unit == "duty_hours" and c.running for c in case.live):
        return ON_SITE
    day = min((t.due_at for t in ours if t.due_at), default=None) if case.due_at is None else case.due_at
    if day is not None and day <= now:
        return OVERDUE
    if due is not None and now < due <= now + dt.timedelta(days=1):
        return TODAY
    return YOURS if ours else OTHERS


def _tone(case: Case, due: dt.datetime | None, now: dt.datetime) -> str:
    if due is None:
        return "paused" if case.live else "calm"
    if due <= now:
        return "red"
    return "amber" if due - now <= dt.timedelta(days=1) else "calm"


def _why(case: Case, group: str, ours: list[WorkTask], tasks: list[WorkTask]) -> str:
    """One sentence: what is ours to do first, else whom we wait for."""
    if not case.is_open and not ours:
        return str(stage_of(case).label)
    if group == ON_SITE:
        clock = next(c for c in case.live if c.unit == "duty_hours")
        return str(kind_of(case).clock_by_name[clock.name].overdue)
    if ours:
        what = listed(str(t.flow_task.label) for t in sorted(ours, key=lambda t: _own_day(t, case)))
        if case.handler_id is None and any(t.role != BODY for t in ours):
            return _("Not claimed: %(what)s") % {"what": what}
        if all(t.role == LEAD for t in ours):
            return _("For a lead: %(what)s") % {"what": what}
        return what
    if tasks:
        return _("Waiting for %(whom)s") % {"whom": listed(dict.fromkeys(str(whom(t, case)) for t in tasks))}
    return str(stage_of(case).waits_for or stage_of(case).label)


def _own_day(task: WorkTask, case: Case) -> tuple[bool, dt.datetime]:
    """Sorts the tasks of a row by the day the row shows: the procedure's has the case's own, an undated ask none."""
    day = task.due_at or (case.due_at if task.process.main else None)
    return (day is None, day or case.opened_at)


def _barred(actor: Actor) -> Q:
    """The tasks whose every act is barred to this person by a duty they had in the case (four eyes)."""
    from .access import bound_with

    bound = bound_with(actor)
    barred = Q(pk__in=())
    for bars, nodes in _nodes_by_bars().items():
        had = CaseDuty.objects.filter(user__in=bound, duty__in=bars)
        barred |= Q(flow_task__in=nodes, process__case__in=had.values("case"))
    return barred


def _nodes_by_bars() -> dict[frozenset[str], list[Any]]:
    """The tasks that some duties keep their holders from, by those duties: one condition for each set of them."""
    nodes: dict[frozenset[str], list[Any]] = {}
    for kind in all_kinds():
        for node in kind.work_nodes():
            bars = frozenset.intersection(*(frozenset(kind.acts[name].apart_from) for name in node.acts))
            if bars:
                nodes.setdefault(bars, []).append(node)
    return nodes


def _with_a_leads_task(actor: Actor) -> QuerySet:
    """Ids of the cases in which a lead's task waits that this person is not barred from."""
    leads = actor.units_with("lead")
    if not leads:
        return WorkTask.objects.none().values("process__case")
    waits = WorkTask.objects.filter(role=LEAD, unit__in=leads, owner__isnull=True, status__in=WAITING)
    return waits.exclude(_barred(actor)).values("process__case")


def is_mine(actor: Actor) -> Q:
    """Of open cases at this person's desk, those they handle, or stand in for whoever does, and those that wait for
    them as a lead, and those that wait for an opinion of their unit."""
    from .access import handled_by

    return handled_by(actor) | waits_for_a_lead(actor) | Q(pk__in=bodies.waiting_for(actor).values("process__case"))


def outlived(actor: Actor) -> QuerySet[Case]:
    """Cases that are over in which something with a day of its own still waits for this person: for who handled it, or
    where nobody did, for anybody of the office."""
    from .access import OFFICE_ROLES, handled_by, readable_cases

    return readable_cases(actor).filter(
        handled_by(actor) | Q(handler__isnull=True, office__in=actor.units_with(*OFFICE_ROLES)),
        holder__isnull=True,
        pk__in=WorkTask.objects.filter(OUTLIVING).values("process__case"),
    )


def waits_for_a_lead(actor: Actor) -> Q:
    """Of open cases at this person's desk, those in which a lead's task waits that they are not barred from."""
    return Q(pk__in=_with_a_leads_task(actor))


def my_work(actor: Actor) -> QuerySet[Case]:
    """What is this person's to do, the most urgent first (`is_mine`), and what outlived its case."""
    from .access import readable_cases

    mine = Q(is_mine(actor), holder__isnull=False) | Q(pk__in=outlived(actor).values("pk"))
    return readable_cases(actor).filter(mine).most_urgent_first()


def to_approve(actor: Actor) -> QuerySet[Case]:
    """Open cases that wait for a lead, and for one who took no part in them: this person may decide (issue 5 §4)."""
    from .access import readable_cases

    return readable_cases(actor).opened().filter(waits_for_a_lead(actor)).most_urgent_first()


def unit_queue(actor: Actor) -> QuerySet[Case]:
    """Open cases of this person's office that nobody has claimed."""
    from .access import office_cases

    return office_cases(actor).unclaimed().most_urgent_first()
