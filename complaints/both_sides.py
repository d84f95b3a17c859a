"""Terms, and what each side says to them, in the words of one reader.

Each side reads the terms and the other's yes or no with its day. How a word came to us, and who recorded it, is read by
the office and by the side itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.engine.time_words import window_clock
from casework.ui.times import day_words, deadline_words

from .models import Consent
from .settling import whose

if TYPE_CHECKING:
    from casework.engine.calendar import Calendar

    from .models import Complaint, Settlement

LOOKS = {
    Consent.Said.OPEN: ("clock-fill", ""),
    Consent.Said.YES: ("check-circle-fill", "ok"),
    Consent.Said.NO: ("x-circle", "warn"),
    Consent.Said.UNSAID: ("hourglass-bottom", ""),
    Consent.Said.WITHDRAWN: ("arrow-counterclockwise", "warn"),
}


@dataclass(frozen=True)
class Side:
    """One side's word. `when`: its day, or until when it is awaited; `how`: by which way, where the reader may know."""

    name: str
    said: Any
    icon: str
    tone: str
    when: str
    how: str
    mine: bool
    row: Consent


@dataclass(frozen=True)
class Terms:
    """`owes`: who must carry them out, in words; "" for nobody."""

    settlement: Settlement
    owes: str
    sides: list[Side]

    @property
    def text(self) -> str:
        return self.settlement.terms

    @property
    def mine(self) -> list[Side]:
        return [side for side in self.sides if side.mine]

    @property
    def is_awaited(self) -> bool:
        """Whether this reader's own word is awaited."""
        return any(side.row.said == Consent.Said.OPEN for side in self.mine)


def terms_of(consents: Iterable[Consent], *, own: Collection[Any] = (), office: bool = False) -> Terms | None:
    """Terms with each side's word. `own`: the unit ids that the reader speaks for, or None for the complainant's."""
    rows = list(consents)
    if not rows:
        return None
    settlement = rows[0].settlement
    owes = next((whose(row) for row in rows if row.side == settlement.owed_by), "")
    return Terms(settlement, owes, [_side(row, mine=row.unit_id in own, office=office) for row in rows])


def _side(row: Consent, *, mine: bool, office: bool) -> Side:
    icon, tone = LOOKS[Consent.Said(row.said)]
    name = _("You") if mine and row.unit is None else whose(row)
    how = _how(row) if mine or office else ""
    return Side(name, row.get_said_display(), icon, tone, _when(row), how, mine, row)


def _when(row: Consent) -> str:
    if row.said == Consent.Said.OPEN:
        return _("until %(when)s") % {"when": deadline_words(row.settlement.due_at)}
    return day_words(row.told_on)


def _how(row: Consent) -> str:
    if not row.way:
        return ""
    parts = {"way": row.get_way_display(), "name": row.by.name if row.by else ""}
    if row.way == Consent.Way.PAGE:
        return (_("%(name)s, %(way)s") if row.by else "%(way)s") % parts
    return _("%(way)s, recorded by %(name)s") % parts


def own_clock(terms: Terms, case: Complaint, calendar: Calendar, now: dt.datetime) -> dict[str, Any] | None:
    """Until when this reader's word is awaited, and why that day, in the shape that the tag `clock` draws."""
    if not terms.is_awaited:
        return None
    clock = window_clock(terms.settlement.at, terms.settlement.due_at, "settlement_days", case, calendar, now)
    return clock | {"label": _("Say yes or no until")}
