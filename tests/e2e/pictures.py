"""Photos as phones make them, and things that only claim to be one."""

import io

from PIL import Image, ImageDraw


def photo(words: str = "", size: tuple[int, int] = (640, 480)) -> bytes:
    """A small JPEG; `words` make it differ from others."""
    image = Image.new("RGB", size, (90 + len(words) * 7 % 120, 110, 140))
    ImageDraw.Draw(image).rectangle((40, 60, 40 + 13 * (sum(map(ord, words)) % 40), 220), fill=(230, 220, 200))
    data = io.BytesIO()
    image.save(data, "JPEG", quality=80)
    return data.getvalue()


NOT_A_PHOTO = "这不是照片。".encode()
