"""Until when an extended voucher may be redeemed: so many calendar months on, and never on a rest day (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.engine.budgets import Budget, BudgetUnit, due, months_after, start_of
from casework.engine.calendar import Calendar


@dataclass(frozen=True)
class LastDay:
    """The last day on which a voucher may be redeemed, until 24:00. `same_date`: where the months alone end, which is
    another day if that is a rest day. `provisional`: a day that decided it is of a year not announced yet (暂定)."""

    day: date
    same_date: date
    provisional: bool

    @property
    def moved(self) -> bool:
        return self.day != self.same_date


def extended(expires_on: date, months: int, calendar: Calendar) -> LastDay:
    """The new last day of a voucher whose last day was `expires_on`: the same date so many months on, or that month's
    last day where it has no such date (30 November + 3: 28 February; 31 August + 3: 30 November); moved on to the next
    working day where it is a rest day (民法典 art. 202 and 203, LAW §3).

    The old last day may be a rest day: it is where the count begins, and moves nowhere. months: the campaign's
    `extension_months`, at least 1. ValueError where it is not, or where the calendar was not loaded that far.
    """
    found = due(start_of(expires_on), Budget(months, BudgetUnit.MONTHS), [], calendar)
    return LastDay(found.day, months_after(expires_on, months), found.provisional)
