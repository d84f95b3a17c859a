"""Short videos: sealed as they come, never decoded, converted or passed on, since what tells where and on whose phone
they were taken is spread all over them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


class Incomplete(Exception):
    """The wrapper is broken off, or says nothing that a player could start from."""


def check(path: Path) -> None:
    """Raise Incomplete unless the file has its whole index (`moov`) and every part is as long as it says.

    Only the lengths on the outermost level are read. What stands after the last part is let be: some phones add to it.
    """
    with path.open("rb") as file:
        if b"moov" not in set(_parts(file, os.fstat(file.fileno()).st_size)):
            raise Incomplete


def _parts(file: BinaryIO, end: int) -> Iterator[bytes]:
    at = 0
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        length, name = int.from_bytes(head[:4]), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16])
        elif length == 0:
            length = end - at
        if length < 8 or not name.isascii():
            return
        if at + length > end:
            raise Incomplete
        yield name
        at += length
