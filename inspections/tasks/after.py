"""An inspection after its report: verified, the inspected party heard, published. What is put right: `rectifying`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import (
    CLOCK,
    FIELD,
    FIELD_ABOVE,
    HANDLER,
    HANDLING,
    INSPECTOR,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)
from casework.engine.stages import CLOSED as OVER

from . import guards
from .rectifying import RectifyActs
from .states import CLOSED, EVERYBODY, OURS, RECTIFYING, REPORTED, VISITING, the_rows

RESULT_TOLD = (FIELD, FIELD_ABOVE, INSPECTOR, RESPONDENT)


class VerifyActs(models.Model):
    """The association looks at the report, and hears the inspected party before it orders anything (R37)."""

    class Meta:
        abstract = True

    @act(
        REPORTED,
        to=CLOSED,
        label=_("Pass"),
        done=_("verified the report: nothing to object to"),
        by=(TASK,),
        tells=RESULT_TOLD,
        shown_to=EVERYBODY,
        public=_("The inspection is over; there is nothing to object to."),
        form="PassForm",
        words_to=OURS,
        guards=(guards.was_inspected,),
        writes=lambda ctx: the_rows().end(ctx),
        duty=HANDLING,
        icon="check-circle",
    )
    def pass_inspection(self, ctx: Context) -> None:
        self.result = self.Result.IN_ORDER

    @act(
        REPORTED,
        to=CLOSED,
        label=_("Close as not inspected"),
        done=_("closed the inspection: it could not be made"),
        by=(TASK,),
        tells=RESULT_TOLD,
        shown_to=EVERYBODY,
        public=_("The inspection could not be made."),
        form="ReasonForm",
        words_to=OURS,
        guards=(guards.was_not_inspected,),
        writes=lambda ctx: the_rows().end(ctx),
        duty=HANDLING,
        icon="door-closed",
    )
    def close_not_inspected(self, ctx: Context) -> None:
        self.result = self.Result.NOT_INSPECTED

    @act(
        REPORTED,
        to=VISITING,
        label=_("Return for more"),
        done=_("returned the report for more"),
        by=(TASK,),
        tells=(FIELD, INSPECTOR),
        shown_to=OURS,
        public=_("More is needed from the inspection."),
        form="ReasonForm",
        writes=lambda ctx: ctx.facts.update(visit_days=ctx.case.visit_days),
        duty=HANDLING,
        icon="arrow-return-left",
    )
    def return_for_more(self, ctx: Context) -> None:
        """With what is missing, and as much time as the plan still has."""
        self.count_days(ctx.now)

    @act(
        REPORTED,
        label=_("Show the findings to the inspected unit"),
        done=_("showed the findings to the inspected unit"),
        by=(TASK,),
        tells=(RESPONDENT,),
        shown_to=EVERYBODY,
        public=_("These are the findings. You may answer them."),
        form="FindingsForm",
        duty=HANDLING,
        pauses={"verification": _("the inspected unit was shown the findings and may answer")},
        icon="eye",
    )
    def show_findings(self, ctx: Context) -> None:
        """Nothing is ordered or proposed before it could say something (R37)."""
        self.heard = self.Heard.SHOWN

    @act(
        REPORTED,
        label=_("Answer the findings"),
        done=_("answered the findings"),
        by=(TASK,),
        tells=(HANDLER,),
        shown_to=(OFFICE, RESPONDENT),
        public=_("The inspected unit has answered."),
        form="AnswerFindingsForm",
        runs=("verification",),
        icon="reply",
    )
    def answer_findings(self, ctx: Context) -> None:
        self.heard = self.Heard.ANSWERED

    @act(
        REPORTED,
        label=_("No answer to the findings"),
        done=_("did not answer the findings in time"),
        by=(CLOCK,),
        tells=(HANDLER,),
        shown_to=(OFFICE, RESPONDENT),
        public=_("No answer came in time; the verification goes on without it."),
        runs=("verification",),
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_unanswered(self, ctx: Context) -> None:
        """Silence is recorded as silence and admits nothing."""
        self.heard = self.Heard.SILENT

    @act(
        REPORTED,
        to=RECTIFYING,
        label=_("Order rectification"),
        done=_("ordered rectification"),
        by=(TASK,),
        tells=(RESPONDENT, FIELD, FIELD_ABOVE, INSPECTOR),
        shown_to=EVERYBODY,
        public=_("Something must be put right by a set day."),
        form="OrderForm",
        guards=(guards.was_heard,),
        duty=HANDLING,
        rounds=("rectification",),
        icon="tools",
    )
    def order_rectification(self, ctx: Context) -> None:
        self.rectify_days, self.recheck_days = ctx.details["rectify_days"], ctx.details["recheck_days"]

    @act(
        REPORTED,
        to=CLOSED,
        label=_("Propose a penalty"),
        done=_("proposed a penalty"),
        by=(TASK,),
        tells=(*RESULT_TOLD, OFFICE),
        shown_to=EVERYBODY,
        public=_("The inspection is over; a penalty was proposed, which others decide on."),
        form="ProposePenaltyForm",
        words_to=OURS,
        guards=(guards.can_be_decided_about, guards.was_heard),
        writes=lambda ctx: the_rows().end_with_penalty(ctx),
        duty=HANDLING,
        icon="exclamation-octagon",
    )
    def propose_penalty(self, ctx: Context) -> None:
        """It becomes a penalty decision, which others prepare, look at and take."""
        self.result = self.Result.PENALTY


class PublishActs(models.Model):
    """After it is over."""

    class Meta:
        abstract = True

    @act(
        CLOSED,
        label=_("Publish the result"),
        done=_("published the result"),
        by=(TASK,),
        tells=(RESPONDENT, FIELD),
        shown_to=EVERYBODY,
        public=_("The result of the inspection is public."),
        form="PublishForm",
        icon="megaphone",
    )
    def publish_result(self, ctx: Context) -> None:
        self.published_at, self.public_words = ctx.now, ctx.details["summary"]

    @act(
        CLOSED,
        label=_("Take the result back"),
        done=_("took the published result back"),
        by=(OFFICE,),
        tells=(RESPONDENT, FIELD),
        shown_to=EVERYBODY,
        public=_("The result of the inspection is no longer public."),
        form="ReasonForm",
        words_to=(OFFICE,),
        guards=(guards.is_public,),
        lasts=OVER,
        icon="eye-slash",
    )
    def unpublish_result(self, ctx: Context) -> None:
        """What was wrong is withdrawn at once (LAW §3, art. 12 by analogy)."""
        self.published_at, self.public_words = None, ""


class AfterActs(VerifyActs, RectifyActs, PublishActs):
    class Meta:
        abstract = True
