"""What the acts of a request write: its parties, and what becomes of each voucher."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from casework.engine import codes, door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.errors import Busy, Refused
from casework.engine.models import CaseParty, ContactDetails
from casework.parties.models import Unit

from .. import extending
from ..models import ExtensionRequest
from .states import MEMBER, PLATFORM

if TYPE_CHECKING:
    from casework.engine.acts import Context

# Of a union's name, beside the number of vouchers; a topic has 40 letters.
LONGEST_NAME = 34


def fill_in(case: ExtensionRequest, ctx: Context) -> None:
    said = ctx.details
    case.office = Unit.objects.provincial(Unit.Kind.ASSOCIATION).get()
    case.campaign, case.count = said["campaign"], len(said["vouchers"])
    case.by_member = ctx.unit is None
    case.topic = MEMBER if case.by_member else named(ctx.unit, case.count)


def named(union: Unit, count: int) -> str:
    """Who asks for how many, as lists call the request."""
    name = union.short_name or union.name
    return f"{name[:LONGEST_NAME]} ×{count}"


def ask(ctx: Context) -> None:
    """The platform is a party from now on, and the vouchers are held. Raises AlreadyTaken."""
    case, platform = ctx.case, ctx.details["platform"]
    if case.by_member:
        _remember_who_asks(ctx)
    case.add_parties([CaseParty(case=case, unit=platform, role=PLATFORM, involved_at=ctx.now)])
    extending.claim(
        case_number=case.number,
        campaign=case.campaign,
        platform=platform,
        vouchers=ctx.details["vouchers"],
        at=ctx.now,
    )


def _remember_who_asks(ctx: Context) -> None:
    person = {name: ctx.details[name] for name in ("name", "phone", "email")}
    digest, seed = codes.phone_digest(person["phone"]), codes.new_seed()
    ContactDetails.objects.create(case_id=ctx.case.pk, phone_digest=digest, code_seed=seed, **person)


def confirm(ctx: Context) -> None:
    doubted = ctx.details["named"]
    extending.confirm(case_number=ctx.case.number, doubted=doubted)
    ctx.facts |= {"confirmed": ctx.case.count - len(doubted), "doubted": len(doubted)}


def decide(ctx: Context) -> None:
    decided = extending.decide(case_number=ctx.case.number, refused=ctx.details["named"], at=ctx.now)
    ctx.facts |= {"granted": decided.granted, "refused": decided.refused}


def withdraw(ctx: Context) -> None:
    extending.release(case_number=ctx.case.number, at=ctx.now)


def moves(case: ExtensionRequest) -> bool:
    """Whether the last day of one of its vouchers moves on by what is announced."""
    return extending.to_count_again(case.number).get(case.number, False)


def move_days(ctx: Context) -> None:
    ctx.facts["moved"] = extending.count_again(ctx.case.number)


# --- the clock --------------------------------------------------------------------------------------------------------
def count_again(now: dt.datetime) -> int:
    """Provisional last days whose year is announced by now: where one moves on, the case says so and everybody
    concerned is told. How many cases were counted again. What is done is no longer provisional, so it is done once."""
    done = 0
    for number, moves in extending.to_count_again().items():
        if not moves:
            extending.count_again(number)
        elif not _move(number, now):
            continue
        done += 1
    return done


def _move(number: str, now: dt.datetime) -> bool:
    """False where somebody works on the case, which comes next time, or another sweep was here first."""
    pk = ExtensionRequest.objects.values_list("pk", flat=True).get(number=number)
    key = f"moved:{pk}:{now.isoformat()}"
    try:
        door.perform(pk, "move_last_days", by=CLOCK_ACTOR, key=key, at=now, skip_locked=True)
    except (Busy, Refused):
        return False
    return True
