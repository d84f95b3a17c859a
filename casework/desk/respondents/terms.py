"""Terms that both sides may agree on, as the people of one side read them: each other's yes or no, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casework.engine.http import Marks
from casework.engine.offers import Offer
from complaints.both_sides import Terms, own_clock, terms_of

if TYPE_CHECKING:
    from .page import PartyPage

AGREE = "agree_settlement"
ON_TERMS = (AGREE, "decline_settlement", "withdraw_consent")


@dataclass(frozen=True)
class TermsPart:
    """The terms on the table. `offers`: what our units may say now."""

    page: PartyPage
    terms: Terms

    @property
    def clock(self) -> dict[str, Any] | None:
        """Until when our word is awaited."""
        return own_clock(self.terms, self.page.case, self.page.view.calendar, self.page.now)

    @property
    def offers(self) -> list[Offer]:
        found = [offer for offer in self.page.view.offers if offer.act.name in ON_TERMS and offer.open]
        return sorted(found, key=lambda offer: ON_TERMS.index(offer.act.name))

    @property
    def form(self) -> Any:
        """One press agrees; it carries which terms it is about."""
        page, offer = self.page, next(offer for offer in self.offers if offer.act.name == AGREE)
        return offer.form_class(case=page.case, actor=page.member.actor, now=page.now, auto_id=False)

    @property
    def marks(self) -> Marks:
        return Marks.of(self.page.case)


def on_the_table(page: PartyPage) -> TermsPart | None:
    """The terms on the table, where one of our units is a side."""
    terms = terms_of(page.case.consents, own=page.units) if page.case.is_open else None
    return TermsPart(page, terms) if terms and terms.mine else None


def agreed(page: PartyPage) -> Terms | None:
    """What the finding rests on, where one of our units agreed to it."""
    terms = terms_of(page.finding.consents, own=page.units) if page.finding else None
    return terms if terms and terms.mine else None
