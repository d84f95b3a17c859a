"""A platform's application, from its draft to its qualification and the end of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.access import speaks_for
from casework.engine.acts import (
    ANYONE,
    BODY,
    CLOCK,
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
from casework.engine.windows import OnceIn
from casework.parties.models import Unit

if TYPE_CHECKING:
    from casework.engine.actors import Actor

DRAFT, CHECKING, AWAITING_SUPPLEMENT = "draft", "checking", "awaiting_supplement"
JOINT_REVIEW, PUBLIC_NOTICE, QUALIFIED = "joint_review", "public_notice", "qualified"
REFUSED, WITHDRAWN, EXPIRED = "refused", "withdrawn", "expired"
BEFORE_QUALIFIED = (DRAFT, CHECKING, AWAITING_SUPPLEMENT, JOINT_REVIEW, PUBLIC_NOTICE)

PLATFORM = "platform"
BODIES_AND_PLATFORM = (OFFICE, BODY, RESPONDENT)
# Whoever gave an opinion answers no objection.
OPINING = "opining"
WHO_APPLIES = (Unit.Kind.PLATFORM,)


# --- guards -----------------------------------------------------------------------------------------------------------
def only_a_platform_applies(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if speaks_for(actor, WHO_APPLIES) else _("Only a payment platform applies.")


def time_is_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    over = any(c.name == "supplement" and c.due_at and c.due_at <= now for c in case.live_clocks)
    return None if over else _("The platform still has time for this.")


def objections_are_settled(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return _("An objection still stands.") if _rows().standing(case) else None


def an_objection_is_open(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.objections.open().exists() else _("No objection waits for an answer.")


def an_objection_stands(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.objections.sustained(case.review_round).exists() else _("No objection stands.")


def day_is_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if _rows().is_over(case, now) else _("The campaign's last day to redeem is not over yet.")


class ApplicationActs(models.Model):
    """Mixed into `PlatformApplication`; methods change its own fields, `rows` writes what comes with it."""

    class Meta:
        abstract = True

    # --- until it is complete -----------------------------------------------------------------------------------------
    @act(
        "",
        to=DRAFT,
        label=_("Apply as a platform"),
        done=_("began an application"),
        by=(ANYONE,),
        opens_for=PLATFORM,
        tells=(RESPONDENT,),
        public=_("An application was begun; it is sent once it is complete."),
        form="BeginForm",
        guards=(only_a_platform_applies,),
        icon="file-earmark-plus",
    )
    def begin_application(self, ctx: Context) -> None:
        """A draft that everybody of the platform fills in."""
        _rows().begin(self, ctx)

    @act(
        DRAFT,
        to=CHECKING,
        label=_("Submit the application"),
        done=_("submitted the application"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The application was submitted; the association checks whether it is complete."),
        form="ApplicationForm",
        icon="send",
    )
    def submit(self, ctx: Context) -> None:
        _rows().fill_in(self, ctx)

    @act(
        CHECKING,
        to=JOINT_REVIEW,
        label=_("Complete"),
        done=_("found the application complete"),
        by=(TASK,),
        tells=BODIES_AND_PLATFORM,
        public=_("The application is complete; three bodies review it, each by itself."),
        form="CompleteForm",
        duty=HANDLING,
        writes=lambda ctx: _rows().ask_bodies(ctx),
        icon="check2-square",
    )
    def find_complete(self, ctx: Context) -> None:
        self.review_round += 1

    @act(
        CHECKING,
        to=AWAITING_SUPPLEMENT,
        label=_("Ask for what is missing"),
        done=_("asked for what is missing"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("Something is missing; the platform supplies it."),
        form="MissingForm",
        guards=(OnceIn("ask_supplement", _("What is missing was asked for once already.")),),
        duty=HANDLING,
        icon="patch-question",
    )
    def ask_supplement(self, ctx: Context) -> None:
        """Once, and everything at once."""

    @act(
        CHECKING,
        to=REFUSED,
        label=_("Not accept"),
        done=_("did not accept the application"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The application was not accepted. The platform may apply again."),
        form="RefuseForm",
        duty=HANDLING,
        icon="x-octagon",
    )
    def not_accept(self, ctx: Context) -> None:
        """It is none that could be reviewed."""

    @act(
        AWAITING_SUPPLEMENT,
        to=CHECKING,
        label=_("Send what was missing"),
        done=_("sent what was missing"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The platform has supplied what was missing; the association checks it."),
        form="SupplementForm",
        icon="send-check",
    )
    def supply(self, ctx: Context) -> None:
        _rows().fill_in(self, ctx)

    @act(
        AWAITING_SUPPLEMENT,
        to=REFUSED,
        label=_("End it: nothing came in time"),
        done=_("ended the application: nothing came in time"),
        by=(HANDLER, LEAD),
        tells=(OFFICE, RESPONDENT),
        public=_("What was missing did not come in time. The platform may apply again."),
        form="LapseForm",
        guards=(time_is_over,),
        duty=HANDLING,
        icon="hourglass-bottom",
    )
    def let_lapse(self, ctx: Context) -> None:
        """By people, never by the clock: silence is only theirs to judge who know that the platform was told."""

    @act(
        *BEFORE_QUALIFIED,
        to=WITHDRAWN,
        label=_("Withdraw the application"),
        done=_("withdrew the application"),
        by=(PLATFORM,),
        tells=BODIES_AND_PLATFORM,
        public=_("The application was withdrawn."),
        icon="x-circle",
    )
    def withdraw_application(self, ctx: Context) -> None:
        """Until it is qualified; afterwards it leaves."""

    # --- joint review -------------------------------------------------------------------------------------------------
    @act(
        JOINT_REVIEW,
        label=_("Give our opinion"),
        done=_("gave its opinion"),
        by=(TASK,),
        tells=(OFFICE, BODY),
        form="OpinionForm",
        duty=OPINING,
        sealed=True,
        writes=lambda ctx: _rows().keep_opinion(ctx),
        icon="envelope-paper",
    )
    def give_opinion(self, ctx: Context) -> None:
        """Under seal until all three have given theirs (R27)."""

    @act(
        JOINT_REVIEW,
        to=PUBLIC_NOTICE,
        label=_("All three agree"),
        done=_("put it into public notice: all three bodies agree"),
        by=(ENGINE,),
        tells=BODIES_AND_PLATFORM,
        public=_("All three bodies agree; the public may object now."),
        writes=lambda ctx: _rows().ask_again(ctx),
        hidden=True,
        icon="megaphone",
    )
    def agree_jointly(self, ctx: Context) -> None:
        """All three, or it is not so. Objections that were left open when it went back are answered now."""

    @act(
        JOINT_REVIEW,
        to=REFUSED,
        label=_("Refused"),
        done=_("refused it: a body still does after hearing the others"),
        by=(ENGINE,),
        tells=BODIES_AND_PLATFORM,
        public=_("The joint review refused the application; the reasons are named. The platform may apply again."),
        hidden=True,
        icon="x-octagon",
    )
    def refuse_jointly(self, ctx: Context) -> None:
        """With the reasons of whoever refuses."""

    @act(
        JOINT_REVIEW,
        to=AWAITING_SUPPLEMENT,
        label=_("Something is missing"),
        done=_("asked for what the bodies miss"),
        by=(ENGINE,),
        tells=BODIES_AND_PLATFORM,
        public=_("The joint review misses something; the platform supplies it."),
        hidden=True,
        icon="patch-question",
    )
    def return_jointly(self, ctx: Context) -> None:
        """Nobody refuses, and somebody misses something."""

    # --- public notice ------------------------------------------------------------------------------------------------
    @act(
        PUBLIC_NOTICE,
        label=_("Object"),
        done=_("took in an objection from the public"),
        by=(ENGINE,),
        tells=(HANDLER, BODY),
        form="ObjectionForm",
        writes=lambda ctx: _rows().keep_objection(ctx),
        hidden=True,
        icon="megaphone",
    )
    def receive_objection(self, ctx: Context) -> None:
        """From the public page: whoever objects has no seat in the case."""

    @act(
        PUBLIC_NOTICE,
        label=_("Answer the objection"),
        done=_("answered an objection"),
        by=(OFFICE,),
        tells=(HANDLER, BODY),
        form="AnswerObjectionForm",
        subject="objection",
        apart_from=(OPINING,),
        runs=("public_notice",),
        writes=lambda ctx: _rows().answer_objection(ctx),
        icon="reply",
    )
    def answer_objection(self, ctx: Context) -> None:
        """By somebody of the association who gave no opinion."""

    @act(
        PUBLIC_NOTICE,
        label=_("Wait for the answer"),
        done=_("waits: an objection is not answered yet"),
        by=(CLOCK,),
        tells=(OFFICE,),
        form="ClockForm",
        guards=(an_objection_is_open,),
        pauses={"public_notice": _("an objection is being answered")},
        hidden=True,
        icon="pause-circle",
    )
    def hold_notice(self, ctx: Context) -> None:
        """The last day is over, and not everything is answered."""

    @act(
        PUBLIC_NOTICE,
        to=JOINT_REVIEW,
        label=_("Review again"),
        done=_("sent it back to the joint review: an objection stands"),
        by=(ENGINE, CLOCK),
        tells=BODIES_AND_PLATFORM,
        public=_("An objection stands; the three bodies review again."),
        guards=(an_objection_stands,),
        hidden=True,
        icon="arrow-counterclockwise",
    )
    def review_again(self, ctx: Context) -> None:
        self.review_round += 1

    @act(
        PUBLIC_NOTICE,
        to=QUALIFIED,
        label=_("Qualify"),
        done=_("qualified the platform: the public notice is over"),
        by=(CLOCK,),
        tells=BODIES_AND_PLATFORM,
        public=_("The platform takes part in the campaign and stands on the public list."),
        form="ClockForm",
        guards=(objections_are_settled,),
        writes=lambda ctx: _rows().qualify(ctx),
        hidden=True,
        icon="patch-check",
    )
    def qualify(self, ctx: Context) -> None:
        """Nobody objected, or no objection stands (R28, R29)."""

    # --- qualified ----------------------------------------------------------------------------------------------------
    @act(
        QUALIFIED,
        to=WITHDRAWN,
        label=_("Leave the campaign"),
        done=_("left the campaign"),
        by=(PLATFORM,),
        tells=BODIES_AND_PLATFORM,
        public=_("The platform has left the campaign. Vouchers that it sold can still be redeemed."),
        form="LeaveForm",
        writes=lambda ctx: _rows().end_right(ctx),
        icon="box-arrow-left",
    )
    def leave_campaign(self, ctx: Context) -> None:
        """What it sold stays redeemable."""

    @act(
        QUALIFIED,
        to=EXPIRED,
        label=_("Expire"),
        done=_("expired with the campaign's last day to redeem"),
        by=(CLOCK,),
        tells=BODIES_AND_PLATFORM,
        public=_("The campaign is over, and with it the platform's part in it."),
        guards=(day_is_over,),
        hidden=True,
        icon="calendar-x",
    )
    def expire(self, ctx: Context) -> None:
        """With `redeem_until`, not with the campaign's end (R14)."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
