"""Odd and hostile files: each is taken and disarmed, or refused with a sentence that says what to do instead."""

import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from casework.engine.attachments import vault
from casework.engine.models import Attachment

from . import factories as f
from . import hostile
from .conftest import browser
from .hostile import CANARY, DISARMED, REFUSED
from .test_store import picture_of, refusal
from .test_views import send

pytestmark = pytest.mark.django_db

RED, CYAN, GREY = (254, 0, 0), (0, 255, 255), (128, 128, 128)


def copies_of(attachment: Attachment) -> list[bytes]:
    """Every file that was made of it."""
    _folders, names = default_storage.listdir(attachment.shown)
    return [vault.read(f"{attachment.shown}/{name}") for name in names]


def close_to(color: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 12 for one, other in zip(color, wanted, strict=True))


# --- taken and disarmed -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", DISARMED)
def test_what_a_file_carries_gets_no_further_than_the_sealed_original(what):
    content = DISARMED[what]()
    assert CANARY in content
    attachment = f.stored(content)
    assert vault.read(attachment.original) == content
    assert len(copies_of(attachment)) == 2
    for copy in copies_of(attachment):
        image = Image.open(io.BytesIO(copy))
        assert image.format in ("JPEG", "PNG")
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "Comment", "XML:com.adobe.xmp"} & set(image.info)
        for word in (CANARY, b"Exif", b"xmpmeta", b"script", b"PK\x03\x04"):
            assert word not in copy


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_p6_what_lies_on_its_side_is_shown_upright(form):
    shown = picture_of(f.stored(hostile.turned(form))).convert("RGB")
    assert shown.size == (300, 400)
    assert close_to(shown.getpixel((290, 10)), RED)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_is_shown(form):
    content = hostile.moving(form)
    assert Image.open(io.BytesIO(content)).n_frames == 3
    assert close_to(picture_of(f.stored(content)).convert("RGB").getpixel((9, 9)), RED)


def test_a_printers_colours_look_as_printed():
    content = f.encoded(f.picture(mode="CMYK", color=(255, 0, 0, 0)), "JPEG", quality=95)
    assert close_to(picture_of(f.stored(content)).getpixel((9, 9)), CYAN)


@pytest.mark.parametrize("content", [lambda: hostile.deep_png(32768), lambda: f.encoded(_deep_grey(), "PNG")])
def test_sixteen_bits_stay_what_they_are(content):
    assert close_to(picture_of(f.stored(content())).convert("RGB").getpixel((9, 9)), GREY)


def _deep_grey() -> Image.Image:
    return f.picture(mode="I;16", color=32768)


@pytest.mark.parametrize("name", ["票.pdf", "票.exe", "票.svg", "票.mp4", "票", ".htaccess"])
def test_the_extension_neither_helps_nor_harms(name):
    assert send(browser(), f.jpeg(), name).status_code == 201
    assert Attachment.objects.get().media_type == "image/jpeg"


# --- refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_refused_with_a_sentence_and_leaves_nothing(what):
    make, word = REFUSED[what]
    assert word in refusal(make())


@pytest.mark.parametrize("what", ["an SVG with a script", "an archive that swells", "an empty file", "half a photo"])
def test_the_script_and_the_plain_form_are_told_the_same(what):
    make, word = REFUSED[what]
    content, client = make(), browser()
    told = send(client, content, "photo.jpg")
    assert told.status_code == 422
    assert word in told.json()["message"]
    page = client.post(reverse("files:upload"), {"file": f.upload(content), "next": "/complaints/new/"})
    assert page.status_code == 422
    assert told.json()["message"] in page.content.decode()
    assert 'href="/complaints/new/"' in page.content.decode()


# --- names over the wire ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("影" * 66 + ".jpg", "影" * 66 + ".jpg"),
        ("../../../etc/cron.d/a.jpg", "a.jpg"),
        ("C:\\Windows\\a.jpg", "a.jpg"),
        ("票根\u202egpj.exe", "票根gpj.exe"),
        ("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg"),
        ("a" * 300 + ".jpg", "a" * 251 + ".jpg"),
    ],
)
def test_a_name_arrives_whole_and_harmless(sent, kept):
    answer = send(browser(), name=sent)
    assert answer.status_code == 201
    assert answer.json()["name"] == kept
    assert "etc" not in Attachment.objects.get().original
