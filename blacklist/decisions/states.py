"""A penalty decision, from its draft to the party's last word on what is intended."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import ANYONE, CLOCK, ENGINE, HANDLER, HANDLING, OFFICE, RESPONDENT, TASK, Context, act
from casework.engine.stages import CLOSED as OVER

from .guards import notice_is_not_served, notice_is_served, only_the_association_proposes, terms_are_over

DRAFTING, LEGAL_REVIEW, NOTIFIED = "drafting", "legal_review", "notified"
HEARING, DELIBERATION, DECIDED = "hearing", "deliberation", "decided"
IN_FORCE, UNDER_REVIEW = "in_force", "under_review"
ENDED, REVOKED, DROPPED = "ended", "revoked", "dropped"

PARTY = "party"
# Whoever looks at the law decides nothing in the matter.
REVIEWING = "reviewing"
# Nor does whoever presides at the hearing.
PRESIDING = "presiding"
# Whoever gave a body's word, in whichever round, has no other part in it.
DECIDING = "deciding"
EVERYBODY = (OFFICE, RESPONDENT)


class DecisionActs(models.Model):
    """Mixed into `Decision`; methods change its own fields, `rows` writes measures and what the party says."""

    class Meta:
        abstract = True

    @act(
        "",
        to=DRAFTING,
        label=_("Propose a decision"),
        done=_("began a penalty decision"),
        public=_("A decision is being prepared."),
        by=(ANYONE, ENGINE),
        tells=(OFFICE,),
        form="OpenDecisionForm",
        guards=(only_the_association_proposes,),
        writes=lambda ctx: rows().begin(ctx),
        icon="file-earmark-text",
    )
    def open_decision(self, ctx: Context) -> None:
        """About one act of one party (R37): nothing is imposed before it was found, with evidence, and heard."""
        rows().fill_in(self, ctx)

    @act(
        label=_("Add a case in which it was found"),
        done=_("added a case in which the same was found"),
        by=(HANDLER, ENGINE),
        tells=(HANDLER,),
        form="SourceForm",
        writes=lambda ctx: rows().add_source(ctx),
        lasts=OVER,
        icon="link-45deg",
    )
    def add_source(self, ctx: Context) -> None:
        """One act is sanctioned once: what was found about it elsewhere belongs here, whenever that is."""

    @act(
        DRAFTING,
        to=LEGAL_REVIEW,
        label=_("Submit the draft"),
        done=_("submitted the draft"),
        public=_("The draft is being reviewed."),
        by=(TASK,),
        tells=(OFFICE,),
        form="DraftForm",
        duty=HANDLING,
        writes=lambda ctx: rows().propose(ctx),
        icon="send",
    )
    def submit_decision(self, ctx: Context) -> None:
        """Facts, severity and measures; what departs from the table has its reasons."""
        rows().set_out(self, ctx)

    @act(
        DRAFTING,
        to=DROPPED,
        label=_("Drop it"),
        done=_("dropped the proposed decision"),
        public=_("Nothing is decided about it."),
        by=(TASK,),
        tells=(OFFICE,),
        form="DropForm",
        duty=HANDLING,
        icon="x-circle",
    )
    def drop_decision(self, ctx: Context) -> None:
        """Nothing is decided about these facts; a new decision about them may be proposed."""
        self.live = False

    @act(
        LEGAL_REVIEW,
        to=NOTIFIED,
        label=_("Clear the draft"),
        done=_("cleared the draft: the notice lies ready for the party"),
        public=_("The party is told what is alleged and intended, and is heard."),
        by=(TASK,),
        tells=EVERYBODY,
        form="ClearForm",
        words_to=(OFFICE,),
        apart_from=(HANDLING, DECIDING),
        duty=REVIEWING,
        writes=lambda ctx: rows().notify(ctx),
        icon="check2-square",
    )
    def clear_decision(self, ctx: Context) -> None:
        """By somebody who took no part in it."""

    @act(
        LEGAL_REVIEW,
        to=DRAFTING,
        label=_("Return the draft"),
        done=_("returned the draft"),
        public=_("A decision is being prepared."),
        by=(TASK,),
        tells=(OFFICE,),
        form="ReturnForm",
        apart_from=(HANDLING, DECIDING),
        duty=REVIEWING,
        icon="arrow-return-left",
    )
    def return_draft(self, ctx: Context) -> None:
        """What must be put right first."""

    # --- the party is heard -------------------------------------------------------------------------------------------
    @act(
        NOTIFIED,
        label=_("Record the service of the notice"),
        done=_("recorded that the notice was served"),
        by=(TASK,),
        tells=(RESPONDENT, HANDLER),
        public=_("The notice was served; the days for the defence run."),
        form="ServiceForm",
        guards=(notice_is_not_served,),
        runs=("defence", "decision"),
        stops=("announcement",),
        duty=HANDLING,
        icon="envelope-check",
    )
    def serve_notice(self, ctx: Context) -> None:
        """By post or e-mail, with proof; the party's days run from then."""
        self.served_at, self.announced_at = ctx.now, None

    @act(
        NOTIFIED,
        label=_("Confirm that we have the notice"),
        done=_("has the notice: it opened the case at its desk"),
        by=(PARTY,),
        tells=(HANDLER,),
        shown_to=EVERYBODY,
        public=_("The party has the notice; the days for the defence run."),
        guards=(notice_is_not_served,),
        runs=("defence", "decision"),
        stops=("announcement",),
        writes=lambda ctx: ctx.end_ask("ServeNotice"),
        at_hand=True,
        seen=True,
        icon="envelope-check",
    )
    def receive_notice(self, ctx: Context) -> None:
        """Seen at its own desk is served, with the time."""
        self.served_at, self.announced_at = ctx.now, None

    @act(
        NOTIFIED,
        HEARING,
        label=_("State our defence"),
        done=_("stated its defence"),
        by=(PARTY,),
        tells=(OFFICE,),
        shown_to=EVERYBODY,
        public=_("The party has stated its defence; each point is answered in writing."),
        form="DefenceForm",
        guards=(notice_is_served,),
        heard=True,
        writes=lambda ctx: rows().hear(ctx),
        at_hand=True,
        icon="chat-left-text",
    )
    def defend(self, ctx: Context) -> None:
        """As often as the party wishes, until its days are over (R37)."""

    @act(
        NOTIFIED,
        label=_("We have nothing more to say"),
        done=_("has nothing more to say"),
        public=_("The party has said what it wished to say."),
        by=(TASK,),
        tells=(OFFICE,),
        shown_to=EVERYBODY,
        guards=(notice_is_served,),
        writes=lambda ctx: rows().ask_bodies(ctx),
        icon="check2",
    )
    def waive_defence(self, ctx: Context) -> None:
        """The party gives the rest of its days up, in so many words."""

    @act(
        NOTIFIED,
        to=DELIBERATION,
        label=_("Go on to the deliberation"),
        done=_("went on to the deliberation: the party has said what it wished"),
        by=(ENGINE,),
        tells=EVERYBODY,
        public=_("The party was heard; the bodies deliberate."),
        stops=("defence",),
        hidden=True,
        icon="skip-forward",
    )
    def go_on(self, ctx: Context) -> None:
        """Before the days are over, since the party gave them up."""

    @act(
        NOTIFIED,
        to=DELIBERATION,
        label=_("The days are over"),
        done=_("went on to the deliberation: the days for the defence are over"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("The days for the defence are over; the bodies deliberate."),
        form="ClockForm",
        guards=(terms_are_over,),
        writes=lambda ctx: rows().ask_bodies(ctx),
        hidden=True,
        icon="hourglass-bottom",
    )
    def end_terms_of_defence(self, ctx: Context) -> None:
        """Silence admits nothing: the bodies decide on what is proven."""


def rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows as found

    return found
