"""How large files go out: a block at a time, and of a video only the part that the player asks for."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from asgiref.sync import sync_to_async
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from . import vault

# A player asks for "everything from here on" and takes less: what it does not play is never read.
PART = 2 * 1024 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Part(NamedTuple):
    start: int
    length: int


class Blocks(StreamingHttpResponse):
    """Bytes of a stored file. Django's own would read a file whole before the server sends its first byte."""

    def __init__(self, name: str, part: Part, **options: object) -> None:
        super().__init__(vault.blocks(name, *part), **options)
        self["Content-Length"] = str(part.length)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        blocks = iter(self.streaming_content)
        # A thread of its own: a slow disk must not hold up other requests.
        while block := await sync_to_async(next, thread_sensitive=False)(blocks, b""):
            yield block


def whole(name: str, size: int, **options: object) -> StreamingHttpResponse:
    return Blocks(name, Part(0, size), **options)


def part_of(name: str, size: int, asked: str, **options: object) -> HttpResponseBase:
    """What a Range header asks for: 206 with the part, or with its beginning; 416 where there is no such part; the
    whole file where nothing was asked for that we understand (Safari plays only what answers 206).
    """
    found = ONE_RANGE.fullmatch(asked.replace(" ", ""))
    if found is None or not any(found.groups()):
        response = whole(name, size, **options)
    else:
        part = _part(*found.groups(), size)
        if part.length <= 0:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        response = Blocks(name, part, status=206, **options)
        response["Content-Range"] = f"bytes {part.start}-{part.start + part.length - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def _part(first: str, last: str, size: int) -> Part:
    if not first:  # "-500": the last 500 bytes
        length = min(int(last), size)
        return Part(size - length, min(length, PART))
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    return Part(start, min(end - start + 1, PART))
