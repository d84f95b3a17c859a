"""Files as forms need them: only the row; no act looks at the bytes."""

from __future__ import annotations

import datetime as dt

from casework.engine.actors import Actor
from casework.engine.models import Attachment
from casework.engine.models.attachments import random_folder


def waiting_file(actor: Actor, now: dt.datetime) -> Attachment:
    """A file that this actor has stored and not sent yet (only the row; no act looks at the bytes)."""
    place = random_folder()
    return Attachment.objects.create(
        uploader=actor.uploader,
        created_at=now,
        original=f"sealed/{place}",
        shown=f"shown/{place}",
        sha256="0" * 64,
        size=1,
        media_type="image/jpeg",
        name="photo.jpg",
        state=Attachment.State.WAITING,
    )
