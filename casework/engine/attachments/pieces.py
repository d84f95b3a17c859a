"""Large files over a weak line: sent piece by piece, each kept before it is acknowledged; a cut line costs one piece.

Whoever sends announces name and size and gets an id; each piece says where it begins, and must begin where the last one
ended. The last piece makes the file an attachment with that id, so that asking again does nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from ..models.attachments import ArrivingFile, Attachment, random_folder
from . import refusals, sniff, vault
from .names import clean_name
from .refusals import FileRefused
from .store import MAX_FILM_BYTES, check_room, judge, store

# Small enough to get through a weak line, and to be held in memory.
MAX_PIECE = 2 * 1024 * 1024
ARRIVING_LIFE = timedelta(hours=24)


class OutOfStep(Exception):
    """This piece does not begin where the last one ended: ask how far the file is, and go on from there."""


class _Whole:
    """All pieces of a file, read one after the other, as `store` takes an upload."""

    def __init__(self, arriving: ArrivingFile) -> None:
        self.arriving, self.name, self.size = arriving, arriving.name, arriving.size

    def chunks(self) -> Iterator[bytes]:
        at = 0
        while at < self.size:
            try:
                piece = vault.read(_place(self.arriving, at))
            except FileNotFoundError:
                raise refusals.broken_off() from None
            at += len(piece)
            yield piece


def announce(*, uploader: str, name: str, size: int, sensitive: bool = False) -> ArrivingFile:
    """Begin a file of `size` bytes. Raises FileRefused."""
    if size <= 0:
        raise refusals.empty()
    if size > MAX_FILM_BYTES:
        raise refusals.too_large(size, MAX_FILM_BYTES)
    check_room(uploader=uploader, size=size)
    return ArrivingFile.objects.create(
        uploader=uploader,
        name=clean_name(name),
        size=size,
        sensitive=sensitive,
        place=f"arriving/{random_folder()}",
        last_at=timezone.now(),
    )


def add(arriving: ArrivingFile, *, at: int, piece: bytes) -> None:
    """Keep one piece, safely on the disk before this returns. Raises OutOfStep, or FileRefused as soon as the first
    bytes tell that the file will not be taken; it is let go then.
    """
    if at != arriving.received or at + len(piece) > arriving.size:
        raise OutOfStep
    if not piece:
        return
    if at == 0:
        try:
            judge(piece[: sniff.HEAD], arriving.size)
        except FileRefused:
            let_go(arriving)
            raise
    _keep(arriving, at, piece)
    mine = ArrivingFile.objects.filter(pk=arriving.pk, received=at)
    if not mine.update(received=at + len(piece), last_at=timezone.now()):
        raise OutOfStep
    arriving.received = at + len(piece)


def _keep(arriving: ArrivingFile, at: int, piece: bytes) -> None:
    name = _place(arriving, at)
    vault.drop(name)  # what a process left that died before it could acknowledge the piece
    try:
        vault.put_bytes(name, piece)
    except FileExistsError:  # the same piece by two requests at this very moment
        raise OutOfStep from None


def finish(arriving: ArrivingFile) -> Attachment:
    """Make a whole file an attachment. Raises FileRefused, which lets it go, and StoredElsewhere."""
    try:
        stored = store(
            upload=_Whole(arriving), uploader=arriving.uploader, sensitive=arriving.sensitive, pk=arriving.pk
        )
    except FileRefused:
        let_go(arriving)
        raise
    let_go(arriving)
    return stored


def find(*, pk: UUID, uploader: str) -> ArrivingFile | None:
    return ArrivingFile.objects.filter(pk=pk, uploader=uploader).first()


def let_go(arriving: ArrivingFile) -> None:
    vault.drop(arriving.place)
    arriving.delete()


def sweep_arriving(now: datetime) -> int:
    """Delete what has not gone on arriving for ARRIVING_LIFE."""
    due = list(ArrivingFile.objects.filter(last_at__lt=now - ARRIVING_LIFE)[:500])
    for arriving in due:
        let_go(arriving)
    return len(due)


def _place(arriving: ArrivingFile, at: int) -> str:
    return f"{arriving.place}/{at:012d}"
