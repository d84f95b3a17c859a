"""How a budget becomes a date, against dates worked out by hand and against a slow count (民法典 201-203, LAW §9)."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from casework.engine import budgets
from casework.engine.budgets import SHANGHAI, Budget, BudgetUnit, Due, Pause, due, left, start_of
from casework.engine.calendar import Calendar
from casework.engine.models import CalendarDay
from casework.engine.why import StretchKind, why

CALENDAR = Calendar()
TABLE = list(csv.DictReader((Path(__file__).parent / "data" / "dates.csv").read_text(encoding="utf-8").splitlines()))
NOTICE_2027 = {  # invented: a Spring Festival from 除夕 with two make-up Sundays
    "元旦": [date(2027, 1, 1)],
    "春节": [date(2027, 2, day) for day in range(5, 12)],
    "国庆": [date(2027, 10, day) for day in range(1, 8)],
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def pauses_of(text: str) -> list[Pause]:
    return [Pause(*map(at, pair.split("/")), reason="补材料") for pair in text.split(";") if pair]


def announce_2027() -> None:
    rest = [CalendarDay(date=day, is_workday=False, name=name) for name, days in NOTICE_2027.items() for day in days]
    worked = [
        CalendarDay(date=date(2027, month, day), is_workday=True, name="春节") for month, day in ((1, 31), (2, 14))
    ]
    CalendarDay.objects.bulk_create([*rest, *worked])


def lines_of(start: str, budget: Budget, pauses: str = "", calendar: Calendar = CALENDAR) -> list[tuple]:
    with override("en"):
        found = why(at(start), budget, pauses_of(pauses), calendar)
        return [
            (
                f"{line.first:%m-%d}" if line.first == line.last else f"{line.first:%m-%d}/{line.last:%m-%d}",
                line.text,
                line.mark,
            )
            for line in found
        ]


# --- worked out by hand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", TABLE, ids=lambda row: f"{row['start']}+{row['amount']}{row['unit']}{row['pauses'][:16]}"
)
def test_a_date_worked_out_by_hand(row):
    budget = Budget(int(row["amount"]), row["unit"])
    found = due(at(row["start"]), budget, pauses_of(row["pauses"]), CALENDAR)

    hours = budget.unit is BudgetUnit.DUTY_HOURS
    expected = at(row["due"]) if hours else at(row["due"] + "T00:00") + timedelta(days=1)
    assert (found.at, found.provisional) == (expected, row["provisional"] == "yes"), row["worked"]
    assert found.day == date.fromisoformat(row["due"][:10])


def test_the_table_covers_what_the_issue_asks():
    assert len(TABLE) >= 36
    assert {row["unit"] for row in TABLE} == set(BudgetUnit)
    assert all(row["source"] and row["worked"] for row in TABLE)
    dues = {row["due"] for row in TABLE}
    assert dues >= {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}


# --- law and edges ----------------------------------------------------------------------------------------------------


def test_a_day_ends_at_midnight_in_shanghai_wherever_the_server_counts():
    utc = datetime(2026, 11, 24, 16, 0, tzinfo=ZoneInfo("UTC"))  # 0:00 on the 25th in Shanghai

    assert due(utc, Budget(1, "workdays"), [], CALENDAR).at == at("2026-11-27T00:00")


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        due(datetime(2026, 11, 25, 9), Budget(1, "days"), [], CALENDAR)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_budget_of_nothing_is_refused(amount):
    with pytest.raises(ValueError, match="at least 1"):
        Budget(amount, "days")


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="weeks"):
        Budget(1, "weeks")


@pytest.mark.parametrize("unit", BudgetUnit)
def test_a_paused_clock_has_no_date(unit):
    pause = Pause(at("2026-11-25T09:30"), None)

    assert due(at("2026-11-25T09:00"), Budget(3, unit), [pause], CALENDAR) is None


def test_a_pause_after_the_due_day_changes_nothing():
    pause = Pause(at("2026-11-27T00:00"), None)

    assert due(at("2026-11-25T09:00"), Budget(1, "workdays"), [pause], CALENDAR) == Due(at("2026-11-27T00:00"), False)


def test_a_moved_last_day_waits_for_a_clock_that_stands_still():
    """The last day is Saturday 7 March 2026; the clock is stopped on the Sunday and nobody has let it run again."""
    pause = Pause(at("2026-03-08T10:00"), None)

    assert due(at("2026-03-03T09:00"), Budget(4, "days"), [pause], CALENDAR) is None


def test_overlapping_pauses_are_taken_once():
    together = pauses_of("2026-03-04T15:00/2026-03-09T10:00")
    overlapping = pauses_of(
        "2026-03-05T09:00/2026-03-06T09:00;2026-03-04T15:00/2026-03-07T10:00;2026-03-06T08:00/2026-03-09T10:00"
    )

    dues = [due(at("2026-03-03T10:00"), Budget(5, "workdays"), pauses, CALENDAR) for pauses in (together, overlapping)]
    assert dues[0] == dues[1]


def test_duty_hours_may_end_at_midnight():
    found = due(at("2026-11-25T23:30"), Budget(1, "duty_hours"), [], CALENDAR, duty=(8, 24))

    assert found.at == at("2026-11-26T08:30")


# --- shortcuts --------------------------------------------------------------------------------------------------------


def test_what_is_left_is_counted_as_people_count_it():
    """The tracking page of the mock: on 13 October, 9 working days are left until 26 October."""
    until = at("2026-10-27T00:00")

    assert left(at("2026-10-13T09:42"), until, "workdays", CALENDAR) == 9
    assert left(at("2026-10-26T23:59"), until, "workdays", CALENDAR) == 0
    assert left(at("2026-10-28T09:00"), until, "workdays", CALENDAR) == -2
    assert left(at("2026-10-13T09:42"), until, "days", CALENDAR) == 13


def test_what_is_left_of_duty_hours_leaves_out_the_night():
    assert left(at("2026-11-25T21:30"), at("2026-11-26T10:30"), "duty_hours", CALENDAR) == 120
    assert left(at("2026-11-26T10:31"), at("2026-11-26T10:30"), "duty_hours", CALENDAR) == 0


def test_the_warning_comes_two_workdays_before_and_supervision_five_after():
    """LAW §9, the overdue ladder: over the National Day rest days."""
    until = at("2026-10-10T00:00")  # due on Friday 9 October
    warning = budgets.workdays_before(until, 2, CALENDAR)

    assert warning == at("2026-09-30T00:00")
    assert left(warning, until, "workdays", CALENDAR) == 2
    assert budgets.workdays_after_moment(until, 5, CALENDAR) == at("2026-10-16T00:00")  # 10, 12, 13, 14, 15
    assert budgets.workdays_after(date(2026, 10, 9), 5, CALENDAR) == date(2026, 10, 15)


def test_a_budget_says_itself_in_words():
    with override("en"):
        words = [Budget(n, unit).words for n, unit in ((15, "workdays"), (1, "days"), (3, "months"), (2, "duty_hours"))]

    assert words == ["15 working days", "1 day", "3 months", "2 duty hours"]


# --- the year nobody has announced ------------------------------------------------------------------------------------


@pytest.mark.django_db
@time_machine.travel("2026-11-25 10:00 +0800", tick=False)
def test_a_window_into_2027_is_counted_marked_and_recomputed_when_the_notice_comes():
    """LAW §8: on this day no package knew 2027."""
    budget = Budget(60, "workdays")
    guess = due(timezone.now(), budget, [], Calendar.load(timezone.localdate()))
    announce_2027()
    known = due(timezone.now(), budget, [], Calendar.load(timezone.localdate()))

    assert guess == Due(start_of(date(2027, 2, 19)), provisional=True)
    # As far as 29 January 46 days; 31 a make-up day; 1-4 February; 12; 14 a make-up day; 15-19; 22, 23 = 60.
    assert known == Due(start_of(date(2027, 2, 24)), provisional=False)


@time_machine.travel("2026-11-25 10:00 +0800", tick=False)
def test_a_window_within_2026_is_certain_and_days_need_only_a_certain_last_day():
    assert not due(timezone.now(), Budget(26, "workdays"), [], CALENDAR).provisional  # 31 December
    assert due(timezone.now(), Budget(27, "workdays"), [], CALENDAR).provisional
    assert not due(timezone.now(), Budget(36, "days"), [], CALENDAR).provisional  # 31 December, a Thursday
    assert due(timezone.now(), Budget(37, "days"), [], CALENDAR).provisional


# --- why this date ----------------------------------------------------------------------------------------------------


def test_why_reads_like_the_tracking_page():
    """mock/track.html, line by line."""
    assert lines_of("2026-09-29T16:00", Budget(15, "workdays")) == [
        ("09-29", "counted from the next day, 15 working days in all", ""),
        ("09-30", "workday", "day 1"),
        ("10-01/10-07", "National Day holiday, not counted", "—"),
        ("10-08/10-09", "workdays", "days 2–3"),
        ("10-10", "make-up workday, counted", "day 4"),
        ("10-11", "Sunday, not counted", "—"),
        ("10-12/10-26", "workdays, without the weekends", "days 5–15"),
        ("10-26", "until 24:00", "due"),
    ]


def test_why_shows_a_pause_with_its_reason():
    assert lines_of("2026-03-03T10:00", Budget(2, "workdays"), "2026-03-04T15:00/2026-03-09T10:00") == [
        ("03-03", "counted from the next day, 2 working days in all", ""),
        ("03-04/03-08", "补材料: the clock stands still", "—"),
        ("03-09/03-10", "workdays", "days 1–2"),
        ("03-10", "until 24:00", "due"),
    ]


def test_why_shows_how_a_last_day_moves():
    assert lines_of("2026-08-02T09:00", Budget(60, "days"))[1:] == [
        ("08-03/09-30", "every day counts, rest days too", "days 1–59"),
        ("10-01/10-07", "the last day is a rest day: it moves to the next workday", "day 60"),
        ("10-08", "until 24:00", "due"),
    ]


def test_why_shows_a_move_that_a_pause_lengthens():
    assert lines_of("2026-03-03T09:00", Budget(4, "days"), "2026-03-08T10:00/2026-03-10T09:00")[1:] == [
        ("03-04/03-06", "every day counts, rest days too", "days 1–3"),
        ("03-07", "the last day is a rest day: it moves to the next workday", "day 4"),
        ("03-08/03-09", "补材料: the clock stands still", "—"),
        ("03-10", "until 24:00", "due"),
    ]


def test_why_says_what_is_provisional():
    assert lines_of("2026-12-30T09:00", Budget(2, "workdays"))[1:] == [
        ("12-31", "workday", "day 1"),
        ("01-01", "New Year holiday, not counted (provisional)", "—"),
        ("01-02/01-03", "weekend, not counted (provisional)", "—"),
        ("01-04", "workday (provisional)", "day 2"),
        ("01-04", "until 24:00 (provisional)", "due"),
    ]


def test_why_of_a_paused_clock_ends_with_the_pause():
    found = why(at("2026-11-25T09:00"), Budget(5, "workdays"), [Pause(at("2026-11-27T09:00"), None)], CALENDAR)

    assert [line.kind for line in found] == [StretchKind.START, StretchKind.COUNTED, StretchKind.PAUSED]
    assert found[-1].last is None


def test_why_of_duty_hours_gives_the_times():
    pauses = pauses_of("2026-11-25T21:20/2026-11-25T21:40")
    found = why(at("2026-11-25T21:00"), Budget(2, "duty_hours"), pauses, CALENDAR)

    assert [
        (line.kind.value, line.since and f"{line.since:%H:%M}", line.until and f"{line.until:%H:%M}") for line in found
    ] == [
        ("start", "21:00", None),
        ("counted", "21:00", "21:20"),
        ("paused", "21:20", "21:40"),
        ("counted", "21:40", "22:00"),
        ("skipped", "22:00", "09:00"),
        ("counted", "09:00", "10:20"),
        ("due", None, "10:20"),
    ]


def test_why_of_stopped_duty_hours_ends_with_the_pause():
    found = why(at("2026-11-25T21:00"), Budget(2, "duty_hours"), [Pause(at("2026-11-25T21:30"), None)], CALENDAR)

    assert [line.kind for line in found] == [StretchKind.START, StretchKind.COUNTED, StretchKind.PAUSED]
    assert (found[-1].last, found[-1].until) == (None, None)


# --- against a slow count ---------------------------------------------------------------------------------------------

minutes = st.integers(0, 400 * 1440)
starts = minutes.map(lambda n: at("2025-12-01T00:00") + timedelta(minutes=n))


@st.composite
def paused_clocks(draw, *, longest: int):
    """A start, and pauses in any order, overlapping or not, some from before the start, some at midnight."""
    start = draw(starts)
    pauses = []
    for begins, lasts, at_midnight in draw(
        st.lists(st.tuples(st.integers(-600, longest), st.integers(0, longest), st.booleans()), max_size=4)
    ):
        first, last = start + timedelta(minutes=begins), start + timedelta(minutes=begins + lasts)
        if at_midnight:
            first = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)
        pauses.append(Pause(first, max(first, last)))
    return start, pauses


def slow_due(start: datetime, budget: Budget, pauses: list[Pause]) -> datetime:
    """Midnight by midnight: was the clock running in the last instant of the day that ends now?"""
    count, midnight = 0, start_of(start.date()) + timedelta(days=1)
    target = budget.amount
    if budget.unit is BudgetUnit.MONTHS:
        target = (same_date_later(start.date(), budget.amount) - start.date()).days
    while True:
        midnight += timedelta(days=1)
        instant = midnight - timedelta(microseconds=1)
        if any(pause.start <= instant < pause.end for pause in pauses):
            continue
        works = CALENDAR.is_workday(instant.date())
        count += 1 if budget.unit is not BudgetUnit.WORKDAYS or works else 0
        if count >= target and works:
            return midnight


def same_date_later(day: date, months: int) -> date:
    """Month by month, each time from the wanted date downwards to one that exists."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    in_month = [first + timedelta(days=i) for i in range(31) if (first + timedelta(days=i)).month == first.month]
    return max(found for found in in_month if found.day <= day.day)


day_units = st.sampled_from([BudgetUnit.WORKDAYS, BudgetUnit.DAYS, BudgetUnit.MONTHS])


@given(paused_clocks(longest=40 * 1440), st.integers(1, 40), day_units)
def test_due_agrees_with_a_count_midnight_by_midnight(clock, amount, unit):
    start, pauses = clock
    budget = Budget(amount if unit is not BudgetUnit.MONTHS else amount % 12 + 1, unit)

    assert due(start, budget, pauses, CALENDAR).at == slow_due(start, budget, pauses)


@given(paused_clocks(longest=2000), st.integers(1, 5))
def test_duty_hours_agree_with_a_count_minute_by_minute(clock, hours):
    start, pauses = clock
    moment, spent = start, 0
    while spent < hours * 60:
        spent += 9 <= moment.hour < 22 and not any(pause.start <= moment < pause.end for pause in pauses)
        moment += timedelta(minutes=1)

    assert due(start, Budget(hours, "duty_hours"), pauses, CALENDAR).at == moment


@given(paused_clocks(longest=20 * 1440), st.integers(1, 30), day_units)
def test_why_accounts_for_every_day_once_and_ends_on_the_due_day(clock, amount, unit):
    start, pauses = clock
    budget = Budget(amount if unit is not BudgetUnit.MONTHS else amount % 3 + 1, unit)
    found = due(start, budget, pauses, CALENDAR)
    first, *lines, last = why(start, budget, pauses, CALENDAR)

    assert (first.kind, first.first) == (StretchKind.START, start.date())
    assert (last.kind, last.first, last.provisional) == (StretchKind.DUE, found.day, found.provisional)
    day = start.date()
    for line in lines:
        assert line.first == day + timedelta(days=1)
        assert line.last >= line.first
        day = line.last
    assert day in (found.day, found.day - timedelta(days=1))
    numbers = [number for line in lines if line.numbers for number in range(line.numbers[0], line.numbers[1] + 1)]
    assert numbers == list(range(1, len(numbers) + 1))
    if unit is not BudgetUnit.MONTHS:
        assert len(numbers) == amount


@given(starts, st.integers(1, 20))
def test_a_warning_day_leaves_just_so_many_workdays(start, n):
    found = due(start, Budget(40, "workdays"), [], CALENDAR)

    assert left(budgets.workdays_before(found.at, n, CALENDAR), found.at, "workdays", CALENDAR) == n
