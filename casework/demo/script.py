"""How a story of the demo is written down: who did what and when, as data. `play` performs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from casework.engine.models import Case
from complaints.evidence import own_evidence
from complaints.models import AnswerRequest

from .pictures import Picture

COMPLAINANT, CLOCK = "complainant", "clock"
# Somebody outside without an account and without a seat in the case.
PUBLIC = "public"
PLATFORM = "示例平台"


@dataclass(frozen=True)
class Step:
    """`when` as `Moments.read` reads it; `who`: a username, COMPLAINANT or CLOCK. A detail that is a function is asked
    with the case when its turn comes; one of pictures is drawn and stored."""

    when: str
    who: str
    act: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Story:
    """One case: how it was opened, and what came of it until now."""

    filing: Step
    steps: tuple[Step, ...]
    kind: str = "complaint"


def story(filing: Step, *steps: Step) -> Story:
    return Story(filing, steps)


def filed(
    when: str,
    category: str,
    *,
    who: tuple[str, int],
    cinema: str = "",
    platform: str = "",
    showing: str = "",
    days_later: int = 0,
    files: tuple[Picture, ...] = (),
    taken_in_by: str = "",
    **said: Any,
) -> Step:
    """A complaint as it was sent. who: name, and last three digits of an example phone. days_later: workdays between
    what happened and the filing. taken_in_by: the username of the clerk who typed it in for them. A detail that is a
    function is asked when its turn comes."""
    details = {
        "category": category,
        "cinema": cinema,
        "platform": platform,
        "happened_at": showing,
        "days_later": days_later,
        "name": who[0],
        "phone": example_phone(who[1]) if who[1] else "",
        "attachments": files,
    }
    return Step(when, taken_in_by or COMPLAINANT, "file", details | said)


def does(when: str, who: str, act: str, **details: Any) -> Step:
    return Step(when, who, act, details)


def says(when: str, message: str, *files: Picture) -> Step:
    """A message of the complainant's."""
    return Step(when, COMPLAINANT, "message", {"message": message, "attachments": files})


def asks(when: str, who: str, **questions: str) -> Step:
    """The requests for answers, by party role."""
    return Step(when, who, "request_answers", questions)


def answers(when: str, who: str, admits: str, account: str, *files: Picture, offers: tuple[str, ...] = ()) -> Step:
    return Step(when, who, "answer", {"admits": admits, "account": account, "offers": offers, "attachments": files})


def proposes(when: str, who: str, finding: str, facts: str, **more: Any) -> Step:
    """A proposed finding that rests on everything there is."""
    return Step(when, who, "propose", {"finding": finding, "facts_found": facts, "evidence": all_evidence} | more)


def offers(when: str, who: str, *parties: str, terms: str, owed_by: str = "") -> Step:
    """Terms put on the table between the complainant and these parties, by role."""
    return Step(when, who, "offer_settlement", {"parties": parties, "terms": terms, "owed_by": owed_by})


def agrees(when: str, who: str) -> Step:
    return Step(when, who, "agree_settlement", {"terms": on_the_table})


def records_word(when: str, who: str, side: str, result: str) -> Step:
    """What a side said on the phone to the terms on the table, on the day on which they were offered: a yes."""
    said = {"said": "yes", "way": "phone", "told_on": day_of_offer, "result": result}
    return Step(when, who, "record_consent", said | {"terms": on_the_table, "consent": consent_of(side)})


def on_the_table(case: Case) -> int:
    """The id of the terms that are offered."""
    return case.settlement_id


def consent_of(side: str) -> Callable[[Case], int]:
    return lambda case: next(row.pk for row in case.consents if row.side == side)


def day_of_offer(case: Case) -> str:
    return timezone.localdate(case.consents[0].settlement.at).isoformat()


def remedies(when: str, who: str, account: str, *proof: Picture) -> Step:
    return Step(when, who, "report_remedy", {"account": account, "attachments": proof})


def example_phone(number: int) -> str:
    """138 0013 8xxx: numbers that belong to nobody, one for each person of the demo."""
    return f"13800138{number:03d}"


def all_evidence(case: Case) -> list[str]:
    return [reference for reference, _words in own_evidence(case)]


def party(role: str) -> Callable[[Case], int]:
    """The id of the case's party in the role."""
    return lambda case: case.parties.get(role=role).unit_id


def open_request(role: str) -> Callable[[Case], int]:
    """The id of the request that the party in the role has not answered."""
    return lambda case: AnswerRequest.objects.waiting().get(case_id=case.pk, role=role).pk
