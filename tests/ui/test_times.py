"""Dates as people say them, in both languages."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from casework.ui.times import day_words, deadline_words, moment_words, rest_words, written_moment


@pytest.fixture(autouse=True)
def october():
    # 10:00 on 13 October 2026 in Changsha.
    with time_machine.travel(datetime(2026, 10, 13, 2, 0, tzinfo=UTC), tick=False):
        yield


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (date(2026, 10, 26), "10月26日（周一）", "Mon 26 Oct"),
        (date(2027, 1, 6), "2027年1月6日（周三）", "Wed 6 Jan 2027"),
        (at(2026, 10, 25, 16, 30), "10月26日（周一）", "Mon 26 Oct"),  # half past midnight in Changsha
    ],
)
def test_a_day_has_its_weekday_and_the_year_only_when_it_is_not_this_one(value, chinese, english):
    with translation.override("zh-hans"):
        assert day_words(value) == chinese
    with translation.override("en"):
        assert day_words(value) == english


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (at(2026, 10, 13, 1, 8), "今天 09:08", "today 09:08"),
        (at(2026, 10, 12, 15, 59), "昨天 23:59", "yesterday 23:59"),
        (at(2026, 10, 11, 8, 8), "10月11日 16:08", "11 Oct 16:08"),
        (at(2025, 12, 31, 8, 8), "2025年12月31日 16:08", "31 Dec 2025 16:08"),
    ],
)
def test_a_moment_is_today_or_yesterday_before_it_is_a_date(value, chinese, english):
    with translation.override("zh-hans"):
        assert moment_words(value) == chinese
    with translation.override("en"):
        assert moment_words(value) == english


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (at(2026, 10, 26, 16, 0), "10月26日（周一）24:00", "Mon 26 Oct 24:00"),
        (at(2026, 10, 13, 16, 0), "今天 24:00", "today 24:00"),
        (at(2026, 10, 13, 3, 6), "今天 11:06", "today 11:06"),
        (at(2026, 12, 31, 16, 0), "12月31日（周四）24:00", "Thu 31 Dec 24:00"),
    ],
)
def test_a_deadline_at_midnight_is_said_as_the_end_of_the_day_before(value, chinese, english):
    with translation.override("zh-hans"):
        assert deadline_words(value) == chinese
    with translation.override("en"):
        assert deadline_words(value) == english


def test_on_paper_and_in_mails_no_day_is_today_and_the_year_is_said():
    """A page in a drawer, a mail read the day after."""
    now = datetime(2026, 10, 13, 8, 8, tzinfo=UTC)
    midnight = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)
    assert deadline_words(midnight).startswith("今天")
    assert deadline_words(midnight, written=True) == "10月13日（周二）24:00"
    assert written_moment(now) == "2026年10月13日（周二）16:08"
    with translation.override("en"):
        assert deadline_words(midnight, written=True) == "Tue 13 Oct 24:00"
        assert written_moment(now) == "Tue 13 Oct 2026 16:08"


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (9, "还有 9 个工作日", "9 working days left"),
        (1, "还有 1 个工作日", "1 working day left"),
        (0, "今天到期", "due today"),
        (-3, "超 3 个工作日", "3 working days overdue"),
    ],
)
def test_the_rest_is_counted_in_working_days(days, chinese, english):
    with translation.override("zh-hans"):
        assert rest_words(days) == chinese
    with translation.override("en"):
        assert rest_words(days) == english
