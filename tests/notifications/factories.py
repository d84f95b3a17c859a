"""People, rows and words for the notifications room."""

import datetime as dt
from zoneinfo import ZoneInfo

import chinese_calendar
from django.contrib.auth import get_user_model
from django.db import transaction

from notifications import describers, outside
from notifications.addresses import Seat, user_address
from notifications.models import Delivery, Notification
from notifications.passing_on import pass_on
from notifications.services import announce

SEAT = "seat:7:complainant"


def make_user(name: str = "lin"):
    return get_user_model().objects.create_user(username=name, password="a long enough password")


def tell(*addresses: str, event_no: int = 1, case_no: str = "TS26-004217-K", urgent: bool = False) -> None:
    """Announce one event in a transaction of its own, as the engine's door does."""
    with transaction.atomic():
        announce(event_no=event_no, case_no=case_no, topic="complaint.accepted", addresses=addresses, urgent=urgent)


def tell_many(address: str, count: int, first: int = 1) -> None:
    with transaction.atomic():
        for event_no in range(first, first + count):
            announce(event_no=event_no, case_no=f"TS26-{event_no:06}", topic="message", addresses=[address])


def rows_of(user) -> list[Notification]:
    return list(Notification.objects.told_to(user_address(user.pk)).order_by("id"))


class FakeWords:
    """A describer that forgets cases whose right was taken away."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.ended: set[str] = set()

    def seat_holds(self, seat: Seat) -> bool:
        return seat.mark not in self.ended

    def __call__(self, address: str, rows) -> list[describers.Described]:
        return [
            describers.described(row, sentence=f"News of {row.case_no}", url=f"/desk/cases/{row.case_no}")
            for row in rows
            if row.case_no not in self.hidden
        ]


class FakeKnowledge:
    """Complainants by their seat's address, a letter for everybody but those in `strangers`, and the real calendar."""

    def __init__(self) -> None:
        self.contacts = {SEAT: outside.Contact("lin.wang@qq.com", "zh-hans")}
        self.strangers: set[str] = set()
        self.knowledge = outside.Knowledge(self._contacts, self._letter, lambda first: chinese_calendar.is_workday)

    def _contacts(self, addresses) -> dict[str, outside.Contact]:
        return {address: self.contacts[address] for address in addresses if address in self.contacts}

    def _letter(self, row: Notification, now: dt.datetime) -> outside.Letter | None:
        if row.address in self.strangers:
            return None
        return outside.Letter("您的投诉已经受理。", f"/track/{row.event_no}/", "投诉", "拒绝兑换票券", private=True)


def at(text: str) -> dt.datetime:
    """A moment in Shanghai: "2026-09-28 20:14"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


NOW = at("2026-09-29 10:00")  # a Tuesday, in office hours
MINUTE = dt.timedelta(minutes=1)


def tell_outside(address: str = SEAT, *, now: dt.datetime, event_no: int = 1, urgent: bool = False) -> Delivery:
    """One event told to one address and passed on: the delivery that came of it."""
    tell(address, event_no=event_no, urgent=urgent)
    pass_on(now)
    return Delivery.objects.get(notification__event_no=event_no, address=address)


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def fate(delivery: Delivery) -> tuple[str, str, str, int]:
    """State, reason, the server's code, attempts."""
    found = again(delivery)
    return found.state, found.reason, found.reply, found.attempts


class Died(BaseException):
    """As a killed process: nothing after it runs."""


def die(*args: object) -> None:
    raise Died
