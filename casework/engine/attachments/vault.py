"""Where the bytes lie: random names below the storage's root, none of which has an address on the web."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

THUMB = "thumb.jpg"
# How much of a file is in memory at a time when it goes out.
BLOCK = 256 * 1024
_EXTENSION = {"image/jpeg": "jpg", "image/png": "png"}


def page_name(number: int, media_type: str) -> str:
    return f"{number}.{_EXTENSION[media_type]}"


def put(name: str, source: Path) -> None:
    """Keep a file, safely on the disk before this returns: what we acknowledge survives a pulled plug."""
    with source.open("rb") as content:
        write(name, File(content))


def put_bytes(name: str, content: bytes) -> None:
    """The same for what is in memory already."""
    write(name, ContentFile(content))


def copy(name: str, to: str) -> None:
    """The same bytes once more, as safely."""
    with default_storage.open(name) as content:
        write(to, content)


def copy_folder(name: str, to: str) -> None:
    """Every file of a folder once more."""
    _folders, files = default_storage.listdir(name)
    for file in files:
        copy(f"{name}/{file}", f"{to}/{file}")


def write(name: str, content: File) -> None:
    """Keep what `content` reads under a name that is free, as safely. Raises FileExistsError where it is not."""
    kept = default_storage.save(name, content)
    if kept != name:
        raise FileExistsError(name)
    # A remote storage has no path, and syncs itself.
    with contextlib.suppress(NotImplementedError):
        path, root = Path(default_storage.path(name)), Path(default_storage.path(""))
        # The folders too: they say that the file is there, and may be new themselves.
        sync(path, *(folder for folder in path.parents if folder.is_relative_to(root)))


def sync(*paths: Path) -> None:
    """Files and folders as they are now survive a pulled plug."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put_copies(folder: str, source: Path, *, pages: int, media_type: str) -> None:
    """Keep the pages and the thumbnail that `convert` or a redaction wrote into `source`."""
    for name in [*(page_name(number, media_type) for number in range(1, pages + 1)), THUMB]:
        put(f"{folder}/{name}", source / name)


def read(name: str) -> bytes:
    with default_storage.open(name) as content:
        return content.read()


def blocks(name: str, start: int, length: int) -> Iterator[bytes]:
    """`length` bytes of a file from `start`, a block at a time. It is opened when the first is asked for."""
    with default_storage.open(name) as content:
        content.seek(start)
        while length > 0 and (block := content.read(min(BLOCK, length))):
            length -= len(block)
            yield block


def names(folder: str = "") -> Iterator[str]:
    """Every file there is, in order. One that goes meanwhile may still be named."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for below in sorted([*folders, *files]):
        name = f"{folder}/{below}" if folder else below
        if below in files:
            yield name
        else:
            yield from names(name)


def drop(name: str) -> None:
    """Delete a file, or a folder with everything in it. Nothing there is fine: it was deleted before."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        folders, files = default_storage.listdir(name)
        for below in [*folders, *files]:
            drop(f"{name}/{below}")
    with contextlib.suppress(FileNotFoundError):
        default_storage.delete(name)
