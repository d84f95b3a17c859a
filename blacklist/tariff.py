"""How grave a violation is, and for how long its measures last: the campaign's table (LAW §4, 国办发〔2025〕22号).

A row says it for a violation after so many earlier decisions within two years; circumstances move it by one class. The
proposer may depart from it with reasons, within the terms of the class.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .models.tariff import Severity, TariffRow
from .violations import ALL_THREE, BY_CODE

if TYPE_CHECKING:
    from casework.parties.models import Campaign

MINOR, GENERAL, SERIOUS = Severity.MINOR, Severity.GENERAL, Severity.SERIOUS
CLASSES = (MINOR, GENERAL, SERIOUS)
# Shortest and longest term of each class, in months.
TERMS = {MINOR: (1, 3), GENERAL: (3, 12), SERIOUS: (12, 36)}
# How long earlier decisions count (电影产业促进法 art. 56).
LOOKS_BACK = dt.timedelta(days=731)


@dataclass(frozen=True)
class Graveness:
    """A class, and the months that measures with a term last in it."""

    severity: str
    months: int

    def moved(self, by: int) -> Graveness:
        """The same after circumstances that mitigate (-1) or aggravate (+1), its term as near as the class has one."""
        place = min(max(CLASSES.index(self.severity) + by, 0), len(CLASSES) - 1)
        shortest, longest = TERMS[CLASSES[place]]
        return Graveness(CLASSES[place], min(max(self.months, shortest), longest))


def graveness(campaign: Campaign, violation: str, earlier: int, circumstances: int = 0) -> Graveness:
    """What the table of the campaign says; the shipped one where the campaign has no row for the violation."""
    rows = TariffRow.objects.filter(campaign=campaign, violation=violation, earlier__lte=earlier)
    row = rows.order_by("-earlier").first()
    found = Graveness(row.severity, row.months) if row else _shipped(violation, earlier)
    return found.moved(circumstances)


def _shipped(violation: str, earlier: int) -> Graveness:
    """The four named violations begin at general, all others at minor; each earlier decision is one class more."""
    first = CLASSES.index(GENERAL) if BY_CODE[violation].measures == ALL_THREE else CLASSES.index(MINOR)
    severity = CLASSES[min(first + earlier, len(CLASSES) - 1)]
    return Graveness(severity, {MINOR: 3, GENERAL: 6, SERIOUS: 12}[severity])
