"""A penalty decision, from the deliberation of the bodies to its end."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY, CLOCK, ENGINE, HANDLER, HANDLING, OFFICE, RESPONDENT, TASK, Context, act

from .guards import everything_is_over, one_person_for_one_body, something_is_to_be_done, something_is_unanswered
from .states import (
    DECIDED,
    DECIDING,
    DELIBERATION,
    DRAFTING,
    DROPPED,
    ENDED,
    IN_FORCE,
    PARTY,
    PRESIDING,
    REVIEWING,
    rows,
)

ALL = (OFFICE, BODY, RESPONDENT)


class DecidingActs(models.Model):
    """Mixed into `Decision`, beside `DecisionActs`."""

    class Meta:
        abstract = True

    @act(
        DELIBERATION,
        label=_("Answer the defence"),
        done=_("answered the defence in writing"),
        by=(TASK,),
        tells=(BODY,),
        shown_to=(OFFICE, BODY),
        form="AnswerDefenceForm",
        guards=(something_is_unanswered,),
        duty=HANDLING,
        writes=lambda ctx: rows().answer(ctx),
        icon="reply",
    )
    def answer_defence(self, ctx: Context) -> None:
        """Point by point, before anybody decides."""

    @act(
        DELIBERATION,
        label=_("Give our word on the measures"),
        done=_("gave its word on the measures"),
        by=(TASK,),
        tells=(OFFICE, BODY),
        form="VoteForm",
        guards=(one_person_for_one_body,),
        apart_from=(HANDLING, REVIEWING, PRESIDING),
        duty=DECIDING,
        writes=lambda ctx: rows().keep_vote(ctx),
        icon="check2-circle",
    )
    def vote(self, ctx: Context) -> None:
        """By each body on the measures that it decides, through people who neither proposed nor reviewed it."""

    @act(
        DELIBERATION,
        to=DECIDED,
        label=_("Decide"),
        done=_("decided: each measure that every body agreed to stands"),
        by=(ENGINE,),
        tells=ALL,
        public=_("A decision was taken; it takes effect once it is served."),
        writes=lambda ctx: rows().decide(ctx),
        hidden=True,
        icon="journal-text",
    )
    def decide(self, ctx: Context) -> None:
        self.decided_on = ctx.now.astimezone().date()

    @act(
        DELIBERATION,
        to=DROPPED,
        label=_("Nothing decided"),
        done=_("dropped it: no measure was agreed to"),
        by=(ENGINE,),
        tells=ALL,
        public=_("Nothing was decided against the party."),
        writes=lambda ctx: rows().decide(ctx),
        hidden=True,
        icon="x-circle",
    )
    def drop_jointly(self, ctx: Context) -> None:
        self.live = False

    @act(
        DELIBERATION,
        to=DRAFTING,
        label=_("Back with questions"),
        done=_("sent it back with questions"),
        public=_("The bodies have questions; the draft is looked at once more."),
        by=(ENGINE,),
        tells=(OFFICE, BODY),
        hidden=True,
        icon="question-circle",
    )
    def return_jointly(self, ctx: Context) -> None:
        """A new draft, a new notice, new days for the party, and new words of the bodies."""
        self.round += 1
        self.served_at = None

    # --- decided ------------------------------------------------------------------------------------------------------
    @act(
        DECIDED,
        to=IN_FORCE,
        label=_("Record the service of the decision"),
        done=_("recorded that the decision was served"),
        by=(TASK,),
        tells=ALL,
        public=_("The decision was served and is in force."),
        form="ServiceForm",
        duty=HANDLING,
        writes=lambda ctx: rows().take_effect(ctx),
        icon="envelope-check",
    )
    def serve_decision(self, ctx: Context) -> None:
        """With proof; measures run from then."""
        self.in_force_at, self.announced_at = ctx.now, None

    @act(
        DECIDED,
        to=IN_FORCE,
        label=_("Confirm that we have the decision"),
        done=_("has the decision: it opened the case at its desk"),
        by=(PARTY,),
        tells=(OFFICE, BODY),
        shown_to=ALL,
        public=_("The party has the decision; it is in force."),
        direct=True,
        seen=True,
        writes=lambda ctx: rows().take_effect(ctx),
        icon="envelope-check",
    )
    def receive_decision(self, ctx: Context) -> None:
        """Seen at its own desk is served, with the time."""
        self.in_force_at, self.announced_at = ctx.now, None

    # --- in force -----------------------------------------------------------------------------------------------------
    @act(
        IN_FORCE,
        label=_("Record that it was done"),
        done=_("recorded that what was ordered was done"),
        by=(HANDLER,),
        tells=(RESPONDENT,),
        form="PerformedForm",
        guards=(something_is_to_be_done,),
        writes=lambda ctx: rows().perform(ctx),
        at_hand=True,
        icon="check2-all",
    )
    def record_performance(self, ctx: Context) -> None:
        """With proof; what was ordered is off the party's hands."""

    @act(
        IN_FORCE,
        to=ENDED,
        label=_("Ended"),
        done=_("ended: every measure is over"),
        by=(CLOCK,),
        tells=ALL,
        public=_("Every measure of the decision is over."),
        guards=(everything_is_over,),
        hidden=True,
        icon="calendar-event",
    )
    def end_decision(self, ctx: Context) -> None:
        """The last term ran out, and the days to ask for a review too."""
