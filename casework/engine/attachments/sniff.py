"""What a file is, judged from its first bytes: names and declared types are only what a sender says."""

from __future__ import annotations

JPEG, PNG, WEBP, HEIC, PDF = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"
MP4, MOV = "video/mp4", "video/quicktime"
FILMS = frozenset({MP4, MOV})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS, ODS, CSV = "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet", "text/csv"
SHEETS = frozenset({XLSX, XLS, ODS, CSV})
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp", HEIC: "heic", PDF: "pdf", MP4: "mp4", MOV: "mov"}
EXTENSIONS |= {XLSX: "xlsx", XLS: "xls", ODS: "ods", CSV: "csv"}

# How many first bytes `media_type` wants to see: readers allow junk before a PDF's mark, up to 1,024 bytes.
HEAD = 1024
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
# Photos, sound and camera raw in the same wrapper as films; some call themselves compatible with MP4.
OTHER_BRANDS = {b"avif", b"avis", b"M4A ", b"M4B ", b"M4P ", b"crx ", b"jp2 ", b"jpx "}
MP4_BRANDS = {b"isom", b"avc1", b"mp41", b"mp42", b"mp71", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"XAVC"}
MP4_BRANDS |= {b"iso%d" % number for number in range(2, 10)}
# AVI is told apart below; Matroska and WebM, Windows Media, Flash, MPEG.
OTHER_FILMS = (b"\x1aE\xdf\xa3", b"0&\xb2u\x8ef\xcf\x11", b"FLV\x01", b"\0\0\x01\xba", b"\0\0\x01\xb3")


def media_type(head: bytes) -> str | None:
    """The accepted type whose mark `head` (the first `HEAD` bytes) carries, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _of_brands(*_brands(head))
    # A photo's mark at the start wins over a PDF's mark further in: a file that is both is a photo.
    if b"%PDF-" in head:
        return PDF
    return None


def sheet_type(head: bytes) -> str | None:
    """The sort of sheet that `head` may be the beginning of, or None. Whether it is one shows when it is read."""
    if head.startswith(b"PK\x03\x04"):
        return ODS if b"opendocument.spreadsheet" in head else XLSX
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return XLS
    if media_type(head) or looks_like_film(head):
        return None
    return CSV if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _brands(head: bytes) -> tuple[bytes, set[bytes]]:
    """The wrapper's own brand, and those that it says it is compatible with."""
    end = min(int.from_bytes(head[:4]), len(head))
    return head[8:12], {head[at : at + 4] for at in range(16, end - 3, 4)}


def _of_brands(own: bytes, compatible: set[bytes]) -> str | None:
    if own in HEIC_BRANDS:
        return HEIC
    if own in OTHER_BRANDS:
        return None
    if own == b"qt  ":
        return MOV
    return MP4 if ({own} | compatible) & MP4_BRANDS else None


def looks_like_film(head: bytes) -> bool:
    """A film of a kind that is not accepted (AVI, MKV, WMV, 3GP …): the refusal should say so."""
    if head[4:8] == b"ftyp":
        return _brands(head)[0] not in OTHER_BRANDS | HEIC_BRANDS
    return head.startswith(OTHER_FILMS) or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
