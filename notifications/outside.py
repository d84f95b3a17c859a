"""What the room above knows of people who are told outside: where to reach them, what to say, which days are worked.

This room stores an event's number and an address; it puts letters together from what it is told here, as it does for
the bell from `describers.py`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .models import Notification


@dataclass(frozen=True)
class Contact:
    """Where somebody without an account is reached, and in which language they came; "" where nobody knows."""

    email: str
    language: str = ""


@dataclass(frozen=True)
class Letter:
    """What one reader is told, in the language that is active, without any name or word of the complainant.

    sentence: the bell's. kind, title: what the case is and is about. lines: (label, text) of where it stands, what is
    to be done, until when. url: the address of the page, without host. private: whoever has the link reads the page.
    """

    sentence: str
    url: str
    kind: str = ""
    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    private: bool = False


Told = Callable[[Notification], Mapping[str, Any] | None]
Contacts = Callable[[Collection[str]], Mapping[str, Contact]]
LetterWriter = Callable[[Notification, datetime], Letter | None]
Workdays = Callable[[date], Callable[[date], bool]]


@dataclass(frozen=True)
class Knowledge:
    """contacts: of seats, by address; whoever cannot be reached is left out. One statement.

    letter: for a notification's reader, now; None where it is no longer theirs to read.
    workdays: from a first day on, which days are worked. One statement, when asked.
    told: what a unit's own system is told, as JSON knows it, with the event's own `id`; None where that is nothing.
    """

    contacts: Contacts
    letter: LetterWriter
    workdays: Workdays
    told: Told = lambda row: None


_registered: list[Knowledge] = []


def register(knowledge: Knowledge) -> None:
    """Set the one who knows; RuntimeError when there is another."""
    if _registered and _registered[0] != knowledge:
        raise RuntimeError("Somebody is registered already: one room knows the people outside.")
    _registered[:] = [knowledge]


def contacts(addresses: Collection[str]) -> Mapping[str, Contact]:
    return _registered[0].contacts(addresses) if _registered and addresses else {}


def letter(row: Notification, now: datetime) -> Letter | None:
    return _registered[0].letter(row, now) if _registered else None


def told(row: Notification) -> Mapping[str, Any] | None:
    return _registered[0].told(row) if _registered else None


def workdays(first: date) -> Callable[[date], bool]:
    """Which days from `first` on are worked; Monday to Friday while no room knows better."""
    return _registered[0].workdays(first) if _registered else lambda day: day.weekday() < 5
