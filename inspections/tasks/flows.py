"""The procedures of an inspection, and the asks beside them. They start from the case's rows, so a second start asks
nobody twice.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.budgets import Budget
from casework.engine.flows import (
    FIELD,
    FIELD_LEAD,
    HANDLER,
    INSPECTOR,
    RESPONDENT,
    AskFlow,
    CaseFlow,
    End,
    If,
    Start,
    Work,
    case_of_activation,
    decision_of,
    this,
)
from casework.engine.stages import CLOSED


def inspected(case):
    return case.unit


def answer_time(case) -> Budget:
    return Budget(case.campaign.answer_days, "workdays")


def publish_time(case) -> Budget:
    return Budget(case.campaign.inspection_result_days, "workdays")


class DispatchFlow(CaseFlow):
    """The unit in the field confirms that it has the task, or sends it back."""

    outcomes = ("take_on", "send_task_back")

    start = Start().Next(this.acknowledge)
    acknowledge = Work(role=FIELD, label=_("Acknowledge the inspection"), acts=("take_on", "send_task_back")).Next(
        this.end
    )
    end = End()


class ReturnedFlow(CaseFlow):
    """The office gives it out again, or cancels it."""

    outcomes = ("dispatch_again", "cancel_task")

    start = Start().Next(this.decide)
    decide = Work(role=HANDLER, label=_("Give out again or cancel"), acts=("dispatch_again", "cancel_task")).Next(
        this.end
    )
    end = End()


def somebody_is_named(activation) -> bool:
    return bool(case_of_activation(activation).named)


class PrepareFlow(CaseFlow):
    """The lead names two inspectors and a day; they go."""

    outcomes = ("start_visit",)

    start = Start().Next(this.check_named)
    check_named = If(somebody_is_named).Then(this.visit).Else(this.name)
    name = Work(role=FIELD_LEAD, label=_("Name two inspectors and a day"), acts=("arrange",)).Next(this.visit)
    visit = Work(role=INSPECTOR, label=_("Make the visit"), acts=("start_visit",)).Next(this.end)
    end = End()


class VisitFlow(CaseFlow):
    """The inspectors report, or say why they could not inspect."""

    outcomes = ("report_visit", "could_not_inspect")

    start = Start().Next(this.report)
    report = Work(role=INSPECTOR, label=_("Report the visit"), acts=("report_visit", "could_not_inspect")).Next(
        this.end
    )
    end = End()


def is_heard(activation) -> bool:
    case = case_of_activation(activation)
    return case.heard in (case.Heard.ANSWERED, case.Heard.SILENT)


def is_shown(activation) -> bool:
    case = case_of_activation(activation)
    return case.heard == case.Heard.SHOWN


def shows(activation) -> bool:
    return decision_of(activation) == "show_findings"


MILD = ("pass_inspection", "return_for_more", "close_not_inspected")
GRAVE = ("order_rectification", "propose_penalty")


class VerifyFlow(CaseFlow):
    """Somebody of the office verifies; before anything grave the inspected party is heard (R37)."""

    outcomes = (*MILD, *GRAVE)

    start = Start().Next(this.check_heard)
    check_heard = If(is_heard).Then(this.decide).Else(this.check_shown)
    check_shown = If(is_shown).Then(this.answer).Else(this.verify)
    verify = Work(role=HANDLER, label=_("Verify the report"), acts=(*MILD, "show_findings")).Next(this.check_shows)
    check_shows = If(shows).Then(this.answer).Else(this.end)
    answer = Work(
        role=RESPONDENT,
        unit=inspected,
        due=answer_time,
        label=_("Answer the findings"),
        acts=("answer_findings", "leave_unanswered"),
        on_due="leave_unanswered",
    ).Next(this.decide)
    decide = Work(role=HANDLER, label=_("Decide on the findings"), acts=(*MILD, *GRAVE)).Next(this.end)
    end = End()


class RectifyFlow(CaseFlow):
    """The inspected party puts right what was ordered."""

    outcomes = ("report_rectified",)

    start = Start().Next(this.rectify)
    rectify = Work(
        role=RESPONDENT, unit=inspected, label=_("Put right what was ordered"), acts=("report_rectified",)
    ).Next(this.end)
    end = End()


class RecheckFlow(CaseFlow):
    """The unit in the field looks again, on the spot or by documents."""

    outcomes = ("recheck_passed", "require_again", "recheck_failed")

    start = Start().Next(this.recheck)
    recheck = Work(role=FIELD, label=_("Check again"), acts=("recheck_passed", "require_again", "recheck_failed")).Next(
        this.end
    )
    end = End()


class MoreTime(AskFlow):
    """The inspected party asked for more time: the office decides."""

    start = Start().Next(this.decide_time)
    decide_time = Work(role=HANDLER, label=_("Decide on more time"), acts=("grant_more_time", "refuse_more_time")).Next(
        this.end
    )
    end = End()


class Publishing(AskFlow):
    """The result is made public in time, by somebody who looks at the words."""

    lasts = CLOSED

    start = Start().Next(this.publish)
    publish = Work(role=HANDLER, due=publish_time, label=_("Publish the result"), acts=("publish_result",)).Next(
        this.end
    )
    end = End()
