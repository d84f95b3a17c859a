"""Penalty decisions at all desks: what is alleged and intended, what the party and the bodies say, what came of it.

The party never reads where it was found, why it departs from the table, or which body said what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from blacklist.decisions.forms import OpenDecisionForm
from blacklist.decisions.states import (
    DECIDED,
    DELIBERATION,
    DRAFTING,
    DROPPED,
    ENDED,
    IN_FORCE,
    LEGAL_REVIEW,
    PARTY,
    REVOKED,
    UNDER_REVIEW,
)
from blacklist.letter_access import letters_for
from blacklist.letters.writing import check_path
from blacklist.models import Decision, Defence, Letter, Measure, Referral, Vote
from blacklist.remedies import repair_from
from blacklist.violations import BY_CODE, RECORD
from casework.engine.acts import AUDITOR, BODY, OFFICE
from casework.ui.times import day_words, moment_words
from casework.ui.words import listed

from .about_a_decision import cases_about
from .kind_pages import KindPage
from .penalty_measures import fund_knows, stands, term_of

if TYPE_CHECKING:
    from casework.engine.present import CaseView
    from casework.engine.rows import Row

READS_ALL = frozenset({OFFICE, BODY, AUDITOR})
OUTCOMES = (DECIDED, IN_FORCE, UNDER_REVIEW, ENDED, REVOKED)
CONCLUDED = (*OUTCOMES, DROPPED)
DRAFT = ("facts", "circumstances", "severity", "measures", "months", "later", "to_do", "due", "departure", "new_facts")


@dataclass
class PenaltyPanels:
    """Rows of one decision, each sort read once, as far as its reader may read them."""

    view: CaseView

    @property
    def case(self) -> Decision:
        return self.view.case

    @property
    def reads_all(self) -> bool:
        return bool(self.view.roles & READS_ALL)

    @property
    def untold(self) -> bool:
        """Whether its reader is of the party, and what the draft says now was not told to the party: the bodies sent an
        earlier one back."""
        case = self.case
        drafted = case.state in (DRAFTING, LEGAL_REVIEW) or (case.state == DROPPED and case.served_at is None)
        return drafted and not self.reads_all

    # --- what is alleged ----------------------------------------------------------------------------------------------
    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        case = self.case
        party = next(one.unit for one in self.view.parties if one.role == PARTY)
        found = [
            (_("Party"), party.name),
            (_("Campaign"), case.campaign.name),
            (_("Violation"), case.get_violation_display()),
            (_("Day of the violation"), day_words(case.happened_on, year=True)),
            (_("Showing"), case.showing),
        ]
        if case.severity and not self.untold:
            found += [
                (_("Circumstances"), case.get_circumstances_display()),
                (_("Severity"), case.get_severity_display()),
                (_("Earlier decisions within two years"), str(case.earlier)),
            ]
        return [(label, value) for label, value in found if value]

    @property
    def rule(self) -> str:
        """The notice's own words for the violation, as they stand."""
        return BY_CODE[self.case.violation].words

    @cached_property
    def sources(self) -> list[tuple[str, str]]:
        """Numbers of the cases in which it was found, with their address for people of the office. Never the party's to
        read: whoever knows a complaint may guess who complained."""
        if not self.reads_all:
            return []
        numbers = self.case.sources.order_by("pk").values_list("number", flat=True)
        office = OFFICE in self.view.roles
        return [(number, reverse("desk:case", args=[number]) if office else "") for number in numbers]

    @property
    def found_at_first(self) -> str:
        """What was found when it was proposed, where the draft says it otherwise."""
        label = str(OpenDecisionForm.base_fields["facts"].label)
        opening = next((row for row in self.view.timeline if row.seq == 1), None)
        text = next((text for said, text in opening.words if str(said) == label), "") if opening else ""
        return "" if text == self.case.facts else text

    @property
    def earlier_drafts(self) -> list[tuple[Row, list[tuple[Any, str]]]]:
        """Drafts that a later one took the place of, the newest first, with all they said."""
        drafts = [row for row in self.view.timeline if row.name == "submit_decision"]
        return [(row, [*row.facts, *row.words]) for row in drafts[1:]]

    # --- measures -----------------------------------------------------------------------------------------------------
    @property
    def departure(self) -> str:
        return self.case.departure if self.reads_all else ""

    @property
    def left_out(self) -> str:
        """Measures with which a decision about this violation starts, and this one does without."""
        intended = {one.kind for one in self.case.measure_list}
        return kinds_in_words(set(BY_CODE[self.case.violation].measures) - intended)

    @cached_property
    def measures(self) -> list[dict[str, Any]]:
        if self.untold:
            return []
        case = self.case
        return [
            {"row": one, "term": term_of(one), "fund": fund_knows(case, one), **stands(case, one, self.today)}
            for one in case.measure_list
        ]

    # --- letters ------------------------------------------------------------------------------------------------------
    @cached_property
    def letters(self) -> list[tuple[Letter, str]]:
        """Those that went out, each with the address at which anybody checks it."""
        return [(letter, check_path(letter)) for letter in letters_for(self.view)]

    # --- what is said to it -------------------------------------------------------------------------------------------
    @cached_property
    def defences(self) -> list[Defence]:
        return list(self.case.defences.order_by("pk"))

    @property
    def answers_shown(self) -> bool:
        """The party reads the answers with the decision."""
        return self.reads_all or self.case.state in CONCLUDED

    @property
    def said_nothing(self) -> bool:
        """Whether the time to say something is over, and nothing came."""
        return not self.defences and self.case.state in (DELIBERATION, *OUTCOMES)

    @cached_property
    def hearing(self) -> list[tuple[Any, Any]]:
        """When and where the party is or was heard, and who presides; nothing where it asked for no hearing."""
        case = self.case
        if not case.hearing_round or case.hearing_round != case.notice_round:
            return []
        if case.hearing_at is None:
            return [(_("Day and time"), _("not fixed yet"))]
        return [
            (_("Day and time"), moment_words(case.hearing_at)),
            (_("Place"), case.hearing_place),
            (_("Presides"), case.presider.get_full_name() or case.presider.get_username()),
        ]

    @cached_property
    def referrals(self) -> list[Referral]:
        """What was referred to the authority, and what became of it; the authority itself tells the party."""
        return list(self.case.referrals.order_by("pk")) if self.reads_all else []

    @property
    def many_rounds(self) -> bool:
        return self.case.notice_round > 1

    @cached_property
    def votes(self) -> list[dict[str, Any]]:
        """What each body says, the newest round first. The party reads the result alone."""
        if not self.reads_all:
            return []
        rows = self.case.votes_now
        if self.case.round > 1:
            before = self.case.votes.filter(round__lt=self.case.round).select_related("body", "above")
            rows = [*rows, *before.order_by("-round", "pk")]
        rounds = groupby(rows, key=lambda one: one.round)
        return [
            {"round": number, "of": self._turn(number), "rows": [_vote(one) for one in those]}
            for number, those in rounds
        ]

    def _turn(self, number: int) -> str:
        """Which of several turns it was, in words; "" where there was one."""
        if number > self.case.notice_round:
            return pgettext("turn", "on the review")
        return _("round %(number)d") % {"number": number} if self.many_rounds else ""

    @cached_property
    def repair(self) -> tuple[str, str] | None:
        """From which day on the party may ask for repair, and where it does so once that day has come. None where the
        measures are over by then, or it has asked."""
        case = self.case
        if case.state != IN_FORCE or self.reads_all or case.repairs.filter(asked=True).exists():
            return None
        held = [one for one in case.measure_list if one.months and not one.is_over(self.today)]
        first = repair_from(case.severity, held)
        if first is None or all(one.ends < first for one in held):
            return None
        address = f"{reverse('ours:open', args=['repair'])}?unit={case.unit_id}&decision={case.pk}"
        return day_words(first, weekday=False, year=True), address if first <= self.today else ""

    @property
    def objection_url(self) -> str:
        """Where the party objects to its entry; "" where it has none today."""
        case = self.case
        held = any(one.kind == RECORD and one.holds(self.today) for one in case.measure_list)
        if self.reads_all or case.published_at is None or not held:
            return ""
        return f"{reverse('ours:open', args=['objection'])}?unit={case.unit_id}&decision={case.number}"

    @cached_property
    def asked_since(self) -> list[dict[str, Any]]:
        return cases_about(self.case, self.view, "desk" if self.reads_all else "ours")

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.view.now)

    @property
    def result(self) -> str:
        """What was decided, in one sentence; "" before it is."""
        case = self.case
        if case.state == DROPPED:
            return _("Nothing was decided against the party.")
        if case.state == REVOKED:
            return _("The decision was revoked on review; nothing of it stands.")
        if case.decided_on is None:
            return ""
        agreed = kinds_in_words(one.kind for one in case.measure_list if one.agreed)
        day = day_words(case.decided_on, weekday=False, year=True)
        return _("Decided on %(day)s: %(measures)s.") % {"day": day, "measures": agreed}


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Measures by name, in the order of their kinds."""
    named = set(kinds)
    return listed(str(label) for kind, label in Measure.Kind.choices if kind in named)


def _vote(one: Vote) -> dict[str, Any]:
    """A body's word as a chip, and the measures that it agrees to."""
    if one.word == Vote.Word.REVIEW:
        look = (_("Keeps"), "check-circle-fill", "ok") if one.agreed else (_("Keeps none"), "x-circle", "urgent")
    elif one.word == Vote.Word.RETURN:
        look = (one.get_word_display(), "question-circle", "warn")
    elif one.agreed:
        look = (pgettext("opinion", "Agrees"), "check-circle-fill", "ok")
    else:
        look = (_("Agrees to none"), "x-circle", "urgent")
    measures = kinds_in_words(one.agreed)
    if one.months:
        shorter = ngettext("for %(count)d month", "for %(count)d months", one.months) % {"count": one.months}
        measures = f"{measures} · {shorter}"
    return {"row": one, "look": look, "measures": measures}


class PenaltyPage(KindPage):
    own_opening = True
    template = "blacklist/desk/penalty.html"
    unspoken = {
        "submit_decision": DRAFT,
        "defend": ("account",),
        "answer_defence": ("answer",),
        "vote": ("word", "agreed", "reasons"),
        "vote_on_review": ("kept", "months", "reasons"),
    }

    def panels(self, view: CaseView) -> PenaltyPanels:
        return PenaltyPanels(view)
