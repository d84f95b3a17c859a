"""The finding as those complained of read it: the office's own words, never the complainant's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from complaints.categories import BY_CODE
from complaints.evidence import in_words
from complaints.models import Complaint, Proposal, Review

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


def found(case: Complaint, *, reviewed: bool) -> Found | None:
    """The approved finding; nothing before it is approved, whatever was proposed or returned; and what the last review
    made of it, where one was asked for. Three statements, four with a review."""
    if not case.finding:
        return None
    proposal = Proposal.objects.filter(case_id=case.pk, approved_at__isnull=False).last()
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
    )


def _rule_words(case: Complaint, rule: str) -> str:
    """Several categories rest on one rule, each on its own phrase of it: the case's own category first."""
    ordered = sorted(BY_CODE.values(), key=lambda category: category.code != case.topic)
    return next((category.words for category in ordered if category.rule == rule), "")
