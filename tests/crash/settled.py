"""What must hold once the clock has gone on for some days: nothing is due, nothing is under way, nothing lies about."""

from __future__ import annotations

import datetime as dt
import email
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from casework.engine.attachments.store import UNBOUND_LIFE
from casework.engine.models import Attachment, Case, Clock, FollowUp, WorkTask
from casework.engine.models.procedures import WAITING
from casework.engine.tick import tick
from notifications.deliveries import LEASE
from notifications.letters import message_id_of
from notifications.models import Delivery, Notification
from notifications.recipients import EMAIL, find

from .check import names_of

State = Delivery.State
ROUNDS = 60


def let_time_pass(now: dt.datetime) -> dt.datetime:
    """What `tick` does at `now`, once the longest lease is over, and when what nobody sent has lain long enough; so
    often that a clock that is not stuck is done. Returns the last moment."""
    moment = now
    for moment in (now, now + LEASE, now + UNBOUND_LIFE + dt.timedelta(hours=1)):
        for _round in range(ROUNDS):
            if not any(tick(moment).values()):
                break
    return moment


def left_over(now: dt.datetime) -> list[str]:
    """What is still to be done although it was due, and what is there and should not be."""
    return [*_still_due(now), *_not_delivered(now), *_not_mailed(), *_lying_about()]


def _still_due(now: dt.datetime) -> Iterator[str]:
    kept = FollowUp.objects.select_related("cause", "case")
    yield from (f"{row}: promised and not done" for row in kept.filter(done_at=None))
    for row in kept.exclude(refused=""):
        yield f"{row}: promised and refused: {row.refused}"
    yield from (f"{clock}: stuck since {clock.next_at}" for clock in Clock.objects.filter(next_at__lte=now))
    tasks = WorkTask.objects.filter(due_at__lte=now, due_noticed_at=None, status__in=WAITING)
    yield from (f"task {task.pk}: due since {task.due_at}" for task in tasks)
    for case in Case.objects.filter(reach_at__lte=now):
        yield f"{case.number}: nobody was asked to call since {case.reach_at}"


def _not_delivered(now: dt.datetime) -> Iterator[str]:
    """Every notice whose reader has an e-mail address and wants it was passed on once, and went out."""
    loud = Notification.objects.filter(quiet=False)
    yield from (f"{row}: passed on to no way" for row in loud.filter(passed_on=False))
    rows = loud.prefetch_related("deliveries")
    people = find({row.address for row in rows})
    for row in rows:
        reader, sent = people.get(row.address), list(row.deliveries.all())
        wants = reader is not None and reader.takes(urgent=row.urgent)
        # What a person has read here before nobody need send them.
        needless = reader is not None and reader.user_id and row.read_at
        if wants and not needless and len(sent) != 1:
            yield f"{row}: {len(sent)} deliveries"
        yield from (f"{one}: {one.reason}, due {one.due_at}" for one in sent if not _is_well(one, now))


def _is_well(one: Delivery, now: dt.datetime) -> bool:
    """It arrived, there was a reason not to send it, or its hour is still to come."""
    if one.state == State.WAITING:
        return one.due_at > now and not one.attempts
    return one.state == State.SENT or (one.state == State.DROPPED and one.reason == "read")


def _not_mailed() -> Iterator[str]:
    """A mail lies in the box for each delivery that arrived; a second one only where an attempt was cut off."""
    mails = Counter(mails_in(Path(settings.EMAIL_FILE_PATH)))
    for one in Delivery.objects.filter(way=EMAIL).exclude(state=State.WAITING).order_by("pk"):
        count = mails[message_id_of(one)]
        if one.state == State.SENT and not count:
            yield f"{one}: marked as sent, and no mail is there"
        if count > one.attempts:
            yield f"{one}: {count} mails after {one.attempts} attempts"


def mails_in(folder: Path) -> Iterator[str]:
    """Message-IDs of the whole mails of the box; half a mail is one that never arrived."""
    for path in folder.glob("*.eml") if folder.exists() else ():
        message = email.message_from_bytes(path.read_bytes())
        if message["Message-ID"] and message.as_string().rstrip().endswith("--"):
            yield message["Message-ID"]


def _lying_about() -> Iterator[str]:
    """Rows of files that no case has, and bytes that no row has."""
    yield from (f"file {one.pk} is still {one.state}" for one in Attachment.objects.exclude(state="bound"))
    known = {name for one in Attachment.objects.all() for name in names_of(one)}
    root = Path(default_storage.location)
    for path in root.rglob("*"):
        if path.is_file() and str(path.relative_to(root)) not in known:
            yield f"{path.relative_to(root)}: bytes of no file"
    yield from (f"{path.name}: under way for ever" for path in settings.WORK_DIR.iterdir())
