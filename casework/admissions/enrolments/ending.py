"""How an enrolment ends but by the decision: declined, withdrawn, left, replaced by a later one, over with its year."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import CLOCK, ENGINE, OFFICE, Context, NotOffered, act
from casework.parties.models import Unit

from .states import (
    AWAITING,
    CHECKING,
    CINEMA,
    DECIDING,
    DRAFT,
    EVERYBODY,
    EXPIRED,
    ITS_OWN,
    PROPOSER,
    QUALIFIED,
    REPLACED,
    WITHDRAWN,
)

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def it_was_proposed(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.proposer is not None else NotOffered(_("Nobody proposed it: you can withdraw it."))


def whose_to_withdraw(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """What a platform proposed it takes back until the cinema sends it; what the cinema would withdraw then, it
    declines."""
    if _is_of(actor, case.cinema):
        proposed = case.state == DRAFT and case.proposer is not None
        return NotOffered(_("You can decline the proposal.")) if proposed else None
    return None if case.state == DRAFT else NotOffered(_("The cinema has sent it: only the cinema withdraws it now."))


def _is_of(actor: Actor, unit: Unit) -> bool:
    return any(member.unit_id == unit.pk for member in actor.memberships)


class EndingActs(models.Model):
    """Mixed into `Enrolment`."""

    class Meta:
        abstract = True

    @act(
        DRAFT,
        to=WITHDRAWN,
        label=_("Decline the proposal"),
        done=_("declined the platform's proposal"),
        by=(CINEMA,),
        tells=EVERYBODY,
        public=_("The cinema declined the proposal."),
        form="DeclineForm",
        guards=(it_was_proposed,),
        icon="x-circle",
    )
    def decline_proposal(self, ctx: Context) -> None:
        """Nobody is enrolled by somebody else."""

    @act(
        DRAFT,
        CHECKING,
        AWAITING,
        DECIDING,
        to=WITHDRAWN,
        label=_("Withdraw the enrolment"),
        done=_("withdrew the enrolment"),
        by=(CINEMA, PROPOSER),
        tells=EVERYBODY,
        public=_("The enrolment was withdrawn; the cinema can enrol again at any time."),
        guards=(whose_to_withdraw,),
        icon="x-circle",
    )
    def withdraw_enrolment(self, ctx: Context) -> None:
        """By the cinema until it is decided; a proposal by the platform until the cinema sends it."""

    @act(
        QUALIFIED,
        to=WITHDRAWN,
        label=_("Leave the campaign"),
        done=_("left the campaign"),
        by=(CINEMA,),
        tells=EVERYBODY,
        words_to=ITS_OWN,
        public=_("The cinema leaves the campaign; vouchers are taken until the end of that day."),
        form="LeaveForm",
        writes=lambda ctx: _rows().leave(ctx),
        icon="box-arrow-right",
    )
    def leave_campaign(self, ctx: Context) -> None:
        """Its right and its agreements end with the day."""

    @act(
        QUALIFIED,
        to=REPLACED,
        label=_("Replace by a later one"),
        done=_("was replaced by a later enrolment of the cinema"),
        by=(ENGINE,),
        tells=(OFFICE, CINEMA),
        public=_("A later enrolment of the cinema stands in its place."),
        hidden=True,
        icon="arrow-repeat",
    )
    def be_replaced(self, ctx: Context) -> None:
        """What the cinema states and agreed was changed by another enrolment, which is qualified."""

    @act(
        DRAFT,
        QUALIFIED,
        to=EXPIRED,
        label=_("End with the campaign"),
        done=_("ended with the campaign"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("The campaign is over, and the enrolment with it. For the next one a cinema enrols anew."),
        hidden=True,
        icon="calendar2-week",
    )
    def expire(self, ctx: Context) -> None:
        """After the last day on which an extended voucher may be redeemed (R14), not after the campaign's end."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
