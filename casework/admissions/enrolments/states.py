"""A cinema's enrolment, from its beginning to the day on which its right to take part ends."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.access import speaks_for
from casework.engine.acts import (
    ANYONE,
    CLOCK,
    ENGINE,
    FIELD,
    HANDLING,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)
from casework.parties.models import Unit

if TYPE_CHECKING:
    from casework.engine.actors import Actor

DRAFT, CHECKING, AWAITING, DECIDING = "draft", "checking", "awaiting_supplement", "deciding"
QUALIFIED, REFUSED, WITHDRAWN, EXPIRED, REPLACED = "qualified", "refused", "withdrawn", "expired", "replaced"
# The parties: who enrols, and who proposed it.
CINEMA, PROPOSER = "cinema", "proposer"
ITS_OWN = (OFFICE, CINEMA, FIELD)
EVERYBODY = (OFFICE, RESPONDENT, FIELD)
# Duties: whoever enrols, proposes or checks does not decide.
ENROLLING, CHECKED = "enrolling", "checked_facts"
WHO_ENROLS = (Unit.Kind.CINEMA, Unit.Kind.PLATFORM)


def only_cinemas_and_platforms(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if speaks_for(actor, WHO_ENROLS):
        return None
    return _("A cinema enrols itself, or a platform proposes it.")


def once(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return _("A supplement is asked for once, and it was.") if case.supplemented else None


def the_campaign_runs(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if _rows().runs(case.campaign, now) else _("The campaign is over.")


class EnrolmentActs(models.Model):
    """Mixed into `Enrolment`; methods change the case's own fields, `rows` writes what was stated."""

    class Meta:
        abstract = True

    @act(
        "",
        to=DRAFT,
        label=_("Enrol a cinema"),
        done=_("began the enrolment"),
        by=(ANYONE,),
        opens_for={Unit.Kind.CINEMA: CINEMA, Unit.Kind.PLATFORM: PROPOSER},
        tells=EVERYBODY,
        words_to=ITS_OWN,
        public=_("The enrolment was begun; the cinema fills it in and sends it."),
        form="EnrolForm",
        guards=(only_cinemas_and_platforms,),
        writes=lambda ctx: _rows().begin(ctx),
        duty=ENROLLING,
        icon="building",
    )
    def enrol(self, ctx: Context) -> None:
        """By the cinema itself, or by a platform for it: then the cinema confirms by filling in and sending it."""
        _rows().fill_in(self, ctx)

    @act(
        DRAFT,
        to=CHECKING,
        label=_("Send the enrolment"),
        done=_("sent the enrolment"),
        by=(TASK,),
        tells=EVERYBODY,
        words_to=ITS_OWN,
        public=_("The cinema has sent its enrolment; the film office confirms the facts."),
        form="EnrolmentForm",
        shared_draft=True,
        guards=(the_campaign_runs,),
        writes=lambda ctx: _rows().submit(ctx),
        duty=ENROLLING,
        icon="send",
    )
    def submit_enrolment(self, ctx: Context) -> None:
        """Complete, or not at all: every gap is named at once."""

    @act(
        CHECKING,
        to=DECIDING,
        label=_("Say whether the facts hold"),
        done=_("checked the facts"),
        by=(TASK,),
        tells=EVERYBODY,
        words_to=(OFFICE, FIELD),
        public=_("The film office has checked the facts; the association decides."),
        form="CheckFactsForm",
        duty=CHECKED,
        apart_from=(ENROLLING,),
        icon="check2-square",
    )
    def check_facts(self, ctx: Context) -> None:
        """By the film office of the county, or whoever was asked in its place."""
        self.word = self.Word.DOUBTED if ctx.details["wrong"] else self.Word.CONFIRMED
        self.wrong = ctx.details["wrong"]

    @act(
        CHECKING,
        to=CHECKING,
        label=_("Ask the office above"),
        done=_("did not say it in time; the film office above is asked"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("The film office did not answer in time; the one above it is asked."),
        form="ClockForm",
        writes=lambda ctx: _rows().ask_above(ctx),
        rounds=("check",),
        urgent=True,
        hidden=True,
        icon="reply",
    )
    def ask_office_above(self, ctx: Context) -> None:
        """Nothing is taken for confirmed because nobody said anything."""

    @act(
        CHECKING,
        to=DECIDING,
        label=_("Go on without a film office"),
        done=_("no film office confirmed the facts; the association goes on without"),
        by=(CLOCK, ENGINE),
        tells=EVERYBODY,
        public=_("No film office confirmed the facts in time; the association checks them itself and decides."),
        urgent=True,
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_unchecked(self, ctx: Context) -> None:
        """None is there, or the highest was silent too: people of ours look."""
        self.word, self.wrong = self.Word.SILENT, []

    @act(
        DECIDING,
        to=QUALIFIED,
        label=_("Qualify the cinema"),
        done=_("qualified the cinema"),
        by=(TASK,),
        tells=EVERYBODY,
        words_to=ITS_OWN,
        public=_("The cinema takes part: it is on the public list, with the platforms whose vouchers it takes."),
        form="QualifyForm",
        guards=(the_campaign_runs,),
        writes=lambda ctx: _rows().qualify(ctx),
        duty=HANDLING,
        apart_from=(ENROLLING, CHECKED),
        icon="patch-check",
    )
    def qualify_cinema(self, ctx: Context) -> None:
        """Its right, its agreements and what everybody reads of it are written with this."""

    @act(
        DECIDING,
        to=REFUSED,
        label=_("Refuse the enrolment"),
        done=_("refused the enrolment"),
        by=(TASK,),
        tells=EVERYBODY,
        words_to=ITS_OWN,
        public=_("The cinema was not enrolled; it has been told why."),
        form="RefuseForm",
        duty=HANDLING,
        apart_from=(ENROLLING, CHECKED),
        icon="x-circle",
    )
    def refuse_enrolment(self, ctx: Context) -> None:
        """With reasons, and the way on."""

    @act(
        DECIDING,
        to=AWAITING,
        label=_("Ask for what is missing"),
        done=_("asked for what is missing"),
        by=(TASK,),
        tells=EVERYBODY,
        words_to=ITS_OWN,
        public=_("The cinema was asked to supply or correct something."),
        form="MissingForm",
        guards=(once,),
        duty=HANDLING,
        apart_from=(ENROLLING, CHECKED),
        icon="question-circle",
    )
    def ask_for_supplement(self, ctx: Context) -> None:
        """Once, with everything that is missing, item by item."""
        self.supplemented = True

    @act(
        AWAITING,
        to=CHECKING,
        label=_("Send what was missing"),
        done=_("sent what was missing"),
        by=(TASK,),
        tells=EVERYBODY,
        words_to=ITS_OWN,
        public=_("The cinema has sent what was missing; the film office looks at it."),
        form="StatementForm",
        shared_draft=True,
        writes=lambda ctx: _rows().submit(ctx),
        duty=ENROLLING,
        icon="send",
    )
    def supply_missing(self, ctx: Context) -> None:
        """The whole of it once more, so that what is decided on stands in one place."""

    @act(
        AWAITING,
        to=DECIDING,
        label=_("Go on without the supplement"),
        done=_("nothing came in time; the association decides on what is there"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("Nothing came in time; the association decides on what is there."),
        form="ClockForm",
        urgent=True,
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_unsupplied(self, ctx: Context) -> None:
        """Silence refuses nobody: people of ours decide."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
