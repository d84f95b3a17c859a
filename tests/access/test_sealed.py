"""Opinions under seal (issue 8 §1; R27): before the last is given, no page, list, export, count, search, bell or
administration shows anybody that any was, let alone what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from casework.engine.actors import Actor
from casework.engine.models import Envelope, Event
from notifications import bells
from notifications.models import Notification
from tests.admissions.applying import Applying, make_applying_world
from tests.parties.factories import make_membership, make_user

from .walker import addresses, fetch_all, patterns

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SAID = {"bureau_judge": ("refuses", "金丝雀甲一覆盖不足"), "union_judge": ("lacks", "金丝雀甲二发票缺附件")}
# Everybody who has anything to do with it, and some who have not. Who gave one reads what they gave.
READERS = ("handler", "colleague", "lead", "auditor", "applicant_clerk", "platform_clerk", "administrator", "nobody")
# What is another each time: the protection of forms, their one-time keys, the policy's nonce.
ANEW = re.compile(rb"[A-Za-z0-9]{64}|[0-9a-f]{32}|nonce[-=]\S+|csrftoken=\S+")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-03-02 17:00+08:00", tick=False):
        yield


@pytest.fixture
def application():
    world = make_applying_world()
    auditor = make_membership(unit=world.association, role="auditor").user
    world.auditor = Actor.user(auditor)
    world.administrator = Actor.user(make_user("管理员", is_staff=True, is_superuser=True))
    return Applying(world).to_review()


def browser(application, name: str) -> Client:
    client = Client()
    if name != "nobody":
        client.force_login(getattr(application.world, name).person)
    return client


def asked(application) -> Iterator[str]:
    """Every address of the desks, of parties, of the public and of the bell, with what the application has; searches
    for what was said; the administration's pages of cases and their rows."""
    case = application.case
    acts = ["give_opinion", "note", "withdraw_application"]
    values = {"number": [case.number], "name": acts, "act": acts, "last_id": [0], "pk": [], "kind": ["application"]}
    words = [f"q={text}&state=any" for _word, text in SAID.values()]
    for url in addresses(values, [*words, "part=state", "part=list"], ["act=give_opinion"]):
        if url.startswith(("/desk/", "/notices", "/notifications/", "/platforms", "/track")) and "intake" not in url:
            yield url
    for name, route, _pattern in patterns(admin=True):
        if name.startswith("admin:engine_") and "<" not in route:
            yield f"/{route}"
    yield f"/admin/engine/case/{case.pk}/change/"


def seen(application, browsers: dict[str, Client], urls: list[str]) -> dict[tuple[str, str], bytes]:
    found = {}
    for name, client in browsers.items():
        for url, body in fetch_all(client, urls).items():
            found[name, url] = ANEW.sub(b"", body)
    return found


def test_two_opinions_are_given_and_nobody_else_could_know(
    application, monkeypatch, django_capture_on_commit_callbacks
):
    browsers = {name: browser(application, name) for name in READERS}
    urls = list(asked(application))
    # The first look at a page marks the bell's rows as read.
    seen(application, browsers, urls)
    before = seen(application, browsers, urls)
    rows = [list(model.objects.values()) for model in (Event, Notification)]
    rung = []
    monkeypatch.setattr(bells, "ring", lambda addresses: rung.extend(addresses))
    with django_capture_on_commit_callbacks(execute=True):
        for name, (word, reasons) in SAID.items():
            application.do("give_opinion", name, word=word, reasons=reasons)
    assert Envelope.objects.count() == 2
    assert rung == []
    after = seen(application, browsers, urls)
    assert [where for where in before if before[where] != after.get(where)] == []
    assert after.keys() == before.keys()
    assert [list(model.objects.values()) for model in (Event, Notification)] == rows
    for name, (_word, mine) in SAID.items():
        theirs = fetch_all(browser(application, name), urls)
        others = [text.encode() for _word, text in SAID.values() if text != mine]
        typed = {url for url in theirs if "q=" in url}
        assert any(mine.encode() in body for body in theirs.values()), "else the silence says nothing"
        assert not [url for url, body in theirs.items() if url not in typed and any(text in body for text in others)]
    assert any(application.case.number.encode() in body for (name, _url), body in after.items() if name == "lead")
