"""What must hold of every complaint whatever is done to it, worked out from the record alone."""

from __future__ import annotations

from typing import Any

from casework.engine.models import Case, Event
from complaints.models import Consent

OFFERS = ("offer_settlement", "offer_remedy")
WORDS = ("agree_settlement", "decline_settlement", "leave_settlement_unsaid", "withdraw_consent", "record_consent")
# Acts by which a finding, or other terms in the place of its remedy, come to stand.
DECIDES = ("approve", "change_finding")


def settled_with_both_consents(case: Case, events: list[Event]) -> None:
    """No case is settled, and no remedy replaced, but on terms to which the complainant and whoever was complained of
    had said yes, each for themselves and last (issue 5 §1). A review asks nobody anew: there the consents that the
    standing finding rested on count."""
    said: dict[int, dict[str, str]] = {}
    for event in events:
        terms = event.facts.get("settlement")
        if event.name in OFFERS:
            said[terms] = dict.fromkeys(_rows(terms), "")
        elif event.name in WORDS:
            _spoke_for_itself(event)
            said[terms][event.facts["side"]] = event.facts["word"]
        elif event.name == "replace_remedy" or (event.name in DECIDES and event.facts.get("finding") == "settled"):
            assert terms is not None, f"{event} rests on no terms"
            assert _both(said[terms]), f"{event} rests on {said[terms]}"
    assert {pk: _rows(pk) for pk in said} == said
    assert all(_both(said[pk]) for pk in _relied_on(case)), "a finding rests on terms that somebody has not agreed to"


def _spoke_for_itself(event: Event) -> None:
    """A yes comes from the side itself or from the handler who was told it, never from the clock."""
    side, word, role = event.facts["side"], event.facts["word"], event.actor_role
    if word == "yes":
        theirs = role == ("complainant" if side == "complainant" else "respondent")
        assert theirs or (event.name == "record_consent" and role == "handler"), f"{event} by {role} for {side}"
    if role == "clock":
        assert word == "unsaid"


def _both(words: dict[str, str]) -> bool:
    return words.get("complainant") == "yes" and len(words) > 1 and set(words.values()) == {"yes"}


def _rows(settlement: int) -> dict[str, Any]:
    return dict(Consent.objects.filter(settlement=settlement).values_list("side", "said"))


def _relied_on(case: Case) -> set[int]:
    approved = case.proposals.exclude(approved_at=None)
    found = {pk for pair in approved.values_list("settlement", "instead") for pk in pair if pk}
    assert not approved.filter(finding="settled", settlement=None).exists()
    return found
