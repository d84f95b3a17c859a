"""The demo's mails of the days before: they arrived, but for one whose address was mistyped. Others are still to go."""

from __future__ import annotations

import datetime as dt

from notifications import ways
from notifications.hours import OfficeHours
from notifications.models import Delivery, Notification, Reason
from notifications.passing_on import pass_on
from notifications.recipients import find

from .moments import Moments

MISTYPED = "@example.con"
# The clock looks every few seconds.
UNDER_WAY = dt.timedelta(seconds=8)


def date_mails(moments: Moments, since: dt.datetime) -> None:
    """Pass on everything that was told; what was told before `since` has gone at its own time."""
    while pass_on(moments.now):
        pass
    rows = list(Delivery.objects.filter(notification__created_at__lt=since).select_related("notification"))
    places = {address: who.email for address, who in find({row.address for row in rows}).items()}
    hours = OfficeHours()
    for row in sorted(rows, key=lambda row: row.notification.created_at):
        _has_gone(row, places[row.address], hours)
    names = ["state", "reason", "reply", "sent_to", "attempts", "created_at", "due_at", "tried_at", "ended_at"]
    Delivery.objects.bulk_update(rows, [*names, "reported_at"])


def _goes_at(told: Notification, hours: OfficeHours) -> dt.datetime:
    return told.created_at if told.goes_at_once else hours.next_moment(told.created_at)


def _has_gone(row: Delivery, place: str, hours: OfficeHours) -> None:
    row.created_at = row.notification.created_at
    row.tried_at = row.ended_at = row.reported_at = _goes_at(row.notification, hours) + UNDER_WAY
    row.state, row.attempts, row.due_at = Delivery.State.SENT, 1, None
    row.sent_to = ways.named(row.way).masked(place)
    if place.endswith(MISTYPED):
        row.state, row.reason, row.reply = Delivery.State.FAILED, Reason.NO_MAILBOX, "550 5.1.2"
