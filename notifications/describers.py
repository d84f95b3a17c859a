"""Who knows the words. This room stores an event's number and topic; a room above turns rows into sentences.

The describer is also where access is asked again: a row its reader may no longer see is simply left out, so a right
taken away between bell and fetch makes the entry vanish from the list and from the count.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypedDict

from .models import Notification


class Described(TypedDict):
    id: int
    sentence: str
    case_no: str
    url: str
    at: datetime
    urgent: bool
    read: bool


Describer = Callable[[str, Sequence[Notification]], list[Described]]

_registered: list[Describer] = []


def register(describer: Describer) -> None:
    """Set the one describer (as many statements for one row as for many); RuntimeError when there is another."""
    if _registered and _registered[0] is not describer:
        raise RuntimeError("A describer is registered already: one room knows the words.")
    _registered[:] = [describer]


def described(row: Notification, *, sentence: str, url: str) -> Described:
    """One row with its words, for describers to return."""
    return Described(
        id=row.pk,
        sentence=sentence,
        case_no=row.case_no,
        url=url,
        at=row.created_at,
        urgent=row.urgent,
        read=row.read_at is not None,
    )


def describe(address: str, rows: Sequence[Notification]) -> list[Described]:
    """What this reader may still see of these rows, in words; nothing at all while no room knows the words."""
    if not rows or not _registered:
        return []
    return _registered[0](address, rows)
