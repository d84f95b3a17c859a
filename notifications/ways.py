"""The outside ways: e-mail, and webhooks of platforms; SMS or WeChat register themselves beside them.

A way sends one thing at a time and says how it went by returning or raising; attempts, back-off, office hours and fates
are the same for all of them (deliveries.py).
"""

from datetime import datetime
from typing import Any, Protocol

from .models import Delivery
from .recipients import Recipient


class NotSent(Exception):
    """It did not go. `reason`: a `models.Reason`; `reply`: the other side's code."""

    def __init__(self, reason: str, reply: str = "") -> None:
        super().__init__(f"{reason} {reply}")
        self.reason, self.reply = reason, reply


class Refused(NotSent):
    """Nor will it ever."""


class TryLater(NotSent):
    """It may go at another time."""


class Mute(TryLater):
    """Their end of the way is gone or mute: nothing else goes there now."""


class Away(TryLater):
    """The other end of the way itself is gone or mute: nothing else goes by it now."""


class Needless(Exception):
    """There is no reason to send it any more. `reason`: a `models.Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Way(Protocol):
    """at_any_hour: nobody's evening is disturbed by it."""

    name: str
    label: Any
    at_any_hour: bool

    def place(self, recipient: Recipient) -> str:
        """Where this way reaches them; "" if it does not."""

    def masked(self, place: str) -> str:
        """The place as it may be shown and kept."""

    def send(self, delivery: Delivery, recipient: Recipient, now: datetime) -> None:
        """Put it together and send it. Raises NotSent, Needless; takes a bounded time."""


_registered: dict[str, Way] = {}


def register(way: Way) -> None:
    """Make a way known, under its name. Called once by its room's AppConfig.ready()."""
    _registered[way.name] = way


def every() -> list[Way]:
    return list(_registered.values())


def named(name: str) -> Way:
    return _registered[name]
