"""A request to extend vouchers, from a union's or a member's asking to the decision on each voucher."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.access import speaks_for
from casework.engine.acts import (
    ANYONE,
    CLOCK,
    COMPLAINANT,
    HANDLER,
    HANDLING,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)
from casework.engine.stages import FINAL
from casework.parties.models import Unit

if TYPE_CHECKING:
    from casework.engine.actors import Actor

CONFIRMING, DECIDING, DECIDED, WITHDRAWN = "confirming", "deciding", "decided", "withdrawn"
# The parties: who asks, and whose vouchers they are.
REQUESTER, PLATFORM = "requester", "platform"
EVERYBODY = (OFFICE, RESPONDENT, COMPLAINANT)
# Duties: whoever asks does not check, and whoever did either does not decide.
ASKING, CHECKING = "asking", "checking"
# What a request is about, where no union asks.
MEMBER = "member"
WHO_ASKS = (Unit.Kind.GRASSROOTS_UNION,)


def only_a_union_asks(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Anybody asks for a voucher of their own, without an account."""
    if actor.person is None or speaks_for(actor, WHO_ASKS):
        return None
    return _("Only a grass-roots union asks for its members' vouchers. For one of your own, use the public page.")


def a_day_moves(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if _rows().moves(case) else _("No last day moves.")


class ExtensionActs(models.Model):
    """Mixed into `ExtensionRequest`; methods change the request's own fields, `rows` writes its vouchers."""

    class Meta:
        abstract = True

    @act(
        "",
        to=CONFIRMING,
        label=_("Ask to extend vouchers"),
        done=_("asked to extend vouchers"),
        by=(ANYONE,),
        opens_as=COMPLAINANT,
        opens_for=REQUESTER,
        tells=EVERYBODY,
        public=_("An extension was asked for; the platform checks the vouchers."),
        form="MemberForm",
        staff_form="VouchersForm",
        guards=(only_a_union_asks,),
        writes=lambda ctx: _rows().ask(ctx),
        duty=ASKING,
        icon="ticket-perforated",
    )
    def ask_for_vouchers(self, ctx: Context) -> None:
        """A union for a batch, or a member for one voucher. The numbers are held from now on: nobody else can ask for
        them."""
        _rows().fill_in(self, ctx)

    @act(
        CONFIRMING,
        to=DECIDING,
        label=_("Say whether it is so"),
        done=_("checked the vouchers"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("The platform has checked the vouchers; the association decides."),
        form="ConfirmForm",
        writes=lambda ctx: _rows().confirm(ctx),
        duty=CHECKING,
        apart_from=(ASKING,),
        icon="check2-square",
    )
    def confirm_vouchers(self, ctx: Context) -> None:
        """By the platform: of which of its vouchers what is asked is not so, and why; the rest it confirms."""
        self.word = self.Word.DOUBTED if ctx.details["named"] else self.Word.CONFIRMED

    @act(
        CONFIRMING,
        to=DECIDING,
        label=_("Not confirmed in time"),
        done=_("was not confirmed in time; the association goes on without"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("The platform did not answer in time; the association decides without it."),
        form="ClockForm",
        urgent=True,
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_unconfirmed(self, ctx: Context) -> None:
        """The platform's silence refuses nobody and grants nothing: people of ours look."""
        self.word = self.Word.SILENT

    @act(
        DECIDING,
        to=DECIDED,
        label=_("Decide"),
        done=_("decided on the extension"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("The extension is decided, for each voucher."),
        posts_to=(PLATFORM,),
        form="DecideForm",
        duty=HANDLING,
        apart_from=(ASKING, CHECKING),
        writes=lambda ctx: _rows().decide(ctx),
        icon="check2-all",
    )
    def decide_vouchers(self, ctx: Context) -> None:
        """Each voucher of its own: what is not named as refused is granted."""
        self.refused = len(ctx.details["named"])
        self.granted = self.count - self.refused

    @act(
        CONFIRMING,
        DECIDING,
        to=WITHDRAWN,
        label=_("Withdraw the request"),
        done=_("withdrew the request"),
        by=(REQUESTER, COMPLAINANT),
        tells=EVERYBODY,
        public=_("The request was withdrawn; the vouchers can be asked for again."),
        writes=lambda ctx: _rows().withdraw(ctx),
        icon="x-circle",
    )
    def withdraw_request(self, ctx: Context) -> None:
        """Until it is decided; the numbers are free again."""

    @act(
        label=_("Move last days"),
        done=_("moved last days on: what was announced since makes them rest days"),
        by=(CLOCK,),
        tells=(HANDLER, RESPONDENT, COMPLAINANT),
        posts_to=(PLATFORM,),
        guards=(a_day_moves,),
        public=_("Some vouchers may be redeemed some days longer: their last day turned out a rest day."),
        writes=lambda ctx: _rows().move_days(ctx),
        lasts=FINAL,
        hidden=True,
        icon="calendar2-week",
    )
    def move_last_days(self, ctx: Context) -> None:
        """Of what was granted, once the year's calendar is known: on, never back."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
