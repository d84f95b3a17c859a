"""What the acts of a decision write: its sources and measures, what the party says, the bodies' words, the effects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.engine import bodies, door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.budgets import months_after
from casework.engine.errors import Busy, Refused
from casework.engine.models import Case, CaseParty
from casework.engine.organisers import association

from ..models import Decision, Defence, Measure, Source, Vote
from ..speaking import place_of, the_bodies, whose_word
from ..tariff import LOOKS_BACK
from . import papers
from .deciding import IN_FORCE
from .fund_rows import telling_the_fund
from .guards import review_is_open_until
from .measures import DECIDES, WITH_A_TERM, bodies_for, kinds_of, settle_rights
from .states import PARTY

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.engine.acts import Context
    from casework.parties.models import Unit

BATCH = 100
SET_OUT = ("facts", "circumstances", "severity", "departure")


# --- the draft --------------------------------------------------------------------------------------------------------
def fill_in(case: Decision, ctx: Context) -> None:
    case.office = association()
    for name in ("campaign", "unit", "violation", "happened_on", "showing", "facts"):
        setattr(case, name, ctx.details[name])
    case.topic = case.violation


def begin(ctx: Context) -> None:
    """The party is named, and knows nothing before it is notified."""
    case = ctx.case
    case.add_parties([CaseParty(case=case, unit=case.unit, role=PARTY)])
    if ctx.details["source"]:
        Source.objects.create(case=case, number=ctx.details["source"])


def add_source(ctx: Context) -> None:
    Source.objects.get_or_create(case=ctx.case, number=ctx.details["source"])


def decided_about(unit: Unit | int, violation: str, happened_on: dt.date | str, showing: str = "") -> Decision | None:
    """The one decision about this act; None where there is none, or where nothing was decided about it."""
    same = {"unit": unit, "violation": violation, "happened_on": happened_on, "showing": showing}
    return Decision.objects.filter(live=True, **same).first()


def there_already(details: Mapping[str, Any]) -> tuple[int, str, dict[str, Any]] | None:
    """Of two cases in which the same act was found, the later one's number is added to the decision about it."""
    found = decided_about(details["unit"], details["violation"], details["happened_on"])
    return (found.pk, "add_source", {"source": details["source"]}) if found else None


def sources_of(case: Decision) -> QuerySet[Case]:
    """The cases in which it was found."""
    return Case.objects.filter(number__in=case.sources.values("number"))


def earlier_decisions(unit: Unit, day: dt.date, without: int | None = None) -> int:
    """Decisions against the unit within two years before the day, of whatever campaign."""
    found = Decision.objects.filter(unit=unit, live=True, decided_on__gte=day - LOOKS_BACK, decided_on__lte=day)
    return found.exclude(pk=without).count()


def set_out(case: Decision, ctx: Context) -> None:
    for name in SET_OUT:
        setattr(case, name, ctx.details[name])
    case.earlier = earlier_decisions(case.unit, timezone.localdate(ctx.now), case.pk)


def propose(ctx: Context) -> None:
    """The measures that are intended now, and no others."""
    said, case = ctx.details, ctx.case
    case.measures.all().delete()
    rows = [
        Measure(
            case=case,
            kind=kind,
            months=said["months"] if kind in WITH_A_TERM else None,
            later=said["later"] and kind == Measure.Kind.DISQUALIFY,
            words=said["to_do"] if kind == Measure.Kind.RECTIFY else "",
            due=said["due"] if kind == Measure.Kind.RECTIFY else None,
        )
        for kind in said["measures"]
    ]
    Measure.objects.bulk_create(rows)
    case.__dict__.pop("measure_list", None)
    ctx.facts |= {"severity": case.severity, "earlier": case.earlier, "measures": list(said["measures"])}


def told_of(case: Decision) -> tuple[set[str], int, bool]:
    """Of what the party was told last, whatever was drafted since: kinds of measures, the months of those with a term
    (0: none had one), and whether later campaigns were meant as well."""
    drafted: Mapping[str, Any] = {}
    told = drafted
    for event in case.history:
        if event["name"] == "submit_decision":
            drafted = event["facts"]
        elif event["name"] == "clear_decision":
            told = drafted
    return set(told.get("measures", ())), told.get("months") or 0, bool(told.get("later"))


# --- the party is heard -----------------------------------------------------------------------------------------------
def notify(ctx: Context) -> None:
    ctx.case.involve([ctx.case.unit], ctx.now)
    ctx.start_ask("ServeNotice")
    papers.notice(ctx.case, ctx.now)


def hear(ctx: Context) -> None:
    said = {"round": ctx.case.round, "seq": ctx.seq, "words": ctx.details["account"], "said_at": ctx.now}
    Defence.objects.create(case=ctx.case, **said)


def call(ctx: Context) -> None:
    """The party is told when and where it is heard, and who presides."""
    case = ctx.case
    presider = ctx.actor.person.get_full_name() or ctx.actor.person.get_username()
    papers.hearing_notice(case, case.hearing_at, case.hearing_place, presider, ctx.now)


def answer(ctx: Context) -> None:
    row = ctx.details["defence"]
    row.answer = ctx.details["answer"]
    row.save(update_fields=["answer"])


# --- deliberation -----------------------------------------------------------------------------------------------------
def ask_bodies(ctx: Context) -> None:
    """Those that decide on what is intended."""
    named = the_bodies()
    needed = bodies_for(one.kind for one in ctx.case.at_issue)
    bodies.ask(ctx.case, [named[body] for body in needed], ctx.now)


def keep_vote(ctx: Context) -> None:
    said = {name: ctx.details[name] for name in ("word", "reasons")}
    whose = whose_word(ctx)
    theirs = kinds_of(place_of(whose["body"]), ctx.details["agreed"])
    keep(ctx, agreed=theirs if said["word"] == Vote.Word.DECIDE else [], **whose, **said)


def keep(ctx: Context, **said: Any) -> None:
    Vote.objects.create(case=ctx.case, by=ctx.actor.person, round=ctx.case.round, at=ctx.now, **said)
    ctx.case.__dict__.pop("votes_now", None)


def agreed_kinds(case: Decision) -> list[str]:
    """The measures that every body that decides them agreed to in this round; silence agrees to nothing."""
    named = the_bodies()
    yes = {vote.body_id: set(vote.agreed) for vote in case.votes_now}
    return [
        one.kind
        for one in case.measure_list
        if all(one.kind in yes.get(named[body].pk, ()) for body in DECIDES[one.kind])
    ]


def decide(ctx: Context) -> None:
    stands = agreed_kinds(ctx.case)
    for one in ctx.case.measure_list:
        one.agreed = one.kind in stands
        one.save(update_fields=["agreed"])
    ctx.facts["decided"] = stands
    papers.decision(ctx.case, ctx.now)


# --- in force ---------------------------------------------------------------------------------------------------------
def last_day(starts: dt.date, months: int) -> dt.date:
    """Of a term of so many months: the day before the same date."""
    return months_after(starts, months) - dt.timedelta(days=1)


def take_effect(ctx: Context) -> None:
    """From today; a term of so many months ends the day before the same date. What asks for nothing is done with."""
    today = timezone.localdate(ctx.now)
    with telling_the_fund(ctx):
        for one in ctx.case.measure_list:
            if one.agreed:
                _begin(one, today, ctx.now)
    settle_rights(ctx.case.unit, today)


def _begin(one: Measure, today: dt.date, now: dt.datetime) -> None:
    one.starts = today
    if one.months:
        one.ends = last_day(today, one.months)
    elif one.due is None:
        one.performed_at = now
    one.save(update_fields=["starts", "ends", "performed_at"])


def perform(ctx: Context) -> None:
    for one in ctx.case.measure_list:
        if one.due and one.agreed and not one.performed_at:
            one.performed_at = ctx.now
            one.save(update_fields=["performed_at"])


def may_end(case: Decision, now: dt.datetime) -> bool:
    """Every term over or performed, and the days to ask for a review too."""
    day = timezone.localdate(now)
    return review_is_open_until(case) <= now and all(one.is_over(day) for one in case.measure_list)


def end_all(now: dt.datetime) -> int:
    """Decisions in force of which nothing is left. How many."""
    running = Measure.objects.filter(agreed=True, revoked_at=None, performed_at=None, ended_on=None)
    running = running.filter(ends__gte=timezone.localdate(now)) | running.filter(ends=None)
    over = Decision.objects.filter(state=IN_FORCE).exclude(pk__in=running.values("case")).select_related("campaign")
    # Those in force for the longest first: whoever may still ask for a review does not stand in their way.
    return sum(_end(case, now) for case in over.order_by("in_force_at")[:BATCH] if may_end(case, now))


def _end(case: Decision, now: dt.datetime) -> bool:
    """False where somebody works on the case, which comes next time, or another sweep was here first."""
    details: dict[str, Any] = {"by": CLOCK_ACTOR, "key": f"ended:{case.pk}:{case.last_seq}", "at": now}
    try:
        door.perform(case.pk, "end_decision", skip_locked=True, **details)
    except (Busy, Refused):
        return False
    return True
