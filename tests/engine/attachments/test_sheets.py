"""Sheets: taken only where a form asks for one, kept as they came, opened by those who investigate."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from casework.engine.actors import Actor
from casework.engine.attachments import posted, sheets, sniff, store, vault
from casework.engine.attachments.tiles import tile
from casework.engine.models import Attachment

from . import factories as f
from .conftest import browser

pytestmark = pytest.mark.django_db

CSV = "影院名称,影院编码\n示例影城,43020011\n".encode("gb18030")
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")


def kept(content: bytes, name: str = "名单.xlsx") -> Attachment:
    return store.store(upload=f.upload(content, name), uploader="user:1", sheet=True)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (ZIP + bytes(100), sniff.XLSX),
        (ZIP + b"...mimetypeapplication/vnd.oasis.opendocument.spreadsheet", sniff.ODS),
        (OLE + bytes(100), sniff.XLS),
        (CSV, sniff.CSV),
        (CSV.decode("gb18030").encode("utf-16"), sniff.CSV),
    ],
)
def test_a_sheet_is_known_by_its_bytes_and_kept_as_it_came(content, media_type):
    sheet = kept(content, "photo.jpg")
    assert (sheet.media_type, sheet.state, sheet.pages_shown) == (media_type, "waiting", 0)
    assert vault.read(sheet.original) == content
    assert sheet.is_sheet


@pytest.mark.parametrize("content", [f.jpeg(), b"%PDF-1.7 x", b"\0\1\2", b"RIFF....AVI "])
def test_what_is_no_sheet_is_refused_where_one_is_asked_for(content):
    with pytest.raises(store.FileRefused, match="no sheet that we can take"):
        kept(content)


def test_a_sheet_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_BYTES", 20)
    with pytest.raises(store.FileRefused, match="the limit for sheets"):
        kept(CSV)


@pytest.mark.parametrize("content", [CSV, ZIP + bytes(100), OLE + bytes(100)])
def test_no_other_form_takes_a_sheet(content):
    with pytest.raises(store.FileRefused, match="neither a photo"):
        f.stored(content)
    assert not Attachment.objects.exists()


def test_a_form_that_asks_for_a_sheet_keeps_it(world):
    request = RequestFactory().post("/", {"list_file": f.upload(CSV, "名单.csv")})
    request.user = world.handler
    (sheet,) = posted.store_posted(request, "list", sheet=True).attachments
    assert (sheet.name, sheet.media_type) == ("名单.csv", sniff.CSV)


def test_who_investigates_opens_it_and_others_see_that_it_came(world, looks):
    sheet = kept(CSV, "名单.csv")
    me = Actor.user(world.handler)
    Attachment.objects.filter(pk=sheet.pk).update(uploader=me.address)
    store.bind(case=world.case, attachments=[sheet.pk], uploader=me.address, event_seq=1)
    sheet.refresh_from_db()
    assert tile(sheet, 2) == {
        "name": "Sheet 2",
        "picture": "",
        "icon": "file-earmark",
        "url": "",
        "note": "sealed; only those who investigate can open it",
    }
    address = tile(sheet, 2, investigates=True)["url"]
    answer = browser(world.handler).get(address)
    assert b"".join(answer.streaming_content) == CSV
    assert f"original-{sheet.pk.hex[:8]}.csv" in answer["Content-Disposition"]
    assert looks == [(me.address, "original")]
    assert browser(world.stranger).get(address).status_code == 404
    assert browser(world.handler).get(reverse("files:redact", args=[sheet.pk])).status_code == 404
