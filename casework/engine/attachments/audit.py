"""Proving that every file of every case is there, and is the one that was handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from django.core.files.storage import default_storage

from ..models import Attachment, AttachmentGrant
from . import vault


def faults(besides: Collection[str] = ()) -> Iterator[str]:
    """What is not as the rows say, in sentences: originals by their SHA-256, copies by being there. Reads every byte.

    `besides`: originals that are known to be gone.
    """
    ours = Attachment.objects.filter(case__isnull=False).exclude(original__in=besides)
    for attachment in ours.select_related("case").order_by("pk").iterator():
        where = f"{attachment.case.number}, file {attachment.pk}"
        if (found := _digest(attachment.original)) != attachment.sha256:
            yield f"{where}: the original is {'another one' if found else 'missing'}: {attachment.original}"
        yield from (f"{where}: the copy is missing: {name}" for name in _missing_pages(attachment))
    for grant in AttachmentGrant.objects.exclude(attachment__original__in=besides).order_by("pk").iterator():
        where = f"file {grant.attachment_id} as unit {grant.unit_id} was shown it"
        yield from (f"{where}: missing: {name}" for name in _missing_pages(grant))


def _digest(name: str) -> str:
    """The SHA-256 of a stored file; empty if there is none."""
    try:
        with default_storage.open(name) as content:
            return hashlib.file_digest(content.file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _missing_pages(shown: Attachment | AttachmentGrant) -> Iterator[str]:
    for number in range(1, shown.pages_shown + 1):
        name = f"{shown.shown}/{vault.page_name(number, shown.shown_type)}"
        if not default_storage.exists(name):
            yield name
