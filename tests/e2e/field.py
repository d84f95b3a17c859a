"""Called in the other process of a story (`elsewhere`): two inspectors of a county union, and inspections for them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.attachments.store import store, sweep_unbound
from casework.engine.calendar import Calendar
from casework.engine.models import Attachment, Case, Event
from casework.parties.models import Cinema, Unit, User
from inspections.models import ChecklistVersion, Inspection, Item, Photo, Report
from inspections.phone import data
from tests.e2e.pictures import photo
from tests.inspections.factories import item, make_published, said
from tests.parties.factories import make_membership, make_unit

UNION, CINEMA, HANDLER = "示例区总工会", "示例影城（天元店）", "lin"
LEAD, FIRST, SECOND, THIRD = "field-lead", "field-chen", "field-he", "field-deng"
PEOPLE = {LEAD: ("谭示范", "lead"), FIRST: ("陈小范", "inspector"), SECOND: ("何小例", "inspector")}
PEOPLE |= {THIRD: ("邓小样", "inspector")}


def field_people() -> None:
    """The union with its people, once in an installation."""
    if Unit.objects.filter(name=UNION).exists():
        return
    unit = make_unit(Unit.Kind.UNION, name=UNION, division="430211")
    for username, (name, role) in PEOPLE.items():
        user = User.objects.create_user(username=username, name=name, password="xiang-guan-ying")
        make_membership(user=user, unit=unit, role=role)
    make_published(
        item("posted", violation_on="no", photo=Item.Photo.ON_VIOLATION, rule="R31", words="现场有公示"),
        item("lowest", Item.Kind.MONEY, needed=Item.Needed.NO),
        item("paid", Item.Kind.MONEY, more_than="lowest", rule="R33", photo=Item.Photo.ON_VIOLATION),
        item("front", Item.Kind.PHOTO),
        item("said", Item.Kind.TEXT, needed=Item.Needed.OR_REASON),
    )


def inspection(checklist: str = "") -> str:
    """An inspection for FIRST and SECOND, of today; its number. By the stories' own checklist, or a shipped one."""
    field_people()
    unit, now = Unit.objects.get(name=UNION), timezone.localdate()
    cinema = Cinema.objects.get(unit__name=CINEMA)
    versions = ChecklistVersion.objects.published().filter(checklist__code__startswith=checklist or "list-")
    details = {
        "unit": cinema.unit_id,
        "field": unit.pk,
        "origin": "order",
        "nature": "agreed",
        "checklist": versions.order_by("-pk")[0].pk,
        "visit_by": _workday(now + dt.timedelta(days=10)).isoformat(),
        "because": "核对兑换规则的公示。",
    }
    case = door.open_case("inspection", by=_actor(HANDLER), key=uuid.uuid4().hex, **details).case
    _do(case, "take_on", LEAD)
    _do(case, "arrange", LEAD, inspectors=_ids(FIRST, SECOND), visit_on=now.isoformat())
    return case.number


def answered_inspection() -> str:
    """An inspection of today that found something: reported, its findings shown to the cinema and answered; its
    number."""
    number = inspection()
    case = Case.objects.get(number=number)
    _do(case, "start_visit", FIRST)
    _do(case, "report_visit", FIRST, **_report())
    _do(case, "show_findings", HANDLER, findings="两张有效票券被拒绝兑换（R38）。")
    _do(case, "answer_findings", "tianyuan1", answer="当晚系统故障。")
    return number


def _report() -> dict[str, Any]:
    """As the phone sends it, signed by name."""
    now, photos = timezone.now().isoformat(), [_photo(FIRST) for _shot in range(2)]
    by_name = [
        {"role": "inspector", "user": pk, "name": PEOPLE[username][0], "at": now}
        for username, pk in User.objects.filter(username__in=(FIRST, SECOND)).values_list("username", "pk")
    ]
    report = {
        "began_at": now,
        "answers": {
            "posted": said("no", "黄金场拒绝兑换两张有效票券。", photos[0]),
            "paid": said("42.00"),
            "front": said("", "", photos[1]),
            "said": said("值班经理在场。"),
        },
        "signatures": [*by_name, {"role": "party", "refused": "值班经理称需请示总部。"}],
    }
    return {"report": report, "attachments": photos}


def _photo(username: str) -> str:
    upload = SimpleUploadedFile("photo.jpg", photo("售票处"), "image/jpeg")
    return str(store(upload=upload, uploader=_actor(username).uploader).pk)


def of_a_plan() -> dict[str, str]:
    """What the form of a plan is told: the stories' own checklist, and its days."""
    field_people()
    version = ChecklistVersion.objects.published().filter(checklist__code__startswith="list-").latest("pk")
    today = timezone.localdate()
    last = _workday(today + dt.timedelta(days=10))
    return {"checklist": str(version.pk), "first_day": today.isoformat(), "last_day": last.isoformat()}


def inspections_of(plan: str) -> dict[str, str]:
    """The numbers of the inspections that a plan's draw has opened so far, by the name of the unit."""
    found = Inspection.objects.filter(of_plan__number=plan)
    return dict(found.values_list("unit__name", "number"))


def recall_inspection(number: str) -> None:
    _do(Case.objects.get(number=number), "recall", HANDLER, reason="影院已停业。")


def hand_inspection_over(number: str) -> None:
    details = {"inspectors": _ids(SECOND, THIRD), "visit_on": timezone.localdate().isoformat()}
    _do(Case.objects.get(number=number), "hand_over_task", LEAD, others_because="请假。", **details)


def reports(number: str) -> list[dict[str, Any]]:
    """What the server has of each report, the oldest first."""
    found = Report.objects.filter(case__number=number).order_by("pk")
    return [
        {
            "kind": report.kind,
            "overtaken": report.overtaken,
            "answered": report.answered,
            "violations": report.violations,
            "photos": report.photos.count(),
            "signed": [one.attachment_id is not None or one.name or one.refused for one in report.signatures.all()],
            "by": report.by.username,
            "place": report.place,
        }
        for report in found
    ]


def seals(number: str) -> list[str]:
    """SHA-256 of every sealed original of the case."""
    return sorted(Attachment.objects.filter(case__number=number).values_list("sha256", flat=True))


def times_of(number: str, act: str) -> int:
    return Event.objects.filter(case__number=number, name=act).count()


def _ids(*usernames: str) -> list[int]:
    return list(User.objects.filter(username__in=usernames).values_list("pk", flat=True))


def _actor(username: str) -> Actor:
    return Actor.user(User.objects.get(username=username))


def _do(case: Case, act: str, who: str, **details: Any) -> None:
    seen = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    door.perform(case.pk, act, by=_actor(who), key=uuid.uuid4().hex, seen=seen, **details)


def _workday(day: dt.date) -> dt.date:
    days = [day - dt.timedelta(days=back) for back in range(10)]
    calendar = Calendar.load(days[-1], days[0])
    return next(one for one in days if calendar.is_workday(one))


def visit_address(number: str) -> str:
    """The path that the inspectors' code leads to."""
    return "/" + data.visit_address(Inspection.objects.get(number=number)).split("/", 3)[3]


def taken(number: str) -> list[str]:
    """When the photos of the reports were taken, the earliest first."""
    moments = Photo.objects.filter(report__case__number=number).order_by("taken_at").values_list("taken_at", flat=True)
    return [timezone.localtime(moment).isoformat() for moment in moments]


def unsent_files_are_swept() -> int:
    """As the clock does three days from now: what was stored and never sent is gone."""
    return sweep_unbound(timezone.now() + dt.timedelta(days=3))
