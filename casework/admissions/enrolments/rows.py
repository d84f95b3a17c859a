"""What the acts of an enrolment write: its parties, what the cinema states, and with the decision what everybody reads
of it: its right, its agreements, its public fields (R31)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.errors import Busy, Refused
from casework.engine.models import CaseParty
from casework.parties.models import Agreement, Campaign, Cinema, Platform, Qualification, Unit

from ..models.enrolments import CinemaStatement, Enrolment, EnrolmentTerms
from .checkers import above, checker_for
from .forms import why_not
from .states import CINEMA, DRAFT, QUALIFIED

if TYPE_CHECKING:
    from casework.engine.acts import Context

A_DAY = dt.timedelta(days=1)
# As many ended with their campaign at a time.
BATCH = 200


def runs(campaign: Campaign, now: dt.datetime) -> bool:
    """Whether a voucher of the campaign may still be redeemed."""
    return timezone.localdate(now) <= campaign.redeem_until


# --- beginning --------------------------------------------------------------------------------------------------------
def fill_in(case: Enrolment, ctx: Context) -> None:
    """Raises Refused where another enrolment of the cinema was begun meanwhile: its row is locked, so that two who
    begin at the same moment come one after the other."""
    said = ctx.details
    Cinema.objects.select_for_update().get(unit=said["cinema"])
    if why := why_not(said["cinema"], said["campaign"], timezone.localdate(ctx.now), by=said["unit"]):
        raise Refused(why)
    case.office = Unit.objects.provincial(Unit.Kind.ASSOCIATION).get()
    case.campaign, case.earlier = said["campaign"], said["earlier"]


def begin(ctx: Context) -> None:
    """Of a proposal the cinema is a party too, and finds the platform's terms filled in."""
    case, cinema = ctx.case, ctx.details["cinema"]
    if ctx.unit.pk == cinema.pk:
        return
    case.add_parties([CaseParty(case=case, unit=cinema, role=CINEMA, involved_at=ctx.now)])
    platform = Platform.objects.get(unit=ctx.unit)
    terms = {name: ctx.details.get(name) for name in ("procedure", "settlement_days")}
    EnrolmentTerms.objects.create(
        case=case, platform=platform, procedure=terms["procedure"] or "", settlement_days=terms["settlement_days"]
    )


# --- stating and checking ---------------------------------------------------------------------------------------------
def submit(ctx: Context) -> None:
    """What is stated replaces what was stated before; the film office of the county is asked."""
    case, said = ctx.case, ctx.details
    own = ("county", "address", "duty_manager", "duty_phone", "extension_channel")
    CinemaStatement.objects.update_or_create(case=case, defaults={name: said[name] for name in own})
    case.terms.all().delete()
    EnrolmentTerms.objects.bulk_create(
        EnrolmentTerms(case=case, platform=platform, procedure=procedure, settlement_days=days)
        for platform, procedure, days in said["terms"]
    )
    _ask(ctx, checker_for(said["county"]))


def ask_above(ctx: Context) -> None:
    _ask(ctx, above(ctx.case.field_unit))


def _ask(ctx: Context, office: Unit | None) -> None:
    if office is None:
        ctx.case.take_from_field(ctx.now)
        return
    ctx.case.give_out(office, ctx.now)
    ctx.facts["asked"] = office.pk


# --- deciding ---------------------------------------------------------------------------------------------------------
def qualify(ctx: Context) -> None:
    """Its right until the campaign's last day to redeem, an agreement with each platform, and its public fields. Where
    it takes part already its right stays as it is, and an earlier enrolment ends."""
    case, today = ctx.case, timezone.localdate(ctx.now)
    rights = Qualification.objects.filter(unit=case.cinema, campaign=case.campaign)
    if not rights.exclude(until__lte=today).exists():
        until = case.campaign.redeem_until
        Qualification.objects.create(
            unit=case.cinema, campaign=case.campaign, since=today, until=until, deciding_case=case.number
        )
    _publish(case)
    _agree(case, today)
    for older in Enrolment.objects.of(case.cinema, case.campaign).filter(state=QUALIFIED):
        ctx.promise("be_replaced", case=older)


def _agree(case: Enrolment, today: dt.date) -> None:
    end_agreements(case, today - A_DAY)
    Agreement.objects.bulk_create(
        Agreement(
            cinema=case.cinema.cinema,
            platform=terms.platform,
            campaign=case.campaign,
            procedure=terms.procedure,
            settlement_days=terms.settlement_days,
            since=today,
            until=case.campaign.redeem_until,
        )
        for terms in case.terms.select_related("platform")
    )


def _publish(case: Enrolment) -> None:
    """What the cinema stated is what everybody reads of it from now on."""
    stated, cinema = case.statement, case.cinema.cinema
    cinema.address, cinema.duty_manager, cinema.duty_phone = stated.address, stated.duty_manager, stated.duty_phone
    cinema.extension_channel = stated.extension_channel
    cinema.save(update_fields=["address", "duty_manager", "duty_phone", "extension_channel"])
    case.cinema.division = stated.county
    case.cinema.save(update_fields=["division"])


def end_agreements(case: Enrolment, last_day: dt.date) -> None:
    """What the cinema agreed for this campaign ends with the day; what begins later never begins."""
    agreed = Agreement.objects.filter(cinema=case.cinema.cinema, campaign=case.campaign)
    agreed.filter(since__gt=last_day).delete()
    agreed.exclude(until__lte=last_day).update(until=last_day)


def leave(ctx: Context) -> None:
    case, today = ctx.case, timezone.localdate(ctx.now)
    rights = Qualification.objects.filter(unit=case.cinema, campaign=case.campaign, since__lte=today)
    rights.exclude(until__lte=today).update(until=today)
    end_agreements(case, today)


# --- the clock --------------------------------------------------------------------------------------------------------
def end_with_campaigns(now: dt.datetime) -> int:
    """Enrolments whose campaign's last day to redeem is over: those that took part, and those never sent. How many."""
    over = Enrolment.objects.filter(state__in=(DRAFT, QUALIFIED), campaign__redeem_until__lt=timezone.localdate(now))
    return sum(_end(pk, now) for pk in over.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _end(pk: int, now: dt.datetime) -> bool:
    """False where somebody works on it, which comes next time, or another sweep was here first."""
    try:
        door.perform(pk, "expire", by=CLOCK_ACTOR, key=f"campaign over:{pk}", at=now, skip_locked=True)
    except (Busy, Refused):
        return False
    return True
