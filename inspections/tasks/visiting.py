"""The visit of an inspection: begun on the spot, sent in parts, and its report, or why there is none."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import (
    ENGINE,
    FIELD,
    FIELD_ABOVE,
    FIELD_LEAD,
    FORMER,
    HANDLER,
    INSPECTOR,
    LEAD,
    TASK,
    Context,
    act,
)
from casework.engine.stages import CLOSED as OVER

from . import guards
from .states import ACKNOWLEDGED, OURS, REPORTED, VISITING, the_rows


class VisitActs(models.Model):
    """Mixed into `Inspection`: what its inspectors send from the spot, often long after they did it."""

    class Meta:
        abstract = True

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
        writes=lambda ctx: the_rows().involve_the_inspected(ctx),
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
        writes=lambda ctx: the_rows().write_report(ctx),
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
        writes=lambda ctx: the_rows().write_report(ctx),
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
        writes=lambda ctx: the_rows().write_report(ctx),
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
