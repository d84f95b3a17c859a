"""A complaint from filing to the finding that is proposed, the straight way; `deciding` goes on to its close, and what
else its people may do stands in `rights`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.access import takes_in_for
from casework.engine.acts import (
    ANYONE,
    CLOCK,
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

from . import facts, guards
from .matters import OWN_DISPUTE

if TYPE_CHECKING:
    from casework.engine.actors import Actor

SUBMITTED, INVESTIGATING, AWAITING_APPROVAL = "submitted", "investigating", "awaiting_approval"
DECIDED, CLOSED, NOT_ACCEPTED, WITHDRAWN = "decided", "closed", "not_accepted", "withdrawn"
AWAITING_SUPPLEMENT, TRANSFERRED, MERGED = "awaiting_supplement", "transferred", "merged"
UNDER_REVIEW, CONTESTED = "under_review", "contested"

APPROVING = "approving"
OURS_AND_THE_COMPLAINANT = (OFFICE, COMPLAINANT)
EVERYBODY = (OFFICE, COMPLAINANT, RESPONDENT)


def only_clerks_for_others(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Anybody files a complaint of their own without an account; signed in, only whoever takes in what others tell."""
    if actor.person is None or takes_in_for(actor) is not None:
        return None
    return _("Only people of an office or a union take in complaints. To file one of your own, use the public page.")


class ComplaintActs(models.Model):
    """Mixed into `Complaint`, like `DecidingActs`; methods change the case's own fields, `facts` writes its rows."""

    class Meta:
        abstract = True

    @act(
        "",
        to=SUBMITTED,
        label=_("File"),
        done=_("filed the %(matter)s"),
        by=(ANYONE,),
        tells=(OFFICE,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("We have received your %(matter)s."),
        form="FilingForm",
        staff_form="IntakeForm",
        guards=(only_clerks_for_others,),
        writes=facts.write_filing,
        opens_as=COMPLAINANT,
        icon="inbox",
    )
    def file(self, ctx: Context) -> None:
        facts.fill_in(self, ctx)

    @act(
        SUBMITTED,
        to=INVESTIGATING,
        label=_("Accept"),
        done=_("accepted the %(matter)s"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        public=_("Your %(matter)s has been accepted; we are now asking those concerned."),
        duty=HANDLING,
        jointly=True,
        icon="check",
        form="AcceptForm",
    )
    def accept(self, ctx: Context) -> None:
        self.accepted_at = ctx.now

    @act(
        SUBMITTED,
        to=NOT_ACCEPTED,
        label=_("Do not accept"),
        done=_("did not accept the %(matter)s"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        public=_("Your %(matter)s was not accepted. The reason and where else you can go are below."),
        form="NotAcceptForm",
        duty=HANDLING,
        serves=True,
        jointly=True,
        icon="slash-circle",
    )
    def not_accept(self, ctx: Context) -> None:
        self.not_accepted_because = ctx.details["because"]

    @act(
        SUBMITTED,
        AWAITING_SUPPLEMENT,
        INVESTIGATING,
        AWAITING_APPROVAL,
        to=WITHDRAWN,
        matters=OWN_DISPUTE,
        label=_("Withdraw"),
        done=_("withdrew the complaint"),
        by=(COMPLAINANT,),
        tells=(HANDLER, LEAD, RESPONDENT),
        shown_to=EVERYBODY,
        public=_("The complaint was withdrawn."),
        words_to=OURS_AND_THE_COMPLAINANT,
        form="WithdrawForm",
        icon="arrow-counterclockwise",
    )
    def withdraw(self, ctx: Context) -> None:
        """Final: what was found out by then may still be looked into by the association."""

    # --- investigating ------------------------------------------------------------------------------------------------
    @act(
        INVESTIGATING,
        label=_("Ask for answers"),
        done=_("asked for answers"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        public=_("Those concerned were asked for a written answer."),
        words_to=OURS_AND_THE_COMPLAINANT,
        form="RequestAnswersForm",
        writes=facts.write_requests,
        duty=HANDLING,
        jointly=True,
        shared_draft=True,
        icon="send",
    )
    def request_answers(self, ctx: Context) -> None:
        """The cinema and the platform are asked, both at once, each in its own words."""

    @act(
        INVESTIGATING,
        label=_("Ask again"),
        done=_("asked a further question"),
        by=(HANDLER,),
        words_to=OURS_AND_THE_COMPLAINANT,
        tells=(COMPLAINANT,),
        public=_("A further question was asked."),
        form="FurtherQuestionForm",
        writes=facts.write_further_request,
        duty=HANDLING,
        icon="question",
    )
    def ask_further(self, ctx: Context) -> None:
        """A further question, or a further party: an answer request of its own, beside the procedure."""

    @act(
        INVESTIGATING,
        label=_("Answer the request"),
        done=_("answered"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("An answer has come in."),
        form="AnswerForm",
        writes=facts.write_answer,
        jointly=True,
        icon="reply",
    )
    def answer(self, ctx: Context) -> None:
        """A respondent's account, in time, or late: still evidence."""

    @act(
        INVESTIGATING,
        label=_("No answer"),
        done=_("did not answer in time"),
        by=(CLOCK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("No answer came in time; the case goes on without it."),
        writes=facts.write_silence,
        hidden=True,
        icon="hourglass-bottom",
    )
    def fall_silent(self, ctx: Context) -> None:
        """Silence is recorded as silence and admits nothing."""

    @act(
        INVESTIGATING,
        label=_("Withdraw a request"),
        done=_("withdrew a request for an answer"),
        by=(HANDLER,),
        form="DropRequestForm",
        writes=facts.write_dropped,
        subject="request",
        icon="x",
    )
    def drop_request(self, ctx: Context) -> None:
        """Nobody need answer that any more; the reason stands in the record."""

    @act(
        INVESTIGATING,
        to=AWAITING_APPROVAL,
        words_to=(OFFICE,),
        label=_("Propose a finding"),
        done=_("proposed a finding"),
        by=(HANDLER,),
        tells=(LEAD, COMPLAINANT),
        public=_("A finding has been proposed; a second person is checking it now."),
        form="ProposalForm",
        guards=(guards.nobody_considers, guards.no_inspection_is_awaited),
        writes=facts.write_proposal,
        direct=True,
        duty=HANDLING,
        jointly=True,
        shared_draft=True,
        icon="file-text",
    )
    def propose(self, ctx: Context) -> None:
        """The finding with its facts, evidence and rule, for somebody else to approve."""
