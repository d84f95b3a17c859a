"""Videos as phones wrap them, made of bytes; and the three ways in which they say where they were taken."""

import struct

PLACE = b"+28.2282+112.9388+045.000/"


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def index() -> bytes:
    """What a player starts from, with the place in it."""
    apple = box(b"keys", b"mdtacom.apple.quicktime.location.ISO6709") + box(b"ilst", box(b"data", PLACE))
    told = box(b"\xa9xyz", b"\0\x1a\x15\xc7" + PLACE) + box(b"loci", b"\0\0\0\0home\0" + PLACE) + box(b"meta", apple)
    return box(b"moov", box(b"mvhd", b"\0" * 100) + box(b"udta", told))


def film(brand: bytes = b"mp42", compatible: tuple[bytes, ...] = (b"mp42", b"isom"), frames: int = 4000) -> bytes:
    """A video as most phones wrap it."""
    return box(b"ftyp", brand + b"\0\0\2\0" + b"".join(compatible)) + index() + box(b"mdat", b"\x5a" * frames)


def mov(frames: int = 4000) -> bytes:
    """As iPhones record them: the index comes last."""
    return box(b"ftyp", b"qt  \0\0\2\0qt  ") + box(b"wide") + box(b"mdat", b"\x5a" * frames) + index()
