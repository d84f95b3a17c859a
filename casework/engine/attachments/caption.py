"""A line under a photo that stays with it wherever the copy goes: which case, when, where.

It is drawn when the copy goes out, below the picture, so that it hides nothing and says what is true by then; sealed
original and stored copy stay as they are. The words are the act's that made the file part of its case.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from ..models.attachments import Attachment
from . import convert

# Noto Sans SC, npm @fontsource/noto-sans-sc 4.5.12 (OFL 1.1, font/LICENSE): no server is sure to have Chinese letters.
FONT = Path(__file__).parent / "font" / "NotoSansSC-Regular.woff2"
INK, BAND = "#ffffff", "#1c1c1c"
# Letters of a 48th of the picture's width, yet large enough to be read on a small one.
PER_WIDTH, SMALLEST = 48, 16
# A strip of a photo would have a letter to the line.
NARROWEST = 320
SEPARATOR = " · "


def write(captions: Mapping[UUID | str, str]) -> None:
    """Say what stands under these files' copies from now on. One statement; for use within an act."""
    Attachment.objects.bulk_update([Attachment(pk=pk, caption=words) for pk, words in captions.items()], ["caption"])


def add(copy: bytes, words: str) -> bytes:
    """The same picture, in the same format, with `words` on a band below it, broken at their separators."""
    with Image.open(io.BytesIO(copy)) as opened:
        form, picture = opened.format, convert.bare(opened).convert("RGB")
    width = max(NARROWEST, picture.width)
    letters = font(max(SMALLEST, width // PER_WIDTH))
    lines = list(_lines(words, letters, width - 2 * letters.size))
    step = int(letters.size * 1.5)
    whole = Image.new("RGB", (width, picture.height + step * len(lines) + letters.size), BAND)
    whole.paste(picture)
    draw = ImageDraw.Draw(whole)
    for place, line in enumerate(lines):
        draw.text((letters.size, picture.height + letters.size // 2 + step * place), line, font=letters, fill=INK)
    buffer = io.BytesIO()
    whole.save(buffer, form, quality=90)
    return buffer.getvalue()


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Letters of so many pixels, Chinese among them."""
    return ImageFont.truetype(FONT, size)


def _lines(words: str, letters: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """As few lines as hold the words; what is too long for a line by itself is cut where it ends."""
    line = ""
    for part in words.split(SEPARATOR):
        longer = f"{line}{SEPARATOR}{part}" if line else part
        if letters.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        line = part
        while letters.getlength(line) > width:
            fits = next(n for n in range(len(line), 0, -1) if letters.getlength(line[:n]) <= width)
            yield line[:fits]
            line = line[fits:]
    yield line
