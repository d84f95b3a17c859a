"""An inspection after its report: verified, the inspected party heard, put right, checked again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.acts import (
    CLOCK,
    FIELD,
    FIELD_ABOVE,
    FIELD_LEAD,
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
from casework.engine.windows import OnceIn

from . import guards

REPORTED, RECTIFYING, RECHECKING, VISITING, CLOSED = "reported", "rectifying", "rechecking", "visiting", "closed"
OURS = (OFFICE, FIELD)
EVERYBODY = (OFFICE, FIELD, RESPONDENT)
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
        writes=lambda ctx: _rows().end(ctx),
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
        writes=lambda ctx: _rows().end(ctx),
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
        guards=(guards.was_heard,),
        writes=lambda ctx: _rows().end_with_penalty(ctx),
        duty=HANDLING,
        icon="exclamation-octagon",
    )
    def propose_penalty(self, ctx: Context) -> None:
        """With its evidence; until there is a case for it, it stands as something to be done."""
        self.result = self.Result.PENALTY


class RectifyActs(models.Model):
    """What was ordered is put right, and somebody looks."""

    class Meta:
        abstract = True

    @act(
        RECTIFYING,
        to=RECHECKING,
        label=_("Report what was put right"),
        done=_("reported what was put right"),
        by=(TASK,),
        tells=(HANDLER, FIELD, INSPECTOR),
        shown_to=EVERYBODY,
        public=_("It was reported as put right; it is being checked."),
        form="RectifiedForm",
        rounds=("recheck",),
        icon="tools",
    )
    def report_rectified(self, ctx: Context) -> None:
        """With proof."""

    @act(
        RECTIFYING,
        to=REPORTED,
        label=_("Not put right in time"),
        done=_("was not put right in time"),
        by=(CLOCK,),
        tells=(HANDLER, FIELD, FIELD_ABOVE, RESPONDENT),
        shown_to=EVERYBODY,
        public=_("What was ordered was not put right by its day."),
        form="ClockForm",
        rounds=("verification",),
        urgent=True,
        hidden=True,
        icon="exclamation-octagon-fill",
    )
    def lapse(self, ctx: Context) -> None:
        self.lapsed, self.heard = True, self.Heard.NO

    @act(
        RECTIFYING,
        label=_("Ask for more time"),
        done=_("asked for more time"),
        by=(RESPONDENT,),
        tells=(HANDLER,),
        shown_to=(OFFICE, RESPONDENT),
        form="MoreTimeForm",
        guards=(OnceIn("grant_more_time", _("More time was given once already.")), guards.nobody_decides_on_time),
        writes=lambda ctx: ctx.start_ask("MoreTime"),
        icon="hourglass-split",
    )
    def ask_more_time(self, ctx: Context) -> None:
        """Once; the association decides."""

    @act(
        RECTIFYING,
        label=_("Give more time"),
        done=_("gave more time"),
        by=(TASK,),
        tells=(RESPONDENT, FIELD),
        shown_to=EVERYBODY,
        public=_("More time was given."),
        form="GrantTimeForm",
        guards=(OnceIn("grant_more_time", _("More time was given once already.")),),
        writes=lambda ctx: _rows().give_more_time(ctx),
        duty=HANDLING,
        icon="hourglass-split",
    )
    def grant_more_time(self, ctx: Context) -> None:
        """So many working days more."""

    @act(
        RECTIFYING,
        label=_("Refuse more time"),
        done=_("refused more time"),
        by=(TASK,),
        tells=(RESPONDENT,),
        shown_to=(OFFICE, RESPONDENT),
        public=_("The day stays as it was."),
        form="ReasonForPartyForm",
        duty=HANDLING,
        icon="hourglass",
    )
    def refuse_more_time(self, ctx: Context) -> None:
        """With a reason."""

    @act(
        RECHECKING,
        to=CLOSED,
        label=_("Passed"),
        done=_("checked again: it is put right"),
        by=(TASK, INSPECTOR),
        tells=(HANDLER, FIELD_LEAD, FIELD_ABOVE, RESPONDENT),
        shown_to=EVERYBODY,
        public=_("It was checked again and is put right; the inspection is over."),
        form="RecheckForm",
        words_to=OURS,
        direct=True,
        writes=lambda ctx: _rows().end_rechecked(ctx),
        icon="check-circle",
    )
    def recheck_passed(self, ctx: Context) -> None:
        self.result = self.Result.RECTIFIED

    @act(
        RECHECKING,
        to=RECTIFYING,
        label=_("Not enough: once more"),
        done=_("checked again: it is not enough"),
        by=(TASK, INSPECTOR),
        tells=(HANDLER, RESPONDENT, FIELD_LEAD),
        shown_to=EVERYBODY,
        public=_("It was not enough; it must be put right once more."),
        form="RecheckForm",
        guards=(OnceIn("require_again", _("It had a second chance already. Report it as failed.")),),
        direct=True,
        writes=lambda ctx: _rows().write_recheck(ctx),
        rounds=("rectification",),
        icon="arrow-repeat",
    )
    def require_again(self, ctx: Context) -> None:
        """Once more, with a new round of its days."""

    @act(
        RECHECKING,
        to=REPORTED,
        label=pgettext_lazy("recheck", "Failed"),
        done=_("checked again: it failed"),
        by=(TASK, INSPECTOR),
        tells=(HANDLER, FIELD_LEAD, FIELD_ABOVE),
        shown_to=OURS,
        public=_("It was checked again; the result is being verified."),
        form="RecheckForm",
        direct=True,
        writes=lambda ctx: _rows().write_recheck(ctx),
        rounds=("verification",),
        icon="x-circle",
    )
    def recheck_failed(self, ctx: Context) -> None:
        self.heard = self.Heard.NO


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

    @act(
        CLOSED,
        label=_("Record what came of the proposed penalty"),
        done=_("recorded what came of the proposed penalty"),
        by=(TASK,),
        shown_to=(OFFICE,),
        form="PenaltyOutcomeForm",
        icon="record",
    )
    def record_penalty(self, ctx: Context) -> None:
        """Which case it became, or why none."""


class AfterActs(VerifyActs, RectifyActs, PublishActs):
    class Meta:
        abstract = True


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
