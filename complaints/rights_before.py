"""Rights before there is a finding: supplement, send elsewhere, merge (issue 5 §1). `rights_extend` has more time."""

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
from casework.engine.stages import CLOSED
from casework.engine.windows import Once, OnceIn, Window

from . import afterwards, guards
from .facts import clear_table
from .matters import ONLY_REPORTS, OWN_DISPUTE
from .states import (
    AWAITING_SUPPLEMENT,
    INVESTIGATING,
    MERGED,
    NOT_ACCEPTED,
    OURS_AND_THE_COMPLAINANT,
    SUBMITTED,
    TRANSFERRED,
)


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
        public=_("Something is missing. Please add it; until then the time for accepting is paused."),
        form="AskSupplementForm",
        guards=(OnceIn("ask_supplement", _("This was already asked for once.")), guards.in_time_to_ask),
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
        public=_("What was missing has arrived."),
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
        public=_("What was missing has not come in time, so the %(matter)s cannot be accepted. You may contest this."),
        guards=(guards.Over("supplement"), guards.somebody_was_asked),
        serves=True,
        hidden=True,
        icon="hourglass-bottom",
    )
    def lapse(self, ctx: Context) -> None:
        """Only once the complainant was reached: the clock runs from then."""
        self.not_accepted_because = "incomplete"

    @act(
        AWAITING_SUPPLEMENT,
        to=SUBMITTED,
        matters=ONLY_REPORTS,
        label=_("Go on without it"),
        done=_("goes on without what was missing"),
        by=(CLOCK,),
        tells=(HANDLER,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("What was missing has not come in time. We decide on what there is."),
        guards=(guards.Over("supplement"), guards.nobody_could_be_asked),
        hidden=True,
        icon="hourglass-bottom",
    )
    def go_on_without(self, ctx: Context) -> None:
        """Whoever gave no name cannot be called, so nothing ends over their silence."""

    @act(
        SUBMITTED,
        matters=OWN_DISPUTE,
        label=_("Split"),
        done=_("split a report of a violation from it"),
        by=(ENGINE,),
        tells=(HANDLER, COMPLAINANT),
        public=_("Part of what you told us is a report of a violation; it is followed up under its own number."),
        form="OtherCaseForm",
        hidden=True,
        icon="link-45deg",
    )
    def split_off(self, ctx: Context) -> None:
        """The other end of opening a report out of a mixed complaint (投诉举报办法 art. 7)."""

    @act(
        SUBMITTED,
        INVESTIGATING,
        to=TRANSFERRED,
        label=_("Send elsewhere"),
        done=_("sent the matter to another body"),
        by=(HANDLER,),
        tells=(COMPLAINANT, RESPONDENT),
        public=_("The matter was sent to the body that can decide it; what was sent and where is below."),
        words_to=OURS_AND_THE_COMPLAINANT,
        form="TransferForm",
        writes=afterwards.write_transfer,
        direct=True,
        duty=HANDLING,
        serves=True,
        jointly=True,
        icon="box-arrow-right",
    )
    def transfer(self, ctx: Context) -> None:
        self.transferred_to = ctx.details["body"]
        clear_table(self)

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
        public=_("The other body sent the matter back; we will decide again whether to accept it."),
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
        lasts=CLOSED,
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
        label=_("Release"),
        done=_("is again handled without the other filing"),
        by=(ENGINE,),
        tells=(HANDLER,),
        form="OtherCaseForm",
        lasts=CLOSED,
        hidden=True,
        icon="dash-lg",
    )
    def release(self, ctx: Context) -> None:
        """The other end of undoing a merge."""
