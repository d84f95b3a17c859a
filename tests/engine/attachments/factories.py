"""Real files, made of bytes in the test, and the rows around them."""

from __future__ import annotations

import io
import struct
import zlib

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, PngImagePlugin
from pillow_heif import register_heif_opener

from casework.engine.attachments.store import store
from casework.engine.models import Attachment

register_heif_opener()

GPS_LATITUDE = (28.0, 13.0, 41.123)


def picture(size=(400, 300), mode="RGB", color="teal") -> Image.Image:
    return Image.new(mode, size, color)


def encoded(image: Image.Image, form: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def jpeg(size=(400, 300), **options) -> bytes:
    return encoded(picture(size), "JPEG", **options)


def phone_photo(orientation: int = 1, size=(400, 300)) -> bytes:
    """A JPEG as a phone makes it: place, model, owner's comment, a colour profile; its left upper corner is red."""
    image = picture(size, color="white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "Phone of Zhang San"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", GPS_LATITUDE, "E", (112.0, 56.0, 20.5)
    return encoded(image, "JPEG", exif=exif, comment=b"Zhang San 13812345678", icc_profile=b"secret-profile" * 20)


def heic(size=(320, 240)) -> bytes:
    return encoded(picture(size), "HEIF", quality=60)


def screenshot(size=(600, 800)) -> bytes:
    """A PNG of flat areas with a text chunk, as screenshots are."""
    image = picture(size, color="white")
    ImageDraw.Draw(image).rectangle((50, 50, 300, 120), fill="black")
    facts = PngImagePlugin.PngInfo()
    facts.add_text("Author", "Zhang San")
    return encoded(image, "PNG", pnginfo=facts)


def giant_png(width: int, height: int) -> bytes:
    """A few hundred bytes that declare a picture of `width` × `height`."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf(pages: int = 2, size=(300, 400)) -> bytes:
    sheets = [picture(size, color="white") for _number in range(pages)]
    return encoded(sheets[0], "PDF", save_all=True, append_images=sheets[1:], title="Zhang San")


def wide_pdf() -> bytes:
    """A page two hundred inches long, the most that the format allows."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(14400, 100)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """A PDF encrypted with a password that nobody here knows."""
    return b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>> endobj
4 0 obj <</Filter/Standard/V 1/R 2/Length 40/P -44/O<%s>/U<%s>>> endobj
trailer <</Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>
%%%%EOF
""" % (b"0f" * 32, b"a1" * 32, b"1c" * 16, b"1c" * 16)


def upload(content: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored(content: bytes | None = None, *, uploader: str = "upload:me", name: str = "a.jpg", **fields) -> Attachment:
    return store(upload=upload(jpeg() if content is None else content, name), uploader=uploader, **fields)
