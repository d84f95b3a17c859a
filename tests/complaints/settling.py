"""Complaints with terms on the table, and what the sides say to them."""

from __future__ import annotations

from typing import Any

from complaints.models import Consent
from tests.engine.world import Line

TERMS = "影院于 10 月 20 日前补兑两张票，并当面道歉。"
OTHER_TERMS = "改为退款 90 元，三个工作日内到账。"


def offer(line: Line, *parties: str, owed_by: str = "cinema", terms: str = TERMS, when: str | None = None) -> None:
    """The handler puts terms on the table, between the complainant and these parties (the cinema)."""
    said = {"parties": parties or ("cinema",), "owed_by": owed_by, "terms": terms}
    line.do("offer_settlement", "handler", when=when, **said)


def agrees(line: Line, who: str, when: str | None = None) -> None:
    line.do("agree_settlement", who, when=when, terms=line.case.settlement_id)


def declines(line: Line, who: str, message: str = "") -> None:
    line.do("decline_settlement", who, terms=line.case.settlement_id, message=message)


def record(line: Line, side: str, said: str = "yes", **changes: Any) -> None:
    """The handler types what this side told on the phone."""
    row = Consent.objects.get(settlement=line.case.settlement_id, side=side)
    told = {"way": "phone", "told_on": line.now.date().isoformat(), "result": "电话中说明了方案。"}
    told |= {"terms": line.case.settlement_id, "consent": row.pk, "said": said}
    line.do("record_consent", "handler", **(told | changes))


def words(line: Line) -> dict[str, str]:
    """What each side says to the terms on the table."""
    return {row.side: row.said for row in line.case.consents}


# --- stages -----------------------------------------------------------------------------------------------------------
def offered(line: Line) -> None:
    line.to_investigating()
    offer(line)


def both_agreed(line: Line) -> None:
    offered(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")


def one_declined(line: Line) -> None:
    offered(line)
    agrees(line, "cinema_clerk")
    declines(line, "complainant")


def settled_proposed(line: Line) -> None:
    both_agreed(line)
    line.do("propose", "handler", finding="settled", facts_found="双方同意和解。")


def settled(line: Line) -> None:
    settled_proposed(line)
    line.do("approve", "lead")


def other_remedy_offered(line: Line) -> None:
    line.to_decided()
    line.do("offer_remedy", "handler", terms=OTHER_TERMS)


def other_remedy_agreed(line: Line) -> None:
    other_remedy_offered(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
