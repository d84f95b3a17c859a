"""All that ever was on the public list, with what became of each (issue 9 §3): of the cases its reader may read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from blacklist.decisions.kind import PENALTY
from blacklist.listing.forms import ListForm
from blacklist.listing.removals import EXPIRED, removal
from blacklist.models import Decision, Measure
from casework.desk.people import Reader
from casework.engine.models import Event
from casework.parties.models import Unit
from casework.ui.text import half_width
from casework.ui.times import day_words

PAGE_SIZE = 20


@dataclass(frozen=True)
class Was:
    """A decision that was on the list. standing: how it stands today, as a chip. history: what happened to it since it
    was served, each with its moment, the oldest first."""

    case: Decision
    standing: tuple[str, str, str]
    history: list[tuple[dt.datetime | dt.date, Any]]

    @property
    def violation(self) -> str:
        return self.case.get_violation_display()


@dataclass(frozen=True)
class ArchivePage:
    """`after`: the key of the last one where there are more; `total`: how many fit."""

    rows: list[Was]
    after: str
    total: int


def archive_page(reader: Reader, form: ListForm) -> ArchivePage:
    """Decided last first. Seven statements at most."""
    found = _fitting(reader, form)
    total = found.count()
    last = form.asked.get("after", "")
    place = found.filter(pk=last).values_list("decided_on", flat=True).first() if last.isdecimal() else None
    if place:
        found = found.filter(Q(decided_on__lt=place) | Q(decided_on=place, pk__lt=last))
    cases = list(found.select_related("unit__cinema").prefetch_related("measures")[: PAGE_SIZE + 1])
    shown = cases[:PAGE_SIZE]
    return ArchivePage(_rows(shown), str(shown[-1].pk) if len(cases) > PAGE_SIZE else "", total)


def _fitting(reader: Reader, form: ListForm) -> QuerySet[Decision]:
    theirs = reader.cases.filter(kind=PENALTY.name).values("pk")
    found = Decision.objects.filter(pk__in=theirs, published_at__isnull=False).order_by("-decided_on", "-pk")
    asked, within = form.asked, form.within
    for word in half_width(asked.get("q", "")).split():
        named = Q(unit__name__icontains=word) | Q(unit__short_name__icontains=word)
        coded = Q(unit__uscc__icontains=word) | Q(unit__cinema__code=word) | Q(number__icontains=word)
        found = found.filter(named | coded)
    if within is not None:
        found = found.filter(unit__in=Unit.objects.in_division(within))
    if asked.get("violation"):
        found = found.filter(violation=asked["violation"])
    if asked.get("since"):
        found = found.filter(decided_on__gte=asked["since"])
    return found.filter(decided_on__lte=asked["until"]) if asked.get("until") else found


def _rows(cases: list[Decision]) -> list[Was]:
    """Two statements for all of them."""
    day = timezone.localdate()
    records = Measure.objects.in_force(day).filter(kind=Measure.Kind.RECORD, case__in=[case.pk for case in cases])
    on_it = set(records.values_list("case", flat=True))
    events = _public_steps(cases)
    return [_row(case, case.pk in on_it, events[case.pk], day) for case in cases]


def _row(case: Decision, on_it: bool, events: Iterable[Event], day: dt.date) -> Was:
    record = next(one for one in case.measures.all() if one.kind == Measure.Kind.RECORD)
    history = [(event.at, PENALTY.acts[event.name].public) for event in events if event.at >= case.in_force_at]
    if on_it:
        return Was(case, (_until(record.ends), "exclamation-octagon", "urgent"), history)
    gone = removal(record, day)
    if gone.why == EXPIRED:
        history = sorted([*history, (gone.at, gone.label)], key=lambda one: one[0])
    return Was(case, (gone.label, "check-circle", "ok"), history)


def _until(day: dt.date | None) -> str:
    if day is None:
        return _("On the list")
    return _("On the list until %(day)s") % {"day": day_words(day, weekday=False, year=True)}


def _public_steps(cases: list[Decision]) -> dict[int, list[Event]]:
    """What everybody who may read the cases was told of them, by case."""
    names = [name for name, act in PENALTY.acts.items() if act.public]
    found: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(case__in=[case.pk for case in cases], name__in=names).order_by("case", "seq"):
        found[event.case_id].append(event)
    return found
