"""The outside ways: e-mail now; SMS, WeChat or a platform's webhook register themselves beside it.

A way sends one letter at a time and says how it went by returning or raising; attempts, back-off, office hours and
fates are the same for all of them (deliveries.py).
"""

from typing import Any, Protocol

from .models import Delivery
from .outside import Letter
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


class Away(TryLater):
    """The other end of the way itself is gone or mute: nothing else goes by it now."""


class Way(Protocol):
    name: str
    label: Any

    def place(self, recipient: Recipient) -> str:
        """Where this way reaches them; "" if it does not."""

    def masked(self, place: str) -> str:
        """The place as it may be shown and kept."""

    def send(self, delivery: Delivery, recipient: Recipient, letters: list[tuple[str, Letter]]) -> None:
        """Send the letter, given in each of the recipient's languages. Raises NotSent; takes a bounded time."""


_registered: dict[str, Way] = {}


def register(way: Way) -> None:
    """Make a way known, under its name. Called once by its room's AppConfig.ready()."""
    _registered[way.name] = way


def every() -> list[Way]:
    return list(_registered.values())


def named(name: str) -> Way:
    return _registered[name]
