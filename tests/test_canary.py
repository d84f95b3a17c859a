"""The canary again (DESIGN §4; P19, P51, P52), for the complainant's side, the public's, and those of other offices.

Every address of the whole system is asked for with everything that the case has, at every age of the case.
"""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from casework.engine.models import Event
from casework.parties.models import Unit
from tests.access.cage import ALWAYS, BEFORE, Cage
from tests.access.walker import fetch_all, sung
from tests.parties.factories import make_cinema, make_membership, make_unit, make_user
from tests.portal.browsers import opened

pytestmark = pytest.mark.django_db

# Written by the office for the office; and files of the other side, which are shown to the office alone.
INTERNAL = {
    where: ALWAYS[where]
    for where in (
        "note",
        "hand-over",
        "put back",
        "returned",
        "remark",
        "first proposal",
        "office draft",
        "their draft",
    )
} | {where: BEFORE[where] for where in ("their file name", "the platform's no")}
# What the complainant wrote themselves, and what was written to them.
TO_READ = ("story", "wish", "message", "reply", "accept remark")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-10-12 17:00+08:00", tick=False):
        yield


@pytest.fixture
def cage() -> Cage:
    return Cage()


def signed_in(unit: Unit | None, *roles: str, **fields) -> Client:
    user = make_user("路过的人", **fields)
    for role in roles:
        make_membership(user=user, unit=unit, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("decided", [False, True])
def test_the_complainant_reads_their_own_side_and_nothing_that_the_office_wrote_for_itself(cage, decided):
    if decided:
        cage.decide()
    found = fetch_all(opened(cage.line.case), cage.addresses())
    page = found[f"/track/case/{cage.line.case.number}/"].decode()
    assert [where for where in TO_READ if ALWAYS[where] not in page] == [], "else the silence says nothing"
    assert any(url.startswith("/files/") for url in found), "their own photo was fetched"
    assert sung(found, INTERNAL) == []


def test_the_office_s_looks_are_no_line_of_the_complainants_record(cage):
    """P52: that a sealed thing was opened is for the office to account for; the complainant's page is not its log."""
    looks = set(
        Event.objects.filter(case=cage.line.pk, name__in=("look", "note", "put_back")).values_list("seq", flat=True)
    )
    assert len(looks) >= 3
    client = opened(cage.line.case)
    page = client.get(f"/track/case/{cage.line.case.number}/")
    assert {row.seq for row in page.context["page"].view.timeline} & looks == set()
    told = client.get("/notifications/since/0").status_code
    assert told == 401, "a seat's bell has a token of its own"


def test_the_complainants_files_come_back_without_what_a_camera_or_a_writer_hid_in_them(cage):
    """Copies only: no original by any address, and so neither EXIF nor text layer, even of one's own."""
    found = fetch_all(opened(cage.line.case), cage.addresses())
    files = {url: body for url, body in found.items() if url.startswith("/files/")}
    hidden = {where: ALWAYS[where] for where in ("exif", "text layer", "place", "file name")}
    assert any("/page/" in url for url in files)
    assert sung(files, hidden) == []


@pytest.mark.long
def test_nobody_else_hears_a_canary_anywhere(cage):
    """The public, another complainant, unions, other cinemas, other offices, an administrator of nothing."""
    cage.decide()
    city = make_unit(Unit.Kind.ASSOCIATION, name="示例市电影协会")
    union = make_unit(Unit.Kind.UNION, name="示例市总工会")
    outsiders = {
        "nobody": Client(),
        "a union": signed_in(union, "handler", "lead", "auditor"),
        "another cinema": signed_in(make_cinema().unit, "handler", "lead", "auditor"),
        "another office": signed_in(city, "handler", "lead"),
        "the office's administrator": signed_in(cage.world.association, "administrator", "inspector"),
        "somebody deactivated": signed_in(cage.world.association, "handler", is_active=False),
    }
    addresses = [url for url in dict.fromkeys(cage.addresses()) if "act=" not in url and "task=" not in url]
    for who, client in outsiders.items():
        found = fetch_all(client, addresses)
        assert sung(found, ALWAYS | BEFORE) == [], who
        assert not [url for url in found if url.startswith("/files/")], who
