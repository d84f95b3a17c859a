"""What the clock records in every kind of case: the overdue ladder, the end of a claim, a date counted again.

Inherited by `Case`, so this module knows no rows; what must be read is read through the case.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .acts import (
    CLOCK,
    COMPLAINANT,
    FIELD,
    FIELD_ABOVE,
    HANDLER,
    INSPECTOR,
    LEAD,
    OFFICE,
    STILL_ASKED,
    Context,
    Guard,
    act,
)
from .stages import FINAL

# The rungs of the overdue ladder, by the act that climbing them is (LAW §9: 预警, 催办, 督办).
RUNGS = {0: "warn", 1: "become_overdue", 2: "supervise"}


def on_time(act_name: str) -> Guard:
    """For the clock's acts on a claim: only when `claims.look` says that it is time for this one."""

    def why_not(case: Any, actor: Any, now: dt.datetime) -> object | None:
        from .claims import look

        return None if look(case, now).act == act_name else _("Work goes on in this case.")

    return why_not


class ClockActs(models.Model):
    """Mixed into `Case`. Each is a step: it moves no state."""

    class Meta:
        abstract = True

    @act(
        label=_("Warn"),
        done=_("is due soon"),
        by=(CLOCK,),
        tells=(HANDLER,),
        form="ClockForm",
        hidden=True,
        icon="hourglass",
        writes=lambda ctx: climb(ctx),
    )
    def warn(self, ctx: Context) -> None:
        """Two working days before (campaign figure)."""

    @act(
        label=_("Overdue"),
        done=_("is overdue"),
        by=(CLOCK,),
        tells=(HANDLER, LEAD, COMPLAINANT),
        form="ClockForm",
        hidden=True,
        urgent=True,
        public=_("A deadline has passed. The head of the office has been told."),
        icon="exclamation-octagon-fill",
        writes=lambda ctx: climb(ctx),
    )
    def become_overdue(self, ctx: Context) -> None:
        """The day is over."""

    @act(
        label=_("Supervise"),
        done=_("was put under supervision"),
        by=(CLOCK,),
        tells=(HANDLER, LEAD),
        form="ClockForm",
        hidden=True,
        urgent=True,
        icon="exclamation-octagon-fill",
        writes=lambda ctx: climb(ctx),
    )
    def supervise(self, ctx: Context) -> None:
        """Five working days after (campaign figure)."""

    @act(
        label=_("Warn of the claim's end"),
        done=_("will go back to the queue after the next working day unless something is done"),
        by=(CLOCK,),
        tells=(HANDLER,),
        guards=(on_time("warn_claim"),),
        hidden=True,
        icon="hourglass-split",
    )
    def warn_claim(self, ctx: Context) -> None:
        """One working day before `fall_back`; the day of which is counted when the clock looks again."""
        self.idle_at = ctx.now

    @act(
        label=_("Back to the queue"),
        done=_("went back to the queue: nothing was done on it for several working days"),
        by=(CLOCK,),
        tells=(OFFICE, COMPLAINANT),
        guards=(on_time("fall_back"),),
        hidden=True,
        public=_(
            "Nothing was done on your case for several working days, so it went back to the office: "
            "someone else can now take it over, and the head of the office has been told. Your "
            "deadlines stay as they are."
        ),
        icon="arrow-return-left",
    )
    def fall_back(self, ctx: Context) -> None:
        self.handler = None

    @act(
        label=_("Recalculate"),
        done=_("was recalculated now that the calendar is known"),
        by=(CLOCK,),
        tells=(HANDLER, COMPLAINANT),
        form="ClockForm",
        hidden=True,
        public=_("A date has been recalculated."),
        icon="calendar2-week",
        writes=lambda ctx: ctx.facts.update(due=ctx.board.recount(ctx.details["clock"])),
    )
    def count_again(self, ctx: Context) -> None:
        """A provisional date became certain."""

    @act(
        label=_("Task overdue"),
        done=_("did not do it in time"),
        by=(CLOCK,),
        tells=(HANDLER,),
        form="TaskForm",
        lasts=FINAL,
        hidden=True,
        icon="exclamation-octagon-fill",
        writes=lambda ctx: notice_task(ctx),
    )
    def task_overdue(self, ctx: Context) -> None:
        """A task's own day is over; the task goes on waiting. One that outlived its case is overdue there too."""


def climb(ctx: Context) -> None:
    """One rung up the overdue ladder; on the day itself the clock's ask opens, where it has one. Where the work was
    given out it is told to those who have it, and from the day itself on to the next level up; where several bodies
    decide, to those that have not yet."""
    spec = ctx.board.climb(ctx.details["clock"], ctx.act.name)
    ctx.also_tell += spec.tells
    if spec.whose == "field":
        ctx.also_tell += [FIELD, INSPECTOR] if ctx.act.name == "warn" else [FIELD, INSPECTOR, FIELD_ABOVE]
    if spec.whose == "bodies":
        ctx.also_tell.append(STILL_ASKED)
    if ctx.act.name == "become_overdue" and spec.overdue_ask:
        ctx.start_ask(spec.overdue_ask)


def notice_task(ctx: Context) -> None:
    """That a task is overdue is said once; it goes on waiting."""
    for procedure in ctx.case.procedures.filter(task_set=ctx.details["task"]):
        procedure.task_set.filter(pk=ctx.details["task"]).update(due_noticed_at=ctx.now)
