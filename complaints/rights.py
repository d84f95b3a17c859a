"""What everybody concerned may do besides the straight way; here a review by others, contesting how it ended, rating
(issue 5 §1). The modules `rights_…` have the rest.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import (
    COMPLAINANT,
    HANDLER,
    HANDLING,
    LEAD,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)
from casework.engine.windows import Once, Window

from . import afterwards, guards
from .facts import clear_table
from .matters import OWN_DISPUTE
from .rights_before import TriageActs
from .rights_extend import MoreTimeActs
from .rights_inspect import InspectionActs
from .rights_join import JoinActs
from .rights_penalty import PenaltyActs
from .rights_remedy import RemedyActs
from .rights_settle import SettlementActs
from .states import (
    APPROVING,
    CLOSED,
    CONTESTED,
    DECIDED,
    EVERYBODY,
    INVESTIGATING,
    NOT_ACCEPTED,
    OURS_AND_THE_COMPLAINANT,
    UNDER_REVIEW,
)

# Whoever took part in any way looks at it no second time.
NO_PART = (HANDLING, APPROVING)
ENDINGS = ("close", "close_unperformed", "explain", "not_accept", "lapse", "confirm_refusal")
TO_CONTEST = Window("contest_days", "days", ENDINGS)
TO_REVIEW = Window("review_ask_days", "days", ("approve", "change_finding"))
TO_RATE = Window("rating_days", "days", ENDINGS)


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
        public=_("A review was requested; people who took no part are taking a fresh look."),
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
        shared_draft=True,
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
        public=_("The review upholds the finding; the reasons are below."),
        form="ApproveForm",
        words_to=(OFFICE,),
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
        public=_("The review changes the finding; the new one is below."),
        form="ApproveForm",
        words_to=(OFFICE,),
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
        public=_("The case is being investigated again."),
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
        clear_table(self)
        self.handler = ctx.details["to"] or self.handler

    @act(
        CONTESTED,
        to=CLOSED,
        label=_("Explain and close"),
        done=_("explained the outcome"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("We have looked at it again; the outcome stands. The explanation is below."),
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
        done=_("accepted the %(matter)s after all"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("Your %(matter)s has been accepted after all; we are now asking those concerned."),
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
        done=_("confirmed that the %(matter)s is not accepted"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("Your %(matter)s remains not accepted. The reason and where else you can go are below."),
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
        matters=OWN_DISPUTE,
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


class RightsActs(
    TriageActs,
    JoinActs,
    InspectionActs,
    MoreTimeActs,
    SettlementActs,
    RemedyActs,
    PenaltyActs,
    ReviewActs,
    EndingActs,
):
    """Mixed into `Complaint`, beside the straight way."""

    class Meta:
        abstract = True
