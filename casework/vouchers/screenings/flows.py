"""The procedures of a screening. They start from the case's rows, so a second start asks nobody twice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine import bodies
from casework.engine.flows import (
    BODY,
    HANDLER,
    RESPONDENT,
    AskFlow,
    CaseFlow,
    End,
    If,
    Join,
    Split,
    Start,
    Work,
    case_of_activation,
    this,
)

DECIDED = ("approve_screening", "ask_back", "refuse_screening")


def union(case):
    return case.union


def federation(case):
    return bodies.asked(case)[0]


def bureau(case):
    return bodies.asked(case)[1]


def the_bureau_approved(activation) -> bool:
    case = case_of_activation(activation)
    return bureau(case).pk in {one.unit_id for one in case.approved}


def the_federation_approved(activation) -> bool:
    case = case_of_activation(activation)
    return federation(case).pk in {one.unit_id for one in case.approved}


class ApproveFlow(CaseFlow):
    """Both organisers at the same time; either may end it by a refusal, or by questions."""

    outcomes = ("set_aside", "ask_back", "refuse_screening")

    start = Start().Next(this.split)
    split = Split().Next(this.check_federation).Next(this.check_bureau)
    check_federation = If(the_federation_approved).Then(this.join).Else(this.by_federation)
    check_bureau = If(the_bureau_approved).Then(this.join).Else(this.by_bureau)
    by_federation = Work(role=BODY, unit=federation, label=_("Decide on a screening"), acts=DECIDED).Next(this.join)
    by_bureau = Work(role=BODY, unit=bureau, label=_("Decide on a screening"), acts=DECIDED).Next(this.join)
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        """Whatever else they may say leaves the state by itself."""
        return "set_aside"


class AnswerFlow(CaseFlow):
    """The union answers. Where it does not, the clock of the stage goes on."""

    outcomes = ("answer_questions",)

    start = Start().Next(this.answer)
    answer = Work(
        role=RESPONDENT, unit=union, label=_("Answer questions about a screening"), acts=("answer_questions",)
    ).Next(this.end)
    end = End()


class ReportFlow(CaseFlow):
    """The union holds the screening and reports on it."""

    outcomes = ("report_screening",)

    start = Start().Next(this.report)
    report = Work(
        role=RESPONDENT, unit=union, label=_("Hold the screening and report on it"), acts=("report_screening",)
    ).Next(this.end)
    end = End()


class CheckFlow(CaseFlow):
    """The association checks the report."""

    outcomes = ("settle_screening", "return_report")

    start = Start().Next(this.check)
    check = Work(
        role=HANDLER, label=_("Check the report on a screening"), acts=("settle_screening", "return_report")
    ).Next(this.end)
    end = End()


class LateReport(AskFlow):
    """No report came in time: the association presses for it."""

    start = Start().Next(this.press)
    press = Work(role=HANDLER, label=_("The report is overdue: press for it"), acts=("press_for_report",)).Next(
        this.end
    )
    end = End()
