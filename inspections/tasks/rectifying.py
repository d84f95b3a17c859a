"""What was ordered after an inspection: put right by its day, more time for it, and somebody looks again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.acts import (
    CLOCK,
    FIELD,
    FIELD_ABOVE,
    FIELD_LEAD,
    HANDLER,
    HANDLING,
    INSPECTOR,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)
from casework.engine.windows import OnceIn

from . import guards
from .states import CLOSED, EVERYBODY, OURS, RECHECKING, RECTIFYING, REPORTED, the_rows


class RectifyActs(models.Model):
    """What was ordered is put right, and somebody looks."""

    class Meta:
        abstract = True

    @act(
        RECTIFYING,
        to=RECHECKING,
        label=_("Report what was put right"),
        done=_("reported what was put right"),
        by=(TASK,),
        tells=(HANDLER, FIELD, INSPECTOR),
        shown_to=EVERYBODY,
        public=_("It was reported as put right; it is being checked."),
        form="RectifiedForm",
        rounds=("recheck",),
        icon="tools",
    )
    def report_rectified(self, ctx: Context) -> None:
        """With proof."""

    @act(
        RECTIFYING,
        to=REPORTED,
        label=_("Not put right in time"),
        done=_("was not put right in time"),
        by=(CLOCK,),
        tells=(HANDLER, FIELD, FIELD_ABOVE, RESPONDENT),
        shown_to=EVERYBODY,
        public=_("What was ordered was not put right by its day."),
        form="ClockForm",
        rounds=("verification",),
        urgent=True,
        hidden=True,
        icon="exclamation-octagon-fill",
    )
    def lapse(self, ctx: Context) -> None:
        self.lapsed, self.heard = True, self.Heard.NO

    @act(
        RECTIFYING,
        label=_("Ask for more time"),
        done=_("asked for more time"),
        by=(RESPONDENT,),
        tells=(HANDLER,),
        shown_to=(OFFICE, RESPONDENT),
        form="MoreTimeForm",
        guards=(OnceIn("grant_more_time", _("More time was given once already.")), guards.nobody_decides_on_time),
        writes=lambda ctx: ctx.start_ask("MoreTime"),
        icon="hourglass-split",
    )
    def ask_more_time(self, ctx: Context) -> None:
        """Once; the association decides."""

    @act(
        RECTIFYING,
        label=_("Give more time"),
        done=_("gave more time"),
        by=(TASK,),
        tells=(RESPONDENT, FIELD),
        shown_to=EVERYBODY,
        public=_("More time was given."),
        form="GrantTimeForm",
        guards=(OnceIn("grant_more_time", _("More time was given once already.")),),
        writes=lambda ctx: the_rows().give_more_time(ctx),
        duty=HANDLING,
        icon="hourglass-split",
    )
    def grant_more_time(self, ctx: Context) -> None:
        """So many working days more."""

    @act(
        RECTIFYING,
        label=_("Refuse more time"),
        done=_("refused more time"),
        by=(TASK,),
        tells=(RESPONDENT,),
        shown_to=(OFFICE, RESPONDENT),
        public=_("The day stays as it was."),
        form="ReasonForPartyForm",
        duty=HANDLING,
        icon="hourglass",
    )
    def refuse_more_time(self, ctx: Context) -> None:
        """With a reason."""

    @act(
        RECHECKING,
        to=CLOSED,
        label=_("Passed"),
        done=_("checked again: it is put right"),
        by=(TASK, INSPECTOR),
        tells=(HANDLER, FIELD_LEAD, FIELD_ABOVE, RESPONDENT),
        shown_to=EVERYBODY,
        public=_("It was checked again and is put right; the inspection is over."),
        form="RecheckForm",
        words_to=OURS,
        direct=True,
        writes=lambda ctx: the_rows().end_rechecked(ctx),
        icon="check-circle",
    )
    def recheck_passed(self, ctx: Context) -> None:
        self.result = self.Result.RECTIFIED

    @act(
        RECHECKING,
        to=RECTIFYING,
        label=_("Not enough: once more"),
        done=_("checked again: it is not enough"),
        by=(TASK, INSPECTOR),
        tells=(HANDLER, RESPONDENT, FIELD_LEAD),
        shown_to=EVERYBODY,
        public=_("It was not enough; it must be put right once more."),
        form="RecheckForm",
        guards=(OnceIn("require_again", _("It had a second chance already. Report it as failed.")),),
        direct=True,
        writes=lambda ctx: the_rows().write_recheck(ctx),
        rounds=("rectification",),
        icon="arrow-repeat",
    )
    def require_again(self, ctx: Context) -> None:
        """Once more, with a new round of its days."""

    @act(
        RECHECKING,
        to=REPORTED,
        label=pgettext_lazy("recheck", "Failed"),
        done=_("checked again: it failed"),
        by=(TASK, INSPECTOR),
        tells=(HANDLER, FIELD_LEAD, FIELD_ABOVE),
        shown_to=OURS,
        public=_("It was checked again; the result is being verified."),
        form="RecheckForm",
        direct=True,
        writes=lambda ctx: the_rows().write_recheck(ctx),
        rounds=("verification",),
        icon="x-circle",
    )
    def recheck_failed(self, ctx: Context) -> None:
        self.heard = self.Heard.NO
