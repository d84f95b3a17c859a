"""What the acts of a credit repair write, and what they promise the decision."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from casework.engine import bodies
from casework.engine.free import office_for
from casework.engine.organisers import association
from casework.parties.models import Unit

from ..decisions.measures import WITH_A_TERM, bodies_for
from ..decisions.states import IN_FORCE
from ..models import Decision, Measure, Repair, RepairWord
from ..remedies import repair_from
from ..speaking import the_bodies, whose_word

if TYPE_CHECKING:
    from casework.engine.acts import Context


def decisions_of(units: QuerySet[Unit] | list[Unit], day: dt.date) -> list[Decision]:
    """Decisions against these units with a measure that holds on the day, whose shortest term is over."""
    held = Measure.objects.in_force(day).filter(kind__in=WITH_A_TERM)
    found = Decision.objects.filter(unit__in=units, state=IN_FORCE, pk__in=held.values("case")).order_by("pk")
    return [one for one in found if (first := repair_from(one.severity, one.measure_list)) and first <= day]


def is_owing(decision: Decision) -> bool:
    """Whether something that was ordered is still to be done."""
    return any(one.agreed and one.due and not one.performed_at and not one.revoked_at for one in decision.measure_list)


def fill_in(case: Repair, ctx: Context) -> None:
    case.about = ctx.details["decision"]
    case.office = office_for(case, association())
    case.campaign, case.topic = case.about.campaign, case.about.violation
    case.signed_by = ctx.details["signed_by"]


def deciders(case: Repair) -> list[Unit]:
    """The bodies that decided on the measures that would end."""
    named, kinds = the_bodies(), [one.kind for one in case.about.at_issue if one.kind in WITH_A_TERM]
    return [named[body] for body in bodies_for(kinds)]


def ask_bodies(ctx: Context) -> None:
    bodies.ask(ctx.case, deciders(ctx.case), ctx.now)


def keep_word(ctx: Context) -> None:
    said = {"agrees": ctx.details["agrees"], "reasons": ctx.details["reasons"]}
    RepairWord.objects.create(case=ctx.case, by=ctx.actor.person, at=ctx.now, **whose_word(ctx), **said)
    ctx.case.__dict__.pop("word_list", None)


def grant(ctx: Context) -> None:
    ctx.promise("end_early", case=ctx.case.about, repair=ctx.case.number)


def undo(ctx: Context) -> None:
    ctx.promise("restore", case=ctx.case.about, repair=ctx.case.number)
