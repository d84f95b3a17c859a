"""A public-welfare screening, from a union's proposal to what was spent."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import (
    ANYONE,
    BODY,
    CLOCK,
    ENGINE,
    HANDLING,
    LEAD,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)

from .guards import (
    asked_only_once,
    before_the_day,
    once_it_has_begun,
    one_person_for_one_organiser,
    only_a_union_proposes,
    photos_may_be_shown,
    something_was_spent,
    the_pool_holds_something,
)

PROPOSED, ANSWERING, PLANNED, REPORTED = "proposed", "answering", "planned", "reported"
SETTLED, REFUSED, CANCELLED = "settled", "refused", "cancelled"
# The party that proposes.
PROPOSER = "proposer"
EVERYBODY = (OFFICE, BODY, RESPONDENT)
# Duties: who proposes or reports decides on neither, and who let the money go does not check what became of it.
PROPOSING, APPROVING, CHECKING = "proposing", "approving", "checking"


class ScreeningActs(models.Model):
    """Mixed into `Screening`; methods change its own fields, `rows` moves the money."""

    class Meta:
        abstract = True

    @act(
        "",
        to=PROPOSED,
        label=_("Propose a public-welfare screening"),
        done=_("proposed a public-welfare screening"),
        by=(ANYONE,),
        opens_for=PROPOSER,
        tells=EVERYBODY,
        public=_("A screening was proposed; the union federation and the film bureau decide on it."),
        form="ScreeningForm",
        guards=(only_a_union_proposes, the_pool_holds_something),
        writes=lambda ctx: _rows().call_in_the_organisers(ctx),
        duty=PROPOSING,
        icon="camera-reels",
    )
    def propose_screening(self, ctx: Context) -> None:
        """Nothing is set aside for it yet."""
        _rows().fill_in(self, ctx)

    @act(
        PROPOSED,
        label=_("Approve the screening"),
        done=_("approved the screening"),
        by=(TASK,),
        tells=EVERYBODY,
        form="ApprovalForm",
        guards=(one_person_for_one_organiser,),
        writes=lambda ctx: _rows().approve(ctx),
        duty=APPROVING,
        apart_from=(PROPOSING,),
        icon="check2-circle",
    )
    def approve_screening(self, ctx: Context) -> None:
        """By one organiser; with the other's the money is set aside."""

    @act(
        PROPOSED,
        to=ANSWERING,
        label=_("Send back with questions"),
        done=_("sent the proposal back with questions"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("An organiser has questions; the union answers, and may change what it proposes."),
        form="QuestionsForm",
        guards=(asked_only_once,),
        apart_from=(PROPOSING,),
        icon="question-circle",
    )
    def ask_back(self, ctx: Context) -> None:
        """Once; what is approved already is decided on anew with the answer."""

    @act(
        PROPOSED,
        to=REFUSED,
        label=_("Refuse the screening"),
        done=_("refused the screening"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("An organiser refused the screening; the reason stands with it."),
        form="RefuseForm",
        apart_from=(PROPOSING,),
        icon="x-circle",
    )
    def refuse_screening(self, ctx: Context) -> None:
        """By either of them: it needs both."""

    @act(
        PROPOSED,
        to=PLANNED,
        label=_("Set the money aside"),
        done=_("set the money aside: both organisers have approved"),
        by=(ENGINE,),
        tells=EVERYBODY,
        public=_("Both organisers have approved; the money is set aside from the pool."),
        writes=lambda ctx: _rows().set_aside(ctx),
        hidden=True,
        icon="piggy-bank",
    )
    def set_aside(self, ctx: Context) -> None:
        """In the transaction of the second approval, or neither."""

    @act(
        ANSWERING,
        to=PROPOSED,
        label=_("Answer the questions"),
        done=_("answered the questions"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("The union has answered; the organisers decide."),
        form="AmendedForm",
        duty=PROPOSING,
        icon="reply",
    )
    def answer_questions(self, ctx: Context) -> None:
        _rows().change(self, ctx)

    @act(
        ANSWERING,
        to=PROPOSED,
        label=_("Not answered in time"),
        done=_("was not answered in time; the organisers go on without"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("The union did not answer in time; the organisers decide without it."),
        form="ClockForm",
        urgent=True,
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_unanswered(self, ctx: Context) -> None:
        """Silence takes nothing back and grants nothing: both organisers look again."""
        self.round += 1

    @act(
        PROPOSED,
        ANSWERING,
        PLANNED,
        to=CANCELLED,
        label=_("Cancel the screening"),
        done=_("cancelled the screening"),
        by=(PROPOSER,),
        tells=EVERYBODY,
        public=_("The union cancelled the screening; what was set aside is back in the pool."),
        form="CancelForm",
        guards=(before_the_day,),
        writes=lambda ctx: _rows().give_all_back(ctx),
        icon="calendar-x",
    )
    def cancel_screening(self, ctx: Context) -> None:
        """Until the day before; all that was set aside goes back."""

    @act(
        PLANNED,
        to=REPORTED,
        label=_("Report on the screening"),
        done=_("reported on the screening"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("The union has reported; the association checks it."),
        form="HeldForm",
        guards=(once_it_has_begun,),
        writes=lambda ctx: ctx.end_ask("LateReport"),
        duty=PROPOSING,
        icon="clipboard-check",
    )
    def report_screening(self, ctx: Context) -> None:
        self.attendance, self.spent = ctx.details["attendance"], ctx.details["spent_fen"]
        self.publishable = ctx.details["publishable"]

    @act(
        PLANNED,
        label=_("Press for the report"),
        done=_("pressed for the report"),
        by=(TASK,),
        tells=(PROPOSER,),
        form="PressForm",
        urgent=True,
        icon="megaphone",
    )
    def press_for_report(self, ctx: Context) -> None:
        """By the association, once it is overdue."""

    @act(
        REPORTED,
        to=PLANNED,
        label=_("Send the report back"),
        done=_("sent the report back"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("The association sent the report back; the union completes it."),
        form="ReturnForm",
        duty=HANDLING,
        icon="arrow-return-left",
    )
    def return_report(self, ctx: Context) -> None:
        """The money stays where it is; the union has its days once more."""

    @act(
        REPORTED,
        to=SETTLED,
        label=_("Settle the account"),
        done=_("settled the account"),
        by=(TASK,),
        tells=EVERYBODY,
        public=_("The screening is settled: what was not needed is back in the pool."),
        form="SettleForm",
        writes=lambda ctx: _rows().settle(ctx),
        duty=CHECKING,
        apart_from=(PROPOSING, APPROVING),
        icon="check2-all",
    )
    def settle_screening(self, ctx: Context) -> None:
        """To the fen: spent is spent, the rest is the pool's again."""

    @act(
        SETTLED,
        label=_("Correct what was spent"),
        done=_("corrected what was spent: the report was not true"),
        by=(LEAD,),
        tells=EVERYBODY,
        form="CorrectForm",
        guards=(something_was_spent,),
        writes=lambda ctx: _rows().correct(ctx),
        apart_from=(PROPOSING, APPROVING, CHECKING),
        urgent=True,
        icon="arrow-counterclockwise",
    )
    def correct_spending(self, ctx: Context) -> None:
        """A report that turns out false: the bill is reversed, what is true is entered anew, the rest is the pool's."""
        self.spent = ctx.details["spent_fen"]

    @act(
        SETTLED,
        label=_("Choose the public photos"),
        done=_("chose which photos everybody sees"),
        by=(OFFICE,),
        tells=(PROPOSER,),
        form="PhotosForm",
        guards=(photos_may_be_shown,),
        writes=lambda ctx: _rows().show_photos(ctx),
        icon="images",
    )
    def choose_photos(self, ctx: Context) -> None:
        """Somebody in one of them may ask that it goes."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
