"""Readers signed in at the desk, and many cases at once."""

from __future__ import annotations

import datetime as dt
import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from casework.engine.actors import Actor
from casework.engine.attachments.store import store
from casework.engine.models import Case, CaseParty, Clock

HTMX = {"HTTP_HX_REQUEST": "true"}


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.person)
    return client


def make_many(world, count: int, now: dt.datetime, *, handler: Actor | None = None) -> None:
    """Open cases written as rows: lists only read, and need no history. Numbers are made up."""
    due = [now + dt.timedelta(hours=n - 20) for n in range(count)]
    cases = Case.objects.bulk_create(
        Case(
            kind="complaint",
            number=f"TS26-9{n:05d}-X",
            state="submitted",
            campaign=world.campaign,
            topic="over_price",
            office=world.association,
            holder=world.association,
            handler=handler and handler.person,
            urgent=n % 7 == 0,
            opened_at=now,
            state_since=now,
            due_at=due[n],
        )
        for n in range(count)
    )
    CaseParty.objects.bulk_create(CaseParty(case=case, unit=world.cinema.unit, role="cinema") for case in cases)
    Clock.objects.bulk_create(
        Clock(case=case, name="triage", amount=7, unit="workdays", started_at=now, due_at=case.due_at) for case in cases
    )


def url_of(line, act: str = "", tail: str = "") -> str:
    base = f"/desk/cases/{line.case.number}/"
    return f"{base}acts/{act}/{tail}" if act else base + tail


def text_of(response) -> str:
    return response.content.decode()


def marks_in(content: bytes) -> dict[str, str]:
    """The hidden fields that a form on the page carries, as a browser would send them back."""
    pairs = re.findall(r'type="hidden" name="(key|seen|read_to|draft_version)" value="([^"]*)"', content.decode())
    return dict(pairs)


def photo(uploader: str, color: str = "teal", *, sensitive: bool = False) -> str:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(data, "JPEG")
    upload = SimpleUploadedFile("张三身份证.jpg", data.getvalue(), content_type="image/jpeg")
    return str(store(upload=upload, uploader=uploader, sensitive=sensitive).pk)
