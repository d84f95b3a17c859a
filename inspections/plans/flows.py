"""The procedures of a plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.flows import (
    HANDLER,
    LEAD,
    CaseFlow,
    End,
    If,
    Start,
    Work,
    case_of_activation,
    this,
)


def is_submitted(activation) -> bool:
    return case_of_activation(activation).submitted


def has_snapshot(activation) -> bool:
    draw = case_of_activation(activation).draw
    return draw is not None and draw.snapshot is not None


class DraftFlow(CaseFlow):
    """Somebody drafts, a lead approves or returns."""

    outcomes = ("approve_plan",)

    start = Start().Next(this.check)
    check = If(is_submitted).Then(this.approval).Else(this.drafting)
    drafting = Work(role=HANDLER, label=_("Draft the plan"), acts=("submit_plan",)).Next(this.approval)
    approval = Work(role=LEAD, label=_("Approve or return the plan"), acts=("approve_plan", "return_plan")).Next(
        this.check_returned
    )
    check_returned = If(is_submitted).Then(this.end).Else(this.drafting)
    end = End()


class DrawFlow(CaseFlow):
    """One takes the snapshot, another enters the digits."""

    outcomes = ("draw_lots",)

    start = Start().Next(this.check)
    check = If(has_snapshot).Then(this.digits).Else(this.snapshot)
    snapshot = Work(role=HANDLER, label=_("Take the snapshot"), acts=("take_snapshot",)).Next(this.digits)
    digits = Work(role=LEAD, label=_("Enter the digits and draw"), acts=("draw_lots",)).Next(this.end)
    end = End()
