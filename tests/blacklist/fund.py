"""What was written to the fund's office about a decision, and who is asked to send it, for tests (R39)."""

from __future__ import annotations

from blacklist.decisions import papers
from blacklist.models import Letter, LetterKind
from casework.engine.models import WorkTask
from casework.engine.models.procedures import WAITING

from .deciding import Deciding

BOTH = ("disqualify", "record")


def notices(decision: Deciding) -> list[Letter]:
    return list(papers.letters_of(decision.case).filter(kind=LetterKind.FUND_NOTICE))


def said(letter: Letter, label: str) -> str:
    lines = dict(line.partition("：")[::2] for line in letter.canonical.split("\n")[1:])
    return lines.get(label, "")


def newest(decision: Deciding) -> tuple[str, str]:
    """What holds, and why, as the newest notice says it."""
    letter = notices(decision)[-1]
    return said(letter, "资金补贴资格"), said(letter, "原因")


def waiting(decision: Deciding) -> list[WorkTask]:
    tasks = WorkTask.objects.filter(process__case=decision.pk, status__in=WAITING)
    return [task for task in tasks if task.flow_task.acts == ("tell_fund_office",)]


def tell(decision: Deciding, who: str = "handler", **changes) -> None:
    details = {"letter": decision.case.fund_letter, "way": "post", "attachments": decision.proof(who), **changes}
    decision.do("tell_fund_office", who, **details)
