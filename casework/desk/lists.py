"""The lists of the desk: my work, the unit's queue, all cases with filters; each in buckets, a page at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from casework.engine import queues
from casework.engine.kinds import all_kinds
from casework.engine.models import Case
from casework.engine.queues import QueueRow
from casework.ui.times import day_words, deadline_words
from notifications.models import Notification

from .filters import FilterForm
from .kind_pages import page_of
from .paging import MOST_URGENT, NEWEST, PAGE_SIZE, Order
from .people import Reader

TITLES = {
    "mine": gettext_lazy("My work"),
    "approve": gettext_lazy("To approve"),
    "queue": gettext_lazy("Queue of the unit"),
    "all": gettext_lazy("All cases"),
}
BUCKETS = {
    queues.ON_SITE: ("lightning-charge-fill", "late"),
    queues.OVERDUE: ("exclamation-octagon-fill", "late"),
    queues.TODAY: ("clock-fill", "soon"),
    queues.YOURS: ("person-check", ""),
    queues.OTHERS: ("pause-circle", ""),
    queues.ENDED: ("check-circle-fill", ""),
}
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)
STATES = {"red": "late", "amber": "soon"}


@dataclass(frozen=True)
class Bucket:
    """Rows that stand here for the same reason; `label` is "" where a list is not grouped."""

    label: Any
    icon: str
    tone: str
    rows: list[dict[str, Any]]


@dataclass
class WorkList:
    """One list as a reader asked for it. `params` are those of its address, without the list's own name."""

    reader: Reader
    name: str
    params: dict[str, str] = field(default_factory=dict)
    now: dt.datetime = field(default_factory=timezone.now)

    @classmethod
    def asked(cls, reader: Reader, query: dict[str, str], name: str = "") -> WorkList:
        """From an address's query; a case's page names its list in `list`."""
        name = name or query.get("list", "")
        params = {key: value for key, value in query.items() if value and key in (*FilterForm.base_fields, "after")}
        return cls(reader, name if name in TITLES else "mine", params)

    @property
    def title(self) -> Any:
        return TITLES[self.name]

    @property
    def url(self) -> str:
        """The first page of this list."""
        return self._address(reverse(f"desk:{self.name}"), {})

    @property
    def page_url(self) -> str:
        """The page of it that the reader is on."""
        return self._address(reverse(f"desk:{self.name}"), {k: v for k, v in self.params.items() if k == "after"})

    @property
    def query(self) -> str:
        """What a case's address carries so that the list stays beside it."""
        return urlencode({"list": self.name, **self.params})

    @cached_property
    def filters(self) -> FilterForm:
        return FilterForm(self.params, reader=self.reader)

    @cached_property
    def cases(self) -> QuerySet[Case]:
        if self.name == "mine":
            return queues.my_work(self.reader.actor)
        if self.name == "approve":
            return queues.to_approve(self.reader.actor)
        if self.name == "queue":
            return queues.unit_queue(self.reader.actor)
        return self.filters.narrow(self.reader.cases, self.now)

    @property
    def order(self) -> Order:
        return NEWEST if self.name == "all" and self.filters.mixes_ended else MOST_URGENT

    @cached_property
    def _page(self) -> list[QueueRow]:
        return queues.rows(self.order.page(self.cases, self.params.get("after", "")), self.now, self.reader.actor)

    @cached_property
    def fresh(self) -> set[str]:
        """Numbers of cases with unread news for this reader; shown on their own work only."""
        if self.name != "mine":
            return set()
        told = Notification.objects.told_to(self.reader.actor.address).unread()
        numbers = [row.case.number for row in self._page]
        return set(told.filter(case_no__in=numbers).values_list("case_no", flat=True))

    @cached_property
    def marks(self) -> dict[int, str]:
        """What the rows say of cases handled together with theirs."""
        shown = [row.case for row in self._page[:PAGE_SIZE]]
        of_kind = {kind: [case for case in shown if case.kind == kind.name] for kind in all_kinds()}
        found = [page_of(kind).marks(self.reader, cases) for kind, cases in of_kind.items() if cases]
        return {pk: words for marks in found for pk, words in marks.items()}

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [self.row(found) for found in self._page[:PAGE_SIZE]]

    @property
    def buckets(self) -> list[Bucket]:
        """Groups in the order of urgency. A list sorted by day of filing is not grouped."""
        shown = self._page[:PAGE_SIZE]
        if self.order is NEWEST:
            return [Bucket("", "", "", [self.row(found) for found in shown])] if shown else []
        ranked = sorted(shown, key=lambda found: (list(queues.GROUPS).index(found.group), found.due_at or LAST))
        grouped = groupby(ranked, key=lambda found: found.group)
        return [
            Bucket(queues.GROUPS[group], *BUCKETS[group], [self.row(found) for found in members])
            for group, members in grouped
        ]

    @property
    def next_url(self) -> str:
        if len(self._page) <= PAGE_SIZE:
            return ""
        return self._address(reverse(f"desk:{self.name}"), {"after": self.order.key(self._page[PAGE_SIZE - 1].case)})

    @property
    def start_url(self) -> str:
        """The first page, from any later one."""
        return self._address(reverse(f"desk:{self.name}"), {}) if self.params.get("after") else ""

    def _address(self, base: str, more: dict[str, str]) -> str:
        query = {key: value for key, value in self.params.items() if key != "after"} | more
        return f"{base}?{urlencode(query)}" if query else base

    def of_numbers(self, numbers: list[str]) -> list[dict[str, Any]]:
        """Rows of these cases as far as they are in this list now, on whichever page."""
        found = self.cases.filter(number__in=numbers[:PAGE_SIZE])
        self.__dict__["_page"] = queues.rows(found, self.now, self.reader.actor)
        return self.rows

    def row(self, found: QueueRow) -> dict[str, Any]:
        """As the component `work_row` takes it."""
        case = found.case
        where = found.where
        if self.name in ("all", "approve") and found.handler:
            where = f"{where} · {found.handler}"
        elif case.handler_id in self.reader.actor.stands_in_for(case.office_id):
            stead = _("on behalf of %(name)s") % {"name": found.handler}
            where = f"{where} · {stead}"
        return {
            "id": f"w-{case.number}",
            "url": f"{reverse('desk:case', args=[case.number])}?{self.query}",
            "title": case.title,
            "due": due_words(found, self.now),
            "state": STATES.get(found.tone, ""),
            "reason": found.why,
            "number": case.number,
            "place": where,
            "together": self.marks.get(case.pk, ""),
            "fresh": case.number in self.fresh,
        }


def due_words(found: QueueRow, now: dt.datetime) -> str:
    """The day; how long it is over; for somebody at the counter what is left; for a stopped clock since when."""
    due = found.due_at
    if not found.case.is_open:
        return ""
    if due is None:
        return _paused_words(found.case, now) if found.tone == "paused" else ""
    if due <= now:
        return _over_words(due, now)
    if found.group == queues.ON_SITE and due - now < dt.timedelta(hours=12):
        minutes = int((due - now).total_seconds()) // 60
        return _("%(hours)d:%(minutes)02d left") % {"hours": minutes // 60, "minutes": minutes % 60}
    if due - now > dt.timedelta(days=1):
        return day_words(due - dt.timedelta(seconds=1), weekday=False)
    return deadline_words(due)


def _over_words(due: dt.datetime, now: dt.datetime) -> str:
    """Since which day, for the case's page counts what is over in working days or hours, as its clock does."""
    if now - due >= dt.timedelta(days=1):
        return _("due %(day)s") % {"day": day_words(due - dt.timedelta(seconds=1), weekday=False)}
    hours = (now - due).seconds // 3600
    if hours:
        return ngettext("%(count)d hour over", "%(count)d hours over", hours) % {"count": hours}
    return pgettext("due", "just over")


def _paused_words(case: Case, now: dt.datetime) -> str:
    since = [dt.datetime.fromisoformat(c.pauses[-1]["from"]) for c in case.live if c.paused]
    days = (now - min(since)).days if since else 0
    return ngettext("clock stopped %(count)d day", "clock stopped %(count)d days", days) % {"count": days}
