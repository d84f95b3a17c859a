"""Cases that may be about the same as the one at hand: the same person's repeat, to merge; other people's about the
same party, to join (issue 5 §1).

Only what the reader may see is looked at: the rest is neither shown nor counted.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.engine import access
from casework.engine.acts import OFFICE
from casework.engine.kinds import kind_of, stage_of
from casework.engine.models import CaseParty, ContactDetails, EventText
from casework.ui.times import day_words, moment_words
from casework.ui.words import listed
from complaints.categories import CINEMA
from complaints.likeness import LIKE, likeness
from complaints.models import Complaint
from complaints.rights_join import BEFORE_A_FINDING
from complaints.states import SUBMITTED

if TYPE_CHECKING:
    from casework.engine.present import CaseView

    from .people import Reader

# Filed so close to each other; and so many are compared at most, those about the same cinema first, then the newest
# (a platform is a party to very many).
REACH = dt.timedelta(days=30)
LOOKED_AT = 200
SHOWN = 6
WORDS = 400


@dataclass(frozen=True)
class Fact:
    """One line of the two columns."""

    label: Any
    here: str
    there: str
    same: bool
    # Whether that it is equal says something of the matter.
    tells: bool = True


@dataclass(frozen=True)
class Way:
    """What can be made of the two, on the page of the case that it is done to."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Like:
    """A case beside the one at hand. `repeat`: the same phone number filed it."""

    case: Complaint
    repeat: bool
    facts: list[Fact]
    ways: list[Way]

    @property
    def same(self) -> list[Any]:
        """What of the matter itself is equal in both."""
        return [fact.label for fact in self.facts if fact.same and fact.tells]


@dataclass
class Likes:
    """Everything that may be the same as the case of this view. Five statements at most."""

    reader: Reader
    view: CaseView
    found: list[Like] = field(init=False)

    def __post_init__(self) -> None:
        kept = sorted(self._candidates, key=self._rank)
        self.found = [self._like(other) for other in kept if self._is_like(other)][:SHOWN]

    @property
    def case(self) -> Complaint:
        return self.view.case

    @cached_property
    def _candidates(self) -> list[Complaint]:
        """Open cases of the same office and matter, filed within thirty days of this one, by the same phone or about
        one of its parties, and not handled together with it already."""
        case, digest = self.case, self.case.contact.phone_digest
        near = (case.opened_at - REACH, case.opened_at + REACH)
        phone = Exists(ContactDetails.objects.filter(case=OuterRef("pk"), phone_digest=digest))
        party = CaseParty.objects.filter(case=OuterRef("pk"), unit__in=[party.unit_id for party in case.party_list])
        found = (
            self._readable.filter(office=case.office_id, matter=case.matter, opened_at__range=near)
            .exclude(pk=case.pk)
            .annotate(
                repeat=phone if digest else Value(False),
                shares=Exists(party),
                at_place=Exists(party.filter(role=CINEMA)),
                leads=Exists(Complaint.objects.filter(leading=OuterRef("pk"))),
            )
            .filter(Q(repeat=True) | Q(shares=True, leading=None))
            .exclude(leading=case.pk)
        )
        found = found.exclude(pk=case.leading_id) if case.leading_id else found
        parties = Prefetch("parties", CaseParty.objects.select_related("unit").order_by("pk"), "party_list")
        rows = found.select_related("handler", "campaign", "office").prefetch_related(parties)
        return list(rows.order_by("-repeat", "-at_place", "-opened_at")[:LOOKED_AT])

    @property
    def _readable(self) -> QuerySet[Complaint]:
        cases = access.visible_cases if self.reader.audits else access.readable_cases
        return cases(self.reader.actor, Complaint.objects.opened()).exclude(recusals__user=self.reader.person)

    @cached_property
    def _told(self) -> dict[int, dict[str, str]]:
        """What was told with each filing."""
        ids = [self.case.pk, *(other.pk for other in self._candidates)]
        rows = EventText.objects.filter(event__case__in=ids, event__seq=1)
        return dict(rows.values_list("event__case", "values"))

    def _story(self, case: Complaint) -> str:
        said = self._told.get(case.pk, {})
        return said.get("story") or said.get("summary") or ""

    def _score(self, other: Complaint) -> float:
        here, there = self._story(self.case), self._story(other)
        return likeness(here, self.case.topic, there, other.topic) if here and there else 0

    def _is_like(self, other: Complaint) -> bool:
        return other.repeat or (self.case.leading_id is None and self._score(other) >= LIKE)

    def _rank(self, other: Complaint) -> tuple[bool, float]:
        return not other.repeat, -self._score(other)

    # --- side by side -------------------------------------------------------------------------------------------------
    def _like(self, other: Complaint) -> Like:
        ways = self._ways(other) if OFFICE in self.view.roles else []
        return Like(other, other.repeat, list(self._facts(other)), ways)

    def _facts(self, other: Complaint) -> list[Fact]:
        kind = kind_of(self.case)
        here, there = self._told.get(self.case.pk, {}), self._told.get(other.pk, {})
        pairs = [(_("What it is about"), str(self.case.title), str(other.title))]
        pairs += [
            (kind.party_roles[role], self._unit(self.case, role), self._unit(other, role)) for role in kind.party_roles
        ]
        pairs += [
            (_("Day"), day_words(self.case.happened_on), day_words(other.happened_on)),
            (_("Showing"), _time(self.case), _time(other)),
            (_("Film"), here.get("film", ""), there.get("film", "")),
            (_("Price paid, yuan"), _price(self.case), _price(other)),
        ]
        facts = [Fact(label, ours, theirs, ours == theirs) for label, ours, theirs in pairs if ours or theirs]
        phone = [Fact(_("Phone"), "", _("the same number"), True)] if other.repeat else []
        return [
            *facts,
            *phone,
            Fact(_("Filed"), moment_words(self.case.opened_at), moment_words(other.opened_at), False),
            Fact(
                _("Stage"),
                str(self.view.stage.label),
                str(stage_of(other).label),
                self.case.state == other.state,
                False,
            ),
            Fact(
                _("Handled by"), _handler(self.case), _handler(other), self.case.handler_id == other.handler_id, False
            ),
            Fact(_("What was told"), _short(self._story(self.case)), _short(self._story(other)), False),
        ]

    @staticmethod
    def _unit(case: Complaint, role: str) -> str:
        return listed(party.unit.name for party in case.party_list if party.role == role)

    # --- what can be made of it ---------------------------------------------------------------------------------------
    def _ways(self, other: Complaint) -> list[Way]:
        if other.repeat:
            return self._merging(other)
        return self._joining(other)

    def _merging(self, other: Complaint) -> list[Way]:
        """The later filing goes into the earlier one, as long as it is not accepted; else the other way round."""
        pair = sorted((self.case, other), key=lambda case: case.pk, reverse=True)
        gone = next((case for case in pair if case.state == SUBMITTED), None)
        if gone is None:
            return []
        into = other if gone is self.case else self.case
        label = _("Merge this one into %(number)s") if gone is self.case else _("Merge %(number)s into this one")
        return [Way(label % {"number": other.number}, _form(gone, "merge", into=into.pk), "link-45deg")]

    def _joining(self, other: Complaint) -> list[Way]:
        """Whoever leads already goes on leading; else the case that was filed first leads."""
        leads = {self.case.pk: self._leads_here, other.pk: other.leads}
        first, second = sorted((self.case, other), key=lambda case: (not leads[case.pk], case.pk))
        pair = next(((a, b) for a, b in ((first, second), (second, first)) if _can_be_joined(b, leads[b.pk])), None)
        if pair is None:
            return []
        leading, joined = pair
        label = _("Join this one to %(number)s") if joined is self.case else _("Join %(number)s to this one")
        return [Way(label % {"number": other.number}, _form(joined, "join", leading=leading.pk), "diagram-3")]

    @cached_property
    def _leads_here(self) -> bool:
        return self.case.joined.exists()


def _can_be_joined(case: Complaint, leads: bool) -> bool:
    return case.state in BEFORE_A_FINDING and case.leading_id is None and not leads


def _form(case: Complaint, act: str, **given: int) -> str:
    name, value = next(iter(given.items()))
    return f"{reverse('desk:act', args=[case.number, act])}?{name}={value}#act-{act}"


def _time(case: Complaint) -> str:
    return f"{case.happened_at:%H:%M}" if case.happened_at else ""


def _price(case: Complaint) -> str:
    return "" if case.price_paid is None else str(case.price_paid)


def _handler(case: Complaint) -> str:
    return case.handler.name if case.handler else _("not claimed yet")


def _short(text: str) -> str:
    return text if len(text) <= WORDS else f"{text[:WORDS]}…"
