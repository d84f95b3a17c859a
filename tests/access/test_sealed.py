"""Opinions under seal (issue 8 §1; R27): before the last is given, no page, list, export, count, search, bell or
administration shows anybody that any was, let alone what it says."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from casework.engine.actors import Actor
from casework.engine.models import Envelope, Event
from notifications import bells
from notifications.models import Notification
from tests.admissions.applying import Applying, make_applying_world
from tests.parties.factories import make_user

from .walker import addresses, fetch_all, patterns

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SAID = {"bureau_judge": ("refuses", "金丝雀甲一覆盖不足"), "union_judge": ("lacks", "金丝雀甲二发票缺附件")}
# The third body, which is the office itself; the platform; who administers all; the public.
READERS = ("lead", "applicant_clerk", "administrator", "nobody")
# What is another each time: the protection of forms, their one-time keys, the policy's nonce.
ANEW = re.compile(rb"[A-Za-z0-9]{64}|[0-9a-f]{32}|nonce[-=]\S+|csrftoken=\S+")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-03-02 17:00+08:00", tick=False):
        yield


@pytest.fixture
def application():
    world = make_applying_world()
    world.administrator = Actor.user(make_user("管理员", is_staff=True, is_superuser=True))
    return Applying(world).to_review()


def browser(application, name: str) -> Client:
    client = Client()
    if name != "nobody":
        client.force_login(getattr(application.world, name).person)
    return client


def asked(application) -> list[str]:
    """Every address of the desks, of parties, of the public and of the bell, with what the application has; searches
    for what was said; the administration's lists of cases and of their rows."""
    number = application.case.number
    values = {"number": [number], "name": ["give_opinion"], "act": ["give_opinion"], "kind": ["application"]}
    rooms = ("/desk/", "/notices", "/notifications/", "/track")
    others = ("intake", "/field/", "/party/")
    found = [url for url in addresses(values | {"last_id": [0]}) if url.startswith(rooms)]
    found = [url for url in found if not any(part in url for part in others)] + ["/desk/party/"]
    found += [f"/desk/{part}/?q={SAID['bureau_judge'][1]}&state=any" for part in ("all", "queue")]
    found += [f"/desk/{part}/?part=state" for part in ("all", "mine", "queue")]
    admin = (f"/{route}" for name, route, _pattern in patterns(admin=True) if name.startswith("admin:engine_"))
    found += [url for url in admin if "<" not in url and not url.endswith("/add/")]
    return [*found, f"/admin/engine/case/{application.pk}/change/"]


def seen(browsers: dict[str, Client], urls: dict[str, list[str]]) -> dict[tuple[str, str], bytes]:
    """What everybody gets from the addresses that answer them."""
    return {
        (name, url): ANEW.sub(b"", body)
        for name, client in browsers.items()
        for url, body in fetch_all(client, urls[name]).items()
    }


def test_two_opinions_are_given_and_nobody_else_could_know(
    application, monkeypatch, django_capture_on_commit_callbacks
):
    browsers = {name: browser(application, name) for name in READERS}
    urls = list(asked(application))
    for client in browsers.values():
        # The first look marks the rows of the bell as read.
        client.get(f"/desk/cases/{application.case.number}/")
        client.get(f"/desk/ours/{application.case.number}/")
    before = seen(browsers, dict.fromkeys(browsers, urls))
    rows = [list(model.objects.values()) for model in (Event, Notification)]
    rung = []
    monkeypatch.setattr(bells, "ring", lambda addresses: rung.extend(addresses))
    with django_capture_on_commit_callbacks(execute=True):
        for name, (word, reasons) in SAID.items():
            application.do("give_opinion", name, word=word, reasons=reasons)
    assert Envelope.objects.count() == 2
    assert rung == []
    after = seen(browsers, {name: [url for who, url in before if who == name] for name in browsers})
    assert [where for where in before if before[where] != after.get(where)] == []
    assert [list(model.objects.values()) for model in (Event, Notification)] == rows
    desks = [url for name, url in before if name == "lead"]
    for name, (_word, mine) in SAID.items():
        theirs = fetch_all(browser(application, name), desks)
        others = [text.encode() for _word, text in SAID.values() if text != mine]
        typed = {url for url in theirs if "q=" in url}
        assert any(mine.encode() in body for body in theirs.values()), "else the silence says nothing"
        assert not [url for url, body in theirs.items() if url not in typed and any(text in body for text in others)]
    assert any(application.case.number.encode() in body for (name, _url), body in after.items() if name == "lead")
