"""The public list as everybody reads it (R41; issue 9 §3).

What is on it is worked out from the dates of measures as it is read, never from a state and never from a copy: a dead
clock leaves no expired entry up. What was read is kept for seconds, under the day for which it holds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from casework.parties.models import Division
from casework.ui.published import AGE, since_when

from ..decisions.measures import WITH_A_TERM
from ..decisions.states import UNDER_REVIEW
from ..models import Decision, EntryObjection, Measure, Vote
from ..objections.states import CHECKING
from ..remedies import repair_from
from ..violations import BY_CODE, RECORD, Violation
from .names import public_name


class Windows(NamedTuple):
    """The days within which a decision can be contested, as `remedies` reads them of a campaign."""

    review_ask_days: int
    decision_review_days: int


class Held(NamedTuple):
    """A measure that holds, with its first and last day (None: no end)."""

    kind: str
    starts: dt.date
    ends: dt.date | None

    @property
    def label(self) -> str:
        return Measure.Kind(self.kind).label


class Entry(NamedTuple):
    """A decision on the list, with nothing that names a person. `code`: of a cinema, else "". `place`: code of the
    division it is seated in. `bodies`: who decided. `repair_from`: the first day on which repair may be asked for;
    None where the entry has left the list by then. `objected`: whether an objection to it is being checked."""

    number: str
    name: str
    uscc: str
    code: str
    prefecture: str
    county: str
    place: str
    violation_code: str
    decided_on: dt.date
    published_at: dt.datetime
    bodies: tuple[str, ...]
    measures: tuple[Held, ...]
    repair_from: dt.date | None
    windows: Windows
    under_review: bool
    objected: bool

    @property
    def violation(self) -> Violation:
        return BY_CODE[self.violation_code]

    @property
    def record(self) -> Held:
        """The measure by which it is on the list, from its first to its last day."""
        return next(one for one in self.measures if one.kind == RECORD)


@dataclass(frozen=True)
class TheList:
    """The list as it is on `day`. `read_at`: when it was read from the database; `changed_at`: since when it says the
    same, as far as that is remembered; `digest`: the same for the same content."""

    day: dt.date
    entries: tuple[Entry, ...]
    read_at: dt.datetime
    changed_at: dt.datetime
    digest: str

    def entry(self, number: str) -> Entry | None:
        return next((one for one in self.entries if one.number == number), None)


def the_list() -> TheList:
    """What is on it today, decided last first, then by number: none is ranked. Three statements at most."""
    day = timezone.localdate()
    key = f"blacklist.listing:{day}"
    kept = cache.get(key)
    if kept is None:
        kept = _read(key, day)
        cache.set(key, kept, AGE)
    return kept


def _read(key: str, day: dt.date) -> TheList:
    now = timezone.now()
    # Between two statements a record may have been revoked.
    entries = tuple(entry_of(case) for case in listed(day) if any(one.kind == RECORD for one in case.held))
    digest = hashlib.sha256(repr((day, entries)).encode()).hexdigest()[:32]
    return TheList(day, entries, now, since_when(key, digest, now), digest)


def on_the_list(day: dt.date) -> QuerySet[Decision]:
    """Published decisions whose dishonesty record holds on the day, in the order of the list."""
    held = Measure.objects.in_force(day).filter(kind=RECORD).values("case")
    return Decision.objects.filter(published_at__isnull=False, pk__in=held).order_by("-decided_on", "number")


def listed(day: dt.date) -> QuerySet[Decision]:
    """The same with what their entries say."""
    held = Measure.objects.in_force(day)
    checked = EntryObjection.objects.filter(about=OuterRef("pk"), state=CHECKING)
    return (
        on_the_list(day)
        .annotate(objected=Exists(checked))
        .select_related("campaign", "unit__cinema", "unit__division__parent")
        .prefetch_related(
            Prefetch("measures", held.filter(kind__in=WITH_A_TERM), to_attr="held"),
            Prefetch("votes", Vote.objects.filter(word=Vote.Word.DECIDE).select_related("body").order_by("pk")),
        )
    )


def entry_of(case: Decision) -> Entry:
    """`case` as `listed` reads it."""
    unit, campaign = case.unit, case.campaign
    prefecture, county = _places(unit.division)
    order = Measure.Kind.values.index
    held = sorted(case.held, key=lambda one: order(one.kind))
    measures = tuple(Held(one.kind, one.starts, one.last_day) for one in held)
    ends = next(one.ends for one in measures if one.kind == RECORD)
    cinema = getattr(unit, "cinema", None)
    return Entry(
        number=case.number,
        name=public_name(unit),
        uscc=unit.uscc,
        code=cinema.code if cinema else "",
        prefecture=prefecture,
        county=county,
        place=unit.division_id or "",
        violation_code=case.violation,
        decided_on=case.decided_on,
        published_at=case.published_at,
        bodies=_who_decided(case),
        measures=measures,
        repair_from=_repair_within(case, ends),
        windows=Windows(campaign.review_ask_days, campaign.decision_review_days),
        under_review=case.state == UNDER_REVIEW,
        objected=case.objected,
    )


def _repair_within(case: Decision, ends: dt.date | None) -> dt.date | None:
    """The first day of repair, where the entry is still on the list then."""
    first = repair_from(case.severity, case.held)
    return None if first is None or (ends is not None and first > ends) else first


def _who_decided(case: Decision) -> tuple[str, ...]:
    """The bodies whose words made the measures that hold, in the order in which they spoke; a review makes none."""
    kinds = {one.kind for one in case.held}
    spoke = [vote for vote in case.votes.all() if vote.round == case.notice_round and kinds & set(vote.agreed)]
    return tuple(vote.body.name for vote in spoke)


def _places(division: Division | None) -> tuple[str, str]:
    """Prefecture and county, as far as they are known."""
    if division is None or division.level == Division.Level.PROVINCE:
        return "", ""
    if division.level == Division.Level.PREFECTURE:
        return division.name, ""
    return division.parent.name if division.parent else "", division.name
