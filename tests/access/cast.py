"""Everybody who might knock, each with a browser of their own, and the two cases they knock for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from casework.engine.actors import Actor
from casework.engine.attachments import redact
from casework.engine.attachments.store import store
from casework.engine.filed import FILED_KEY
from casework.engine.models import Attachment, AttachmentGrant, Event, Recusal, WorkTask
from casework.parties.models import Unit
from complaints.models import Complaint
from notifications.models import Delivery, Notification
from tests import films
from tests.engine.attachments.factories import jpeg
from tests.engine.world import Line, make_world
from tests.parties.factories import make_cinema, make_membership, make_unit, make_user
from tests.portal.browsers import opened

PHRASE = "售票员说今天人多"

# Roles, and what they have in common.
NO_ACCOUNT = ("nobody", "complainant", "other_complainant", "deactivated")
OFFICE = ("handler", "colleague", "lead")
# Who wears two hats leads another office and works in the cinema: at either desk only what is that desk's.
OTHER_DESKS = ("other_lead", "recused", "two_hats")
DESK = (*OFFICE, *OTHER_DESKS, "auditor")
INVOLVED = ("cinema", "platform", "two_hats")
NOT_INVOLVED = ("cinema_not_asked", "other_cinema")
PARTIES = (*INVOLVED, *NOT_INVOLVED)
ELSEWHERE = ("union", "union_auditor", "administrator", "without_work")
EVERYBODY = tuple(dict.fromkeys((*NO_ACCOUNT, *DESK, *PARTIES, *ELSEWHERE)))
# Those to whom the case does not exist. (`cinema_not_asked` is complained of in its case, and not told yet.)
STRANGERS = tuple(r for r in EVERYBODY if r not in ("complainant", *OFFICE, "auditor", *INVOLVED))


@dataclass
class Cast:
    """`case` is under investigation, its cinema and its platform asked; `unclaimed` was filed against other ones.

    `actors` are those of the door; `browsers` those of HTTP.
    """

    world: SimpleNamespace
    line: Line
    unclaimed: Line
    actors: dict[str, Actor]
    browsers: dict[str, Client]
    files: dict[str, str]

    @property
    def case(self) -> Complaint:
        return self.line.case

    def target(self, role: str) -> Complaint:
        """The case that this role asks for."""
        return self.unclaimed.case if role == "cinema_not_asked" else self.case

    def task(self) -> WorkTask:
        """What the cinema is asked."""
        return WorkTask.objects.get(process__case=self.line.pk, unit=self.world.cinema.unit, finished__isnull=True)

    def grant(self, *, given: bool) -> AttachmentGrant:
        return AttachmentGrant.objects.get(event_seq__isnull=not given, attachment=self.files["photo"])

    def delivery(self) -> Delivery:
        """A mail to the complainant that arrived."""
        return Delivery.objects.get(case_no=self.case.number)

    def message_seq(self) -> int:
        return Event.objects.get(case=self.line.pk, name="message", actor_role="respondent").seq


@contextmanager
def undone(browser: Client | None = None) -> Iterator[None]:
    """Whatever happens within has not happened: every role finds the same world."""
    cookies = SimpleCookie({name: morsel.value for name, morsel in browser.cookies.items()}) if browser else None
    block = transaction.atomic()
    block._from_testcase = True  # as the test case's own: the door's transactions may not be nested in any other
    with block:
        yield
        transaction.set_rollback(True)
    if browser:
        browser.cookies = cookies


def make_cast() -> Cast:
    world = make_world()
    actors = people(world)
    line, files = with_files(world)
    world.cinema_not_asked = make_cinema(name="未被询问影城")
    actors["cinema_not_asked"] = _person(("handler", world.cinema_not_asked.unit))
    unclaimed = Line(world, start="2026-09-28 21:00", cinema=world.cinema_not_asked.pk, platform="")
    for case in (line, unclaimed):
        Recusal.objects.create(case_id=case.pk, user=actors["recused"].person, since=case.now)
    actors["complainant"], actors["other_complainant"] = line.complainant, unclaimed.complainant
    cast = Cast(world, line, unclaimed, actors, {}, files)
    cast.browsers = {role: _browser(cast, role) for role in EVERYBODY}
    _deactivate(actors["deactivated"])
    return cast


def people(world: SimpleNamespace) -> dict[str, Actor]:
    """Actors by role. Whoever handles it, leads, or is asked, is the world's own person."""
    city = make_unit(Unit.Kind.ASSOCIATION, name="示例市电影协会", division="430200")
    union = make_unit(Unit.Kind.UNION, name="示例市总工会", division="430200")
    other_cinema = make_cinema(name="别家影城")
    return {
        "nobody": Actor.filer(),
        "handler": world.handler,
        "colleague": world.colleague,
        "lead": world.lead,
        "cinema": world.cinema_clerk,
        "platform": world.platform_clerk,
        "other_lead": _person(("lead", city), ("handler", city)),
        "two_hats": _person(("lead", city), ("handler", city), ("handler", world.cinema.unit)),
        "recused": _person(("lead", world.association), ("handler", world.association)),
        "auditor": _person(("auditor", world.association)),
        "other_cinema": _person(("handler", other_cinema.unit), ("lead", other_cinema.unit)),
        "union": _person(("lead", union), ("handler", union)),
        "union_auditor": _person(("auditor", union), ("handler", union)),
        "without_work": _person(("administrator", world.association), ("inspector", world.association)),
        "administrator": Actor.user(make_user("管理员", is_staff=True, is_superuser=True)),
        "deactivated": _person(("handler", world.association)),
    }


def _person(*memberships: tuple[str, Unit]) -> Actor:
    user = make_user()
    for role, unit in memberships:
        make_membership(user=user, unit=unit, role=role)
    return Actor.user(user)


def _deactivate(actor: Actor) -> None:
    actor.person.is_active = False
    actor.person.save(update_fields=["is_active"])


def _file(uploader: str, *, sensitive: bool = False, content: bytes = b"") -> str:
    upload = SimpleUploadedFile("照片.jpg", content or jpeg((80, 60)))
    return str(store(upload=upload, uploader=uploader, sensitive=sensitive).pk)


def with_files(world: SimpleNamespace) -> tuple[Line, dict[str, str]]:
    """A case where answers are awaited; the files that came on the way, by whose they are."""
    line = Line(world, attachments=[_file("anyone")])
    line.do("claim", "handler")
    line.do("accept", "handler")
    photo = Attachment.objects.get(case=line.pk)
    for unit in (world.cinema.unit, world.platform.unit):
        redact.prepare(attachment=photo, unit=unit, boxes=[redact.Box.whole(1)], by=world.handler.address)
    given = AttachmentGrant.objects.get(unit=world.cinema.unit)
    line.do("request_answers", "handler", cinema="请说明当晚的情况。", platform="请提供日志。", files_cinema=[given.pk])
    line.do("message", "cinema_clerk", message="我们正在了解。")
    papers = _file(line.complainant.uploader, sensitive=True)
    line.do("evidence", line.complainant, attachments=[papers], caption="证件")
    film = _file(line.complainant.uploader, content=films.film())
    line.do("message", line.complainant, message="还有一段视频。", attachments=[film])
    files = {
        "photo": str(photo.pk),
        "papers": papers,
        "film": film,
        "cinema's": _file(world.cinema_clerk.uploader),
        "ours": _file(world.handler.uploader),
    }
    line.do("evidence", "cinema_clerk", attachments=[files["cinema's"]])
    line.do("evidence", "handler", attachments=[files["ours"]])
    _write_to(line)
    return line, {**files, "unsent": _file(world.handler.uploader)}


def _write_to(line: Line) -> None:
    """One mail to the complainant, which arrived."""
    told = Notification.objects.loud().filter(address=line.complainant.address).first()
    Delivery.objects.create(
        notification=told,
        way="email",
        address=told.address,
        case_no=told.case_no,
        created_at=line.now,
        state=Delivery.State.SENT,
        ended_at=line.now,
    )


def _browser(cast: Cast, role: str) -> Client:
    """Complainants typed number and code, in the browser that filed; everybody else signed in."""
    if role == "nobody":
        return Client()
    if role in ("complainant", "other_complainant"):
        case = (cast.line if role == "complainant" else cast.unclaimed).case
        client = opened(case)
        session = client.session
        session[FILED_KEY] = {"key": case.pk}
        session.save()
        return client
    client = Client()
    client.force_login(cast.actors[role].person)
    return client


def said(case: Complaint, **details: Any) -> dict[str, Any]:
    """A form of an act as its page would send it now."""
    return {"key": "key-of-the-form", "seen": case.version, "read_to": case.last_seq, **details}
