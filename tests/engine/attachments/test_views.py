"""Files over HTTP: who gets which bytes, with which headers, and what the browser is told."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.engine.attachments import vault
from casework.engine.attachments.redact import Box, grant, prepare
from casework.engine.attachments.store import bind
from casework.engine.models import Attachment, ContactDetails

from . import factories as f
from .conftest import browser

pytestmark = pytest.mark.django_db


def url(name: str, attachment, *more) -> str:
    return reverse(f"files:{name}", args=[attachment.pk, *more])


def send(client, content: bytes | None = None, name: str = "a.jpg", **fields):
    data = {"file": f.upload(f.jpeg() if content is None else content, name), **fields}
    return client.post(reverse("files:upload"), data, headers={"accept": "application/json"})


def in_case(world, content: bytes | None = None, *, by_role="complainant", by_unit=None, **fields) -> Attachment:
    stored = f.stored(content, **fields)
    return bind(
        case=world.case, attachments=[stored.pk], uploader="upload:me", event_seq=1, by_role=by_role, by_unit=by_unit
    )[0]


# --- sending ----------------------------------------------------------------------------------------------------------
def test_p5_the_browser_learns_that_the_server_has_it():
    client = browser()
    answer = send(client, name="售票台.jpg")
    assert answer.status_code == 201
    facts = answer.json()
    stored = Attachment.objects.get()
    assert (facts["id"], facts["name"], facts["size"]) == (str(stored.pk), "售票台.jpg", stored.size)
    assert client.get(facts["thumb"])["Content-Type"] == "image/jpeg"
    assert client.post(facts["remove"], headers={"accept": "application/json"}).status_code == 200
    assert not Attachment.objects.exists()


def test_a_refused_file_is_answered_with_its_sentence():
    answer = send(browser(), b"<html>", "photo.jpg")
    assert answer.status_code == 422
    assert "screenshot" in answer.json()["message"]


def test_no_file_at_all_is_answered_with_a_sentence():
    answer = browser().post(reverse("files:upload"), {}, headers={"accept": "application/json"})
    assert "No file was chosen" in answer.json()["message"]


def test_a_plain_form_gets_a_page_or_goes_back_where_it_came_from():
    client = browser()
    upload = {"file": f.upload(f.jpeg()), "next": "/complaints/new/"}
    assert client.post(reverse("files:upload"), upload)["Location"] == "/complaints/new/"
    away = {"file": f.upload(b"no"), "next": "https://evil.example/"}
    answer = client.post(reverse("files:upload"), away)
    assert answer.status_code == 422
    assert "neither a photo nor a PDF" in answer.content.decode()
    assert "evil.example" not in answer.content.decode()


def test_an_upload_from_another_site_is_refused():
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


def test_an_unsent_file_is_open_to_the_browser_that_sent_it_and_to_nobody_else(world):
    mine = browser()
    send(mine)
    file = Attachment.objects.get()
    assert mine.get(url("thumb", file)).status_code == 200
    assert mine.get(url("copy", file)).status_code == 200
    assert mine.get(url("original", file)).status_code == 404
    for other in (browser(), browser(world.handler), browser(world.manager)):
        assert other.get(url("thumb", file)).status_code == 404
        assert other.get(url("copy", file)).status_code == 404
        assert other.delete(url("remove", file)).status_code == 404


def test_looking_makes_no_session():
    client = browser()
    client.get(url("thumb", f.stored()))
    assert "sessionid" not in client.cookies


def test_a_signed_in_persons_files_are_kept_under_their_name(world):
    send(browser(world.manager))
    assert Attachment.objects.get().uploader == f"user:{world.manager.pk}"


def test_p6_a_page_that_was_loaded_anew_is_told_what_this_browser_has_here(world):
    client, other = browser(), browser()
    facts = send(client, name="售票台.jpg").json()
    del facts["message"]
    send(other)
    theirs, sent = Attachment.objects.exclude(pk=facts["id"]).get(), in_case(world)
    ids = [facts["id"], str(theirs.pk), str(sent.pk), "garbage"]
    assert client.post(reverse("files:unsent"), {"id": ids}).json() == {"files": [facts]}
    assert client.post(reverse("files:unsent")).json() == {"files": []}
    assert browser().post(reverse("files:unsent"), {"id": ids}).json() == {"files": []}


# --- opening ----------------------------------------------------------------------------------------------------------
def test_the_office_sees_the_copy_and_the_investigator_the_original_and_that_is_recorded(world, looks):
    file = in_case(world)
    assert browser(world.colleague).get(url("copy", file)).status_code == 200
    assert browser(world.colleague).get(url("original", file)).status_code == 404
    assert looks == []
    answer = browser(world.handler).get(url("original", file))
    assert answer.getvalue() == vault.read(file.original)
    assert looks == [(f"user:{world.handler.pk}", "original")]


def test_no_original_is_shown_when_the_look_could_not_be_recorded(world, looks, monkeypatch):
    def fail(*_args):
        raise RuntimeError("the record is down")

    monkeypatch.setattr("casework.engine.attachments.views.looks.record_look", fail)
    with pytest.raises(RuntimeError):
        browser(world.handler).get(url("original", in_case(world)))


def test_the_complainant_sees_their_own_copy_and_no_other_case_s(world, looks):
    file = in_case(world)
    ContactDetails.objects.create(case=world.case, code_seed="00")
    assert browser(seats=[world.case.pk]).get(url("copy", file)).status_code == 200
    assert browser(seats=[world.case.pk]).get(url("original", file)).status_code == 404
    assert browser(seats=[world.case.pk + 1]).get(url("copy", file)).status_code == 404
    assert browser().get(url("copy", file)).status_code == 404


def test_a_party_sees_its_own_files_and_not_the_complainants(world, looks):
    complainants, own = in_case(world), in_case(world, by_role="cinema", by_unit=world.cinema)
    for form in ("thumb", "copy", "original"):
        assert browser(world.manager).get(url(form, complainants)).status_code == 404
    assert browser(world.manager).get(url("copy", own)).status_code == 200
    assert browser(world.stranger).get(url("copy", own)).status_code == 404


def test_a_party_is_given_its_blackened_copy_and_never_the_whole(world, looks):
    file = in_case(world)
    copy = prepare(attachment=file, unit=world.cinema, boxes=[Box.whole(1)], by="user:1")
    assert browser(world.manager).get(url("copy", file)).status_code == 404
    grant(prepared={world.cinema: [copy.pk]}, case=world.case, event_seq=2)
    assert browser(world.manager).get(url("copy", file)).content == vault.read(f"{copy.shown}/1.jpg")
    assert browser(world.manager).get(url("thumb", file)).content == vault.read(f"{copy.shown}/thumb.jpg")
    assert browser(world.manager).get(url("original", file)).status_code == 404
    assert browser(world.stranger).get(url("copy", file)).status_code == 404
    assert browser(world.handler).get(url("copy", file)).content == vault.read(f"{file.shown}/1.jpg")


def test_a_sensitive_file_is_veiled_and_every_look_recorded(world, looks):
    file = in_case(world, sensitive=True)
    client = browser(world.colleague)
    assert client.get(url("thumb", file)).status_code == 404
    answer = client.get(url("copy", file))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert looks == [(f"user:{world.colleague.pk}", "copy")]


def test_pages_that_are_not_there_are_not_found(world, looks):
    file = in_case(world, f.pdf(2))
    client = browser(world.handler)
    assert client.get(url("page", file, 2)).status_code == 200
    assert client.get(url("page", file, 3)).status_code == 404
    assert client.get(url("page", file, 0)).status_code == 404


def test_whatever_a_file_is_the_browser_takes_it_for_no_page_of_ours(world, looks):
    file = in_case(world, f.pdf(1), name="张三的发票.pdf")
    client = browser(world.handler)
    for form, media_type in (("thumb", "image/jpeg"), ("copy", "image/jpeg"), ("original", "application/pdf")):
        answer = client.get(url(form, file))
        assert answer["Content-Type"] == media_type
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Cache-Control"].startswith("private")
        assert "%E5%BC%A0" not in answer["Content-Disposition"]


def test_an_original_is_a_download_with_a_neutral_name_in_both_alphabets(world, looks):
    file = in_case(world, f.heic(), name="zhangsan.heic")
    answer = browser(world.handler).get(url("original", file))
    short = file.pk.hex[:8]
    assert answer["Content-Disposition"] == (
        f"attachment; filename=\"original-{short}.heic\"; filename*=UTF-8''original%20{short}.heic"
    )
    assert answer["Cache-Control"] == "private, no-store"


def test_a_copy_is_shown_in_place(world, looks):
    answer = browser(world.handler).get(url("copy", in_case(world)))
    assert answer["Content-Disposition"].startswith("inline; ")


def test_files_have_no_address_but_these(world):
    file = in_case(world)
    for guess in (f"/media/{file.original}", f"/files/{file.original}", f"/{file.shown}/1.jpg"):
        assert browser(world.handler).get(guess).status_code == 404
