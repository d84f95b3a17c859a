"""A penalty decision: the hearing, where the party asks for one (LAW §3; 行政处罚法 art. 63-65, by analogy)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import ENGINE, HANDLER, HANDLING, LEAD, OFFICE, TASK, Context, act

from .guards import hearing_may_be_asked, hearing_may_move, hearing_time_has_come, notice_is_served
from .states import DECIDING, DELIBERATION, EVERYBODY, HEARING, NOTIFIED, PARTY, PRESIDING, REVIEWING, rows

# Whoever proposed it, looked at the law or decided before presides over no hearing about it.
NO_PART = (HANDLING, REVIEWING, DECIDING)


class HearingActs(models.Model):
    """Mixed into `Decision`. `hearing_round`: the round in which a hearing was asked for; 0: none was. `hearing_moved`:
    whether it was put off, which is done once."""

    hearing_round = models.PositiveSmallIntegerField(default=0)
    hearing_at = models.DateTimeField(_("hearing"), null=True)
    hearing_place = models.CharField(_("place of the hearing"), max_length=120, blank=True)
    hearing_moved = models.BooleanField(default=False)
    presider = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @act(
        NOTIFIED,
        to=HEARING,
        label=_("Ask for a hearing"),
        done=_("asked for a hearing"),
        by=(PARTY,),
        tells=(OFFICE,),
        shown_to=EVERYBODY,
        public=_("The party asked for a hearing."),
        form="AskHearingForm",
        guards=(notice_is_served, hearing_may_be_asked),
        direct=True,
        heard=True,
        icon="people",
    )
    def ask_hearing(self, ctx: Context) -> None:
        """Where the party may lose its right to take part, or come on the list; once for each notice."""
        self.hearing_round, self.hearing_moved = self.round, False
        self.hearing_at, self.hearing_place, self.presider = None, "", None

    @act(
        HEARING,
        label=_("Fix the hearing"),
        done=_("fixed day and place of the hearing"),
        by=(TASK,),
        tells=(*EVERYBODY, HANDLER),
        public=_("Day and place of the hearing were told to the party."),
        form="FixHearingForm",
        apart_from=NO_PART,
        duty=PRESIDING,
        writes=lambda ctx: rows().call(ctx),
        icon="calendar-event",
    )
    def fix_hearing(self, ctx: Context) -> None:
        """By whoever will preside; told seven working days ahead."""
        self._fix(ctx)

    @act(
        HEARING,
        label=_("Put the hearing off"),
        done=_("put the hearing off"),
        by=(TASK,),
        tells=(*EVERYBODY, HANDLER),
        public=_("The hearing was put off; the new day was told to the party."),
        form="MoveHearingForm",
        guards=(hearing_may_move,),
        apart_from=NO_PART,
        duty=PRESIDING,
        writes=lambda ctx: rows().call(ctx),
        icon="calendar-event",
    )
    def move_hearing(self, ctx: Context) -> None:
        """Once, for a good reason."""
        self._fix(ctx)
        self.hearing_moved = True

    @act(
        HEARING,
        label=_("Record the hearing"),
        done=_("recorded the hearing"),
        by=(TASK,),
        tells=(HANDLER, LEAD),
        shown_to=EVERYBODY,
        public=_("The hearing is over; its minutes are in the file."),
        form="HeldForm",
        guards=(hearing_time_has_come,),
        apart_from=NO_PART,
        duty=PRESIDING,
        writes=lambda ctx: rows().ask_bodies(ctx),
        icon="journal-text",
    )
    def hold_hearing(self, ctx: Context) -> None:
        """With the minutes, signed; or that the party did not come, and gave no good reason."""
        self.presider = ctx.actor.person

    @act(
        HEARING,
        to=NOTIFIED,
        label=_("Give up the hearing"),
        done=_("gave up the hearing"),
        by=(PARTY,),
        tells=(OFFICE,),
        shown_to=EVERYBODY,
        public=_("The party gave up the hearing; the rest of its days for the defence runs."),
        direct=True,
        runs=("defence",),
        icon="x-circle",
    )
    def give_up_hearing(self, ctx: Context) -> None:
        """What was left of the party's days runs on."""

    @act(
        HEARING,
        to=DELIBERATION,
        label=_("Go on to the deliberation"),
        done=_("went on to the deliberation: the hearing is over"),
        by=(ENGINE,),
        tells=EVERYBODY,
        public=_("The party was heard; the bodies deliberate."),
        hidden=True,
        icon="skip-forward",
    )
    def close_hearing(self, ctx: Context) -> None:
        """Never before the days for the defence would have been over: a hearing is told later than that."""

    def _fix(self, ctx: Context) -> None:
        self.hearing_at, self.hearing_place = ctx.details["hearing_at"], ctx.details["place"]
        self.presider = ctx.actor.person
