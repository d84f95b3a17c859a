"""Until when an extended voucher may be redeemed (R14), by hand and against a slow count (LAW §3, §9)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.engine.calendar import Calendar
from casework.engine.models import CalendarDay
from casework.vouchers.months import LastDay, extended

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("expires_on", "months", "same_date", "day"),
    [
        ("2025-12-31", 3, "2026-03-31", "2026-03-31"),
        ("2026-08-31", 3, "2026-11-30", "2026-11-30"),  # there is no 31 November
        ("2025-11-30", 3, "2026-02-28", "2026-02-28"),  # nor a 30 February; this Saturday is worked
        ("2023-11-30", 3, "2024-02-29", "2024-02-29"),
        ("2024-11-30", 3, "2025-02-28", "2025-02-28"),
        ("2026-07-01", 3, "2026-10-01", "2026-10-08"),  # the week of the National Day
        ("2026-02-17", 3, "2026-05-17", "2026-05-18"),  # from a day of the Spring Festival: where it begins stays
        ("2026-01-31", 1, "2026-02-28", "2026-02-28"),
    ],
)
def test_so_many_months_on_and_never_a_rest_day(expires_on, months, same_date, day):
    found = extended(date.fromisoformat(expires_on), months, CALENDAR)
    assert (found.same_date.isoformat(), found.day.isoformat()) == (same_date, day)
    assert found.moved == (same_date != day)
    assert not found.provisional


def slowly(expires_on: date, months: int) -> date:
    """One month after the other, then one day after the other."""
    year, month, day = expires_on.year, expires_on.month, expires_on.day
    for _month in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while True:
        try:
            found = date(year, month, day)
            break
        except ValueError:
            day -= 1
    while not CALENDAR.is_workday(found):
        found += timedelta(days=1)
    return found


@given(
    expires_on=st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31)),
    months=st.integers(min_value=1, max_value=15),
)
def test_any_day_and_any_number_of_months_agree_with_a_slow_count(expires_on, months):
    assert extended(expires_on, months, CALENDAR).day == slowly(expires_on, months)


@pytest.mark.django_db
def test_a_year_that_is_not_announced_makes_the_day_provisional_until_it_is():
    expires_on = date(2026, 12, 31)
    before = extended(expires_on, 3, Calendar.load(expires_on))
    assert before == LastDay(date(2027, 3, 31), date(2027, 3, 31), provisional=True)

    days = [date(2027, 1, 1), date(2027, 3, 31), date(2027, 10, 1)]  # an invented notice
    CalendarDay.objects.bulk_create([CalendarDay(date=day, is_workday=False, name="放假") for day in days])
    after = extended(expires_on, 3, Calendar.load(expires_on))
    assert after == LastDay(date(2027, 4, 1), date(2027, 3, 31), provisional=False)


def test_no_months_are_no_extension():
    with pytest.raises(ValueError, match="at least 1"):
        extended(date(2026, 12, 31), 0, CALENDAR)
