"""The words under a copy: they hide nothing of the picture, whatever its size, and leave original and copy alone."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from casework.engine.attachments import caption, vault
from casework.engine.attachments.redact import Box, grant, prepare
from casework.engine.attachments.store import bind, duplicate

from . import factories as f
from .conftest import browser

WORDS = "JC20260012 · 2026-10-12 10:12 · 潇湘示例影城"
LONG = f"JC20260012 · 2026-10-12 10:12 · {'长沙市开福区北辰三角洲潇湘示例影城' * 4}"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def brightest(picture: Image.Image, left: int, right: int) -> int:
    """Of the band below a picture of 400 by 300."""
    return max(max(channel) for channel in picture.crop((left, 301, right, picture.height)).getextrema())


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_words_stand_below_the_picture_in_the_format_it_had(form):
    with_words = Image.open(io.BytesIO(caption.add(f.encoded(f.picture(), form), WORDS)))
    assert (with_words.format, with_words.width, with_words.height > 300) == (form, 400, True)
    picture = with_words.convert("RGB")
    assert all(abs(a - b) < 6 for a, b in zip(picture.getpixel((200, 295)), (0, 128, 128), strict=True))
    assert brightest(picture, 0, 400) > 200


@pytest.mark.parametrize("size", [(400, 300), (60, 40), (8, 3000), (2560, 1440)])
def test_every_letter_stands_within_the_picture_however_narrow_it_is(size):
    width = max(caption.NARROWEST, size[0])
    letters = caption.font(max(caption.SMALLEST, width // caption.PER_WIDTH))
    room = width - 2 * letters.size
    lines = list(caption._lines(LONG, letters, room))
    assert "".join(lines).replace(caption.SEPARATOR, "") == LONG.replace(caption.SEPARATOR, "")
    assert all(letters.getlength(line) <= room for line in lines)
    whole = opened(caption.add(f.jpeg(size), LONG))
    assert (whole.width, whole.height > size[1]) == (width, True)


def test_chinese_is_written_in_letters_of_its_own():
    drawn = {letter: bytes(caption.font(40).getmask(letter)) for letter in "湘潭浏阳醴陵耒汨"}
    assert len(set(drawn.values())) == len(drawn)


@pytest.mark.django_db
def test_whoever_opens_a_copy_reads_it_and_what_is_kept_stays_as_it_was(world, looks):
    file = bind(case=world.case, attachments=[f.stored(f.jpeg()).pk], uploader="upload:me", event_seq=1)[0]
    kept = vault.read(f"{file.shown}/1.jpg")
    given = prepare(attachment=file, unit=world.cinema, boxes=[Box.whole(1)], by="user:1")
    grant(prepared={world.cinema: [given.pk]}, case=world.case, event_seq=2)
    caption.write({file.pk: WORDS})
    for reader in (world.handler, world.manager):
        copy = opened(browser(reader).get(reverse("files:copy", args=[file.pk])).content)
        assert (copy.width, brightest(copy, 0, 400) > 200) == (400, True)
    assert vault.read(f"{file.shown}/1.jpg") == kept
    assert duplicate(attachment=type(file).objects.get(pk=file.pk), uploader="upload:me").caption == WORDS
