"""A complaint as its complainant reads it: terms on the table, the finding, what they may do about it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.engine.seats import sign_link
from complaints.categories import BY_CODE, CATEGORIES
from complaints.evidence import in_words
from complaints.forms import NotAcceptForm
from complaints.models import Complaint, Proposal, Review
from complaints.receipts import filing_row, particulars
from complaints.rights_forms import AskSupplementForm

from .terms import ON_TERMS, TermsCard, agreed, terms_card
from .tracking import TrackPage

# How it came that a complaint is not accepted; the newest says why.
REFUSALS = ("not_accept", "lapse", "confirm_refusal")


class ComplaintTrack(TrackPage):
    turn_acts: ClassVar[tuple[str, ...]] = ("supplement", "confirm_received", "deny_received")
    right_acts: ClassVar[tuple[str, ...]] = ("rate", "ask_review", "contest", "contest_transfer", "ask_recusal")
    other_acts: ClassVar[tuple[str, ...]] = ("message", "evidence", "urge", "withdraw", *ON_TERMS)
    apart: ClassVar[tuple[str, ...]] = ("file", "not_accept", "confirm_refusal")
    next_step: ClassVar[tuple[str, ...]] = ("triage", "investigation")

    case: Complaint

    @property
    def lead(self) -> str:
        if self.case.merged_into is not None:
            said = {"number": self.case.merged_into.number}
            return _("The matter is handled under the number of your earlier case, %(number)s.") % said
        return super().lead

    @property
    def together(self) -> str:
        """Nobody learns with whose."""
        if not self.case.is_open:
            return ""
        names = [event.name for event in self.view.events]
        joined = [name for name in names if name in ("join", "leave_join")]
        if joined[-1:] != ["join"] and names.count("lead_join") == names.count("lead_leave"):
            return ""
        said = _(
            "Your %(matter)s is being handled together with others about the same matter: the "
            "answers of those concerned count for all. It gets its own finding, and you keep all "
            "your rights."
        )
        return said % {"matter": self.view.matter.noun}

    # --- what was filed, what was decided -----------------------------------------------------------------------------
    @cached_property
    def filed(self) -> dict[str, Any]:
        row = filing_row(self.view)
        return {"lines": [*particulars(self.case), *row.words], "files": self._files(row)}

    @cached_property
    def offshoots(self) -> list[tuple[Complaint, str]]:
        """The reports that were split off, each with a link that opens it for whoever reads this."""
        if not any(event.name == "split_off" for event in self.view.events):
            return []
        found = self.case.offshoots.filter(anonymous=False).select_related("contact").order_by("pk")
        return [(case, reverse("portal:link", args=[sign_link(case.pk, case.contact.code_round)])) for case in found]

    @cached_property
    def refusal(self) -> dict[str, str] | None:
        """Why it was not accepted, and where to go instead (P15)."""
        if not self.case.not_accepted_because:
            return None
        event = [event for event in self.view.events if event.name in REFUSALS][-1]
        words = getattr(getattr(event, "text", None), "values", {})
        because = dict(NotAcceptForm.BECAUSE).get(self.case.not_accepted_because, "")
        return {"because": because, "reason": words.get("reason", ""), "other_ways": words.get("other_ways", "")}

    @property
    def review(self) -> Review | None:
        """The newest review that was decided; of one that goes on nothing is told."""
        if not self.case.finding or not any(event.name == "ask_review" for event in self.view.events):
            return None
        return self.case.reviews.exclude(decided_at=None).last()

    @cached_property
    def finding(self) -> dict[str, Any] | None:
        """The approved finding in words; before it is approved nothing of it."""
        if not self.case.finding:
            return None
        approved = Proposal.objects.filter(case_id=self.case.pk, approved_at__isnull=False)
        found = approved.select_related("approved_by", "instead").last()
        return self._finding_in_words(found) if found else None

    def _finding_in_words(self, found: Proposal) -> dict[str, Any]:
        return {
            "row": found,
            "label": found.get_finding_display(),
            "rule": self._rule_words(found.rule),
            "because": found.get_because_display() if found.because else "",
            "evidence": in_words(self.case, found.evidence),
            "remedy_by": self.view.kind.party_roles.get(found.remedy_by, ""),
            "agreed": agreed(self.case, found.instead_id or found.settlement_id),
        }

    def _rule_words(self, rule: str) -> str:
        """The notice's own words for a rule, the complaint's category first."""
        own = BY_CODE.get(self.case.topic)
        ordered = sorted(CATEGORIES, key=lambda category: category is not own)
        return next((category.words for category in ordered if category.rule == rule), "")

    @cached_property
    def on_offer(self) -> TermsCard | None:
        return terms_card(self.view, self.acts)

    @cached_property
    def missing(self) -> dict[str, Any] | None:
        """What was asked for, item by item."""
        asked = [event for event in self.view.events if event.name == "ask_supplement"]
        if not asked:
            return None
        items, chosen = dict(AskSupplementForm.ITEMS), asked[-1].facts.get("items", [])
        words = getattr(getattr(asked[-1], "text", None), "values", {})
        return {"items": [items[code] for code in chosen if code in items], "words": words.get("explanation", "")}
