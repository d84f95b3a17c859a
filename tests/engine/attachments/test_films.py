"""Short videos: taken by their bytes, sealed as they come, played by those who investigate and by nobody else."""

import asyncio
import hashlib
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.urls import reverse

from casework.engine.attachments import sending, store, vault
from casework.engine.attachments.redact import prepare
from casework.engine.attachments.store import bind, duplicate
from casework.engine.models import Attachment, AttachmentGrant, ContactDetails
from tests import films

from . import factories as f
from .conftest import browser
from .test_store import refusal
from .test_views import send, url

pytestmark = pytest.mark.django_db

KINDS = [(films.film(), "video/mp4"), (films.mov(), "video/quicktime")]


def in_case(world, content: bytes | None = None, **fields) -> Attachment:
    stored = f.stored(films.film() if content is None else content, name="张三家.mp4", **fields)
    return bind(case=world.case, attachments=[stored.pk], uploader="upload:me", event_seq=1, by_role="complainant")[0]


# --- what is taken ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("content", "media_type"), KINDS)
def test_a_video_is_sealed_byte_by_byte_and_nothing_is_made_of_it(content, media_type):
    film = f.stored(content, name="whatever.jpg")
    assert film.media_type == media_type
    assert vault.read(film.original) == content
    assert film.sha256 == hashlib.sha256(content).hexdigest()
    assert (film.pages, film.pages_shown, film.shown_type) == (0, 0, "")
    assert not default_storage.exists(film.shown)


@pytest.mark.parametrize(
    ("brand", "compatible", "taken"),
    [
        (b"isom", (b"iso2", b"avc1", b"mp41"), True),
        (b"3gp4", (b"isom", b"3gp4"), True),
        (b"M4V ", (), True),
        (b"3gp5", (b"3gp5",), False),
        (b"M4A ", (b"isom", b"mp42"), False),
        (b"avif", (b"mif1", b"isom"), False),
        (b"crx ", (b"crx ", b"isom"), False),
    ],
)
def test_the_wrappers_brands_tell_a_video_from_sound_and_from_photos(brand, compatible, taken):
    content = films.film(brand, compatible)
    if taken:
        assert f.stored(content).is_film
    else:
        assert "MP4" in refusal(content, "film.mp4")


def test_an_iphones_photo_in_the_same_wrapper_is_no_video():
    assert f.stored(f.heic(), name="IMG_0001.mov").media_type == "image/heic"


@pytest.mark.parametrize("start", [b"RIFF\0\0\0\0AVI LIST", b"\x1aE\xdf\xa3\x01", b"FLV\x01\x05", b"\0\0\x01\xba!"])
def test_a_video_of_another_kind_is_told_which_ones_can_be_played(start):
    assert "Save it as MP4" in refusal(start + b"\0" * 200, "film.mp4")


@pytest.mark.parametrize(
    "content",
    [
        films.film()[:-100],
        films.film()[:60],
        films.mov()[:-40],
        films.box(b"ftyp", b"mp42\0\0\0\0mp42") + films.box(b"mdat", b"\0" * 99),
    ],
)
def test_a_video_that_broke_off_is_refused(content):
    assert "damaged or incomplete" in refusal(content, "film.mp4")


def test_what_a_phone_writes_behind_a_video_does_not_spoil_it():
    assert f.stored(films.film() + b"\0\0\0\0SEFT").is_film


def test_a_video_may_be_larger_than_a_photo_and_has_a_limit_of_its_own(monkeypatch):
    monkeypatch.setattr(store, "MAX_BYTES", 1000)
    monkeypatch.setattr(store, "MAX_FILM_BYTES", 2 * 1024 * 1024)
    assert store.discard(attachment_id=f.stored(films.film(frames=5000)).pk, uploader="upload:me")
    message = refusal(films.film(frames=3 * 1024 * 1024), "film.mp4")
    for words in ("3.0 MB", "2.0 MB", "a minute"):
        assert words in message


def test_one_more_of_it_is_as_sealed():
    film = f.stored(films.film())
    twin = duplicate(attachment=film, uploader=film.uploader)
    assert (twin.state, twin.sha256) == ("waiting", film.sha256)
    assert not default_storage.exists(twin.shown)


# --- who sees what ----------------------------------------------------------------------------------------------------
def test_where_it_was_taken_is_in_the_sealed_original_alone(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    film = in_case(world)
    telling = [path for path in tmp_path.rglob("*") if path.is_file() and films.PLACE in path.read_bytes()]
    assert telling == [Path(default_storage.path(film.original))]


def test_whoever_sent_it_sees_that_it_arrived_and_nobody_but_investigators_gets_a_byte(world, looks):
    film = in_case(world)
    ContactDetails.objects.create(case=world.case, code_seed="00")
    people = [browser(seats=[world.case.pk]), browser(), browser(world.colleague), browser(world.manager)]
    for client in people:
        for form in ("thumb", "copy", "original", "watch", "film", "redact"):
            assert client.get(url(form, film)).status_code == 404, form


def test_an_unsent_one_shows_no_picture_and_can_be_taken_back(world):
    client = browser()
    facts = send(client, films.film(), "film.mp4").json()
    assert facts["thumb"] == ""
    film = Attachment.objects.get()
    for form in ("thumb", "copy", "original", "watch", "film"):
        assert client.get(url(form, film)).status_code == 404
    assert client.post(facts["remove"], headers={"accept": "application/json"}).status_code == 200
    assert not default_storage.exists(film.original)


def test_it_is_never_prepared_for_a_party(world, looks):
    film = in_case(world)
    assert browser(world.handler).get(url("redact", film)).status_code == 404
    assert browser(world.handler).post(url("redact", film), {"unit": world.cinema.pk}).status_code == 404
    with pytest.raises(ValueError, match="nothing to show"):
        prepare(attachment=film, unit=world.cinema, boxes=[], by="user:1")
    assert not AttachmentGrant.objects.exists()


def test_others_read_a_number_not_a_name(world):
    assert in_case(world).title(3) == "Video 3"


# --- playing ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def viewing(world, looks):
    """The page with the player, opened by the handler: client, page, address of the film, its bytes."""
    content = films.film(frames=6000)
    film = in_case(world, content)
    client = browser(world.handler)
    page = client.get(url("watch", film), {"next": "/desk/"})
    assert page.status_code == 200
    return client, page, page.context["film"], content


def test_each_opening_of_the_player_is_one_look_however_many_parts_it_asks_for(world, viewing, looks):
    client, _page, address, content = viewing
    for asked in ("bytes=0-1", "bytes=0-", "bytes=4000-", "bytes=100-199"):
        assert client.get(address, headers={"range": asked}).status_code == 206
    assert client.get(address).getvalue() == content
    assert looks == [(f"user:{world.handler.pk}", "original")]


def test_no_part_is_given_without_the_look_that_it_belongs_to(world, viewing):
    client, _page, address, _content = viewing
    film = Attachment.objects.get()
    assert client.get(url("film", film)).status_code == 404
    assert client.get(f"{url('film', film)}?viewing=forged").status_code == 404
    other = signing.TimestampSigner(salt="casework.film").sign(f"{film.pk}/user:{world.colleague.pk}")
    assert client.get(url("film", film), {"viewing": other}).status_code == 404
    assert browser(world.colleague).get(address).status_code == 404


def test_a_viewing_ends(viewing, monkeypatch):
    client, _page, address, _content = viewing
    monkeypatch.setattr("casework.engine.attachments.film_views.VIEWING", -1)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-1", 0, 1), ("bytes=100-199", 100, 199), ("bytes=-50", -50, -1), ("bytes=6000-999999", 6000, -1)],
)
def test_a_player_gets_the_part_it_asks_for(viewing, asked, start, end):
    client, _page, address, content = viewing
    size = len(content)
    start, end = start % size, end % size
    answer = client.get(address, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.getvalue() == content[start : end + 1]
    assert answer["Content-Range"] == f"bytes {start}-{end}/{size}"
    assert answer["Content-Length"] == str(end + 1 - start)
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0", "bytes=9-3"])
def test_a_part_that_is_not_there_is_refused_with_the_size(viewing, asked):
    client, _page, address, content = viewing
    answer = client.get(address, headers={"range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(content)}")


@pytest.mark.parametrize("asked", ["", "bytes=-", "lines=1-2", "bytes=0-1,5-6"])
def test_what_is_no_range_that_we_know_gets_the_whole(viewing, asked):
    client, _page, address, content = viewing
    answer = client.get(address, headers={"range": asked})
    assert (answer.status_code, answer.getvalue()) == (200, content)
    assert answer["Accept-Ranges"] == "bytes"


def test_everything_from_here_on_is_given_a_part_at_a_time(viewing, monkeypatch):
    monkeypatch.setattr(sending, "PART", 1000)
    client, _page, address, content = viewing
    answer = client.get(address, headers={"range": "bytes=10-"})
    assert answer.getvalue() == content[10:1010]
    assert answer["Content-Range"] == f"bytes 10-1009/{len(content)}"


def test_only_the_page_that_plays_it_allows_a_player(viewing):
    client, page, address, _content = viewing
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "private, no-store"
    assert "media-src 'none'" in client.get(reverse("portal:home"))["Content-Security-Policy"]
    film = client.get(address)
    assert film["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert film["X-Content-Type-Options"] == "nosniff"
    assert film["Cache-Control"] == "private, no-store"
    assert film["Content-Disposition"].startswith('inline; filename="original-')


def test_under_the_real_server_a_file_goes_out_a_block_at_a_time(monkeypatch):
    """Django's own file response is read whole before its first byte is sent there: 50 MB for each that looks."""
    monkeypatch.setattr(vault, "BLOCK", 1000)
    film = f.stored(films.film(frames=6000))
    read = []
    blocks = vault.blocks

    def watched(*part):
        for block in blocks(*part):
            read.append(len(block))
            yield block

    monkeypatch.setattr(vault, "blocks", watched)
    response = sending.whole(film.original, film.size)

    async def first_two() -> list[bytes]:
        pieces = aiter(response)
        return [await anext(pieces), await anext(pieces)]

    assert b"".join(asyncio.run(first_two())) == films.film(frames=6000)[:2000]
    assert read == [1000, 1000]
    response.close()
