"""What the acts of an inspection write."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from blacklist.services import propose
from casework.engine.acts import INSPECTOR
from casework.engine.attachments import caption
from casework.engine.budgets import Budget, last_day
from casework.engine.models import CaseParty

from ..models import Answer, DrawnInspector, Inspection, Photo, Report, Signature

if TYPE_CHECKING:
    from casework.engine.acts import Context

INSPECTED = "inspected"
A_DAY = dt.timedelta(days=1)
# So many days of rest in a row are no holiday.
WEEKEND = 2


def fill_in(case: Inspection, ctx: Context) -> None:
    said = ctx.details
    case.office, case.handler, case.campaign = said["office"], said.get("handler"), said["campaign"]
    case.unit, case.origin = said["unit"], said["origin"]
    case.of_plan, case.draw_number = said.get("plan"), said.get("draw")
    case.nature, case.checklist, case.visit_by = said["nature"], said["checklist"], said["visit_by"]
    case.topic = case.nature
    case.publishes = case.of_plan.publishes if case.of_plan else said["publishes"]


def write_opening(ctx: Context) -> None:
    """Who is inspected, who inspects, and whom the draw named. The inspected unit learns of it when they come."""
    case, field = ctx.case, ctx.details["field"]
    case.add_parties([CaseParty(case=case, unit=case.unit, role=INSPECTED)])
    case.give_out(field, ctx.now)
    _note_rest_days(ctx)
    drawn = ctx.details.get("inspectors") or ()
    DrawnInspector.objects.bulk_create(DrawnInspector(case=case, user=user, unit=field) for user in drawn)


def give_out(ctx: Context) -> None:
    ctx.case.give_out(ctx.details["field"], ctx.now)
    _note_rest_days(ctx)


def _note_rest_days(ctx: Context) -> None:
    """On the eve of a holiday the notice says so: how many days of rest begin tomorrow, and by when to acknowledge."""
    calendar, day, rest = ctx.board.calendar, timezone.localdate(ctx.now) + A_DAY, 0
    while not calendar.is_workday(day):
        day, rest = day + A_DAY, rest + 1
    if rest > WEEKEND:
        until = last_day(ctx.due(Budget(ctx.case.campaign.acknowledge_days, "workdays")))
        ctx.facts |= {"rest_days": rest, "acknowledge_by": until.isoformat()}


def name_inspectors(ctx: Context) -> None:
    from .forms import inspectors_for

    units = inspectors_for(ctx.case)
    people = {user: units[user.pk] for user in ctx.details["inspectors"]}
    ctx.case.name_people(people, INSPECTOR, ctx.now)
    ctx.facts["units"] = [unit.pk for unit in people.values()]


def involve_the_inspected(ctx: Context) -> None:
    ctx.case.involve([ctx.case.unit], ctx.now)
    if ctx.details["began_at"]:
        ctx.facts["began_at"] = ctx.details["began_at"].isoformat()


# --- reports ----------------------------------------------------------------------------------------------------------
def write_report(ctx: Context) -> None:
    """The report and everything in it, in four statements at most; of what was said the record holds an HMAC."""
    said, read = ctx.details["report"], ctx.details["read"]
    key = secrets.token_hex(32)
    report = Report.objects.create(
        case=ctx.case,
        seq=ctx.seq,
        kind=ctx.details.get("kind") or Report.Kind.INSPECTED,
        by=ctx.actor.person,
        began_at=said["began_at"],
        ended_at=said["ended_at"],
        received_at=ctx.now,
        overtaken=ctx.act.name == "keep_report",
        account=said["account"],
        party_words=said["party_words"],
        place=said["place"],
        answered=read.answered,
        violations=len(read.violations),
        digest=digest_of(ctx.details["as_sent"], key),
        key=key,
    )
    _write_answers(report, ctx.details)
    _write_photos(report, ctx.details)
    ctx.case.__dict__.pop("report_list", None)
    ctx.facts |= {
        "report": report.pk,
        "answered": report.answered,
        "violations": report.violations,
        "began_at": report.began_at.isoformat(),
        "digest": report.digest,
    }


def _write_answers(report: Report, details: Mapping[str, Any]) -> None:
    answers = [
        Answer(
            case_id=report.case_id,
            report=report,
            item=row.item,
            value=row.value,
            number=row.amount,
            note=row.note,
            violation=row.violation,
        )
        for row in details["read"].rows
    ]
    Answer.objects.bulk_create(answers)
    Signature.objects.bulk_create(
        Signature(
            case_id=report.case_id,
            report=report,
            role=one.role,
            user_id=one.user if one.user in {person.user_id for person in report.case.person_list} else None,
            name=one.name,
            attachment_id=one.file or None,
            refused=one.refused,
            at=one.at,
        )
        for one in details["signed"]
    )


def _write_photos(report: Report, details: Mapping[str, Any]) -> None:
    """Which question each photo answers, if one, and when it was taken; both stand under it from now on."""
    taken = details["report"]["taken_at"]
    shows = dict.fromkeys(photo for photo in taken if photo in details["files"])
    shows |= {photo: row.item for row in details["read"].rows for photo in row.photos if photo in details["files"]}
    Photo.objects.bulk_create(
        Photo(report=report, attachment_id=photo, item=item, taken_at=taken.get(photo)) for photo, item in shows.items()
    )
    caption.write({photo: caption_of(report.case, taken.get(photo)) for photo in shows})


def caption_of(case: Inspection, at: dt.datetime | None) -> str:
    moment = timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
    return caption.SEPARATOR.join(filter(None, (case.number, moment, case.unit.name)))


def digest_of(said: Any, key: str) -> str:
    """An HMAC-SHA-256 of the report as it was sent: JSON, keys sorted, no spaces."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


# --- afterwards -------------------------------------------------------------------------------------------------------
def end(ctx: Context) -> None:
    """The inspected unit may read its result, also where nobody could get in. What is to be public has its day."""
    ctx.case.involve([ctx.case.unit], ctx.now)
    if ctx.case.publishes:
        ctx.start_ask("Publishing")


def end_with_penalty(ctx: Context) -> None:
    """About what was found on the day of the visit."""
    end(ctx)
    case, said = ctx.case, ctx.details
    day = min(timezone.localdate(case.visited_at), timezone.localdate(ctx.now))
    propose(ctx, unit=case.unit, violation=said["violation"], happened_on=day, facts=said["facts"])


def give_more_time(ctx: Context) -> None:
    clock = ctx.board.live("rectification")
    ctx.board.extend(clock, ctx.details["days"])


def write_recheck(ctx: Context) -> None:
    """What came of looking again, as a report of its own."""
    Report.objects.create(
        case=ctx.case,
        seq=ctx.seq,
        kind=Report.Kind.RECHECK,
        by=ctx.actor.person,
        began_at=ctx.now,
        ended_at=ctx.now,
        received_at=ctx.now,
        digest="",
    )
    ctx.case.__dict__.pop("report_list", None)


def end_rechecked(ctx: Context) -> None:
    write_recheck(ctx)
    end(ctx)
