"""A plan from its draft to the end of its last inspection."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.access import takes_in_for
from casework.engine.acts import ANYONE, ENGINE, HANDLER, HANDLING, LEAD, OFFICE, TASK, Context, act
from casework.engine.links import still_to_open

if TYPE_CHECKING:
    from casework.engine.actors import Actor

DRAFTING, APPROVED, DRAWN, CLOSED, CANCELLED = "drafting", "approved", "drawn", "closed", "cancelled"


def only_who_plans(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    from ..natures import PLANNED_BY

    unit = takes_in_for(actor)
    if unit is not None and any(unit.kind in kinds for kinds in PLANNED_BY.values()):
        return None
    return _("Only an office, a union or a film authority plans inspections.")


def not_before_a_lead(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return _("It is before a lead; once it is returned you can change it.") if case.submitted else None


def nobody_was_there(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """A draw by which somebody was inspected already is not made void, nor one whose inspections are still being
    opened."""
    if still_to_open(case):
        return _("The inspections are still being given out. Please wait a moment.")
    visited = case.inspections.filter(draw_number=case.draw.number, visited_at__isnull=False)
    return _("Somebody was inspected by it already, so this draw stays.") if visited.exists() else None


class PlanActs(models.Model):
    """Mixed into `Plan`; methods change the plan's own fields, `rows` writes what belongs to it."""

    class Meta:
        abstract = True

    @act(
        "",
        to=DRAFTING,
        label=_("Plan inspections"),
        done=_("began a plan of inspections"),
        by=(ANYONE,),
        tells=(OFFICE,),
        public=_("A plan is being drafted."),
        form="PlanForm",
        guards=(only_who_plans,),
        writes=lambda ctx: _rows().write_plan(ctx),
        duty=HANDLING,
        icon="clipboard-plus",
    )
    def draft_plan(self, ctx: Context) -> None:
        self.office, self.handler = takes_in_for(ctx.actor), ctx.actor.person
        _rows().fill_in(self, ctx.details)

    @act(
        DRAFTING,
        label=_("Change the plan"),
        done=_("changed the plan"),
        by=(HANDLER,),
        form="PlanForm",
        guards=(not_before_a_lead,),
        writes=lambda ctx: _rows().write_plan(ctx),
        duty=HANDLING,
        icon="pencil",
    )
    def revise_plan(self, ctx: Context) -> None:
        _rows().fill_in(self, ctx.details)

    @act(
        DRAFTING,
        label=_("Put before a lead"),
        done=_("put the plan before a lead"),
        by=(TASK,),
        tells=(LEAD,),
        duty=HANDLING,
        icon="send",
    )
    def submit_plan(self, ctx: Context) -> None:
        self.submitted = True

    @act(
        DRAFTING,
        to=APPROVED,
        label=_("Approve"),
        done=_("approved the plan"),
        by=(TASK,),
        tells=(HANDLER,),
        public=_("The plan is approved; the draw is next."),
        form="ApprovePlanForm",
        apart_from=(HANDLING,),
        writes=lambda ctx: _rows().commit_to_secret(ctx),
        icon="check2-all",
    )
    def approve_plan(self, ctx: Context) -> None:
        """From now on the hash of the draw's secret stands in the record."""

    @act(
        DRAFTING,
        label=pgettext_lazy("plan", "Return"),
        done=_("returned the plan"),
        by=(TASK,),
        tells=(HANDLER,),
        form="ReasonForm",
        apart_from=(HANDLING,),
        icon="arrow-return-left",
    )
    def return_plan(self, ctx: Context) -> None:
        self.submitted = False

    @act(
        APPROVED,
        to=DRAFTING,
        label=_("Take back into drafting"),
        done=_("took the plan back into drafting"),
        by=(LEAD,),
        tells=(HANDLER,),
        public=_("The plan is being drafted again."),
        form="ReasonForm",
        writes=lambda ctx: _rows().void(ctx),
        icon="arrow-return-left",
    )
    def reopen_plan(self, ctx: Context) -> None:
        self.submitted = False

    @act(
        DRAFTING,
        APPROVED,
        to=CANCELLED,
        label=_("Cancel the plan"),
        done=_("cancelled the plan"),
        by=(HANDLER, LEAD),
        tells=(OFFICE,),
        public=_("The plan was cancelled."),
        form="ReasonForm",
        icon="x-circle",
    )
    def cancel_plan(self, ctx: Context) -> None:
        """Before anything was drawn."""

    # --- the draw -----------------------------------------------------------------------------------------------------
    @act(
        APPROVED,
        label=_("Take the snapshot"),
        done=_("took the snapshot of whom the draw may reach"),
        by=(TASK,),
        tells=(OFFICE,),
        writes=lambda ctx: _rows().take_snapshot(ctx),
        duty=HANDLING,
        icon="camera",
    )
    def take_snapshot(self, ctx: Context) -> None:
        """Its hash stands in the record before anybody enters a digit."""

    @act(
        APPROVED,
        to=DRAWN,
        label=_("Draw"),
        done=_("drew the inspections"),
        by=(TASK,),
        tells=(OFFICE,),
        public=_("The inspections are drawn and given out."),
        form="DrawForm",
        apart_from=(HANDLING,),
        writes=lambda ctx: _rows().draw(ctx),
        icon="shuffle",
    )
    def draw_lots(self, ctx: Context) -> None:
        """By somebody who handled nothing of it: neither they nor whoever took the snapshot can choose the result. Each
        inspection is opened by a follow-up."""

    @act(
        DRAWN,
        to=APPROVED,
        label=_("Draw again"),
        done=_("made the draw void, to draw again"),
        by=(LEAD,),
        tells=(OFFICE,),
        public=_("The draw was made void; there will be another."),
        form="ReasonForm",
        guards=(nobody_was_there,),
        writes=lambda ctx: _rows().redraw(ctx),
        icon="arrow-repeat",
    )
    def redraw(self, ctx: Context) -> None:
        """With a reason, before anybody went there. Both draws stay; the inspections are recalled."""

    @act(
        DRAWN,
        to=CLOSED,
        label=pgettext_lazy("plan", "Close"),
        done=_("closed the plan: its last inspection is over"),
        by=(ENGINE,),
        tells=(HANDLER,),
        public=_("All inspections of the plan are over."),
        form="OverForm",
        otherwise="count_inspection",
        hidden=True,
        icon="check-circle",
    )
    def close_plan(self, ctx: Context) -> None:
        """Once for each inspection that is over; what is not the last is only counted."""

    @act(
        DRAWN,
        label=_("Count an inspection"),
        done=_("has one inspection less to wait for"),
        by=(ENGINE,),
        form="AwaitedForm",
        hidden=True,
        icon="check",
    )
    def count_inspection(self, ctx: Context) -> None:
        """An inspection of the plan is over, and it was not the last."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
