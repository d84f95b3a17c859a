"""An inspection from being given out to its result."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

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
    TASK,
    Context,
    act,
)
from casework.engine.stages import CLOSED as OVER

from . import guards
from .after import AfterActs

if TYPE_CHECKING:
    from casework.engine.actors import Actor

DISPATCHED, RETURNED, ACKNOWLEDGED, VISITING = "dispatched", "returned", "acknowledged", "visiting"
REPORTED, RECTIFYING, RECHECKING = "reported", "rectifying", "rechecking"
CLOSED, CANCELLED = "closed", "cancelled"

OURS = (OFFICE, FIELD)
THE_FIELD = (FIELD, INSPECTOR)


def only_who_inspects(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    from ..natures import PLANNED_BY

    unit = takes_in_for(actor)
    if actor.automatic == ENGINE or (unit and any(unit.kind in kinds for kinds in PLANNED_BY.values())):
        return None
    return _("Only an office, a union or a film authority orders inspections.")


class InspectionActs(AfterActs):
    """Mixed into `Inspection`; methods change its own fields, `rows` writes what belongs to it."""

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
        writes=lambda ctx: _rows().write_opening(ctx),
        icon="clipboard-plus",
    )
    def give_out_task(self, ctx: Context) -> None:
        _rows().fill_in(self, ctx)

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
        writes=lambda ctx: _rows().give_out(ctx),
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
        writes=lambda ctx: _rows().name_inspectors(ctx),
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
        writes=lambda ctx: _rows().name_inspectors(ctx),
        icon="person-plus",
    )
    def hand_over_task(self, ctx: Context) -> None:
        """Other inspectors, or another day; those who had it before are told."""
        self.visit_on = ctx.details["visit_on"]

    # --- the visit ----------------------------------------------------------------------------------------------------
    @act(
        ACKNOWLEDGED,
        to=VISITING,
        label=_("Start the visit"),
        done=_("started the visit"),
        by=(TASK,),
        tells=(HANDLER, FIELD_LEAD, INSPECTOR),
        shown_to=OURS,
        public=_("Inspectors have come."),
        form="StartForm",
        writes=lambda ctx: _rows().involve_the_inspected(ctx),
        icon="geo-alt",
    )
    def start_visit(self, ctx: Context) -> None:
        """By one of the inspectors named, perhaps without network: `began_at` is what the phone's clock said."""
        self.visited_at = ctx.details["began_at"] or ctx.now

    @act(
        VISITING,
        label=_("Send a part of the report"),
        done=_("sent a part of the report"),
        by=(INSPECTOR,),
        shown_to=OURS,
        form="PartForm",
        hidden=True,
        icon="cloud-upload",
    )
    def send_part(self, ctx: Context) -> None:
        """Photos that are safe with us before the whole is there."""

    @act(
        VISITING,
        to=REPORTED,
        label=_("Send the report"),
        done=_("sent the report"),
        by=(TASK,),
        tells=(HANDLER, FIELD_LEAD, INSPECTOR, FIELD_ABOVE),
        shown_to=OURS,
        public=_("The inspection was made; the report is being verified."),
        form="ReportForm",
        writes=lambda ctx: _rows().write_report(ctx),
        rounds=("verification",),
        icon="file-text",
    )
    def report_visit(self, ctx: Context) -> None:
        """Once, whole, with every photo."""
        self.heard = self.Heard.NO

    @act(
        VISITING,
        to=REPORTED,
        label=_("Could not inspect"),
        done=_("reported that it could not inspect"),
        by=(TASK,),
        tells=(HANDLER, FIELD_LEAD, INSPECTOR, FIELD_ABOVE),
        shown_to=OURS,
        public=_("The inspection could not be made; the report is being verified."),
        form="NotInspectedForm",
        writes=lambda ctx: _rows().write_report(ctx),
        rounds=("verification",),
        icon="door-closed",
    )
    def could_not_inspect(self, ctx: Context) -> None:
        """Closed, or entry refused: with evidence."""
        self.heard = self.Heard.NO

    @act(
        label=_("Keep an overtaken report"),
        done=_("sent a report that had been overtaken; it is kept as evidence"),
        by=(INSPECTOR, FORMER),
        tells=(HANDLER, LEAD, FIELD, INSPECTOR, FORMER),
        shown_to=OURS,
        form="OvertakenForm",
        guards=(guards.was_overtaken,),
        writes=lambda ctx: _rows().write_report(ctx),
        lasts=OVER,
        hidden=True,
        icon="archive",
    )
    def keep_report(self, ctx: Context) -> None:
        """The task was recalled or handed over while the phone was without network."""

    @act(
        ACKNOWLEDGED,
        VISITING,
        REPORTED,
        label=_("Shown to the inspected unit"),
        done=_("was looked up by the inspected unit, by the inspectors' code"),
        by=(ENGINE,),
        shown_to=OURS,
        hidden=True,
        icon="qr-code",
    )
    def be_scanned(self, ctx: Context) -> None:
        """扫码入企: who was inspected has seen which nature, who came, and what was checked."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
