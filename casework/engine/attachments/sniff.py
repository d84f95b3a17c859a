"""What a file is, judged from its first bytes: names and declared types are only what a sender says."""

from __future__ import annotations

JPEG, PNG, WEBP, HEIC, PDF = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp", HEIC: "heic", PDF: "pdf"}

# How many first bytes `media_type` wants to see: readers allow junk before a PDF's mark, up to 1,024 bytes.
HEAD = 1024
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}


def media_type(head: bytes) -> str | None:
    """The accepted type whose mark `head` (the first `HEAD` bytes) carries, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return HEIC
    # A photo's mark at the start wins over a PDF's mark further in: a file that is both is a photo.
    if b"%PDF-" in head:
        return PDF
    return None


def looks_like_video(head: bytes) -> bool:
    """A film from a phone (MP4, MOV, 3GP): not accepted yet, and the refusal should say so."""
    return head[4:8] == b"ftyp" and not head[8:12].startswith((b"avif", b"avis"))
