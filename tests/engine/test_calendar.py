"""Which days are workdays, and in whose words (DESIGN §5, LAW §8)."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from chinese_calendar.solar_terms import SolarTerms
from django.utils.translation import override

from casework.engine.calendar import Calendar, DayKind, qingming
from casework.engine.models import CalendarDay


def row(day: str, *, workday: bool = False, name: str = "") -> CalendarDay:
    return CalendarDay(date=date.fromisoformat(day), is_workday=workday, name=name)


def notice_of_2027(*more: CalendarDay) -> list[CalendarDay]:
    """The two days without which a year is not announced, and what else a test needs."""
    return [row("2027-01-01", name="元旦"), row("2027-10-01", name="国庆"), *more]


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_the_make_up_days_of_2026_are_worked(day):
    found = Calendar().day(date.fromisoformat(day))

    assert found.kind is DayKind.MAKE_UP
    assert found.is_workday
    assert found.date.weekday() >= 5


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-09-30", DayKind.WORKDAY),
        ("2026-10-01", DayKind.HOLIDAY),
        ("2026-10-03", DayKind.HOLIDAY),
        ("2026-10-11", DayKind.WEEKEND),
        ("2026-10-07", DayKind.HOLIDAY),
        ("2026-10-08", DayKind.WORKDAY),
    ],
)
def test_a_day_has_the_kind_the_notice_gives_it(day, kind):
    assert Calendar().day(date.fromisoformat(day)).kind is kind


def test_a_day_says_its_reason_in_the_readers_language():
    calendar = Calendar()
    with override("en"):
        assert calendar.day(date(2027, 1, 4)).reason == "workday (provisional)"
        reasons = [calendar.day(date(2026, 10, day)).reason for day in (1, 8, 10, 11, 17)]

    assert reasons == ["National Day holiday", "workday", "make-up workday", "Sunday", "Saturday"]


def test_our_table_overrides_the_package():
    calendar = Calendar(
        [row("2026-11-25", name="纪念日"), row("2026-11-28", workday=True), row("2026-10-01", workday=True)]
    )

    assert calendar.day(date(2026, 11, 25)).kind is DayKind.HOLIDAY
    assert calendar.day(date(2026, 11, 25)).name == "纪念日"
    assert calendar.day(date(2026, 11, 28)).kind is DayKind.MAKE_UP
    assert calendar.day(date(2026, 10, 1)).kind is DayKind.WORKDAY
    assert not calendar.provisional(date(2026, 11, 25))


def test_a_year_nobody_has_announced_rests_on_weekends_and_on_the_suns_holidays():
    calendar = Calendar()
    weekdays = (date(2027, 1, 1) + timedelta(days=i) for i in range(365))
    resting = [f"{day:%m-%d}" for day in weekdays if day.weekday() < 5 and not calendar.is_workday(day)]

    # 2027: 1 January and 1 October are Fridays, 清明 5 April a Monday, 5-1 and 5-2 a weekend.
    assert resting == ["01-01", "04-05", "10-01"]
    assert calendar.provisional(date(2027, 6, 1))
    assert not calendar.provisional(date(2026, 12, 31))


def test_labour_day_has_two_days_since_2025():
    calendar = Calendar()

    assert calendar.day(date(2028, 5, 2)).kind is DayKind.HOLIDAY  # a Tuesday


def test_a_notice_half_typed_in_leaves_the_year_provisional():
    assert Calendar(notice_of_2027()[:1]).provisional(date(2027, 3, 1))
    assert not Calendar(notice_of_2027()).provisional(date(2027, 3, 1))


def test_an_announced_year_no_longer_guesses():
    calendar = Calendar(notice_of_2027(row("2027-02-07", workday=True)))

    assert calendar.is_workday(date(2027, 4, 5))
    assert calendar.day(date(2027, 2, 7)).kind is DayKind.MAKE_UP


def test_qingming_agrees_with_a_table_of_solar_terms():
    for year in range(2001, 2099):
        (found,) = (
            day
            for day, name in chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 15))
            if name == SolarTerms.pure_brightness.value[1]
        )
        assert qingming(year) == found.day


def test_qingming_agrees_with_the_notices():
    assert [qingming(year) for year in (2023, 2024, 2025, 2026)] == [5, 4, 4, 5]


@pytest.mark.django_db
def test_loading_takes_one_statement_and_counting_none(django_assert_num_queries):
    CalendarDay.objects.bulk_create(notice_of_2027())

    with django_assert_num_queries(1):
        calendar = Calendar.load(date(2026, 11, 25), date(2027, 3, 1))
        assert [calendar.is_workday(date(2027, 1, day)) for day in (1, 4)] == [False, True]
        assert not calendar.provisional(date(2027, 2, 1))


@pytest.mark.django_db
def test_a_day_outside_the_loaded_years_is_refused():
    calendar = Calendar.load(date(2026, 11, 25), date(2026, 12, 1))

    assert calendar.is_workday(date(2026, 1, 5))
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(ValueError, match="outside the loaded calendar"):
            calendar.is_workday(day)


@pytest.mark.django_db
def test_without_an_end_all_later_years_are_loaded():
    CalendarDay.objects.bulk_create([row("2031-01-02", name="元旦")])

    assert not Calendar.load(date(2026, 11, 25)).is_workday(date(2031, 1, 2))
