"""Who knows the words. This room stores an event's number and topic; a room above turns rows into sentences.

The describer is also where access is asked again: a row its reader may no longer see is simply left out, so a right
taken away between bell and fetch makes the entry vanish from the list and from the count. The same room says whether a
seat's token still holds: a new access code ends it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypedDict

from .addresses import Seat
from .models import Notification


class Described(TypedDict):
    id: int
    sentence: str
    case_no: str
    url: str
    at: datetime
    urgent: bool
    read: bool
    quiet: bool


Describer = Callable[[str, Sequence[Notification]], list[Described]]
SeatCheck = Callable[[Seat], bool]

_registered: list[tuple[Describer, SeatCheck]] = []


def register(describer: Describer, seat_holds: SeatCheck) -> None:
    """Set the one describer (as many statements for one row as for many); RuntimeError when there is another."""
    if _registered and _registered[0] != (describer, seat_holds):
        raise RuntimeError("A describer is registered already: one room knows the words.")
    _registered[:] = [(describer, seat_holds)]


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
        quiet=row.quiet,
    )


def describe(address: str, rows: Sequence[Notification]) -> list[Described]:
    """What this reader may still see of these rows, in words; nothing at all while no room knows the words."""
    if not rows or not _registered:
        return []
    return _registered[0][0](address, rows)


def seat_holds(seat: Seat) -> bool:
    """Whether what the seat was taken under is still good. One statement."""
    return bool(_registered) and _registered[0][1](seat)
