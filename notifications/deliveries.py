"""Sending what is due, once and again, until its fate is final; and saying so to whoever asked.

A delivery is taken under a lock and counted as tried before anything goes out, and marked after: a process that dies in
between leaves it under way, and after LEASE the next one takes it up, under the same Message-ID. Only in that case, or
where the other side took a mail and never said so, may somebody get it twice.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from casework.parties.models import User

from . import ways
from .hours import OfficeHours
from .models import Delivery, Reason
from .recipients import find

log = logging.getLogger(__name__)

# After each attempt but the last: a greylist opens in minutes, a mail server is mended by Monday.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440, 1440))
ATTEMPTS = len(PAUSES) + 1
# Longer than any attempt may take (ways bound it): after it whoever took a delivery is dead.
LEASE = timedelta(minutes=10)
# How long one round may go on taking deliveries: the clocks come again after it.
ROUND_SECONDS = 15
REPORTS = 200

State = Delivery.State
OnDelivered = Callable[[str, int, datetime], None]

_hearers: list[OnDelivered] = []


def deliver(now: datetime) -> int:
    """Send what is due, by every way. Returns how many arrived. Safe to run twice and side by side."""
    # Asked without a lock first: on SQLite a transaction is the write lock, and mostly there is nothing.
    waiting = set(Delivery.objects.due(now).order_by().values_list("way", flat=True).distinct())
    return sum(Round(way, now).run() for way in ways.every() if way.name in waiting)


class Round:
    """One way's turn: what is due, one by one, until nothing is, time is up, or the other end is away."""

    def __init__(self, way: ways.Way, now: datetime) -> None:
        self.way, self._now, self._began = way, now, time.monotonic()
        # Addresses whose own end is mute: the others do not wait for them, and lose no attempt.
        self._mute: set[str] = set()

    @property
    def moment(self) -> datetime:
        # Whole seconds: what is done at once has the moment at which the clock looked.
        return self._now + timedelta(seconds=int(self._spent))

    @property
    def _spent(self) -> float:
        return time.monotonic() - self._began

    def run(self) -> int:
        sent = 0
        self._wait_for_office_hours()
        try:
            while self._spent < ROUND_SECONDS and (delivery := self._take()):
                sent += self._try(delivery)
        except ways.Away as away:
            log.warning("No more deliveries by %s now: %s", self.way.name, away)
        return sent

    def _due(self):
        return Delivery.objects.due(self.moment).filter(way=self.way.name).exclude(address__in=self._mute)

    def _wait_for_office_hours(self) -> None:
        """What is not urgent and comes due outside office hours, by a pause or because nobody swept, waits for them;
        what its reader knows already need not."""
        if self.way.at_any_hour:
            return
        opening = OfficeHours().next_moment(self.moment)
        if opening > self.moment:
            waits = self._due().order_by().filter(urgent=False, asked_by=None, notification__read_at=None)
            waits.update(due_at=opening)

    def _take(self) -> Delivery | None:
        """The next one that nobody else has, counted as tried from now on."""
        with transaction.atomic():
            rows = self._due().select_for_update(skip_locked=True, no_key=True, of=("self",))
            delivery = rows.select_related("notification").first()
            if delivery is None:
                return None
            delivery.state, delivery.attempts = State.SENDING, delivery.attempts + 1
            delivery.tried_at, delivery.due_at = self.moment, self.moment + LEASE
            delivery.save(update_fields=["state", "attempts", "tried_at", "due_at"])
        return delivery

    def _try(self, delivery: Delivery) -> bool:
        """One attempt, to its mark. Raises Away when it is marked."""
        try:
            self._send(delivery)
        except ways.Needless as why:
            self._end(delivery, State.DROPPED, why.reason)
        except ways.Refused as why:
            self._end(delivery, State.FAILED, why.reason, why.reply)
        except ways.TryLater as why:
            self._later(delivery, why.reason, why.reply)
            if isinstance(why, ways.Mute):
                self._mute.add(delivery.address)
            if isinstance(why, ways.Away):
                raise
        except Exception:
            log.exception("Delivery %s failed by a fault of ours.", delivery.pk)
            self._later(delivery, Reason.FAULT)
        else:
            self._end(delivery, State.SENT)
        return delivery.state == State.SENT

    def _send(self, delivery: Delivery) -> None:
        if delivery.attempts > ATTEMPTS:
            raise ways.Refused(Reason.INTERRUPTED)
        recipient = find([delivery.address]).get(delivery.address)
        place = self.way.place(recipient) if recipient else ""
        if not place:
            raise ways.Needless(Reason.NO_ADDRESS)
        delivery.sent_to = self.way.masked(place)
        if not recipient.takes(urgent=delivery.urgent):
            raise ways.Needless(Reason.UNWANTED)
        if not delivery.asked_by_id and recipient.user_id and delivery.notification.read_at:
            raise ways.Needless(Reason.READ)
        self.way.send(delivery, recipient, self.moment)

    def _end(self, delivery: Delivery, state: str, reason: str = "", reply: str = "") -> None:
        delivery.state, delivery.reason, delivery.reply = state, reason, reply
        delivery.due_at, delivery.ended_at = None, self.moment
        _mark(delivery)

    def _later(self, delivery: Delivery, reason: str, reply: str = "") -> None:
        """Wait longer each time; after the last attempt that was its fate."""
        if delivery.attempts >= ATTEMPTS:
            self._end(delivery, State.FAILED, reason, reply)
            return
        delivery.state, delivery.reason, delivery.reply = State.WAITING, reason, reply
        delivery.due_at = self.moment + PAUSES[delivery.attempts - 1]
        _mark(delivery)


def _mark(delivery: Delivery) -> None:
    """Write how an attempt went. A process that woke up after its lease overrules nobody, except by an arrival."""
    rows = Delivery.objects.filter(pk=delivery.pk).exclude(state=State.SENT)
    if delivery.state != State.SENT:
        rows = rows.filter(state=State.SENDING, attempts=delivery.attempts)
    names = ("state", "reason", "reply", "due_at", "ended_at", "sent_to")
    rows.update(**{name: getattr(delivery, name) for name in names})


# --- on request -------------------------------------------------------------------------------------------------------
def may_send(delivery: Delivery) -> bool:
    """Whether somebody may have it sent now or again: not while it is under way, nor where nobody wants it."""
    return delivery.state in (State.WAITING, State.SENT, State.FAILED)


def send_now(delivery: Delivery, *, by: User, at: datetime | None = None) -> Delivery:
    """Send it at once, whatever the hour; who asked for it stays written. ValueError where it may not be sent.

    What waits is due now. What is over goes again as a delivery of its own; pressed twice, or by two people, it is one:
    the round after this one exists once.
    """
    if not may_send(delivery):
        raise ValueError(f"{delivery} cannot be sent now")
    now = at or timezone.now()
    asked = {"asked_by": by, "asked_at": now, "due_at": now}
    if delivery.state == State.WAITING:
        Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(**asked)
        return Delivery.objects.get(pk=delivery.pk)
    copied = {name: getattr(delivery, name) for name in ("address", "case_no", "user_id", "urgent")}
    again, _made = Delivery.objects.get_or_create(
        notification_id=delivery.notification_id,
        way=delivery.way,
        round=delivery.round + 1,
        defaults={**copied, **asked, "created_at": now},
    )
    return again


# --- who hears of it --------------------------------------------------------------------------------------------------
def on_delivered(callback: OnDelivered) -> None:
    """Call `callback(address, event_no, at)` for every delivery that arrived, once it is marked as arrived.

    It is called until it returns, so after a crash it may hear of the same arrival twice; what it raises is logged and
    keeps nobody else from hearing. It is called outside any transaction. Notices about no event have a negative number.
    Registered by a room above, in its AppConfig.ready().
    """
    if callback not in _hearers:
        _hearers.append(callback)


def report() -> int:
    """Tell what arrived to whoever asked. Returns of how many all have heard. Costs nothing where nobody asked."""
    if not _hearers:
        return 0
    rows = Delivery.objects.to_report().values_list("pk", "address", "notification__event_no", "ended_at")
    return sum(_report(*row) for row in rows[:REPORTS])


def _report(pk: int, address: str, event_no: int, at: datetime) -> bool:
    try:
        for hear in _hearers:
            hear(address, event_no, at)
    except Exception:
        log.exception("Of delivery %s somebody could not be told; it is tried again.", pk)
        return False
    return bool(Delivery.objects.filter(pk=pk, reported_at=None).update(reported_at=timezone.now()))
