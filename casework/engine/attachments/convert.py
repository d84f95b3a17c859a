"""Makes the copies that others see. Imports nothing of ours: it runs as a process of its own.

A photo or PDF from outside is decoded here, apart from the server: a decoder that crashes, hangs or wants all the
memory takes only this process with it, and it holds no secret, no database and no session.

    python -I convert.py image/heic SOURCE FOLDER

writes 1.jpg (or 1.png), 2.jpg … and thumb.jpg into FOLDER, and last result.json: {"pages": 3, "pages_shown": 3,
"type": "image/jpeg"} or {"refused": "damaged" | "pixels" | "locked"}.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

LONG_EDGE = 2560
PAGE_EDGE = 2000
THUMB_EDGE = 320
MAX_PAGES = 30
# A decoded pixel takes four bytes. A plain JPEG is scaled down while it is read, so that it may declare more
# (phones make photos of 108 and 200 million pixels); a progressive one must be held whole.
MAX_PIXELS = 50_000_000
MAX_PIXELS_SCALED = 210_000_000
MEMORY = 1_200_000_000
CPU_SECONDS = 40

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
ORIENTATION = 0x0112

Image.MAX_IMAGE_PIXELS = MAX_PIXELS_SCALED


class CannotConvert(Exception):
    """The message is the reason: "damaged", "pixels" or "locked"."""


def convert(media_type: str, source: Path, folder: Path) -> dict[str, object]:
    """Write the copies of `source` into `folder` and say what they are. Raises CannotConvert."""
    if media_type == "application/pdf":
        return _convert_pdf(source, folder)
    copy, extension = encode(photo(media_type, source), may_be_png=media_type == "image/png")
    (folder / f"1.{extension}").write_bytes(copy)
    return {"pages": 1, "pages_shown": 1, "type": "image/png" if extension == "png" else "image/jpeg"}


# --- photos -----------------------------------------------------------------------------------------------------------
def photo(media_type: str, source: Path) -> Image.Image:
    """The picture upright, at most LONG_EDGE, in grey or RGB, with nothing beside its pixels."""
    if media_type == "image/heic":
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    try:
        # Only the reader for what the bytes say: a file that is two things at once is read as one.
        with Image.open(source, formats=[FORMATS[media_type]]) as image:
            _check_pixels(image)
            turns = TURNS.get(_orientation(image), ())
            small = _shrink(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise CannotConvert("pixels") from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError):
        # What the readers raise for broken files; each has its own idea of it.
        raise CannotConvert("damaged") from None
    for turn in turns:
        small = small.transpose(turn)
    return bare(small)


def bare(image: Image.Image) -> Image.Image:
    """The pixels alone. Pillow writes a remembered profile or comment into the next file, so none is remembered.

    Colours are not converted from a wide profile: a parser for profiles of strangers is not worth a truer red.
    """
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    bare_copy = image.convert("RGB") if image.mode not in ("L", "RGB") else image.copy()
    bare_copy.info.clear()
    return bare_copy


def _check_pixels(image: Image.Image) -> None:
    scaled = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if image.width * image.height > (MAX_PIXELS_SCALED if scaled else MAX_PIXELS):
        raise CannotConvert("pixels")


def _orientation(image: Image.Image) -> int:
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # broken EXIF raises anything at all; the picture itself may be sound
        return 1


def _shrink(image: Image.Image) -> Image.Image:
    """At most LONG_EDGE, in a mode that resizes well: palettes would dither, 16-bit would be cut off at white."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in ("P", "PA", "LA", "1") or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((LONG_EDGE, LONG_EDGE), reducing_gap=2.0)
    # Smaller than that: nothing was read yet, and a truncated file has not shown itself.
    image.load()
    return image


# --- PDF --------------------------------------------------------------------------------------------------------------
def _convert_pdf(source: Path, folder: Path) -> dict[str, object]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(source) as document:
            pages = len(document)
            shown = 0
            for shown, image in enumerate(_page_images(document), start=1):
                (folder / f"{shown}.jpg").write_bytes(_jpeg(image))
    except pypdfium2.PdfiumError as error:
        raise CannotConvert("locked" if "password" in str(error).lower() else "damaged") from None
    except MemoryError:
        raise CannotConvert("pixels") from None
    if not shown:
        raise CannotConvert("damaged")
    return {"pages": pages, "pages_shown": shown, "type": "image/jpeg"}


def _page_images(document) -> Iterator[Image.Image]:
    """The first MAX_PAGES pages, one in memory at a time, whatever size the document claims they have."""
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        width, height = page.get_size()
        bitmap = page.render(scale=PAGE_EDGE / max(width, height, 1))
        yield bare(bitmap.to_pil())
        bitmap.close()
        page.close()


# --- encoding ---------------------------------------------------------------------------------------------------------
def encode(image: Image.Image, *, may_be_png: bool) -> tuple[bytes, str]:
    """The bytes and their extension: JPEG, or PNG where the source was one and it is smaller (screenshots)."""
    jpeg = _jpeg(image)
    if may_be_png:
        png = io.BytesIO()
        image.save(png, "PNG")
        if png.tell() <= len(jpeg):
            return png.getvalue(), "png"
    return jpeg, "jpg"


def thumbnail(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return _jpeg(small, quality=80)


def _jpeg(image: Image.Image, quality: int = 85) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def _write_thumbnail(folder: Path, shown_type: object) -> None:
    first = folder / ("1.png" if shown_type == "image/png" else "1.jpg")
    with Image.open(first) as image:
        (folder / "thumb.jpg").write_bytes(thumbnail(image.convert("RGB")))


def main(media_type: str, source: str, folder: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    target = Path(folder)
    try:
        result = convert(media_type, Path(source), target)
        _write_thumbnail(target, result["type"])
    except CannotConvert as refused:
        result = {"refused": str(refused)}
    (target / "result.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
