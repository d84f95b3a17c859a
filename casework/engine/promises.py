"""What acts promised elsewhere is kept: right after the commit by whoever promised, else by `tick`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from . import door
from .actors import ENGINE_ACTOR
from .errors import Busy, DoorClosed
from .kinds import kind_named
from .models import FollowUp


def keep_promise(follow_up: FollowUp, at: dt.datetime | None = None) -> bool:
    """Perform a promised act as its own act under its own key: twice is once. A refusal stays for people to see; who
    would have waited for a case that could not be opened does not. at: the moment of the act that promised it."""
    try:
        if follow_up.case_id is None:
            _open_promised(follow_up, at)
        else:
            named: dict[str, Any] = {"by": ENGINE_ACTOR, "key": follow_up.key, "at": at}
            door.perform(follow_up.case_id, follow_up.act, **named, **follow_up.details)
    except Busy:
        return False
    except DoorClosed as refusal:
        follow_up.refused = str(refusal)
    follow_up.done_at, follow_up.attempts = timezone.now(), follow_up.attempts + 1
    follow_up.save(update_fields=["done_at", "attempts", "refused"])
    return True


def _open_promised(follow_up: FollowUp, at: dt.datetime | None) -> None:
    """Or add it to the case about the same that is there already, perhaps since this very moment."""
    by_whom: dict[str, Any] = {"by": ENGINE_ACTOR, "key": follow_up.key, "at": at}
    try:
        door.open_case(follow_up.kind, promised=follow_up, **by_whom, **follow_up.details)
    except Busy:
        raise
    except (DoorClosed, IntegrityError) as refusal:
        there = None if follow_up.act else kind_named(follow_up.kind).there_already(follow_up.details)
        if there is not None:
            case, act, details = there
            door.perform(case, act, **by_whom, **details)
            return
        if follow_up.act and isinstance(refusal, DoorClosed):
            door.perform(follow_up.cause.case_id, follow_up.act, **by_whom | {"key": f"{follow_up.key}:none"})
        raise
