"""The finding as those complained of read it: the office's own words, never the complainant's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from complaints.categories import BY_CODE
from complaints.evidence import in_words
from complaints.facts import approved_proposal
from complaints.models import Complaint, Consent, Proposal, Review
from complaints.settling import consents_to

BROKEN = (Proposal.Finding.UPHELD, Proposal.Finding.PARTLY)


@dataclass(frozen=True)
class Found:
    """`rule`: the notice's own words, where a rule was broken."""

    finding: Any
    because: Any
    facts: str
    evidence: list[str]
    rule: str
    remedy: str
    at: dt.datetime
    review: Review | None
    consents: list[Consent]


def found(case: Complaint, *, reviewed: bool) -> Found | None:
    """The approved finding; nothing before it is approved, whatever was proposed or returned; and what the last review
    made of it, where one was asked for. Three statements, one more with a review and with terms that were agreed on."""
    if not case.finding:
        return None
    proposal = approved_proposal(case)
    if proposal is None:
        return None
    return Found(
        finding=proposal.get_finding_display(),
        because=proposal.get_because_display() if proposal.because else "",
        facts=proposal.facts,
        evidence=in_words(case, proposal.evidence),
        rule=_rule_words(case, proposal.rule) if proposal.finding in BROKEN else "",
        remedy=proposal.order if proposal.remedy_by else "",
        at=proposal.approved_at,
        review=case.reviews.exclude(decided_at=None).last() if reviewed else None,
        consents=consents_to(case, proposal.instead_id or proposal.settlement_id),
    )


def _rule_words(case: Complaint, rule: str) -> str:
    """Several categories rest on one rule, each on its own phrase of it: the case's own category first."""
    ordered = sorted(BY_CODE.values(), key=lambda category: category.code != case.topic)
    return next((category.words for category in ordered if category.rule == rule), "")
