"""To whom a row goes: "user:<pk>" for people who sign in, "seat:<case pk>:complainant" for those who do not,
"unit:<pk>" for a unit's own system.

A seat's page proves itself with a signed token in its address, so the bell of a tracking page needs no account.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing

_SALT = "notifications.seat"
_DEFAULT_DAYS = 90


def user_address(user_id: int) -> str:
    return f"user:{user_id}"


def unit_address(unit_id: int) -> str:
    return f"unit:{unit_id}"


class Seat(NamedTuple):
    """`mark`: what the seat was taken under, for the room that knows whether it still holds (describers.py)."""

    address: str
    mark: str


def sign_seat(address: str, mark: str) -> str:
    """A token that opens this seat's bell and nothing else, safe in a URL; ValueError for any other address."""
    if not address.startswith("seat:"):
        raise ValueError(f"Not a seat: {address!r}")
    return signing.dumps([address, mark], salt=_SALT)


def open_seat(token: str) -> Seat:
    """Whose bell a token opens; signing.BadSignature when forged, damaged or older than SEAT_TOKEN_DAYS (90)."""
    days = getattr(settings, "SEAT_TOKEN_DAYS", _DEFAULT_DAYS)
    return Seat(*signing.loads(token, salt=_SALT, max_age=timedelta(days=days)))
