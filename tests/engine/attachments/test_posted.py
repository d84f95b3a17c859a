"""The picker without scripts, and as the page shows it again."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from casework.engine.attachments.posted import sent_before, store_posted
from casework.engine.attachments.store import bind
from casework.engine.models import Attachment
from tests import films

from . import factories as f
from .conftest import browser

pytestmark = pytest.mark.django_db


def request_of(client, data):
    request = RequestFactory().post("/", data)
    request.session = client.session
    request.user = type("Anonymous", (), {"is_authenticated": False})()
    return request


def test_a_plain_form_posts_files_and_keeps_those_that_are_there():
    client = browser()
    first = store_posted(request_of(client, {"evidence_file": f.upload(f.jpeg())}), "evidence")
    assert first.errors == []
    session_uploader = Attachment.objects.get().uploader
    assert session_uploader.startswith("upload:")


def test_the_same_browser_keeps_its_files_and_adds_to_them():
    request = request_of(browser(), {"evidence_file": f.upload(f.jpeg())})
    first = store_posted(request, "evidence")
    again = request_of(browser(), {"evidence": first.ids, "evidence_file": [f.upload(f.pdf(1), "b.pdf")]})
    again.session = request.session
    both = store_posted(again, "evidence")
    assert [one.name for one in both.attachments] == ["IMG_0001.jpg", "b.pdf"]


def test_a_file_unticked_without_scripts_is_not_sent():
    request = request_of(browser(), {"evidence_file": f.upload(f.jpeg())})
    store_posted(request, "evidence")
    again = request_of(browser(), {})
    again.session = request.session
    assert store_posted(again, "evidence").attachments == []


def test_a_refused_file_takes_no_other_with_it_and_is_named():
    data = {"evidence_file": [f.upload(f.jpeg(), "good.jpg"), f.upload(b"MZ", "bad\u202e.exe")]}
    posted = store_posted(request_of(browser(), data), "evidence")
    assert [one.name for one in posted.attachments] == ["good.jpg"]
    assert len(posted.errors) == 1
    assert posted.errors[0].startswith("bad.exe: ")


def test_someone_elses_id_in_the_form_is_ignored():
    stranger = f.stored(uploader="upload:stranger")
    assert store_posted(request_of(browser(), {"evidence": [str(stranger.pk)]}), "evidence").attachments == []


def test_p6_the_photo_input_is_plain_with_the_image_wildcard_and_takes_one():
    page = render_to_string("engine/attachments/picker.html", {"field": "evidence"})
    assert 'name="evidence_file" accept="image/*"' in page
    assert "multiple" not in page
    assert "capture" not in page
    assert "style=" not in page


def test_p3_the_page_shows_what_is_there_and_what_was_wrong():
    file = f.stored(name="售票台.jpg")
    page = render_to_string(
        "engine/attachments/picker.html", {"field": "evidence", "attachments": [file], "errors": ["Too large: 86 MB"]}
    )
    assert "售票台.jpg" in page
    assert f'name="evidence" value="{file.pk}" checked' in page
    assert "Too large: 86 MB" in page
    assert 'data-limit="20" data-film-limit="50"' in page


def test_a_video_that_waits_has_a_neutral_tile():
    film = f.stored(films.film(), name="现场.mp4")
    page = render_to_string("engine/attachments/picker.html", {"field": "evidence", "attachments": [film]})
    assert f'value="{film.pk}" checked' in page
    assert f"/files/{film.pk}/thumb/" not in page


def test_for_papers_only_photos_are_asked_for():
    page = render_to_string("engine/attachments/picker.html", {"field": "proof", "accept": "image", "sensitive": "1"})
    assert "application/pdf" not in page
    assert "video/" not in page
    assert 'data-sensitive="1"' in page


def test_a_form_sent_once_more_says_the_same_also_of_files_that_are_part_of_a_case_by_now(world):
    """P1: and only to whoever sent them."""
    request = request_of(browser(), {"evidence_file": f.upload(f.jpeg())})
    (pk,) = store_posted(request, "evidence").ids
    again = request_of(browser(), {"evidence": [pk]})
    again.session = request.session
    assert sent_before(again, "evidence") == []
    bind(case=world.case, attachments=[pk], uploader=Attachment.objects.get().uploader, event_seq=1)
    assert sent_before(again, "evidence") == [pk]
    assert store_posted(again, "evidence").attachments == [], "it is not drawn as if it could be sent again"
    assert sent_before(request_of(browser(), {"evidence": [pk]}), "evidence") == []
