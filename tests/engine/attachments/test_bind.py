"""From a stored file to a part of the case, and what happens to files that were never sent."""

import shutil
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from casework.engine.attachments import store
from casework.engine.attachments.store import NotYours, bind, discard, sweep_unbound, waiting
from casework.engine.models import Attachment

from . import factories as f

pytestmark = pytest.mark.django_db


def bound(world, *attachments, uploader="upload:me", seq=3, **whose):
    return bind(case=world.case, attachments=[a.pk for a in attachments], uploader=uploader, event_seq=seq, **whose)


def test_files_become_part_of_the_case_in_two_statements_however_many(world, django_assert_num_queries):
    files = [f.stored() for _number in range(3)]
    with django_assert_num_queries(2):
        sent = bound(world, *files, by_role="cinema", by_unit=world.cinema)
    assert [one.pk for one in sent] == [one.pk for one in files]
    assert {(one.case_id, one.event_seq, one.by_role, one.by_unit_id) for one in sent} == {
        (world.case.pk, 3, "cinema", world.cinema.pk)
    }


def test_no_files_cost_nothing(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bound(world) == []


def test_an_id_sent_twice_is_one_file(world):
    file = f.stored()
    assert len(bound(world, file, file)) == 1


def test_ids_may_come_as_text(world):
    file = f.stored()
    assert bind(case=world.case, attachments=[str(file.pk)], uploader="upload:me", event_seq=1)[0].pk == file.pk


def test_someone_elses_file_cannot_be_sent(world):
    with pytest.raises(NotYours):
        bound(world, f.stored(uploader="upload:other"))


def test_a_file_cannot_be_sent_twice(world):
    file = f.stored()
    bound(world, file)
    with pytest.raises(NotYours):
        bound(world, file, seq=4)


@pytest.mark.parametrize("pk", [uuid4(), "not an id", "", None])
def test_what_is_not_there_cannot_be_sent(world, pk):
    with pytest.raises(LookupError):
        bind(case=world.case, attachments=[pk], uploader="upload:me", event_seq=1)


def test_p6_a_form_shown_again_knows_what_was_uploaded_already(world):
    first, second, sent = f.stored(), f.stored(), f.stored()
    f.stored(uploader="upload:other")
    bound(world, sent)
    assert waiting(uploader="upload:me") == [first, second]
    assert waiting(uploader="upload:me", attachments=[str(second.pk), "garbage", str(sent.pk)]) == [second]
    assert waiting(uploader="") == []


def lying_on_disk(attachment) -> bool:
    return default_storage.exists(attachment.original) or default_storage.exists(attachment.shown)


def test_an_unsent_file_can_be_taken_back_by_its_sender_only():
    file = f.stored()
    assert not discard(attachment_id=file.pk, uploader="upload:other")
    assert lying_on_disk(file)
    assert discard(attachment_id=file.pk, uploader="upload:me")
    assert not lying_on_disk(file)
    assert not Attachment.objects.exists()


def test_a_sent_file_cannot_be_taken_back(world):
    file = f.stored()
    bound(world, file)
    assert not discard(attachment_id=file.pk, uploader="upload:me")
    assert lying_on_disk(file)


def test_what_was_not_sent_within_48_hours_is_gone_and_what_was_sent_stays(world):
    with time_machine.travel(timezone.now() - timedelta(hours=49), tick=False):
        old, sent = f.stored(), f.stored()
        bound(world, sent)
    young = f.stored()
    assert sweep_unbound(timezone.now()) == 1
    assert not lying_on_disk(old)
    assert lying_on_disk(sent)
    assert set(Attachment.objects.all()) == {sent, young}
    assert sweep_unbound(timezone.now()) == 0


def test_what_a_crash_left_half_stored_or_half_removed_is_swept(world):
    half, leaving = f.stored(), f.stored()
    Attachment.objects.filter(pk=half.pk).update(state="storing", created_at=timezone.now() - timedelta(hours=49))
    Attachment.objects.filter(pk=leaving.pk).update(state="leaving")
    default_storage.delete(leaving.original)
    assert sweep_unbound(timezone.now()) == 2
    assert not lying_on_disk(half)
    assert not lying_on_disk(leaving)


def test_an_upload_that_was_killed_half_way_leaves_nothing_unsealed(monkeypatch):
    """Photos and papers are worked on outside their seal: what a killed process had there is swept an hour later."""
    begun = []

    class Killed(BaseException):
        """As SIGKILL: nobody cleans up."""

    def die(*, source, folder, **_rest):
        begun.append(shutil.copytree(folder, folder.with_name("left-by-the-dead")))
        raise Killed

    monkeypatch.setattr(store, "make_copies", die)
    with pytest.raises(Killed):
        f.stored()
    (settings.FILE_UPLOAD_TEMP_DIR / "half.upload").write_bytes(b"JFIF")
    assert [path.name for path in begun[0].iterdir()] == ["original"]
    assert sweep_unbound(timezone.now()) == 0
    assert sweep_unbound(timezone.now() + timedelta(minutes=61)) == 2
    assert not list(settings.WORK_DIR.iterdir())


def test_a_file_being_removed_cannot_be_sent_any_more(world):
    file = f.stored()
    Attachment.objects.update(state="leaving")
    with pytest.raises(NotYours):
        bound(world, file)
