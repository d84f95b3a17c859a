"""Photos of the demo, drawn when it is loaded: tickets, receipts, counters."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from casework.engine.attachments.caption import font

INK, PAPER, RED, DESK, WALL = "#2b2724", "#fbf7ee", "#b3382c", "#8a6a4a", "#e9e2d6"


@dataclass(frozen=True)
class Picture:
    """A drawing: `kind` is one of `DRAWERS`, `lines` is what is written on it."""

    kind: str
    lines: tuple[str, ...]
    sensitive: bool = False

    def upload(self) -> SimpleUploadedFile:
        """The drawing as a browser would send it."""
        image = DRAWERS[self.kind](self.lines)
        data = io.BytesIO()
        image.save(data, "JPEG", quality=80)
        return SimpleUploadedFile(f"{self.kind}.jpg", data.getvalue(), content_type="image/jpeg")


def ticket(*lines: str) -> Picture:
    return Picture("ticket", lines)


def receipt(*lines: str) -> Picture:
    return Picture("receipt", lines)


def counter(*lines: str) -> Picture:
    """The ticket counter with a sign on it."""
    return Picture("counter", lines)


def hall(*lines: str) -> Picture:
    """A hall with people in it, from behind: nobody can be recognised."""
    return Picture("hall", lines)


def screen(*lines: str) -> Picture:
    """What a phone showed."""
    return Picture("screen", lines)


def sheet(*lines: str) -> Picture:
    """A page of paper: a letter, a list of who was trained."""
    return Picture("sheet", lines)


def certificate(*lines: str) -> Picture:
    """A model worker's certificate: sensitive (R21)."""
    return Picture("certificate", lines, sensitive=True)


def _write(draw: ImageDraw.ImageDraw, place: tuple[int, int], line: str, size: int, fill: str = INK) -> None:
    draw.text(place, line, font=font(size), fill=fill)


def _canvas(width: int, height: int, colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (width, height), colour)
    return image, ImageDraw.Draw(image)


def _draw_ticket(lines: tuple[str, ...]) -> Image.Image:
    image, draw = _canvas(900, 420, DESK)
    draw.rounded_rectangle((40, 40, 860, 380), 18, fill=PAPER)
    draw.rectangle((40, 40, 860, 104), fill=RED)
    for top in range(112, 376, 22):
        draw.ellipse((648, top, 660, top + 12), fill=DESK)
    _write(draw, (70, 52), "电影票", 36, PAPER)
    for number, line in enumerate(lines):
        _write(draw, (70, 124 + 48 * number), line, 32)
    _barcode(draw, (690, 130, 830, 340))
    return image


def _barcode(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for number, y in enumerate(range(top, bottom, 9)):
        draw.rectangle((left, y, right, y + 2 + (number * 7) % 5), fill=INK)


def _draw_receipt(lines: tuple[str, ...]) -> Image.Image:
    image, draw = _canvas(560, 760, DESK)
    draw.rectangle((70, 30, 490, 730), fill="white")
    for left in range(70, 490, 20):
        draw.polygon([(left, 730), (left + 10, 714), (left + 20, 730)], fill=DESK)
    _write(draw, (190, 56), "付款凭条", 34)
    draw.line((96, 116, 464, 116), fill=INK, width=2)
    for number, line in enumerate(lines):
        _write(draw, (100, 140 + 52 * number), line, 28)
    draw.line((96, 600, 464, 600), fill=INK, width=2)
    _write(draw, (100, 620), "示例单据", 24, RED)
    return image


def _draw_hall(lines: tuple[str, ...]) -> Image.Image:
    image, draw = _canvas(960, 640, "#1d1a18")
    draw.rectangle((140, 50, 820, 330), fill="#dfe6ea")
    for number, line in enumerate(lines):
        _write(draw, (200, 150 + 60 * number), line, 40)
    for row in range(4):
        top = 380 + 64 * row
        for left in range(40 - 24 * (row % 2), 940, 92):
            draw.ellipse((left + 16, top - 26, left + 56, top + 18), fill="#4a3a30")
            draw.rounded_rectangle((left, top, left + 72, top + 60), 14, fill="#7d2d22")
    return image


def _draw_counter(lines: tuple[str, ...]) -> Image.Image:
    image, draw = _canvas(960, 640, WALL)
    for left in range(40, 920, 300):
        draw.rectangle((left, 50, left + 260, 190), fill="#3a4650")
        _write(draw, (left + 24, 96), "19:50   21:20", 34, "#f2c66d")
    draw.ellipse((430, 230, 530, 330), fill="#c9a58a")
    draw.rounded_rectangle((390, 330, 570, 470), 30, fill=RED)
    draw.rectangle((0, 450, 960, 640), fill=DESK)
    draw.rectangle((0, 450, 960, 466), fill="#6d5238")
    draw.rectangle((560, 340, 930, 560), fill="white", outline=INK, width=3)
    for number, line in enumerate(lines):
        _write(draw, (584, 366 + 54 * number), line, 34)
    return image


def _draw_screen(lines: tuple[str, ...]) -> Image.Image:
    image, draw = _canvas(540, 960, "#f4f4f2")
    draw.rectangle((0, 0, 540, 110), fill="#2f5d7c")
    _write(draw, (30, 44), "示例平台", 36, "white")
    draw.rounded_rectangle((30, 150, 510, 230 + 62 * len(lines)), 16, fill="white", outline="#cccccc")
    for number, line in enumerate(lines):
        _write(draw, (56, 184 + 62 * number), line, 32)
    draw.rounded_rectangle((110, 820, 430, 896), 38, fill="#2f5d7c")
    _write(draw, (232, 834), "确定", 36, "white")
    return image


def _draw_sheet(lines: tuple[str, ...]) -> Image.Image:
    image, draw = _canvas(720, 960, "#b9b2a6")
    draw.rectangle((50, 40, 670, 920), fill="white")
    for number, line in enumerate(lines):
        _write(draw, (90, 90 + 64 * number), line, 40 if number == 0 else 30)
    draw.ellipse((450, 700, 630, 880), outline=RED, width=6)
    _write(draw, (492, 768), "示例章", 30, RED)
    return image


def _draw_certificate(lines: tuple[str, ...]) -> Image.Image:
    image, draw = _canvas(900, 620, DESK)
    draw.rectangle((50, 40, 850, 580), fill=RED)
    draw.rectangle((80, 70, 820, 550), fill=PAPER, outline="#c79a3a", width=6)
    _write(draw, (330, 110), "荣誉证书", 56, RED)
    for number, line in enumerate(lines):
        _write(draw, (140, 230 + 60 * number), line, 34)
    return image


DRAWERS = {
    "ticket": _draw_ticket,
    "receipt": _draw_receipt,
    "counter": _draw_counter,
    "hall": _draw_hall,
    "screen": _draw_screen,
    "sheet": _draw_sheet,
    "certificate": _draw_certificate,
}
