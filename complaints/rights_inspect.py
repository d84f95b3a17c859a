"""A complaint that asks for an inspection on the spot, and waits for it (issue 7; DESIGN §1, two cases)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import COMPLAINANT, ENGINE, HANDLER, HANDLING, OFFICE, Context, act
from casework.engine.links import wait_no_longer
from inspections.services import ask_for_inspection

from . import guards
from .states import INVESTIGATING

# What follows when the inspection is over.
FOLLOWS = "inspection_over"


def ask(ctx: Context) -> None:
    said = {name: ctx.details[name] for name in ("unit", "checklist", "because", "visit_by")}
    ask_for_inspection(ctx, then=FOLLOWS, **said)


class InspectionActs(models.Model):
    """While the facts are looked into; the clock of the investigation stands still, the outer limit runs on."""

    class Meta:
        abstract = True

    @act(
        INVESTIGATING,
        label=_("Ask for an inspection"),
        done=_("asked for an inspection"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("Somebody is sent to look at it on the spot; until then the investigation waits."),
        words_to=(OFFICE,),
        form="InspectionRequestForm",
        guards=(guards.nothing_is_inspected,),
        writes=ask,
        pauses={"investigation": _("an inspection on the spot is awaited")},
        duty=HANDLING,
        icon="clipboard-check",
    )
    def ask_inspection(self, ctx: Context) -> None:
        """The inspectors read what to look at, and nothing of the complaint."""

    @act(
        INVESTIGATING,
        label=_("Inspection over"),
        done=_("has the result of the inspection"),
        by=(ENGINE,),
        tells=(HANDLER, COMPLAINANT),
        public=_("The inspection on the spot is over; the investigation goes on."),
        words_to=(OFFICE,),
        form="AwaitedForm",
        guards=(guards.something_is_inspected,),
        runs=("investigation",),
        hidden=True,
        icon="clipboard-check",
    )
    def inspection_over(self, ctx: Context) -> None:
        """Or it could not be opened at all."""

    @act(
        INVESTIGATING,
        label=_("Go on without the inspection"),
        done=_("goes on without the inspection"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("The investigation goes on without waiting for the inspection."),
        words_to=(OFFICE,),
        form="ReasonForm",
        guards=(guards.something_is_inspected,),
        writes=lambda ctx: wait_no_longer(ctx.case, ctx.now, act=FOLLOWS),
        runs=("investigation",),
        duty=HANDLING,
        icon="skip-forward",
    )
    def go_on_without_inspection(self, ctx: Context) -> None:
        """With a reason. The inspection itself goes on."""
