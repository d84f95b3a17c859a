"""From notifications to deliveries: which outside ways each loud row goes, asked once, after the act.

The act pays nothing for it: its rows are marked as not yet passed on, and `tick` finds them by a partial index. The
deliveries and the mark are one transaction, so a crash leaves the row to the next round.
"""

from datetime import datetime

from django.db import transaction

from . import ways
from .hours import OfficeHours
from .models import Delivery, Notification, Reason, Wish
from .recipients import Recipient, find

BATCH = 200


def pass_on(now: datetime) -> int:
    """Write a delivery for whoever is reached and wants it. Returns how many. Safe to run side by side."""
    waiting = Notification.objects.to_pass_on()
    # Asked without a lock first: on SQLite a transaction is the write lock, and mostly there is nothing.
    if not waiting.exists():
        return 0
    with transaction.atomic():
        rows = list(waiting.select_for_update(skip_locked=True, no_key=True)[:BATCH])
        found = find({row.address for row in rows})
        made = _deliveries(rows, found, now)
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(passed_on=True)
    return len(made)


def _deliveries(rows: list[Notification], found: dict[str, Recipient], now: datetime) -> list[Delivery]:
    hours, made = OfficeHours(), []
    for row in rows:
        recipient = found.get(row.address)
        if recipient is None or (recipient.user_id and row.read_at):
            continue
        for way in ways.every():
            if not way.place(recipient):
                continue
            if recipient.takes(urgent=row.urgent):
                at_once = row.goes_at_once or way.at_any_hour
                made.append(_delivery(row, way, recipient, now, now if at_once else hours.next_moment(now)))
            elif not recipient.user_id and recipient.wants == Wish.Wants.NOTHING:
                made.append(_unwanted(row, way, recipient, now))
    return made


def _delivery(
    row: Notification, way: ways.Way, recipient: Recipient, now: datetime, due_at: datetime | None
) -> Delivery:
    return Delivery(
        notification=row,
        way=way.name,
        address=row.address,
        case_no=row.case_no,
        user_id=recipient.user_id,
        urgent=row.urgent,
        created_at=now,
        due_at=due_at,
    )


def _unwanted(row: Notification, way: ways.Way, recipient: Recipient, now: datetime) -> Delivery:
    """Whoever handles the case must know that a complainant is no longer reached this way, and must be called."""
    delivery = _delivery(row, way, recipient, now, None)
    delivery.state, delivery.reason, delivery.ended_at = Delivery.State.DROPPED, Reason.UNWANTED, now
    delivery.sent_to = way.masked(way.place(recipient))
    return delivery
