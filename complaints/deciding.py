"""A complaint from the proposed finding to its close, the straight way: approved by somebody else, remedied, closed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.acts import COMPLAINANT, ENGINE, HANDLER, HANDLING, OFFICE, RESPONDENT, TASK, Context, act

from . import facts, guards
from .matters import OWN_DISPUTE
from .states import APPROVING, AWAITING_APPROVAL, CLOSED, DECIDED, INVESTIGATING, OURS_AND_THE_COMPLAINANT


class DecidingActs(models.Model):
    """Mixed into `Complaint`, beside `ComplaintActs`. Whoever proposed the finding never approves it."""

    class Meta:
        abstract = True

    # --- awaiting approval --------------------------------------------------------------------------------------------
    @act(
        AWAITING_APPROVAL,
        to=DECIDED,
        label=_("Approve"),
        done=_("approved the finding"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT, RESPONDENT),
        public=_("A finding has been made."),
        form="ApproveForm",
        words_to=(OFFICE,),
        guards=(guards.settlement_stands,),
        writes=facts.write_decision,
        apart_from=(HANDLING,),
        duty=APPROVING,
        serves=True,
        jointly=True,
        icon="check2-all",
    )
    def approve(self, ctx: Context) -> None:
        facts.take_over_finding(self)

    @act(
        AWAITING_APPROVAL,
        to=INVESTIGATING,
        label=_("Return"),
        done=_("returned the finding"),
        by=(TASK,),
        tells=(HANDLER,),
        form="ReasonForm",
        words_to=(OFFICE,),
        writes=facts.reopen_requests,
        apart_from=(HANDLING,),
        public=_("The finding needs more work."),
        shown_to=OURS_AND_THE_COMPLAINANT,
        jointly=True,
        icon="arrow-return-left",
    )
    def send_back(self, ctx: Context) -> None:
        """With reasons; nobody is asked again."""

    # --- decided ------------------------------------------------------------------------------------------------------
    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Report the remedy"),
        done=_("reported the remedy"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("The remedy was reported; we are checking it."),
        form="RemedyForm",
        writes=facts.write_remedy,
        icon="tools",
    )
    def report_remedy(self, ctx: Context) -> None:
        """With proof."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Confirm the remedy"),
        done=_("confirmed the remedy"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        writes=facts.write_confirmed,
        public=_("We have checked the remedy. Please say whether you got it."),
        serves=True,
        stops=("remedy",),
        icon="check",
    )
    def confirm_remedy(self, ctx: Context) -> None:
        """Verified from the papers; now the complainant is asked whether it arrived."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Not enough"),
        done=_("found the remedy not enough"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        writes=facts.write_not_enough,
        public=_("The remedy was not enough; more was asked for."),
        form="ReasonForPartyForm",
        runs=("remedy",),
        icon="arrow-return-left",
    )
    def remedy_not_enough(self, ctx: Context) -> None:
        """Back to the respondent, in the same procedure."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Urge the respondent"),
        done=_("urged the respondent"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        writes=facts.tell_who_owes,
        public=_("We have urged the other side."),
        form="UrgeRespondentForm",
        direct=True,
        jointly=True,
        icon="megaphone",
    )
    def urge_respondent(self, ctx: Context) -> None:
        """The remedy is overdue, or about to be."""

    @act(
        DECIDED,
        to=CLOSED,
        label=pgettext_lazy("act", "Close"),
        done=_("closed the case"),
        by=(ENGINE,),
        tells=(COMPLAINANT, RESPONDENT, HANDLER),
        public=_("The case is closed."),
        hidden=True,
        serves=True,
        icon="check-circle",
    )
    def close(self, ctx: Context) -> None:
        """Nothing is due, or what was due is done."""
        facts.clear_table(self)
