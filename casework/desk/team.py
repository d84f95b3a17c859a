"""The office's people and their claims, for those who lead it (issue 5 §4). Statements grow with neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.engine import access, queues
from casework.engine.door import perform
from casework.engine.errors import DoorClosed, Refused
from casework.engine.models import Case
from casework.engine.queues import QueueRow
from casework.engine.workdays import Workdays
from casework.parties.models import Absence, Membership, User
from casework.ui.words import listed

from .lists import STATES, due_words
from .paging import LONGEST_UNTOUCHED, MOST_URGENT, PAGE_SIZE, Order
from .people import Reader

EVERYBODY, NOBODY = "", "nobody"


@dataclass(frozen=True)
class Member:
    """One line of the table of people. Ages are in working days, None where there is nothing to count.

    oldest: since the oldest claim; untouched: since the longest untouched was worked on. here: still of the office.
    away: the absence that lasts today.
    """

    key: str
    name: str
    role: str
    here: bool
    count: int
    overdue: int
    oldest: int | None
    untouched: int | None
    away: Absence | None = None


@dataclass
class Team:
    """The office's team as its lead asked for it. of: a person's id, "nobody", or "" for all that are claimed."""

    reader: Reader
    of: str = EVERYBODY
    late: bool = False
    after: str = ""
    now: dt.datetime = field(default_factory=timezone.now)

    @classmethod
    def asked(cls, reader: Reader, query: dict[str, str]) -> Team:
        of = query.get("of", "")
        known = of == NOBODY or (of.isascii() and of.isdigit() and len(of) < 10)
        return cls(reader, of if known else EVERYBODY, query.get("late") == "1", query.get("after", ""))

    @cached_property
    def every_case(self) -> QuerySet[Case]:
        """Cases of the office, open and ended, without those that this lead is out of."""
        return access.office_cases(self.reader.actor).filter(office=self.reader.unit)

    @cached_property
    def cases(self) -> QuerySet[Case]:
        return self.every_case.opened()

    # --- the people ---------------------------------------------------------------------------------------------------
    @cached_property
    def members(self) -> list[Member]:
        """Everybody who may handle cases here, whoever else still has some, and first what nobody has."""
        found = dict(self._numbers)
        rows = [self._member(NOBODY, pgettext("team", "Nobody yet"), "", True, found.pop(None, {}))]
        rows += [self._member(str(pk), name, role, True, found.pop(pk, {})) for pk, (name, role) in self.people.items()]
        gone = User.objects.filter(pk__in=found).order_by("name") if found else []
        return rows + [self._member(str(user.pk), str(user), "", False, found[user.pk]) for user in gone]

    @cached_property
    def people(self) -> dict[int, tuple[str, str]]:
        """Name and roles in words of those who may be given a case."""
        rows = Membership.objects.in_force(unit=self.reader.unit, role__in=access.OFFICE_ROLES)
        found: dict[int, tuple[str, list[str]]] = {}
        for row in rows.select_related("user").order_by("user__name", "user", "role"):
            found.setdefault(row.user_id, (str(row.user), []))[1].append(str(row.get_role_display()))
        return {pk: (name, listed(roles)) for pk, (name, roles) in found.items()}

    @cached_property
    def _numbers(self) -> dict[int | None, dict[str, Any]]:
        rows = (
            self.cases.order_by()
            .values("handler")
            .annotate(
                count=Count("pk"),
                overdue=Count("pk", filter=Q(due_at__lte=self.now)),
                oldest=Min("claimed_at"),
                untouched=Min("touched_at"),
            )
        )
        return {row["handler"]: row for row in rows}

    @cached_property
    def _days(self) -> Workdays:
        began = [row[name] for row in self._numbers.values() for name in ("oldest", "untouched") if row[name]]
        return Workdays(min([*began, self.now]), self.now)

    def _member(self, key: str, name: str, role: str, here: bool, row: dict[str, Any]) -> Member:
        ages = [self._age(row.get(field_name)) for field_name in ("oldest", "untouched")]
        return Member(key, name, role, here, row.get("count", 0), row.get("overdue", 0), *ages, self._away.get(key))

    @cached_property
    def _away(self) -> dict[str, Absence]:
        today = Absence.objects.filter(unit=self.reader.unit).on(timezone.localdate(self.now))
        return {str(absence.user_id): absence for absence in today.select_related("stand_in")}

    def _age(self, since: dt.datetime | None) -> int | None:
        return None if since is None else self._days.age(since, self.now)

    # --- their cases --------------------------------------------------------------------------------------------------
    @property
    def chosen(self) -> str:
        """Whose cases are listed, in words."""
        member = next((member for member in self.members if member.key == self.of), None)
        return member.name if member else _("All claimed cases")

    @property
    def order(self) -> Order:
        return MOST_URGENT if self.late or self.of == NOBODY else LONGEST_UNTOUCHED

    @cached_property
    def _page(self) -> list[QueueRow]:
        cases = self.cases.filter(handler__isnull=self.of == NOBODY)
        cases = cases.filter(handler=self.of) if self.of not in (EVERYBODY, NOBODY) else cases
        cases = cases.filter(due_at__lte=self.now) if self.late else cases
        return queues.rows(self.order.page(cases, self.after), self.now)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [self._row(found) for found in self._page[:PAGE_SIZE]]

    def _row(self, found: QueueRow) -> dict[str, Any]:
        case = found.case
        return {
            "number": case.number,
            "url": f"{reverse('desk:case', args=[case.number])}?list=all",
            "title": case.title,
            "place": found.where,
            "why": found.why,
            "handler": found.handler,
            "claimed": self._age(case.claimed_at),
            "untouched": self._age(case.touched_at),
            "due": due_words(found, self.now),
            "state": STATES.get(found.tone, ""),
        }

    @property
    def next_url(self) -> str:
        more = len(self._page) > PAGE_SIZE
        return self.address(after=self.order.key(self._page[PAGE_SIZE - 1].case)) if more else ""

    @property
    def start_url(self) -> str:
        return self.address() if self.after else ""

    def address(self, **more: str) -> str:
        asked = {"of": self.of, "late": "1" if self.late else "", **more}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('desk:team')}?{query}" if query else reverse("desk:team")


@dataclass
class HandedOver:
    """What came of handing over several cases: numbers, and for the refused why not."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def hand_over(team: Team, numbers: Iterable[str], *, to: str, note: str, key: str) -> HandedOver:
    """Each case goes through the door by itself (P19): one that is refused stops no other."""
    wanted = list(dict.fromkeys(numbers))[:PAGE_SIZE]
    cases = {case.number: case for case in team.cases.filter(number__in=wanted)}
    outcome = HandedOver()
    for number in wanted:
        if number not in cases:
            outcome.refused.append((number, _("This is not an open case of your office.")))
            continue
        case = cases[number]
        try:
            perform(case, "hand_over", by=team.reader.actor, key=f"{key}:{case.pk}", to=to, note=note)
        except DoorClosed as closed:
            outcome.refused.append((number, _why(closed)))
        else:
            outcome.done.append(number)
    return outcome


def _why(closed: DoorClosed) -> str:
    """The door's sentence; of a form's errors, what stands beside the fields."""
    fields = closed.fields.values() if isinstance(closed, Refused) else []
    return " ".join(str(text) for texts in fields for text in texts) or str(closed.message)
