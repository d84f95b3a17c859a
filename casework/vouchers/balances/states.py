"""A platform's unused balance, from the clock's asking for it to the pool."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.access import bound_with
from casework.engine.acts import (
    BODY,
    CLOCK,
    ENGINE,
    HANDLER,
    HANDLING,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)

if TYPE_CHECKING:
    from casework.engine.actors import Actor

DECLARING, CONFIRMING, POOLED = "declaring", "confirming", "pooled"
# The party whose balance it is.
PLATFORM = "platform"
EVERYBODY = (OFFICE, BODY, RESPONDENT)
# Whoever declares does not confirm.
STATING = "stating"
OPINIONS = ("confirm_balance", "return_balance")


def not_for_both(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Two organisers are two pairs of eyes: in one round nobody speaks for both."""
    if actor.person is None:
        return None
    since = max((event["seq"] for event in case.history if event["name"] == "declare_balance"), default=0)
    said = case.events.filter(name__in=OPINIONS, seq__gt=since, actor__in=bound_with(actor))
    return _("You have spoken for the other organiser. A colleague must do this.") if said.exists() else None


class BalanceActs(models.Model):
    """Mixed into `UnusedBalance`; methods change the case's own fields, `rows` writes what was declared and pooled."""

    class Meta:
        abstract = True

    @act(
        "",
        to=DECLARING,
        label=_("Ask for the unused balance"),
        done=_("asked for the unused balance"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("The last voucher has expired; the platform is asked for its unused balance."),
        form="AskBalanceForm",
        writes=lambda ctx: _rows().ask(ctx),
        hidden=True,
        icon="cash-coin",
    )
    def ask_for_balance(self, ctx: Context) -> None:
        """By the clock alone, once for each platform of a campaign."""
        _rows().fill_in(self, ctx)

    @act(
        DECLARING,
        to=CONFIRMING,
        label=_("Declare the unused balance"),
        done=_("declared the unused balance"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("The platform has declared its unused balance; the organisers look at it."),
        form="DeclareBalanceForm",
        writes=lambda ctx: _rows().declare(ctx),
        duty=STATING,
        icon="clipboard-plus",
    )
    def declare_balance(self, ctx: Context) -> None:
        """By the platform, by union; each time it is a round of its own."""
        self.round += 1

    @act(
        DECLARING,
        label=_("Record a call to the platform"),
        done=_("pressed the platform for its declaration"),
        by=(HANDLER,),
        tells=(RESPONDENT,),
        form="PressForm",
        words_to=(OFFICE,),
        direct=True,
        icon="telephone",
    )
    def press_platform(self, ctx: Context) -> None:
        """What nobody declares is not taken as anything; it is asked for again."""

    @act(
        CONFIRMING,
        label=_("Confirm the balance"),
        done=_("confirmed the balance"),
        by=(TASK,),
        tells=(HANDLER,),
        shown_to=EVERYBODY,
        form="ConfirmBalanceForm",
        guards=(not_for_both,),
        apart_from=(STATING, HANDLING),
        icon="check-lg",
    )
    def confirm_balance(self, ctx: Context) -> None:
        """By one organiser."""

    @act(
        CONFIRMING,
        label=_("Give it back"),
        done=_("gave the declaration back"),
        by=(TASK,),
        tells=(HANDLER,),
        shown_to=EVERYBODY,
        form="ReturnBalanceForm",
        guards=(not_for_both,),
        apart_from=(STATING, HANDLING),
        icon="arrow-return-left",
    )
    def return_balance(self, ctx: Context) -> None:
        """By one organiser, with what is to be put right; the other one is still heard."""

    @act(
        CONFIRMING,
        to=POOLED,
        label=_("Pool the balance"),
        done=_("put the balance into the pool"),
        by=(ENGINE,),
        tells=EVERYBODY,
        public=_("Both organisers have confirmed the balance; it is in the pool."),
        writes=lambda ctx: _rows().pool(ctx),
        hidden=True,
        icon="cash-coin",
    )
    def pool_balance(self, ctx: Context) -> None:
        """Both have confirmed: the journal has it in the same transaction."""

    @act(
        CONFIRMING,
        to=DECLARING,
        label=_("Back to the platform"),
        done=_("went back to the platform"),
        by=(ENGINE,),
        tells=EVERYBODY,
        public=_("The declaration was given back; the platform declares anew."),
        rounds=("declaration",),
        hidden=True,
        icon="arrow-return-left",
    )
    def send_back_balance(self, ctx: Context) -> None:
        """Both were heard, and one of them at least gave it back."""

    @act(
        POOLED,
        to=DECLARING,
        label=pgettext_lazy("unused balance", "Correct a mistake"),
        done=_("opened a correction"),
        by=(PLATFORM, BODY, OFFICE),
        tells=EVERYBODY,
        public=_("A mistake was found; the platform declares anew. Until that is confirmed the pool stays as it is."),
        form="CorrectBalanceForm",
        rounds=("declaration",),
        icon="arrow-counterclockwise",
    )
    def correct_balance(self, ctx: Context) -> None:
        """Whoever finds it. What was pooled is taken back when the new balance is, and not before."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
