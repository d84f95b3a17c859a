"""Keeping a file, and making it part of a case: two steps, so that no upload ever holds a case's lock (P25)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from ..models.attachments import ArrivingFile, Attachment, random_folder
from . import films, refusals, sheets, sniff, vault, workbench
from .copies import NO_COPIES, Copies, make_copies
from .held import NotYours, Place, readable, usable, uuids
from .names import clean_name
from .refusals import FileRefused

if TYPE_CHECKING:
    from ..models import Case

__all__ = [
    "FileRefused",
    "NotYours",
    "bind",
    "discard",
    "duplicate",
    "part_from",
    "readable",
    "store",
    "sweep_unbound",
    "waiting",
]

MAX_BYTES = 20 * 1024 * 1024
MAX_FILM_BYTES = 50 * 1024 * 1024
# So much may lie here unsent for one person; beyond that it is not a complaint.
MAX_WAITING = 40
MAX_WAITING_BYTES = 300 * 1024 * 1024
UNBOUND_LIFE = timedelta(hours=48)


class StoredElsewhere(Exception):
    """Somebody is storing a file under this very id, or has done so: the same request came twice."""


@dataclass(frozen=True)
class Received:
    """An upload on our disk: `path` in a folder that is about to go."""

    path: Path
    size: int
    sha256: str
    media_type: str


# --- keeping ----------------------------------------------------------------------------------------------------------
def store(
    *,
    upload: UploadedFile,
    uploader: str,
    sensitive: bool = False,
    purpose: str = "",
    pk: UUID | None = None,
    sheet: bool = False,
) -> Attachment:
    """Seal the original and make the copy that others see; of a video or a sheet nothing but the original is kept.
    Takes no case lock. `pk`: the id that the file was given when its first piece came; it counts no more as one that is
    arriving. `sheet`: the form asks for a sheet, and for nothing else; elsewhere none is taken.

    The row comes first and is completed last: after a crash in between, `sweep_unbound` still finds every byte.
    Raises FileRefused with the sentence for the sender, and StoredElsewhere; nothing is kept then.
    """
    check_room(uploader=uploader, size=0, but=pk)
    with workbench.folder() as folder:
        received = _receive(upload, folder / "original", sheet=sheet)
        copies = _copies(received, folder)
        place = random_folder()
        attachment = _create(
            pk or uuid4(),
            uploader=uploader,
            created_at=timezone.now(),
            original=f"sealed/{place}",
            shown=f"shown/{place}",
            sha256=received.sha256,
            size=received.size,
            media_type=received.media_type,
            name=clean_name(upload.name),
            purpose=purpose,
            sensitive=sensitive,
        )
        _keep(attachment, received, copies, folder)
    return attachment


def check_room(*, uploader: str, size: int, but: UUID | None = None) -> None:
    """Raise FileRefused where this person has as much lying here as they may, or would with `size` bytes more. What is
    still arriving counts as if it were here; `but` is the one that is asked about. Two statements.
    """
    lying = Attachment.objects.of_uploader(uploader).filter(case=None).aggregate(count=Count("pk"), size=Sum("size"))
    arriving = ArrivingFile.objects.filter(uploader=uploader).exclude(pk=but)
    coming = arriving.aggregate(count=Count("pk"), size=Sum("size"))
    count = lying["count"] + coming["count"]
    if count >= MAX_WAITING:
        raise refusals.too_many(count)
    total = (lying["size"] or 0) + (coming["size"] or 0)
    if total and total + size > MAX_WAITING_BYTES:
        raise refusals.too_much(total)


def limit_of(media_type: str) -> int:
    """How many bytes a file of this type may have."""
    return MAX_FILM_BYTES if media_type in sniff.FILMS else MAX_BYTES


def judge(head: bytes, size: int) -> str:
    """The accepted type of a file that begins with `head` and has (so far) `size` bytes. Raises FileRefused."""
    media_type = sniff.media_type(head)
    if media_type is None:
        raise refusals.other_film() if sniff.looks_like_film(head) else refusals.unknown()
    if size > limit_of(media_type):
        raise refusals.too_large(size, limit_of(media_type), is_film=media_type in sniff.FILMS)
    return media_type


def duplicate(*, attachment: Attachment, uploader: str) -> Attachment:
    """The same file once more, not yet part of a case: each case's files are its own, and are removed with it."""
    place = random_folder()
    twin = Attachment.objects.create(
        uploader=uploader,
        created_at=timezone.now(),
        original=f"sealed/{place}",
        shown=f"shown/{place}",
        sha256=attachment.sha256,
        size=attachment.size,
        media_type=attachment.media_type,
        name=attachment.name,
        purpose=attachment.purpose,
        caption=attachment.caption,
        sensitive=attachment.sensitive,
    )
    vault.copy(attachment.original, twin.original)
    if attachment.pages_shown:
        vault.copy_folder(attachment.shown, twin.shown)
    _complete(twin, attachment.shown_type, pages=attachment.pages, pages_shown=attachment.pages_shown)
    return twin


def _receive(upload: UploadedFile, path: Path, *, sheet: bool) -> Received:
    """Copy the upload to `path` piece by piece, while counting and hashing it. Raises FileRefused."""
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("wb") as file:
        for chunk in filter(None, upload.chunks()):
            size += len(chunk)
            head = head or chunk[: sniff.HEAD]
            media_type = (sheets.judge if sheet else judge)(head, max(size, upload.size or 0))
            digest.update(chunk)
            file.write(chunk)
    if not size:
        raise refusals.empty()
    return Received(path, size, digest.hexdigest(), media_type)


def _copies(received: Received, folder: Path) -> Copies:
    if received.media_type in sniff.FILMS:
        try:
            films.check(received.path)
        except films.Incomplete:
            raise refusals.broken_film() from None
        return NO_COPIES
    if received.media_type in sniff.SHEETS:
        return NO_COPIES
    # Converting may wait a minute for its turn; a connection of the pool must not wait with it.
    if not connection.in_atomic_block:
        connection.close()
    return make_copies(source=received.path, media_type=received.media_type, folder=folder)


def _create(pk: UUID, **facts: object) -> Attachment:
    try:
        with transaction.atomic():
            return Attachment.objects.create(pk=pk, **facts)
    except IntegrityError:
        raise StoredElsewhere from None


def _keep(attachment: Attachment, received: Received, copies: Copies, folder: Path) -> None:
    vault.put(attachment.original, received.path)
    if copies.pages_shown:
        vault.put_copies(attachment.shown, folder, pages=copies.pages_shown, media_type=copies.media_type)
    _complete(attachment, copies.media_type, pages=copies.pages, pages_shown=copies.pages_shown)


def _complete(attachment: Attachment, shown_type: str, *, pages: int, pages_shown: int) -> None:
    """All its bytes are kept: from now on it can be sent."""
    attachment.shown_type = shown_type
    attachment.pages, attachment.pages_shown = pages, pages_shown
    attachment.state = Attachment.State.WAITING
    attachment.save(update_fields=["shown_type", "pages", "pages_shown", "state"])


# --- binding ----------------------------------------------------------------------------------------------------------
def bind(
    *,
    case,
    attachments: Sequence[UUID | str],
    uploader: str,
    event_seq: int,
    by_role: str = "",
    by_unit=None,
    place: Place | None = None,
) -> list[Attachment]:
    """Make waiting files of one uploader part of a case, or those of the draft at `place`, inside the act's
    transaction. At most two statements.

    `by_role`, `by_unit`: whose they are from now on, as on the event. Returns them in the order given.
    Raises NotYours when any of them is not waiting or not this uploader's; the act then does not happen.
    """
    wanted = list(dict.fromkeys(uuids(attachments)))
    if not wanted:
        return []
    whose = {"by_role": by_role, "by_unit": by_unit, "draft": None}
    mine = usable(uploader=uploader, place=place).filter(pk__in=wanted)
    changed = mine.update(case=case, event_seq=event_seq, state=Attachment.State.BOUND, **whose)
    if changed != len(wanted):
        raise NotYours
    found = Attachment.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted]


def veil(*, attachments: Sequence[UUID | str], uploader: str) -> None:
    """Waiting files that turn out to be a person's papers, whatever was known when they were uploaded (R21). One
    statement."""
    Attachment.objects.waiting().of_uploader(uploader).filter(pk__in=readable(attachments)).update(sensitive=True)


def waiting(
    *, uploader: str, attachments: Iterable[UUID | str] | None = None, place: Place | None = None
) -> list[Attachment]:
    """This uploader's files that are not sent yet, and those of the draft at `place` (of those named, if given), for a
    form that is shown again (P6)."""
    mine = usable(uploader=uploader, place=place).order_by("created_at", "id")
    if attachments is not None:
        mine = mine.filter(pk__in=readable(attachments))
    return list(mine)


# --- letting go -------------------------------------------------------------------------------------------------------
def discard(*, attachment_id: UUID, uploader: str) -> bool:
    """Remove a file that its uploader has not sent yet. False: it is not there, not theirs, sent meanwhile, or in a
    draft that others have before them."""
    mine = usable(uploader=uploader).filter(pk=attachment_id)
    return _let_go(mine, attachment_id)


def sweep_unbound(now: datetime) -> int:
    """Delete what was never sent within UNBOUND_LIFE, and what a crash left half stored, half removed or under way."""
    State = Attachment.State
    old = Q(state__in=[State.STORING, State.WAITING], created_at__lt=now - UNBOUND_LIFE, draft=None)
    due = Attachment.objects.filter(old | Q(state=State.LEAVING), case=None)
    gone = sum(_let_go(due.filter(pk=pk), pk) for pk in due.values_list("pk", flat=True)[:500])
    return gone + workbench.sweep(now)


def part_from(case: Case, *, sensitive_only: bool = False) -> None:
    """Take a case's files out of it, for good: nobody opens them any more, and the next sweep deletes their bytes."""
    files = Attachment.objects.of_case(case)
    files = files.filter(sensitive=True) if sensitive_only else files
    files.update(state=Attachment.State.LEAVING, case=None, event_seq=None)


def _let_go(rows, pk: UUID) -> bool:
    """Mark first, so that no act can bind it any more; then the bytes; then the row."""
    if not rows.update(state=Attachment.State.LEAVING):
        return False
    attachment = Attachment.objects.filter(pk=pk).first()
    if attachment is None:  # another sweep was quicker
        return False
    vault.drop(attachment.original)
    vault.drop(attachment.shown)
    for grant in attachment.grants.all():
        vault.drop(grant.shown)
        grant.delete()
    attachment.delete()
    return True
