"""The canary for a member's request: who asks, and why, is heard at no other desk; after its time, nowhere (P51)."""

from __future__ import annotations

import io
import zipfile

import pytest
import time_machine
from django.test import Client

from casework.engine.actors import Actor
from casework.engine.models import Case
from casework.engine.record import verify
from casework.engine.tick import tick
from notifications import hooks
from notifications.models import Notification
from notifications.outside import letter
from tests.engine.world import at
from tests.parties.factories import make_membership
from tests.test_erased import tables

from .asking import Member, make_asking_world

pytestmark = pytest.mark.django_db
CANARIES = {"name": "金丝雀甲", "phone": "13912347731", "email": "kanari@example.com", "why": "金丝雀乙住院"}
SECRETS = (*CANARIES.values(), "139****7731", "kanari", "金丝雀")


@pytest.fixture
def request_():
    with time_machine.travel("2026-10-12 17:00+08:00", tick=False):
        world = make_asking_world()
        request = Member(world, **CANARIES)
        request.do("confirm_vouchers", "platform_clerk", which="used")
        request.do("claim", "handler")
        request.do("decide_vouchers", "handler", which="used", explanation="平台显示已核销。")
        yield request


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.person)
    return client


def heard(body: bytes) -> list[str]:
    if body.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(book.read(name) for name in book.namelist())
    return [word for word in SECRETS if word.encode() in body]


def test_neither_the_platform_nor_anybody_else_hears_who_asked_or_why(request_):
    world, number = request_.world, request_.case.number
    colleague = make_membership(unit=world.platform.unit, role="handler").user
    case = [f"/desk/ours/{number}/{part}" for part in ("", "live/", "sheet/")]
    pages = ["/desk/party/", "/desk/party/?group=ended", "/desk/ours/webhook/", "/notifications/since/0", *case]
    pages += ["/", "/platforms/", "/extend/", f"/extend/{number}/", f"/track/case/{number}/"]
    for actor in (Actor.user(colleague), world.union_clerk, world.cinema_clerk):
        client = signed_in(actor)
        bodies = {url: client.get(url) for url in pages}
        found = {url: words for url, response in bodies.items() if (words := heard(b"".join(response)))}
        assert found == {}
    assert number.encode() in b"".join(signed_in(Actor.user(colleague)).get(case[0])), "else the silence says nothing"
    rows = Notification.objects.filter(case_no=number).exclude(address=request_.seat.address)
    letters = [letter(row, request_.now) for row in rows if row.address != f"unit:{world.platform.unit.pk}"]
    assert letters
    assert not [found for found in letters if any(word in str(found) for word in SECRETS)]
    assert hooks.latest(world.platform.unit, 1) == []


def test_a_look_at_the_contact_is_recorded_and_no_page_of_the_desk_shows_it_unasked(request_):
    client, url = signed_in(request_.world.handler), f"/desk/cases/{request_.case.number}/"
    page = client.get(url).content
    assert CANARIES["why"].encode() in page
    assert not [word for word in heard(page) if word in (CANARIES["name"], CANARIES["phone"], CANARIES["email"])]
    assert CANARIES["name"].encode() in client.post(f"{url}contact/").content
    assert request_.case.events.filter(name="look").count() == 1


def test_after_three_years_no_table_knows_them_and_the_record_still_verifies(request_):
    assert any(heard(body) for body in tables().values())
    for moment in ("2027-11-20 09:00", "2029-11-20 09:00"):
        Case.objects.filter(forget_at__isnull=False).update(forget_at=at(moment))
        tick(at(moment))
    assert {name: words for name, body in tables().items() if (words := heard(body))} == {}
    assert verify(Case.objects.all()) == []
    assert request_.case.vouchers.get().number == "HN20260001"
