"""An inspection while it is given out: to which unit, by whom and when; `visiting` and `after` go on from there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.access import takes_in_for
from casework.engine.acts import (
    ANYONE,
    ENGINE,
    FIELD,
    FIELD_ABOVE,
    FIELD_LEAD,
    FORMER,
    HANDLER,
    HANDLING,
    INSPECTOR,
    LEAD,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)

from . import guards

if TYPE_CHECKING:
    from casework.engine.actors import Actor

DISPATCHED, RETURNED, ACKNOWLEDGED, VISITING = "dispatched", "returned", "acknowledged", "visiting"
REPORTED, RECTIFYING, RECHECKING = "reported", "rectifying", "rechecking"
CLOSED, CANCELLED = "closed", "cancelled"

OURS = (OFFICE, FIELD)
EVERYBODY = (OFFICE, FIELD, RESPONDENT)
THE_FIELD = (FIELD, INSPECTOR)


def only_who_inspects(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    from ..natures import PLANNED_BY

    unit = takes_in_for(actor)
    if actor.automatic == ENGINE or (unit and any(unit.kind in kinds for kinds in PLANNED_BY.values())):
        return None
    return _("Only an office, a union or a film authority orders inspections.")


def the_rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows


class InspectionActs(models.Model):
    """Mixed into `Inspection`, like `VisitActs` and `AfterActs`; methods change its own fields, `rows` writes what
    belongs to it."""

    class Meta:
        abstract = True

    def count_days(self, now: dt.datetime) -> None:
        """How many days are left for the visit."""
        self.visit_days = max((self.visit_by - timezone.localdate(now)).days, 1)

    @act(
        "",
        to=DISPATCHED,
        label=_("Give out an inspection"),
        done=_("gave out the inspection"),
        by=(ANYONE, ENGINE),
        tells=(FIELD,),
        shown_to=OURS,
        public=_("An inspection was given out."),
        form="InspectionForm",
        guards=(only_who_inspects,),
        writes=lambda ctx: the_rows().write_opening(ctx),
        icon="clipboard-plus",
    )
    def give_out_task(self, ctx: Context) -> None:
        the_rows().fill_in(self, ctx)

    @act(
        DISPATCHED,
        to=ACKNOWLEDGED,
        label=_("Acknowledge"),
        done=_("acknowledged the inspection"),
        by=(TASK,),
        tells=(HANDLER, FIELD_LEAD, FIELD_ABOVE),
        shown_to=OURS,
        public=_("The unit has acknowledged the inspection."),
        writes=lambda ctx: ctx.facts.update(visit_days=ctx.case.visit_days),
        icon="check2-square",
    )
    def take_on(self, ctx: Context) -> None:
        """签收. From now on the days until the plan's end are theirs."""
        self.count_days(ctx.now)

    @act(
        DISPATCHED,
        ACKNOWLEDGED,
        to=RETURNED,
        label=pgettext_lazy("inspection", "Send back"),
        done=_("sent the inspection back"),
        by=(TASK, FIELD_LEAD),
        tells=(HANDLER, INSPECTOR),
        shown_to=OURS,
        public=_("The unit sent the inspection back."),
        form="ReasonForm",
        direct=True,
        icon="arrow-return-left",
    )
    def send_task_back(self, ctx: Context) -> None:
        """With a reason."""

    @act(
        RETURNED,
        to=DISPATCHED,
        label=_("Give out again"),
        done=_("gave out the inspection again"),
        by=(TASK,),
        tells=(FIELD,),
        shown_to=OURS,
        public=_("The inspection was given out again."),
        form="DispatchForm",
        duty=HANDLING,
        writes=lambda ctx: the_rows().give_out(ctx),
        parts=True,
        icon="send",
    )
    def dispatch_again(self, ctx: Context) -> None:
        """To the same unit, or to another."""

    @act(
        RETURNED,
        to=CANCELLED,
        label=_("Cancel the inspection"),
        done=_("cancelled the inspection"),
        by=(TASK,),
        tells=(FIELD,),
        shown_to=OURS,
        public=_("The inspection was cancelled."),
        form="ReasonForm",
        duty=HANDLING,
        icon="x-circle",
    )
    def cancel_task(self, ctx: Context) -> None:
        """With a reason."""

    @act(
        DISPATCHED,
        ACKNOWLEDGED,
        VISITING,
        to=CANCELLED,
        label=_("Recall"),
        done=_("recalled the inspection"),
        by=(HANDLER, LEAD, ENGINE),
        tells=THE_FIELD,
        shown_to=OURS,
        public=_("The inspection was recalled."),
        form="ReasonForm",
        urgent=True,
        icon="x-circle",
    )
    def recall(self, ctx: Context) -> None:
        """With a reason. A report that comes later is kept as evidence."""

    @act(
        DISPATCHED,
        ACKNOWLEDGED,
        VISITING,
        RECHECKING,
        label=_("Urge the unit"),
        done=_("urged the unit"),
        by=(HANDLER, LEAD),
        tells=THE_FIELD,
        shown_to=OURS,
        form="UrgeForm",
        guards=(guards.not_urged_today,),
        icon="megaphone",
    )
    def urge_unit(self, ctx: Context) -> None:
        """催办: heard once a day, like anybody's urging."""

    # --- who goes, and when -------------------------------------------------------------------------------------------
    @act(
        ACKNOWLEDGED,
        label=_("Name the inspectors and a day"),
        done=_("named the inspectors and a day"),
        by=(TASK,),
        tells=(INSPECTOR,),
        shown_to=OURS,
        form="ArrangeForm",
        writes=lambda ctx: the_rows().name_inspectors(ctx),
        icon="people",
    )
    def arrange(self, ctx: Context) -> None:
        self.visit_on = ctx.details["visit_on"]

    @act(
        ACKNOWLEDGED,
        VISITING,
        label=pgettext_lazy("inspection", "Hand over"),
        done=_("handed the inspection over to others"),
        by=(FIELD_LEAD,),
        tells=(INSPECTOR, FORMER),
        shown_to=OURS,
        form="HandOverTaskForm",
        guards=(guards.somebody_is_named,),
        writes=lambda ctx: the_rows().name_inspectors(ctx),
        icon="person-plus",
    )
    def hand_over_task(self, ctx: Context) -> None:
        """Other inspectors, or another day; those who had it before are told."""
        self.visit_on = ctx.details["visit_on"]
