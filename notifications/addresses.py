"""To whom a row goes: "user:<pk>" for people who sign in, "seat:<case pk>:complainant" for those who do not.

A seat's page proves itself with a signed token in its address, so the bell of a tracking page needs no account.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing

_SALT = "notifications.seat"
_DEFAULT_DAYS = 90


def user_address(user_id: int) -> str:
    return f"user:{user_id}"


def sign_seat(address: str) -> str:
    """A token that opens this seat's bell and nothing else, safe in a URL; ValueError for any other address."""
    if not address.startswith("seat:"):
        raise ValueError(f"Not a seat: {address!r}")
    return signing.dumps(address, salt=_SALT)


def open_seat(token: str) -> str:
    """The seat's address; signing.BadSignature when forged, damaged or older than SEAT_TOKEN_DAYS (90)."""
    days = getattr(settings, "SEAT_TOKEN_DAYS", _DEFAULT_DAYS)
    return signing.loads(token, salt=_SALT, max_age=timedelta(days=days))
