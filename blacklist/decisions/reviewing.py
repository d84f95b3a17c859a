"""A penalty decision that is in force: its review, and mistakes in its words."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY, ENGINE, HANDLER, HANDLING, OFFICE, TASK, Context, act

from .deciding import ALL
from .guards import nothing_is_suspended, one_person_for_one_body, review_may_be_asked
from .states import DECIDING, ENDED, IN_FORCE, PARTY, PRESIDING, REVIEWING, REVOKED, UNDER_REVIEW

# Whoever took part in it does not review it.
NO_PART = (HANDLING, REVIEWING, PRESIDING, DECIDING)
# Whoever reviewed what was decided.
LOOKING_AGAIN = "looking_again"


class ReviewActs(models.Model):
    """Mixed into `Decision`. `review_asked_at`: when the party asked for the review, which it may once."""

    review_asked_at = models.DateTimeField(_("review asked for"), null=True)

    class Meta:
        abstract = True

    @act(
        IN_FORCE,
        to=UNDER_REVIEW,
        label=_("Ask for a review"),
        done=_("asked for a review of the decision"),
        by=(PARTY,),
        tells=(OFFICE, BODY),
        shown_to=ALL,
        public=_("The decision is under review; its measures hold meanwhile, unless they are suspended."),
        form="AskReviewForm",
        guards=(review_may_be_asked,),
        heard=True,
        icon="arrow-repeat",
    )
    def ask_review(self, ctx: Context) -> None:
        """Within the days of the campaign, once; it stops no measure. The bodies give their words in a new round."""
        self.review_asked_at = ctx.now
        self.round += 1

    @act(
        UNDER_REVIEW,
        label=_("Suspend the measures"),
        done=_("suspended the measures for the time of the review"),
        by=(BODY,),
        tells=ALL,
        public=_("The measures are suspended until the review is over; their terms run on."),
        form="SuspendForm",
        guards=(nothing_is_suspended,),
        apart_from=NO_PART,
        duty=LOOKING_AGAIN,
        writes=lambda ctx: rows().suspend(ctx),
        icon="pause-circle",
    )
    def suspend_measures(self, ctx: Context) -> None:
        """Where waiting would do harm that cannot be made good."""

    @act(
        UNDER_REVIEW,
        label=_("Give our word on the review"),
        done=_("gave its word on the review"),
        by=(TASK,),
        tells=(OFFICE, BODY),
        form="ReviewVoteForm",
        guards=(one_person_for_one_body,),
        apart_from=NO_PART,
        duty=LOOKING_AGAIN,
        writes=lambda ctx: rows().keep_review_vote(ctx),
        icon="check2-circle",
    )
    def vote_on_review(self, ctx: Context) -> None:
        """By each body that decided, through people who took no part; what stays, and never anything heavier."""

    @act(
        UNDER_REVIEW,
        to=IN_FORCE,
        label=_("Uphold the decision"),
        done=_("upheld the decision"),
        by=(ENGINE,),
        tells=ALL,
        public=_("The review upheld the decision."),
        writes=lambda ctx: rows().settle_review(ctx),
        hidden=True,
        icon="check2-all",
    )
    def uphold_decision(self, ctx: Context) -> None:
        """Every body keeps every measure as it is; terms ran on meanwhile."""

    @act(
        UNDER_REVIEW,
        to=IN_FORCE,
        label=_("Change the decision"),
        done=_("changed the decision: less of it stands"),
        by=(ENGINE,),
        tells=ALL,
        public=_("The review changed the decision; what stands of it is in force."),
        writes=lambda ctx: rows().change(ctx),
        hidden=True,
        icon="pencil-square",
    )
    def change_decision(self, ctx: Context) -> None:
        """Measures that not every body keeps are revoked, terms may be shorter."""

    @act(
        UNDER_REVIEW,
        to=REVOKED,
        label=_("Revoke the decision"),
        done=_("revoked the decision"),
        by=(ENGINE,),
        tells=ALL,
        public=_("The review revoked the decision."),
        writes=lambda ctx: rows().settle_review(ctx),
        hidden=True,
        icon="x-circle",
    )
    def revoke_decision(self, ctx: Context) -> None:
        """No measure is kept: off the list and out of the way at once, and no earlier decision afterwards."""
        self.live = False

    @act(
        IN_FORCE,
        UNDER_REVIEW,
        label=_("End the measures early"),
        done=_("ended the measures early: the party earned it"),
        by=(ENGINE,),
        tells=ALL,
        public=_("The measures ended early, for a repair was granted."),
        form="RepairedForm",
        writes=lambda ctx: rows().end_early(ctx),
        hidden=True,
        icon="check2-all",
    )
    def end_early(self, ctx: Context) -> None:
        """Follows on a repair that was granted; the decision itself ends as any does whose measures are over."""

    @act(
        IN_FORCE,
        UNDER_REVIEW,
        ENDED,
        label=_("Restore the measures"),
        done=_("restored the measures: the repair was got by false material"),
        by=(ENGINE,),
        tells=ALL,
        public=_("The measures hold again, for their whole term: the repair was got by false material."),
        form="RepairedForm",
        writes=lambda ctx: rows().restore(ctx),
        hidden=True,
        icon="exclamation-octagon",
    )
    def restore(self, ctx: Context) -> None:
        """What ended early begins anew (SAMR order 44 art. 21, by analogy); a review that runs goes on."""

    @act(
        ENDED,
        to=IN_FORCE,
        label=_("Take the decision up again"),
        done=_("took the decision up again: its measures hold"),
        by=(ENGINE,),
        tells=(HANDLER,),
        shown_to=ALL,
        public=_("The decision is in force again."),
        hidden=True,
        icon="arrow-counterclockwise",
    )
    def take_up_again(self, ctx: Context) -> None:
        """Follows where measures are restored of a decision that had ended."""

    @act(
        IN_FORCE,
        UNDER_REVIEW,
        label=_("Correct the facts"),
        done=_("corrected the words of the decision"),
        by=(HANDLER, ENGINE),
        tells=ALL,
        public=_("A mistake in the words of the decision was corrected."),
        form="CorrectForm",
        writes=lambda ctx: rows().papers.decision_anew(ctx.case, ctx.now),
        icon="pencil",
    )
    def correct_decision(self, ctx: Context) -> None:
        """A slip of the pen, or what was found wrong on an objection to the entry, at once (公示规定 art. 12); the
        measures stay as they are, and the record keeps what was written before."""
        self.facts = ctx.details["facts"]


def rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import review_rows as found

    return found
