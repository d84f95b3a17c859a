"""Terms that both sides may agree on, for the desk: who has said what, when and how, and what was offered before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from complaints.both_sides import Terms, terms_of
from complaints.forms import AnswerForm
from complaints.models import AnswerRequest, Proposal
from complaints.settling import consents_to

if TYPE_CHECKING:
    from casework.engine.present import CaseView

OFFERS = ("offer_settlement", "offer_remedy")


@dataclass
class TermsPanel:
    """Rows of one complaint, read when they are drawn; where nothing was offered, none are."""

    view: CaseView
    proposal: Proposal | None

    @cached_property
    def on_the_table(self) -> Terms | None:
        return terms_of(self.view.case.consents, office=True) if self.view.stage.is_open else None

    @cached_property
    def of_finding(self) -> Terms | None:
        """What the finding that is shown rests on, or what was agreed in the place of its remedy."""
        found = self.proposal and (self.proposal.instead_id or self.proposal.settlement_id)
        return terms_of(consents_to(self.view.case, found or None), office=True)

    @cached_property
    def earlier(self) -> list[Terms]:
        """Terms that were offered before, and neither lie on the table nor are part of the finding; newest first."""
        shown = [terms for terms in (self.on_the_table, self.of_finding) if terms]
        if sum(event.name in OFFERS for event in self.view.events) <= len(shown):
            return []
        ids = {row.settlement_id for row in self.view.case.every_consent} - {one.settlement.pk for one in shown}
        found = [terms_of(consents_to(self.view.case, pk), office=True) for pk in sorted(ids, reverse=True)]
        return [terms for terms in found if terms]


def suggested_terms(view: CaseView) -> dict[str, object]:
    """Terms begin with what those complained of offered in their answers, in the words of a closed list, or with those
    on the table. Nothing is taken from what the complainant wrote."""
    case = view.case
    if case.settlement_id is not None:
        now = case.consents[0].settlement
        parties = [row.side for row in case.consents if row.unit_id]
        return {"parties": parties, "terms": now.terms, "owed_by": now.owed_by}
    words = {code: str(label) for code, label in AnswerForm.OFFERS}
    answered = AnswerRequest.objects.filter(case_id=case.pk, further=False).exclude(offers=[]).select_related("unit")
    offering = [(row, [words[code] for code in row.offers if code in words]) for row in answered]
    return {
        "parties": [row.role for row, _offers in offering],
        "terms": "\n".join(f"{row.unit.label}：{'；'.join(offers)}" for row, offers in offering),
        "owed_by": offering[0][0].role if len(offering) == 1 else "",
    }
