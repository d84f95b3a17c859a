"""The office of the film development fund is told who is disqualified from subsidies (R39): people of ours send it a
notice, and record that they did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import TASK, Context, act

from .deciding import ALL

# The ask that waits until a notice was sent, by name.
TELL_FUND = "TellFundOffice"


class TellingFundActs(models.Model):
    """Mixed into `Decision`. `fund_letter`: number of the newest notice to the fund's office; "" before the first.
    `fund_told_at`: when that one was sent; None while it waits."""

    fund_letter = models.CharField(_("notice to the fund's office"), max_length=40, blank=True)
    fund_told_at = models.DateTimeField(_("fund's office told"), null=True)

    class Meta:
        abstract = True

    @act(
        label=_("Record that the fund's office was told"),
        done=_("recorded that the notice was sent to the fund's office"),
        by=(TASK,),
        shown_to=ALL,
        public=_("The office of the film development fund was told what holds of the subsidies."),
        form="TellFundForm",
        icon="send",
    )
    def tell_fund_office(self, ctx: Context) -> None:
        """Of the newest notice, with proof. Its task outlives every state: that nothing stands any more is what the
        office must hear most."""
        self.fund_told_at = ctx.now
