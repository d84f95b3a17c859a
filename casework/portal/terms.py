"""Terms that both sides may agree on, as the complainant reads them: of the other side its yes or no, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from complaints.both_sides import Terms, own_clock, terms_of
from complaints.models import Complaint, Consent
from complaints.settling import consents_to

if TYPE_CHECKING:
    from casework.engine.present import CaseView

    from .act_forms import ActForm

ON_TERMS = ("agree_settlement", "decline_settlement", "withdraw_consent")


@dataclass(frozen=True)
class TermsCard:
    """The terms on the table. `clock`: until when their word is awaited; `acts`: what they may say now."""

    terms: Terms
    clock: dict[str, Any] | None
    acts: list[ActForm]


def terms_card(view: CaseView, acts: Mapping[str, ActForm]) -> TermsCard | None:
    terms = _theirs(view.case.consents) if view.stage.is_open else None
    if terms is None:
        return None
    found = [acts[name] for name in ON_TERMS if name in acts and acts[name].offer.open]
    return TermsCard(terms, own_clock(terms, view.case, view.calendar, view.now), found)


def agreed(case: Complaint, settlement_id: int | None) -> Terms | None:
    """What both sides agreed to, where a finding rests on it. One statement, none where it does not."""
    return _theirs(consents_to(case, settlement_id))


def _theirs(consents: Iterable[Consent]) -> Terms | None:
    return terms_of(consents, own=(None,))
