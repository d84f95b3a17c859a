"""The undertaking: shown, signed by name or on paper, read as it was signed (R26, R32)."""

import dataclasses
import hashlib
import re

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import translation

from casework.admissions.undertakings import CINEMA, PLATFORM, current, signed, text_of
from casework.engine import door, erasing, kinds
from casework.engine.actors import Actor
from casework.engine.present import view
from tests.engine.attachments.factories import stored
from tests.engine.test_shared_drafts import make_asked, page, save, send
from tests.engine.world import at
from tests.toy.kind import TOY

pytestmark = pytest.mark.django_db

# What was once shown is never changed: a new text is a new version.
SHOWN = {"platform-2026-1": "6b9a0a42a7d8d6ac", "cinema-2026-1": "895b9c4d72a1f5e0"}


@pytest.fixture
def world(monkeypatch):
    """In this world a neighbour signs what it reports."""
    kind = dataclasses.replace(TOY, forms=(*TOY.forms, "tests.admissions.toy_forms"))
    kind.__dict__["acts"] = TOY.acts | {"report": dataclasses.replace(TOY.acts["report"], form="SignedReportForm")}
    monkeypatch.setitem(kinds._kinds, "toy", kind)
    with time_machine.travel(at("2026-10-08 10:00"), tick=False):
        yield make_asked()


def sign(world, **said):
    told = {"count": "2", "account": "两桶", "undertaking": current(CINEMA).version}
    return send(world, world.cinema_clerk, 0, **{**told, **said})


@pytest.mark.parametrize("version", SHOWN)
def test_a_version_that_was_shown_never_changes(version):
    text = text_of(version)
    assert hashlib.sha256(f"{text.chinese}\n{text.english}".encode()).hexdigest()[:16] == SHOWN[version]


def test_both_languages_say_as_many_things():
    for whose in (PLATFORM, CINEMA):
        text = current(whose)
        assert len(text.chinese.splitlines()) == len(text.english.splitlines()) == 12
        with translation.override("zh-hans"):
            assert text.shown == text.chinese


def test_the_page_shows_the_text_where_it_is_signed(world):
    text = page(world, world.cinema_clerk)
    assert "any screening in any hall" in text
    assert "任何场次、任何影厅" in text
    assert f'name="undertaking" value="{current(CINEMA).version}"' in text


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, "Please type the full name of who signs, or add the signed paper below."),
        ({"signatory": "林", "agrees": "on"}, "Please type the full name, not only a part of it."),
        ({"signatory": "林示例"}, "Please tick that you have read the undertaking and sign it."),
        ({"signatory": "林示例", "agrees": "on", "undertaking": "cinema-2025-1"}, "The text has changed since"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(world, said, missing):
    refused = sign(world, **said)
    assert refused.status_code == 422
    assert refused.content.decode().count(missing) == 2, "on top, and beside the field"
    assert door.load(world.pk).state == "asked"


def test_signed_by_name_it_says_who_when_and_which_text(world):
    assert sign(world, signatory="林示例", agrees="on").status_code == 302
    shown = view(world.handler, door.load(world.pk))
    (one,) = signed(shown)
    assert (one.name, one.text, one.at) == ("林示例", current(CINEMA), at("2026-10-08 10:00"))
    assert (one.how, one.scans) == ("Signed here by name", [])
    assert one.by == "值班经理 示例影城（天元店）"
    text = render_to_string("admissions/signed.html", {"undertakings": signed(shown)})
    assert re.search("Signed by</dt><dd>林示例", text)
    assert "We put up the QR code for complaints" in text


def test_signed_on_paper_the_scan_is_what_counts(world):
    scan = str(stored(uploader=world.cinema_clerk.uploader).pk)
    assert sign(world, signed_scan=[scan]).status_code == 302
    (one,) = signed(view(world.handler, door.load(world.pk)))
    assert (one.how, [str(file.pk) for file in one.scans]) == ("Signed on paper", [scan])


def test_a_draft_never_signs(world):
    save(world, world.cinema_clerk, 0, signatory="林示例", agrees="on")
    text = page(world, world.deputy)
    assert 'value="林示例"' in text
    assert not re.search(r'name="agrees"[^>]*checked', text)


def test_a_name_goes_with_the_words_of_the_case_and_the_text_stays(world):
    sign(world, signatory="林示例", agrees="on")
    erasing.erase(door.load(world.pk))
    (one,) = signed(view(world.handler, door.load(world.pk)))
    assert (one.name, one.text.version) == ("", current(CINEMA).version)


def test_whoever_does_not_read_the_act_reads_no_signature(world):
    sign(world, signatory="林示例", agrees="on")
    assert signed(view(Actor.seat(world.pk, "complainant"), door.load(world.pk))) == []
