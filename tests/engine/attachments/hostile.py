"""Files that people send by mistake and that others send on purpose, made of bytes. `CANARY` must get no further than
the sealed original."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw, PngImagePlugin

from . import factories as f

CANARY = b"CANARY-7731"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>28,13.6N</exif:GPSLatitude>' + CANARY + b"</x:xmpmeta>"


def exif(orientation: int = 1) -> Image.Exif:
    """Place, phone and owner."""
    told = Image.Exif()
    told[0x0112], told[0x0110] = orientation, f"Phone {CANARY.decode()}"
    gps = told.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", f.GPS_LATITUDE, "E", (112.0, 56.0, 20.5)
    return told


def told_picture(form: str, **more: object) -> bytes:
    """A picture that says everything its format can say beside its pixels."""
    return f.encoded(f.picture(), form, exif=exif().tobytes(), xmp=XMP, icc_profile=CANARY * 20, **more)


def told_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY.decode(), zip=False)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return f.encoded(f.picture(), "PNG", pnginfo=notes, exif=exif().tobytes(), icc_profile=CANARY * 20)


def turned(form: str) -> bytes:
    """Lies on its side, and its metadata says so; its red corner is the left upper one of the stored picture."""
    image = f.picture(color="white")
    ImageDraw.Draw(image).rectangle((0, 0, 100, 75), fill="red")
    return f.encoded(image, form, exif=exif(6).tobytes())


def moving(form: str) -> bytes:
    frames = [f.picture(color=color) for color in ("red", "green", "blue")]
    return f.encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def deep_png(value: int) -> bytes:
    """Three channels of 16 bits each, which Pillow cannot write."""
    size = (40, 30)
    row = b"\0" + struct.pack(">H", value) * 3 * size[0]
    return _png(struct.pack(">IIBBBBB", *size, 16, 2, 0, 0, 0), row * size[1])


def _png(header: bytes, rows: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def scripted_pdf() -> bytes:
    """Wants to run a script and a program, and carries a file."""
    return b"""%%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R/Names <</EmbeddedFiles <</Names[(a.exe) 6 0 R]>>>>>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/AA <</O 5 0 R>>>> endobj
4 0 obj <</S/JavaScript/JS(app.alert\\("%s"\\))>> endobj
5 0 obj <</S/Launch/F(/bin/sh %s)>> endobj
6 0 obj <</Type/Filespec/F(a.exe)>> endobj
trailer <</Root 1 0 R>>
%%%%EOF
""" % (CANARY, CANARY)


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def zip_bomb() -> bytes:
    """Some kilobytes that become ten megabytes, and within them the same once more."""
    return zipped(a=zipped(b=b"\0" * 10_000_000), c=b"\0" * 10_000_000)


def text_bomb_png() -> bytes:
    """A small picture with a compressed note of two hundred megabytes."""
    note = b"Comment\0\0" + zlib.compress(b"\0" * 200_000_000)
    plain = f.encoded(f.picture((40, 30)), "PNG")
    bomb = struct.pack(">I", len(note)) + b"zTXt" + note + struct.pack(">I", zlib.crc32(b"zTXt" + note))
    return plain[:33] + bomb + plain[33:]


SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + SCRIPT + b"</svg>"

# What is taken, and shown only as a copy in which the canary is not.
DISARMED: dict[str, Callable[[], bytes]] = {
    "JPEG with everything": lambda: told_picture("JPEG", comment=CANARY),
    "WebP with everything": lambda: told_picture("WEBP"),
    "HEIC with place and owner": lambda: f.encoded(f.picture(), "HEIF", exif=exif().tobytes(), xmp=XMP),
    "PNG with everything": told_png,
    "photo and archive": lambda: f.jpeg() + zipped(a=CANARY) + CANARY,
    "photo and page": lambda: f.jpeg(comment=SCRIPT) + b"<html>" + SCRIPT,
    "photo and script": lambda: f.screenshot() + b"/*" + CANARY + b"*/alert(1)",
    "photo and PDF": lambda: f.jpeg() + scripted_pdf(),
    "PDF with scripts": scripted_pdf,
    "PDF and archive": lambda: scripted_pdf() + zipped(a=CANARY),
    "PDF behind junk": lambda: b"MZ" + CANARY + b"\n" + scripted_pdf(),
}

# What is refused, and a word of the sentence that says what to do.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an SVG with a script": (lambda: SVG, "screenshot"),
    "a compressed SVG": (lambda: gzip.compress(SVG), "screenshot"),
    "a page": (lambda: b"<!doctype html><html>" + SCRIPT, "screenshot"),
    "a program": (lambda: b"MZ\x90\0" + b"\0" * 200, "screenshot"),
    "an archive that swells": (zip_bomb, "screenshot"),
    "a Word file": (lambda: zipped(document=b"<w:document/>"), "screenshot"),
    "a GIF": (lambda: moving("GIF"), "screenshot"),
    "a TIFF": (lambda: f.encoded(f.picture(), "TIFF"), "screenshot"),
    "a giant by declaration": (lambda: f.giant_png(60_000, 60_000), "pixels"),
    "a note that swells": (text_bomb_png, "damaged"),
    "an empty file": (lambda: b"", "empty"),
    "half a photo": (lambda: f.jpeg((900, 700))[:3000], "incomplete"),
    "half a PDF": (lambda: f.pdf()[:200], "incomplete"),
    "a locked PDF": (f.locked_pdf, "password"),
}
