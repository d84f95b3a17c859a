"""Sheets, where a form asks for one: known by their first bytes, kept as they came; what is in them others read."""

from __future__ import annotations

from . import refusals, sniff

MAX_BYTES = 10 * 1024 * 1024


def judge(head: bytes, size: int) -> str:
    """The type of a sheet that begins with `head` and has (so far) `size` bytes. Raises FileRefused."""
    media_type = sniff.sheet_type(head)
    if media_type is None:
        raise refusals.no_sheet()
    if size > MAX_BYTES:
        raise refusals.sheet_too_large(size, MAX_BYTES)
    return media_type
