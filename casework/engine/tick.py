"""All that time does, once: warn, mark overdue, supervise, complete the silent, end claims on which nothing is done,
count provisional dates again, keep promises, note who came onto a public list or left it, mask and erase what was kept
long enough, clear away what was uploaded and never sent, sessions that ran out, and what only open pages needed; and
last, since a mail server may keep it waiting, send outside what is due.

Each sweep finds its due rows by index and takes each under the case's lock (the door's), passing over cases that
somebody works on; so it is safe to run twice and side by side, and its cost follows what is due, not what is stored.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from casework.parties.listings import note_changes
from casework.parties.models import Membership
from notifications import deliveries
from notifications.models import Notification
from notifications.passing_on import pass_on
from notifications.services import announce, forget_quiet

from . import claims, door, promises, retention, search
from .actors import CLOCK_ACTOR
from .attachments.pieces import sweep_arriving
from .attachments.store import sweep_unbound
from .calendar import Calendar
from .clock_acts import RUNGS
from .describe import CALENDAR_MISSING
from .errors import Busy, DoorClosed
from .kinds import kind_of
from .models import CalendarDay, Case, Clock, FollowUp, WorkTask
from .models.procedures import WAITING
from .reckoning import rung_at

log = logging.getLogger(__name__)
BATCH = 200

_sweeps: dict[str, Callable[[dt.datetime], int]] = {}


def also(name: str, sweep: Callable[[dt.datetime], int]) -> None:
    """A sweep of a room's own, done with the others: what it does at that moment, and how many it did. It must be safe
    to run twice and side by side. Called by the room's AppConfig.ready()."""
    _sweeps[name] = sweep


def tick(now: dt.datetime | None = None) -> dict[str, int]:
    """Do everything that is due at `now`. Returns how many of each were done."""
    now = now or timezone.now()
    return {
        "clocks": climb(now),
        "tasks": finish_tasks(now),
        "claims": end_claims(now),
        "unreached": ask_to_call(now),
        "dates": count_again(now),
        "calendar": ask_for_calendar(now),
        "promises": keep_promises(),
        "lists": note_changes(now),
        **{name: sweep(now) for name, sweep in _sweeps.items()},
        "forgotten": forget(now),
        "files": sweep_unbound(now),
        "arriving": sweep_arriving(now),
        # By the clock on the wall, whatever moment is swept for: browsers keep no other.
        "sessions": Session.objects.filter(expire_date__lt=timezone.now()).delete()[0],
        "quiet": forget_quiet(),
        "passed on": pass_on(now),
        "delivered": deliveries.deliver(now),
        "reported": deliveries.report(),
    }


def climb(now: dt.datetime) -> int:
    """Every clock that reached its next rung: the act is recorded, and the rung after it is set."""
    return _each(Clock.objects.filter(next_at__lte=now).order_by("next_at")[:BATCH], lambda clock: _climb(clock, now))


def _climb(clock: Clock, now: dt.datetime) -> None:
    # A clock that was held on its day comes to the same rung once more.
    key = f"rung:{clock.pk}:{clock.rung}:{clock.next_at.isoformat()}:{len(clock.pauses)}"
    rung = rung_at(clock, now)
    spec = kind_of(clock.case).clock_by_name[clock.name]
    act = spec.on_due(door.load(clock.case_id)) if spec.on_due and RUNGS[rung] == "become_overdue" else RUNGS[rung]
    door.perform(clock.case_id, act, by=CLOCK_ACTOR, key=key, at=now, skip_locked=True, clock=clock.name)


def finish_tasks(now: dt.datetime) -> int:
    """Every task whose own day is over: the clock finishes it as its node says, or it is announced as overdue."""
    waiting = WorkTask.objects.filter(due_at__lte=now, due_noticed_at__isnull=True, status__in=WAITING)
    return _each(waiting.select_related("process")[:BATCH], lambda task: _finish_one(task, now))


def _finish_one(task: WorkTask, now: dt.datetime) -> None:
    key = f"due:{task.pk}"
    if task.flow_task.on_due:
        door.complete_task(task, by=CLOCK_ACTOR, key=key, act=task.flow_task.on_due, at=now, skip_locked=True)
    else:
        door.perform(
            task.process.case_id,
            "task_overdue",
            by=CLOCK_ACTOR,
            key=key,
            at=now,
            skip_locked=True,
            task=task.pk,
            node=task.flow_task.name,
        )


def end_claims(now: dt.datetime) -> int:
    """Claims on which nothing was done for too long: the handler is warned, then the case goes back to the queue."""
    looked_at = Case.objects.filter(idle_at__lte=now).select_related("campaign").order_by("idle_at")[:BATCH]
    due = [(case, claims.act_at(case, now)) for case in looked_at]
    return _each([one for one in due if one[1]], lambda one: _end_claim(*one, now))


def _end_claim(case: Case, act: str, now: dt.datetime) -> None:
    key = f"{act}:{case.pk}:{case.idle_at.isoformat()}"
    door.perform(case.pk, act, by=CLOCK_ACTOR, key=key, at=now, skip_locked=True)


def ask_to_call(now: dt.datetime) -> int:
    """Everybody outside who still does not know what they must know: the handler is asked to call."""
    return _each(Case.objects.filter(reach_at__lte=now)[:BATCH], lambda case: _ask_to_call(case, now))


def _ask_to_call(case: Case, now: dt.datetime) -> None:
    key = f"unreached:{case.pk}:{case.unreached_seq}:{case.reach_at.isoformat()}"
    door.perform(case, "stay_unreached", by=CLOCK_ACTOR, key=key, at=now, skip_locked=True)


def count_again(now: dt.datetime) -> int:
    """Provisional dates whose year's calendar is known by now: counted again, and told."""
    provisional = Clock.objects.filter(provisional=True, ended_at__isnull=True, due_at__isnull=False).order_by("due_at")
    first = provisional.first()
    # The earliest date is in the earliest year: while that is unknown, so are the others.
    if first is None or Calendar.load(_last_day(first)).provisional(_last_day(first)):
        return 0
    newest = CalendarDay.objects.order_by("-pk").values_list("pk", flat=True).first()
    return _each(provisional[:BATCH], lambda clock: _count_one(clock, newest, now))


def _last_day(clock: Clock) -> dt.date:
    return timezone.localdate(clock.due_at - dt.timedelta(seconds=1))


def _count_one(clock: Clock, newest: int, now: dt.datetime) -> None:
    """One clock. Where its own year is still unknown nothing changes and the record says nothing."""
    if Calendar.load(_last_day(clock)).provisional(_last_day(clock)):
        return
    key = f"count:{clock.pk}:{newest}"
    door.perform(clock.case_id, "count_again", by=CLOCK_ACTOR, key=key, at=now, skip_locked=True, clock=clock.name)


def ask_for_calendar(now: dt.datetime) -> int:
    """Ask the administrators, once each, for the calendar of a year that dates already reach into."""
    reaching = Clock.objects.filter(provisional=True, ended_at__isnull=True, due_at__isnull=False)
    clock = reaching.order_by("due_at").first()
    if clock is None:
        return 0
    notice_no = -_last_day(clock).year
    asked = Notification.objects.filter(topic=CALENDAR_MISSING, event_no=notice_no).values_list("address", flat=True)
    people = Membership.objects.in_force(role=Membership.Role.ADMINISTRATOR).values_list("user", flat=True)
    told = {f"user:{user}" for user in people} - set(asked)
    with transaction.atomic():
        announce(event_no=notice_no, case_no="", topic=CALENDAR_MISSING, addresses=told)
    return len(told)


def forget(now: dt.datetime) -> int:
    """Cases that ended long ago: their complainant's data are masked, later all that was written is erased."""
    looked_at = Case.objects.filter(forget_at__lte=now).select_related("campaign").order_by("forget_at")[:BATCH]
    due = [(case, act) for case in looked_at if (act := retention.act_at(case, now))]
    done = _each(due, lambda one: _forget_one(*one, now))
    if done:
        search.settle()
    return done


def _forget_one(case: Case, act: str, now: dt.datetime) -> None:
    key = f"{act}:{case.pk}:{case.forget_at.isoformat()}"
    door.perform(case.pk, act, by=CLOCK_ACTOR, key=key, at=now, skip_locked=True)


def keep_promises() -> int:
    """Acts that other acts promised, where the process that promised died before it kept its word."""
    due = FollowUp.objects.filter(done_at__isnull=True).select_related("cause")
    return _each(due.order_by("pk")[:BATCH], promises.keep_promise)


def _each(rows: Iterable[Any], do: Callable[[Any], Any]) -> int:
    """Do each; a case that somebody works on comes next time, one refused act stops no other."""
    done = 0
    for row in rows:
        try:
            do(row)
        except Busy:
            continue
        except DoorClosed as refusal:
            log.warning("%s was refused: %s", row, refusal)
            continue
        done += 1
    return done
