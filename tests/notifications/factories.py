"""People, rows and words for the notifications room."""

from django.contrib.auth import get_user_model
from django.db import transaction

from notifications import describers
from notifications.addresses import Seat, user_address
from notifications.models import Notification
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
