"""What is asked of us: the most urgent first, then what we await, then what has ended. As many statements for ten
rows as for five hundred."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.engine.acts import FIELD
from casework.engine.kinds import all_kinds, kind_of, stage_of
from casework.engine.models import Case, CaseParty, Clock, WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Unit
from casework.ui.times import day_words, deadline_words
from complaints.models import AnswerRequest, Remedy

from ..kind_pages import page_of as page_of_kind
from ..kind_pages import party_url
from .here import Member, tasks_of

PAST, TODAY, ANSWER, REMEDY, DO, AWAITED, ENDED = "past", "today", "answer", "remedy", "do", "waiting", "ended"
# key: words, icon, tone
GROUPS = {
    PAST: (gettext_lazy("Past its date"), "exclamation-octagon-fill", "late"),
    TODAY: (gettext_lazy("Due today"), "clock-fill", "soon"),
    ANSWER: (gettext_lazy("Please answer"), "chat-left-text", ""),
    REMEDY: (gettext_lazy("Please put right"), "wrench", ""),
    DO: (gettext_lazy("Please attend to"), "pencil-square", ""),
    AWAITED: (gettext_lazy("Awaiting the result"), "check2", ""),
    ENDED: (gettext_lazy("Ended"), "archive", ""),
}
FOR_US = (PAST, TODAY, ANSWER, REMEDY, DO)
SHOWN_AT_HOME = 10
PAGE = 50
# Of a complaint's tasks the one that answers a request; one that neither does this nor puts right waits for a word on
# terms.
ANSWER_ACT = "answer"


@dataclass(frozen=True)
class Group:
    """One group of rows (see the tag `work_row`); `count` of them in all, `more_url` where not all are shown."""

    key: str
    label: Any
    icon: str
    tone: str
    count: int
    rows: list[dict[str, Any]]
    more_url: str = ""


@dataclass(frozen=True)
class Home:
    """The groups with something in them, how much waits for these units, and whether an answer does."""

    groups: list[Group]
    waits: int
    answers: bool


def home(member: Member, now: dt.datetime | None = None) -> Home:
    """Everything that waits for these units, and the newest of what they await and of what has ended."""
    now = now or timezone.now()
    tasks = [_TaskRow(task, now) for task in _tasks(member)]
    sorted_rows: dict[str, list[dict[str, Any]]] = {key: [] for key in FOR_US}
    for row in sorted(tasks, key=lambda row: (row.due is None, row.due, row.task.pk)):
        sorted_rows[row.group].append(row.shown(member))
    counts = _counts(member)
    groups = [_group(key, len(rows), rows) for key, rows in sorted_rows.items()]
    for key in (AWAITED, ENDED):
        parties = list(_past_parties(member, key)[:SHOWN_AT_HOME]) if counts[key] else []
        groups.append(_group(key, counts[key], [_party_row(party, member) for party in parties]))
    return Home([group for group in groups if group.count], len(tasks), any(row.answers for row in tasks))


def page_of(member: Member, key: str, before: int | None = None) -> tuple[Group, str]:
    """One page of what is awaited or has ended, the newest first, and the address of the next; at most 3 statements."""
    parties = _past_parties(member, key)
    if before is not None:
        parties = parties.filter(pk__lt=before)
    found = list(parties[: PAGE + 1])
    following = f"?group={key}&before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    rows = [_party_row(party, member) for party in found[:PAGE]]
    return _group(key, _counts(member)[key], rows), following


def _group(key: str, count: int, rows: list[dict[str, Any]]) -> Group:
    label, icon, tone = GROUPS[key]
    more = f"{reverse('respondent:home')}?group={key}" if count > len(rows) else ""
    return Group(key, label, icon, tone, count, rows, more)


def _tasks(member: Member) -> QuerySet[WorkTask]:
    """Tasks of these units, each with what its row says of the request or the remedy."""
    request = AnswerRequest.objects.filter(pk=OuterRef("subject_id"))
    remedy_clock = Clock.objects.filter(case=OuterRef("process__case"), name="remedy", ended_at__isnull=True)
    running = Clock.objects.filter(_theirs(), case=OuterRef("process__case"), ended_at__isnull=True)
    reported = Remedy.objects.filter(case=OuterRef("process__case"), unit=OuterRef("unit"))
    return (
        tasks_of(member)
        .select_related("process__case")
        .annotate(
            asked_at=Subquery(request.values("asked_at")),
            asked_until=Subquery(request.values("due_at")),
            further=Subquery(request.values("further")),
            remedy_due=Subquery(remedy_clock.values("due_at")[:1]),
            clock_due=Subquery(running.order_by("due_at").values("due_at")[:1]),
            reported=Exists(reported),
        )
    )


def _theirs() -> Q:
    """Clocks that run for those outside."""
    found = Q(pk__in=())
    for kind in all_kinds():
        found |= Q(case__kind=kind.name, name__in=[clock.name for clock in kind.clocks if clock.whose == "theirs"])
    return found


def _is_drawn_here(case: Case) -> bool:
    """Whether its pages for parties are those of this room, which know what its rows say; others have the engine's."""
    return page_of_kind(kind_of(case)).parties_at == "respondent"


@dataclass(frozen=True)
class _TaskRow:
    task: Any
    now: dt.datetime

    @property
    def case(self) -> Case:
        return self.task.process.case

    @property
    def drawn_here(self) -> bool:
        return _is_drawn_here(self.case)

    def does(self, acts: tuple[str, ...]) -> bool:
        return bool({*acts} & {*self.task.flow_task.acts})

    @property
    def remedies(self) -> bool:
        return self.does(page_of_kind(kind_of(self.case)).puts_right)

    @property
    def answers(self) -> bool:
        return self.does(page_of_kind(kind_of(self.case)).answers)

    @property
    def due(self) -> dt.datetime | None:
        if not self.drawn_here:
            return self.task.due_at or self.task.clock_due
        if self.does((ANSWER_ACT,)):
            return self.task.due_at or self.task.asked_until
        return self.task.remedy_due if self.remedies else self.task.due_at

    @property
    def group(self) -> str:
        if self.due is not None and self.due <= self.now:
            return PAST
        if self.due is not None and self.due - self.now <= dt.timedelta(days=1):
            return TODAY
        if self.remedies:
            return REMEDY
        return ANSWER if self.answers else DO

    def shown(self, member: Member) -> dict[str, Any]:
        case = self.case
        return {
            "url": f"{party_url(case)}?task={self.task.pk}" if self.drawn_here else party_url(case),
            "id": f"task-{self.task.pk}",
            "title": case.title,
            "due": deadline_words(self.due) if self.due else "",
            "state": {PAST: "late", TODAY: "soon"}.get(self.group, ""),
            "reason": self._reason(),
            "number": case.number,
            "place": member.names(self.task.unit_id),
        }

    def _reason(self) -> str:
        if not self.drawn_here:
            return str(self.task.flow_task.label)
        if self.remedies:
            if self.task.reported:
                return _("What you reported was not enough yet")
            if self.group == PAST:
                return _("The day to put it right has passed; please do it and report it")
            return _("Put it right and report it with proof")
        if not self.does((ANSWER_ACT,)):
            return _("Terms are offered; please say whether you agree")
        if self.group == PAST:
            return _("Recorded as not answered; an answer still counts as evidence")
        sent = day_words(self.task.asked_at, weekday=False)
        return (_("A further question, sent %(day)s") if self.task.further else _("Sent %(day)s")) % {"day": sent}


def _past_parties(member: Member, key: str) -> QuerySet[CaseParty]:
    """Our places in cases in which nothing waits for us, the newest first, each with how our last request stands."""
    request = AnswerRequest.objects.filter(case=OuterRef("case"), unit=OuterRef("unit")).order_by("-pk")
    reported = Remedy.objects.filter(case=OuterRef("case"), unit=OuterRef("unit")).order_by("-pk")
    return (
        _ours(member)
        .filter(_AWAITED if key == AWAITED else _ENDED)
        .select_related("case")
        .annotate(
            status=Subquery(request.values("status")[:1]),
            answered_at=Subquery(request.values("answered_at")[:1]),
            reported_at=Subquery(reported.values("at")[:1]),
        )
        .order_by("-pk")
    )


def _ours(member: Member) -> QuerySet[CaseParty]:
    waits = WorkTask.objects.filter(process__case=OuterRef("case"), unit=OuterRef("unit"), status__in=WAITING)
    ours = CaseParty.objects.filter(involved_at__isnull=False).exclude(role=FIELD)
    ours = ours.filter(Q(unit__in=member.units) | _of_our_chain(member)).select_related("unit")
    return ours.annotate(asked=Exists(waits))


def _of_our_chain(member: Member) -> Q:
    """What is over of work that was given out at a chain's cinemas: its results are the chain's to read."""
    found, kinds = Q(pk__in=()), [kind.name for kind in all_kinds() if kind.given_out]
    for unit in member.units.values():
        if unit.kind == Unit.Kind.CHAIN:
            found |= Q(unit__path__startswith=unit.path, case__kind__in=kinds, case__holder__isnull=True)
    return found


_AWAITED = Q(case__holder__isnull=False, asked=False)
_ENDED = Q(case__holder__isnull=True)


def _counts(member: Member) -> dict[str, int]:
    return _ours(member).aggregate(**{AWAITED: Count("pk", filter=_AWAITED), ENDED: Count("pk", filter=_ENDED)})


def _party_row(party: Any, member: Member) -> dict[str, Any]:
    case = party.case
    return {
        "url": party_url(case),
        "id": f"party-{party.pk}",
        "title": case.title,
        "due": day_words(case.closed_at, weekday=False) if case.closed_at else "",
        "reason": _how_it_stands(party),
        "number": case.number,
        "place": member.names(party.unit_id) if party.unit_id in member.units else party.unit.label,
    }


def _how_it_stands(party: Any) -> str:
    if not _is_drawn_here(party.case):
        return str(stage_of(party.case).public)
    state = party.case.state
    if state == "withdrawn":
        return _("The complaint was withdrawn; nothing more is asked of you")
    if state == "closed":
        return _("Closed; the finding is inside")
    if party.reported_at and state == "decided":
        return _("Reported %(day)s; the office is checking it") % _on(party.reported_at)
    if state == "decided":
        return _("A finding has been made; nothing is asked of you")
    if party.answered_at:
        return _("Answered %(day)s; the office is checking the facts") % _on(party.answered_at)
    if party.status == AnswerRequest.Status.DROPPED:
        return _("The request was withdrawn; you need not answer")
    if party.status is None:
        return _("Nothing is asked of you at present; the office goes on with the case")
    return _("Not answered; the office goes on with the evidence it has")


def _on(moment: dt.datetime) -> dict[str, str]:
    return {"day": day_words(moment, weekday=False)}
