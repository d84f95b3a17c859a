"""The procedures of an unused balance, and the ask beside them."""

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
    Join,
    Split,
    Start,
    Work,
    this,
)
from casework.engine.models import Decision

from .states import OPINIONS


def platform(case):
    return case.platform


def union(case):
    return bodies.asked(case)[0]


def bureau(case):
    return bodies.asked(case)[1]


class DeclareFlow(CaseFlow):
    """The platform says what is left. Its silence says nothing: the task goes on waiting, and people of ours call."""

    outcomes = ("declare_balance",)

    start = Start().Next(this.declare)
    declare = Work(
        role=RESPONDENT, unit=platform, label=_("Declare the unused balance"), acts=("declare_balance",)
    ).Next(this.end)
    end = End()


class ConfirmFlow(CaseFlow):
    """Both organisers, side by side. Both are heard, so that the platform has all that is wrong in one round."""

    outcomes = ("pool_balance", "send_back_balance")

    start = Start().Next(this.split)
    split = Split().Next(this.union).Next(this.bureau)
    union = Work(role=BODY, unit=union, label=_("Confirm the balance: union"), acts=OPINIONS).Next(this.join)
    bureau = Work(role=BODY, unit=bureau, label=_("Confirm the balance: film bureau"), acts=OPINIONS).Next(this.join)
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        returned = Decision.objects.filter(procedure=procedure, decision="return_balance")
        return "send_back_balance" if returned.exists() else "pool_balance"


class PressPlatform(AskFlow):
    """Nothing was declared in time: the handler calls, and records how it went."""

    start = Start().Next(this.press)
    press = Work(role=HANDLER, label=_("Call the platform: it has not declared"), acts=("press_platform",)).Next(
        this.end
    )
    end = End()
