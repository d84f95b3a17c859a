"""An application that is complete: reviewed by three bodies, shown to the public, qualified, until its end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY, CLOCK, ENGINE, HANDLER, OFFICE, TASK, Context, act

from .states import (
    AWAITING_SUPPLEMENT,
    BODIES_AND_PLATFORM,
    EXPIRED,
    JOINT_REVIEW,
    OPINING,
    PLATFORM,
    PUBLIC_NOTICE,
    QUALIFIED,
    REFUSED,
    WITHDRAWN,
)

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def objections_are_settled(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return _("An objection still stands.") if _rows().standing(case) else None


def an_objection_is_open(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.objections.open().exists() else _("No objection waits for an answer.")


def an_objection_stands(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.objections.sustained(case.review_round).exists() else _("No objection stands.")


def day_is_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if _rows().is_over(case, now) else _("The campaign's last day to redeem is not over yet.")


class ReviewActs(models.Model):
    """Mixed into `PlatformApplication`, beside `ApplicationActs`."""

    class Meta:
        abstract = True

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
        icon="envelope",
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
        icon="x-circle",
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
        icon="question-circle",
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
        by=(TASK,),
        tells=(HANDLER, BODY),
        form="AnswerObjectionForm",
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
        icon="box-arrow-right",
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
        icon="calendar3",
    )
    def expire(self, ctx: Context) -> None:
        """With `redeem_until`, not with the campaign's end (R14)."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
