"""What the acts of a plan write: its numbers and exclusions, and its draws."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.engine.errors import Refused

from .. import drawing, pool
from ..models import Draw, Inspection, Plan, PlanExclusion, PlanNumber

if TYPE_CHECKING:
    from casework.engine.acts import Context

OWN_FIELDS = ("nature", "checklist", "first_day", "last_day", "percent", "chain", "min_complaints", "never_visited")
OWN_FIELDS += ("approval_no", "legal_basis", "yearly_cap")


def fill_in(plan: Plan, said: Mapping[str, Any]) -> None:
    plan.topic, plan.campaign, plan.publishes = said["name"], said["campaign"], said["publishes"]
    for name in OWN_FIELDS:
        setattr(plan, name, said[name])


def write_plan(ctx: Context) -> None:
    """Numbers of prefectures and exclusions, in place of those that were there."""
    plan, said = ctx.case, ctx.details
    plan.numbers.all().delete()
    plan.exclusions.all().delete()
    PlanNumber.objects.bulk_create(
        PlanNumber(case=plan, prefecture_id=place, number=number) for place, number in said["numbers"].items()
    )
    because = said["excluded_because"]
    PlanExclusion.objects.bulk_create(PlanExclusion(case=plan, unit=unit, reason=because) for unit in said["excluded"])


def commit_to_secret(ctx: Context) -> None:
    """A new draw, of which so far only a secret exists that nobody knows, and its hash in the record."""
    secret = secrets.token_hex(32)
    number = len(ctx.case.draw_list) + 1
    draw = Draw.objects.create(case=ctx.case, number=number, secret=secret, secret_hash=drawing.hash_of(secret))
    ctx.case.draw_list.append(draw)
    ctx.facts |= {"draw": number, "secret_hash": draw.secret_hash}


def take_snapshot(ctx: Context) -> None:
    draw, found = ctx.case.draw, pool.snapshot(ctx.case)
    if not found["units"]:
        raise Refused(_("There is nobody to be drawn: no cinema fits what the plan says. Take it back and change it."))
    draw.snapshot, draw.snapshot_hash = found, drawing.hash_of(drawing.canonical(found))
    draw.taken_at, draw.taken_by = ctx.now, ctx.actor.person
    draw.save()
    drawn = sum(found["counts"].values())
    ctx.facts |= {
        "draw": draw.number,
        "snapshot_hash": draw.snapshot_hash,
        "units": len(found["units"]),
        "to_draw": drawn,
    }


def draw(ctx: Context) -> None:
    """The result, and a promise for each unit that is drawn: its inspection is opened after this is kept."""
    plan, one = ctx.case, ctx.case.draw
    one.digits, one.drawn_at, one.drawn_by = ctx.details["digits"], ctx.now, ctx.actor.person
    one.result = drawing.draw(one.snapshot, drawing.seed_of(one.secret, one.digits))
    one.save()
    by_code = {unit["code"]: unit for unit in one.snapshot["units"]}
    for row in one.result:
        unit = by_code[row["code"]]
        ctx.promise_case(
            "inspection",
            then="close_plan",
            origin=Inspection.Origin.PLAN,
            plan=plan.pk,
            draw=one.number,
            unit=unit["unit"],
            field=unit["field"],
            inspectors=row["inspectors"],
        )
    ctx.facts |= {"draw": one.number, "drawn": len(one.result)}


def void(ctx: Context) -> None:
    """The draw that was begun counts no more; it stays as it is."""
    one = ctx.case.draw
    if one is not None:
        one.voided_at = ctx.now
        one.save(update_fields=["voided_at"])
        ctx.facts["void"] = one.number


def redraw(ctx: Context) -> None:
    """Its inspections are recalled, and a new secret is bound."""
    plan, number = ctx.case, ctx.case.draw.number
    void(ctx)
    commit_to_secret(ctx)
    for inspection in plan.inspections.opened().filter(draw_number=number):
        ctx.promise("recall", case=inspection, reason=ctx.details["reason"])
