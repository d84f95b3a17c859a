"""What everybody concerned may do besides the straight way: supplement, send elsewhere, merge, more time, "did you get
it?", a review by others, contesting how it ended, rating (issue 5 §1).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import (
    CLOCK,
    COMPLAINANT,
    ENGINE,
    HANDLER,
    HANDLING,
    LEAD,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)
from casework.engine.windows import Once, OnceIn, Window

from . import afterwards, guards
from .states import (
    APPROVING,
    AWAITING_SUPPLEMENT,
    CLOSED,
    CONTESTED,
    DECIDED,
    EVERYBODY,
    INVESTIGATING,
    MERGED,
    NOT_ACCEPTED,
    OURS_AND_THE_COMPLAINANT,
    SUBMITTED,
    TRANSFERRED,
    UNDER_REVIEW,
)

# Whoever took part in any way looks at it no second time.
NO_PART = (HANDLING, APPROVING)
ENDINGS = ("close", "close_unperformed", "explain", "not_accept", "lapse", "confirm_refusal")
TO_CONTEST = Window("contest_days", "days", ENDINGS)
TO_REVIEW = Window("review_ask_days", "days", ("approve", "change_finding"))
TO_RATE = Window("rating_days", "days", ENDINGS)


class TriageActs(models.Model):
    """Before it is accepted: what is missing, whose matter it is, what was filed twice."""

    class Meta:
        abstract = True

    @act(
        SUBMITTED,
        to=AWAITING_SUPPLEMENT,
        label=_("Ask for what is missing"),
        done=_("asked for what is missing"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        public=_("Something is missing. Please add it; until then the time for accepting stands still."),
        form="AskSupplementForm",
        guards=(OnceIn("ask_supplement", _("It was asked for once already.")), guards.in_time_to_ask),
        duty=HANDLING,
        serves=True,
        icon="question-circle",
    )
    def ask_supplement(self, ctx: Context) -> None:
        """Once, itemised, within the days of the law."""

    @act(
        AWAITING_SUPPLEMENT,
        to=SUBMITTED,
        label=_("Add what was missing"),
        done=_("added what was missing"),
        by=(TASK, HANDLER),
        tells=(HANDLER, COMPLAINANT),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("What was missing has come in."),
        form="SupplementForm",
        direct=True,
        heard=True,
        icon="plus-lg",
    )
    def supplement(self, ctx: Context) -> None:
        """From the page, or typed by the handler as told by phone."""

    @act(
        AWAITING_SUPPLEMENT,
        to=NOT_ACCEPTED,
        label=_("Lapse"),
        done=_("ended without what was missing"),
        by=(CLOCK,),
        tells=(COMPLAINANT, HANDLER),
        public=_("What was missing has not come in time, so the complaint cannot be accepted. You may contest this."),
        guards=(guards.Over("supplement"),),
        serves=True,
        hidden=True,
        icon="hourglass-bottom",
    )
    def lapse(self, ctx: Context) -> None:
        """Only once the complainant was reached: the clock runs from then."""
        self.not_accepted_because = "incomplete"

    @act(
        SUBMITTED,
        INVESTIGATING,
        to=TRANSFERRED,
        label=_("Send elsewhere"),
        done=_("sent the matter to another body"),
        by=(HANDLER,),
        tells=(COMPLAINANT, RESPONDENT),
        public=_("The matter was sent to the body that can decide it; what was sent and where stands below."),
        words_to=OURS_AND_THE_COMPLAINANT,
        form="TransferForm",
        writes=afterwards.write_transfer,
        direct=True,
        duty=HANDLING,
        serves=True,
        icon="box-arrow-right",
    )
    def transfer(self, ctx: Context) -> None:
        self.transferred_to = ctx.details["body"]

    @act(
        TRANSFERRED,
        label=_("Record its answer"),
        done=_("recorded the answer of the other body"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        public=_("The other body has answered."),
        form="BodyAnswerForm",
        icon="reply-fill",
    )
    def record_body_answer(self, ctx: Context) -> None:
        """What the body did with it."""

    @act(
        TRANSFERRED,
        to=SUBMITTED,
        label=_("It was sent back"),
        done=_("took the matter back"),
        by=(OFFICE,),
        tells=(COMPLAINANT, HANDLER),
        public=_("The other body sent the matter back; we decide anew whether to accept it."),
        form="SentBackForm",
        writes=lambda ctx: ctx.end_ask("BodyAnswer"),
        icon="box-arrow-in-right",
    )
    def take_back(self, ctx: Context) -> None:
        """Not theirs either: triage begins anew."""

    @act(
        TRANSFERRED,
        to=SUBMITTED,
        label=_("Contest the transfer"),
        done=_("contested the transfer"),
        by=(COMPLAINANT,),
        tells=(HANDLER, LEAD),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("You contest the transfer; we decide anew whether to accept it."),
        form="ContestForm",
        writes=lambda ctx: ctx.end_ask("BodyAnswer"),
        guards=(
            Once("contest_transfer", _("You have contested it once already.")),
            Window("contest_days", "days", ("transfer",)),
        ),
        heard=True,
        icon="flag",
    )
    def contest_transfer(self, ctx: Context) -> None:
        """Once, within the days of the window."""

    @act(
        SUBMITTED,
        to=MERGED,
        label=_("Merge"),
        done=_("merged the case into an earlier one"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("You had told us of this already: both are handled together, under the other number."),
        form="MergeForm",
        other=lambda details: int(details["into"]),
        guards=(guards.can_be_identified,),
        writes=afterwards.write_merge,
        direct=True,
        duty=HANDLING,
        icon="link-45deg",
    )
    def merge(self, ctx: Context) -> None:
        self.merged_into_id = ctx.other.pk

    @act(
        label=_("Take in"),
        done=_("took in another filing of the same person"),
        by=(ENGINE,),
        tells=(HANDLER, COMPLAINANT),
        public=_("What you filed again is handled together with this case."),
        form="OtherCaseForm",
        after_end=True,
        hidden=True,
        icon="link-45deg",
    )
    def absorb(self, ctx: Context) -> None:
        """The other end of a merge."""

    @act(
        MERGED,
        to=SUBMITTED,
        label=_("Undo the merge"),
        done=_("undid the merge"),
        by=(OFFICE,),
        tells=(COMPLAINANT, HANDLER),
        public=_("This case is handled on its own again."),
        form="ReasonForm",
        words_to=(OFFICE,),
        guards=(guards.can_unmerge,),
        writes=afterwards.write_unmerge,
        icon="dash-lg",
    )
    def unmerge(self, ctx: Context) -> None:
        self.merged_into = None

    @act(
        label=_("Let go"),
        done=_("is handled without the other filing again"),
        by=(ENGINE,),
        tells=(HANDLER,),
        form="OtherCaseForm",
        after_end=True,
        hidden=True,
        icon="dash-lg",
    )
    def release(self, ctx: Context) -> None:
        """The other end of undoing a merge."""


class MoreTimeActs(models.Model):
    """More time for an investigation: asked of a lead, once, before it is over, the complainant told why."""

    class Meta:
        abstract = True

    @act(
        INVESTIGATING,
        label=_("Ask for more time"),
        done=_("asked for more time"),
        by=(HANDLER,),
        tells=(LEAD,),
        form="ExtensionForm",
        guards=(OnceIn("ask_extension", _("More time can be asked for once.")), guards.NotOver("investigation")),
        writes=afterwards.write_extension_asked,
        icon="calendar2-week",
    )
    def ask_extension(self, ctx: Context) -> None:
        """An ask to a lead."""

    @act(
        INVESTIGATING,
        label=_("Grant more time"),
        done=_("granted more time"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("The investigation needs more time; why stands below."),
        words_to=OURS_AND_THE_COMPLAINANT,
        form="GrantExtensionForm",
        writes=afterwards.extend_clocks,
        apart_from=(HANDLING,),
        icon="calendar2-week",
    )
    def grant_extension(self, ctx: Context) -> None:
        """The investigation's clock, and the outer limit by as much."""

    @act(
        INVESTIGATING,
        label=_("Refuse more time"),
        done=_("refused more time"),
        by=(TASK,),
        tells=(HANDLER,),
        form="ReasonForm",
        apart_from=(HANDLING,),
        icon="calendar2-week",
    )
    def refuse_extension(self, ctx: Context) -> None:
        """The dates stay."""


class RemedyActs(models.Model):
    """After the papers were checked: did the complainant get it? Nobody is closed on unpaid but by a lead's word."""

    class Meta:
        abstract = True

    @act(
        DECIDED,
        label=_("Yes, I got it"),
        done=_("confirmed that it arrived"),
        by=(TASK,),
        tells=(HANDLER,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("You have confirmed that you got it."),
        writes=afterwards.write_received,
        icon="hand-thumbs-up",
    )
    def confirm_received(self, ctx: Context) -> None:
        """The procedure ends and closes the case."""

    @act(
        DECIDED,
        label=_("No, I did not get it"),
        done=_("said that it has not arrived"),
        by=(TASK,),
        tells=(HANDLER,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("You have said that you did not get it; the handler looks into it."),
        form="NotReceivedForm",
        writes=afterwards.write_not_received,
        heard=True,
        icon="x-circle",
    )
    def deny_received(self, ctx: Context) -> None:
        """Back to the handler, in the same procedure."""

    @act(
        DECIDED,
        label=_("No word"),
        done=_("has not said whether it arrived"),
        by=(CLOCK,),
        tells=(HANDLER,),
        writes=afterwards.write_no_word,
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_unsaid(self, ctx: Context) -> None:
        """Silence is never consent: the handler decides, from the proof."""

    @act(
        DECIDED,
        label=_("Take it as carried out"),
        done=_("took the remedy as carried out"),
        by=(TASK,),
        tells=(COMPLAINANT, RESPONDENT),
        public=_("From the proof the remedy was carried out; the case is closed."),
        form="ReasonForm",
        words_to=(OFFICE,),
        guards=(guards.nobody_said_no,),
        icon="check2",
    )
    def hold_performed(self, ctx: Context) -> None:
        """Where the complainant said nothing and the proof suffices."""

    @act(
        DECIDED,
        label=_("Agree another remedy"),
        done=_("agreed another remedy"),
        by=(HANDLER,),
        tells=(COMPLAINANT, RESPONDENT),
        public=_("Another remedy was agreed on; what it is stands below."),
        form="ReplaceRemedyForm",
        guards=(guards.owes_remedy,),
        writes=afterwards.write_replaced,
        rounds=("remedy",),
        restarts=True,
        direct=True,
        icon="arrow-left-right",
    )
    def replace_remedy(self, ctx: Context) -> None:
        """With the complainant's recorded consent; its days begin anew."""

    @act(
        DECIDED,
        to=CLOSED,
        label=_("Close without the remedy"),
        done=_("closed the case without a performed remedy"),
        by=(LEAD,),
        tells=(COMPLAINANT, RESPONDENT, HANDLER),
        public=_("The case is closed though the remedy is not confirmed; why, and your other ways, stand below."),
        form="CloseUnperformedForm",
        guards=(guards.owes_remedy,),
        direct=True,
        apart_from=(HANDLING,),
        serves=True,
        icon="lock",
    )
    def close_unperformed(self, ctx: Context) -> None:
        """Only a lead, with reasons, naming the other ways."""
        self.unperformed = True


class ReviewActs(models.Model):
    """A second look by people who made nothing of the first (LAW §2, 信访工作条例 art. 35)."""

    class Meta:
        abstract = True

    @act(
        DECIDED,
        CLOSED,
        to=UNDER_REVIEW,
        label=_("Ask for a review"),
        done=_("asked for a review"),
        by=(COMPLAINANT, RESPONDENT),
        tells=(OFFICE, LEAD, COMPLAINANT, RESPONDENT),
        shown_to=EVERYBODY,
        public=_("A review was asked for; people who took no part look at it anew."),
        words_to=(OFFICE,),
        form="AskReviewForm",
        guards=(
            Once("ask_review", _("Your side has asked for a review once already.")),
            TO_REVIEW,
        ),
        writes=afterwards.write_review,
        heard=True,
        icon="arrow-repeat",
    )
    def ask_review(self, ctx: Context) -> None:
        """Nobody who handled or approved it goes on with it."""
        self.handler = None

    @act(
        UNDER_REVIEW,
        label=_("Propose the review's outcome"),
        done=_("proposed the outcome of the review"),
        by=(TASK,),
        tells=(LEAD,),
        form="ProposeReviewForm",
        writes=afterwards.write_review_proposed,
        duty=HANDLING,
        icon="file-text",
    )
    def propose_review(self, ctx: Context) -> None:
        """Uphold, or another finding in its place."""

    @act(
        UNDER_REVIEW,
        label=_("Return to the reviewer"),
        done=_("returned the review"),
        by=(TASK,),
        tells=(HANDLER,),
        form="ReasonForm",
        apart_from=NO_PART,
        icon="arrow-return-left",
    )
    def return_review(self, ctx: Context) -> None:
        """With reasons."""

    @act(
        UNDER_REVIEW,
        to=DECIDED,
        label=_("Uphold the finding"),
        done=_("upheld the finding"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT, RESPONDENT),
        public=_("The review upholds the finding; the reasons stand below."),
        form="DecideReviewForm",
        guards=(guards.ReviewProposes("uphold"),),
        writes=afterwards.write_review_decided,
        apart_from=NO_PART,
        duty=APPROVING,
        serves=True,
        icon="check2-all",
    )
    def uphold(self, ctx: Context) -> None:
        """What was ordered goes on where it stood."""

    @act(
        UNDER_REVIEW,
        to=DECIDED,
        label=_("Change the finding"),
        done=_("changed the finding"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT, RESPONDENT),
        public=_("The review changes the finding; the new one stands below."),
        form="DecideReviewForm",
        guards=(guards.ReviewProposes("change"),),
        writes=afterwards.write_review_decided,
        rounds=("remedy",),
        apart_from=NO_PART,
        duty=APPROVING,
        serves=True,
        icon="pencil-square",
    )
    def change_finding(self, ctx: Context) -> None:
        afterwards.take_over_review(self)


class EndingActs(models.Model):
    """How it ended: contesting it, and saying how it went."""

    class Meta:
        abstract = True

    @act(
        CLOSED,
        NOT_ACCEPTED,
        to=CONTESTED,
        label=_("Contest how it ended"),
        done=_("contested how it ended"),
        by=(COMPLAINANT,),
        tells=(HANDLER, LEAD),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("You contest how it ended; a lead who took no part looks at it."),
        form="ContestForm",
        guards=(Once("contest", _("You have contested it once already.")), TO_CONTEST),
        heard=True,
        icon="flag",
    )
    def contest(self, ctx: Context) -> None:
        self.contested_from = NOT_ACCEPTED if self.not_accepted_because else CLOSED

    @act(
        CONTESTED,
        to=INVESTIGATING,
        label=_("Investigate again"),
        done=_("had the case investigated again"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT, RESPONDENT),
        public=_("The case is investigated again."),
        form="RedoForm",
        words_to=OURS_AND_THE_COMPLAINANT,
        guards=(guards.ContestedFrom(CLOSED),),
        rounds=("investigation", "outer_limit"),
        apart_from=NO_PART,
        icon="arrow-counterclockwise",
    )
    def redo(self, ctx: Context) -> None:
        """A new round of the clocks, by the same handler or another; nobody is asked twice."""
        self.finding = self.remedy_by = ""
        self.unperformed = False
        self.handler = ctx.details["to"] or self.handler

    @act(
        CONTESTED,
        to=CLOSED,
        label=_("Explain and close"),
        done=_("explained the outcome"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("We have looked at it again; the outcome stays. The explanation stands below."),
        form="ExplainForm",
        guards=(guards.ContestedFrom(CLOSED),),
        apart_from=NO_PART,
        serves=True,
        icon="chat-left-text",
    )
    def explain(self, ctx: Context) -> None:
        """With reasons and the other ways."""

    @act(
        CONTESTED,
        to=INVESTIGATING,
        label=_("Accept after all"),
        done=_("accepted the complaint after all"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("Your complaint is accepted after all; we now ask those concerned."),
        form="AcceptForm",
        guards=(guards.ContestedFrom(NOT_ACCEPTED),),
        apart_from=NO_PART,
        icon="check",
    )
    def accept_after_all(self, ctx: Context) -> None:
        self.accepted_at, self.not_accepted_because = ctx.now, ""

    @act(
        CONTESTED,
        to=NOT_ACCEPTED,
        label=_("Confirm the refusal"),
        done=_("confirmed that the complaint is not accepted"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("Your complaint stays not accepted. The reason and other ways are stated below."),
        form="ExplainForm",
        guards=(guards.ContestedFrom(NOT_ACCEPTED),),
        apart_from=NO_PART,
        serves=True,
        icon="slash-circle",
    )
    def confirm_refusal(self, ctx: Context) -> None:
        """With reasons and the other ways."""

    @act(
        CLOSED,
        label=_("Rate how it went"),
        done=_("rated the handling"),
        by=(COMPLAINANT,),
        tells=(HANDLER, LEAD),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("Thank you for telling us how it went."),
        form="RatingForm",
        guards=(Once("rate", _("You have rated it already. Thank you.")), TO_RATE),
        icon="star",
    )
    def rate(self, ctx: Context) -> None:
        self.stars = ctx.details["stars"]


class RightsActs(TriageActs, MoreTimeActs, RemedyActs, ReviewActs, EndingActs):
    """Mixed into `Complaint`, beside the straight way."""

    class Meta:
        abstract = True
