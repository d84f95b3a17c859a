"""What the acts of an application write: the bodies that are asked, opinions, objections, and the platform's right."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from casework.engine import bodies, door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.errors import Busy, Refused
from casework.parties.models import Platform, Qualification, Unit, UnitContact

from ..models import Objection, Opinion, PlatformApplication
from .papers import PAPERS
from .states import QUALIFIED

if TYPE_CHECKING:
    from casework.engine.acts import Context

# What an application says of the platform, and a new one takes over from an older.
SAID = ("uscc", "licence_until", "service_phone", "extension_channel", "contacts")


# --- the application --------------------------------------------------------------------------------------------------
def begin(case: PlatformApplication, ctx: Context) -> None:
    case.office = Unit.objects.provincial(Unit.Kind.ASSOCIATION).get()
    case.campaign, case.begun_from = ctx.details["campaign"], ctx.details["begun_from"]
    for name in SAID if case.begun_from else ():
        setattr(case, name, getattr(case.begun_from, name))


def fill_in(case: PlatformApplication, ctx: Context) -> None:
    """What is said now; papers that were not sent again stay those that were sent before."""
    for name in SAID:
        setattr(case, name, ctx.details[name])
    sent = {name: [str(pk) for pk in ctx.details[name]] for name in PAPERS if ctx.details[name]}
    case.papers = {**case.papers, **sent}
    case.cinema_sheet = ctx.details["cinema_sheet"] or case.cinema_sheet


# --- joint review -----------------------------------------------------------------------------------------------------
def the_bodies(office: Unit) -> list[Unit] | None:
    """The union, the film bureau and the association (R2, R27); None where one of the organisers is missing. The bureau
    is the organiser that supervises the association, by path; the union is the other."""
    organisers = list(Unit.objects.provincial(Unit.Kind.ORGANISER).filter(active=True))
    bureau = next((unit for unit in organisers if unit.supervises(office)), None)
    union = next((unit for unit in organisers if unit != bureau), None)
    return [union, bureau, office] if union and bureau else None


def ask_bodies(ctx: Context) -> None:
    bodies.ask(ctx.case, the_bodies(ctx.case.office), ctx.now)


def keep_opinion(ctx: Context) -> None:
    """As the envelope is opened: one row for each body in each turn of the round."""
    case = ctx.case
    before = case.opinions.filter(round=case.review_round, body=ctx.unit).count()
    Opinion.objects.create(
        case=case,
        body=ctx.unit,
        by=ctx.actor.person,
        round=case.review_round,
        turn=before + 1,
        word=ctx.details["word"],
        reasons=ctx.details["reasons"],
        seq=ctx.seq,
    )


# --- public notice ----------------------------------------------------------------------------------------------------
def keep_objection(ctx: Context) -> None:
    said = {name: ctx.details[name] for name in ("name", "contact", "reason")}
    row = Objection.objects.create(case=ctx.case, round=ctx.case.review_round, received_at=ctx.now, **said)
    ctx.start_ask("AnswerObjection", subject_id=row.pk)


def answer_objection(ctx: Context) -> None:
    """What stands sends the application back to the bodies, after this is in the record."""
    row = ctx.details["objection"]
    row.round, row.verdict, row.answer = ctx.case.review_round, ctx.details["verdict"], ctx.details["answer"]
    row.answered_at = ctx.now
    row.save(update_fields=["round", "verdict", "answer", "answered_at"])
    if row.verdict == Objection.Verdict.SUSTAINED:
        ctx.promise("review_again", case=ctx.case)


def ask_again(ctx: Context) -> None:
    """Objections that nobody had answered when the bodies reviewed again."""
    for row in ctx.case.objections.open().order_by("pk"):
        ctx.start_ask("AnswerObjection", subject_id=row.pk)


def standing(case: PlatformApplication) -> bool:
    """Whether an objection is open, or was found right in this round."""
    return case.objections.open().exists() or case.objections.sustained(case.review_round).exists()


# --- the right --------------------------------------------------------------------------------------------------------
def qualify(ctx: Context) -> None:
    """In force from today to the campaign's last day to redeem (R14), and on the public list at once (R29)."""
    case, today = ctx.case, timezone.localdate(ctx.now)
    until = max(case.campaign.redeem_until, today)
    Qualification.objects.create(
        unit=case.platform, campaign=case.campaign, since=today, until=until, deciding_case=case.number
    )
    publish(case)


def publish(case: PlatformApplication) -> None:
    """What the lists show of the platform, and whom to call, as the application says it now."""
    shown = {
        "manual": case.paper("manual"),
        "service_phone": case.service_phone,
        "extension_channel": case.extension_channel,
    }
    Platform.objects.update_or_create(unit=case.platform, defaults=shown)
    levels = UnitContact.objects.filter(unit=case.platform).exclude(level="")
    levels.delete()
    contacts = [UnitContact(unit=case.platform, level=level, **said) for level, said in case.contacts.items()]
    UnitContact.objects.bulk_create(contacts)


def end_right(ctx: Context) -> None:
    """Its last day is today; vouchers that were sold can be redeemed as before."""
    today = timezone.localdate(ctx.now)
    rights = Qualification.objects.filter(deciding_case=ctx.case.number)
    rights.filter(until__gt=today).update(until=today)


def is_over(case: PlatformApplication, now: dt.datetime) -> bool:
    return case.campaign.redeem_until < timezone.localdate(now)


# --- the clock --------------------------------------------------------------------------------------------------------
def expire_all(now: dt.datetime) -> int:
    """Applications whose campaign's last day to redeem is over. How many."""
    return sum(_expire(pk, now) for pk in list(_over(now).values_list("pk", flat=True)))


def _over(now: dt.datetime) -> QuerySet[Any]:
    cases = PlatformApplication.objects.filter(state=QUALIFIED)
    return cases.filter(campaign__redeem_until__lt=timezone.localdate(now)).order_by("pk")


def _expire(pk: int, now: dt.datetime) -> bool:
    """False where somebody works on the case, which comes next time, or another sweep was here first."""
    try:
        door.perform(pk, "expire", by=CLOCK_ACTOR, key=f"expired:{pk}", at=now, skip_locked=True)
    except (Busy, Refused):
        return False
    return True
