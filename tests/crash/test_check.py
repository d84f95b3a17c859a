"""The check of `make crash` can fail: each of these is what a server that loses, doubles or halves something leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from casework.engine import door, triggers
from casework.engine.actors import Actor
from casework.engine.models import Attachment, Case, Clock, Event, EventText, FollowUp, Procedure, Receipt, WorkTask
from notifications.models import Delivery, Notification
from tests.engine.attachments import factories as files
from tests.engine.world import filing, make_file, make_world

from .check import faults_in
from .ledger import DONE, FILER, REFUSED, SENT, Ledger, Line
from .settled import left_over, let_time_pass

pytestmark = pytest.mark.django_db

STORY, WORDS = "系统不收券。（甲）", "已受理。（乙）"


@pytest.fixture
def kept(tmp_path: Path, settings) -> Iterator[SimpleNamespace]:
    """A complaint with a photo, claimed and accepted, and what its people were told."""
    settings.EMAIL_BACKEND, settings.MAIL_IS_SET_UP = "casework.house.mailbox.EmailBackend", True
    settings.EMAIL_FILE_PATH, settings.MAIL_HOURS = tmp_path / "mails", (0, 24)
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-09-28 10:14+08:00", tick=False):
        world = make_world()
        handler = world.handler.person.username
        photo = Attachment.objects.get(pk=make_file(SimpleNamespace(world=world), Actor.filer("upload:me")))
        said = filing(world, story=STORY, email="lin@example.com", attachments=[str(photo.pk)])
        filer = Actor.filer("upload:me")
        case = door.open_case("complaint", by=filer, key="k-file", **said).case
        claimed = door.perform(case.pk, "claim", by=world.handler, key="k-claim", seen=case.version).case
        door.perform(case.pk, "accept", by=world.handler, key="k-accept", seen=claimed.version, remark=WORDS)
        ledger = Ledger(tmp_path / "ledger.jsonl")
        ledger.write(Line("k-file", FILER, "file", case.number, STORY, (photo.sha256,), DONE, seq=1))
        ledger.write(Line("k-claim", handler, "claim", case.number, state=DONE, seq=2))
        ledger.write(Line("k-accept", handler, "accept", case.number, WORDS, state=DONE, seq=3))
        yield SimpleNamespace(world=world, case=case, photo=photo, ledger=ledger, handler=handler)


def event_of(kept, name: str) -> Event:
    return Event.objects.get(case=kept.case.pk, name=name)


def told(kept, **changes) -> None:
    """The ledger says something else of the acceptance."""
    kept.ledger.write(replace(kept.ledger.lines["k-accept"], **changes))


def test_what_is_whole_has_no_faults_and_after_some_days_nothing_is_left(kept):
    assert faults_in(Ledger.read(kept.ledger.path)) == []
    now = let_time_pass(timezone.now())
    assert left_over(now) == []
    assert faults_in(kept.ledger) == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_form_under_way_may_be_there_or_not_but_only_as_it_was_sent(kept):
    told(kept, state=SENT, seq=0)
    kept.ledger.write(Line("k-lost", kept.handler, "note", kept.case.number, "没有送到。"))
    assert faults_in(kept.ledger) == []
    told(kept, state=SENT, words="另一句。")
    assert "its words are in the events []" in "".join(faults_in(kept.ledger))


# --- the ledger against the record ------------------------------------------------------------------------------------
def test_an_acknowledged_act_that_is_not_there(kept):
    kept.ledger.write(Line("k-lost", kept.handler, "note", kept.case.number, "丢了。", state=DONE))
    assert any("k-lost, done) is in the record 0 times" in fault for fault in faults_in(kept.ledger))


def test_a_refused_act_that_is_there_all_the_same(kept):
    told(kept, state=REFUSED)
    assert any("k-accept, refused) is in the record 1 times" in fault for fault in faults_in(kept.ledger))


def test_an_act_that_was_done_twice(kept):
    door.perform(kept.case.pk, "note", by=kept.world.handler, key="k-again", note=WORDS)
    assert any("k-accept): its words are in the events [" in fault for fault in faults_in(kept.ledger))


def test_an_act_that_nobody_sent(kept):
    del kept.ledger.lines["k-claim"]
    assert any("k-claim: nobody sent this" in fault for fault in faults_in(kept.ledger))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"who": FILER}, "not anyone"),
        ({"act": "not_accept"}, "the record calls it accept"),
        ({"number": "TS26-000000-0"}, "not in TS26-000000-0"),
        ({"seq": 2}, "it is event 3, not 2"),
        ({"photos": ("0" * 64,)}, "1 photos went with it, 0 are there"),
    ],
)
def test_an_act_that_came_out_otherwise_than_was_said(kept, changes, fault):
    told(kept, **changes)
    assert any(fault in found for found in faults_in(kept.ledger))


# --- half done --------------------------------------------------------------------------------------------------------
def lose_the_last_event(kept) -> None:
    triggers.lift()
    event = event_of(kept, "accept")
    Receipt.objects.filter(event=event).delete()
    EventText.objects.filter(event=event).delete()
    Event.objects.filter(pk=event.pk).delete()


def put_the_case_back(kept) -> None:
    Case.objects.filter(pk=kept.case.pk).update(version=F("version") - 1)


def lose_the_procedure(kept) -> None:
    Procedure.objects.filter(case=kept.case.pk, main=True, status="NEW").update(status="CANCELED")


def lose_the_tasks(kept) -> None:
    WorkTask.objects.filter(process__case=kept.case.pk).delete()


def lose_a_clock(kept) -> None:
    Clock.objects.filter(case=kept.case.pk).order_by("pk").last().delete()


def lose_a_notice(kept) -> None:
    Notification.objects.filter(event_no=event_of(kept, "accept").pk, quiet=False).delete()


def unbind_the_photo(kept) -> None:
    Attachment.objects.filter(pk=kept.photo.pk).update(case=None, event_seq=None, state="waiting")


def lose_a_page_of_the_photo(kept) -> None:
    default_storage.delete(f"{kept.photo.shown}/1.jpg")


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lose_the_last_event, "the record's end is missing"),
        (put_the_case_back, "told.version"),
        (lose_the_procedure, "its stage names"),
        (lose_the_tasks, "runs and waits for nobody"),
        (lose_a_clock, "told.rounds"),
        (lose_a_notice, "#3 accept: "),
        (unbind_the_photo, "1 photos went with it, 0 are there"),
        (lose_a_page_of_the_photo, "are not on the disk"),
    ],
)
def test_an_act_that_is_half_there(kept, damage, fault):
    damage(kept)
    found = faults_in(kept.ledger)
    assert any(fault in one for one in found), found


# --- left over --------------------------------------------------------------------------------------------------------
def break_a_promise(kept, now) -> None:
    FollowUp.objects.create(cause=event_of(kept, "accept"), case_id=kept.case.pk, act="lead_leave", key="k", details={})


def stop_a_clock(kept, now) -> None:
    Clock.objects.filter(next_at__gt=now).update(next_at=now - dt.timedelta(minutes=1))


def leave_a_delivery_under_way(kept, now) -> None:
    Delivery.objects.update(state="sending", due_at=now + dt.timedelta(days=1))


def lose_a_delivery(kept, now) -> None:
    Delivery.objects.order_by("pk").first().delete()


def pass_a_notice_on_to_nobody(kept, now) -> None:
    Notification.objects.filter(quiet=False).update(passed_on=False)


def lose_a_mail(kept, now) -> None:
    next((kept.ledger.path.parent / "mails").glob("*.eml")).unlink()


def leave_an_upload(kept, now) -> None:
    files.stored()


def leave_bytes(kept, now) -> None:
    (kept.ledger.path.parent / "files" / "sealed" / "stray").write_bytes(b"JFIF")


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (break_a_promise, "promised and not done"),
        (stop_a_clock, "stuck since"),
        (leave_a_delivery_under_way, "sending: , due"),
        (lose_a_delivery, "0 deliveries"),
        (pass_a_notice_on_to_nobody, "passed on to no way"),
        (lose_a_mail, "marked as sent, and no mail is there"),
        (leave_an_upload, "is still waiting"),
        (leave_bytes, "bytes of no file"),
    ],
)
def test_what_was_due_and_is_not_done(kept, damage, fault):
    now = let_time_pass(timezone.now())
    damage(kept, now)
    found = left_over(now)
    assert any(fault in one for one in found), found
