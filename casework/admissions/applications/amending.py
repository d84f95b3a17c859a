"""What a qualified platform changes, and coverage that falls below the floor: acts of an application in force."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY, CLOCK, OFFICE, RESPONDENT, TASK, Context, act

from .states import PLATFORM, QUALIFIED

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def it_falls_short(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if _rows().falls_short(case, now) else _("The list meets the figures.")


def it_meets_the_floor(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return _("The list does not meet the figures.") if _rows().falls_short(case, now) else None


class AmendingActs(models.Model):
    """Mixed into `PlatformApplication`. Each is a step: the platform stays qualified."""

    class Meta:
        abstract = True

    @act(
        QUALIFIED,
        label=_("Change what we said"),
        done=_("wants to change what it said"),
        by=(PLATFORM,),
        tells=(OFFICE,),
        shown_to=(OFFICE, RESPONDENT),
        form="AmendForm",
        writes=lambda ctx: _rows().propose(ctx),
        icon="pencil-square",
    )
    def propose_amendment(self, ctx: Context) -> None:
        """A version of its own, in force once somebody of the association has looked at it."""

    @act(
        QUALIFIED,
        label=_("Accept the change"),
        done=_("accepted the change"),
        by=(TASK,),
        tells=(RESPONDENT, BODY),
        public=_("The platform has changed what it says; the public list says it anew."),
        form="AcceptForm",
        writes=lambda ctx: _rows().accept(ctx),
        icon="check2",
    )
    def accept_amendment(self, ctx: Context) -> None:
        """From now on the application says this."""
        _rows().take_over(self, ctx)

    @act(
        QUALIFIED,
        label=_("Not accept the change"),
        done=_("did not accept the change"),
        by=(TASK,),
        tells=(RESPONDENT,),
        form="DeclineForm",
        writes=lambda ctx: _rows().decline(ctx),
        icon="x",
    )
    def decline_amendment(self, ctx: Context) -> None:
        """What was said before stays in force."""

    @act(
        QUALIFIED,
        label=_("Coverage below the floor"),
        done=_("found that the list of cinemas does not meet the figures any more"),
        by=(CLOCK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The platform's cinemas do not meet the campaign's figures any more; it has some days to mend that."),
        guards=(it_falls_short,),
        runs=("coverage",),
        writes=lambda ctx: ctx.start_ask("LookAtCoverage"),
        hidden=True,
        urgent=True,
        icon="exclamation-triangle-fill",
    )
    def note_shortfall(self, ctx: Context) -> None:
        """Cinemas closed, or take part no more (R24)."""

    @act(
        QUALIFIED,
        label=_("Coverage mended"),
        done=_("found that the list of cinemas meets the figures again"),
        by=(CLOCK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The platform's cinemas meet the campaign's figures again."),
        guards=(it_meets_the_floor,),
        stops=("coverage",),
        writes=lambda ctx: ctx.end_ask("LookAtCoverage"),
        hidden=True,
        icon="check-circle",
    )
    def note_mended(self, ctx: Context) -> None:
        """By a new list, or by cinemas that came back."""

    @act(
        QUALIFIED,
        label=_("Say what was agreed about the coverage"),
        done=_("talked to the platform about its coverage"),
        by=(TASK,),
        tells=(RESPONDENT,),
        form="CoverageForm",
        icon="chat-left-text",
    )
    def note_coverage(self, ctx: Context) -> None:
        """The clock of the platform goes on."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import amending_rows

    return amending_rows
