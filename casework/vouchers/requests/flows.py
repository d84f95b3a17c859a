"""The procedures of a request."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.flows import HANDLER, RESPONDENT, CaseFlow, End, Start, Work, this


def platform(case):
    return case.platform


class ConfirmFlow(CaseFlow):
    """The platform looks the numbers up in its own books. Where it does not, the clock of the stage goes on."""

    outcomes = ("confirm_vouchers",)

    start = Start().Next(this.confirm)
    confirm = Work(
        role=RESPONDENT, unit=platform, label=_("Check vouchers to be extended"), acts=("confirm_vouchers",)
    ).Next(this.end)
    end = End()


class DecideFlow(CaseFlow):
    """The association decides on each voucher."""

    outcomes = ("decide_vouchers",)

    start = Start().Next(this.decide)
    decide = Work(role=HANDLER, label=_("Decide on the extension"), acts=("decide_vouchers",)).Next(this.end)
    end = End()
