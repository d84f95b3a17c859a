"""Working days between two moments, by hand: 2026-10-01 to 07 rest, Saturday the 10th is worked."""

import pytest

from casework.engine.workdays import Workdays

from .world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def days():
    return Workdays(at("2026-09-28 09:00"), at("2026-10-31 09:00"))


@pytest.mark.parametrize(
    ("since", "until", "age", "ended"),
    [
        ("2026-09-28 09:00", "2026-09-28 18:00", 0, 0),
        ("2026-09-28 09:00", "2026-09-29 08:00", 1, 1),
        ("2026-09-30 17:00", "2026-10-07 17:00", 0, 1),
        ("2026-09-30 17:00", "2026-10-08 09:00", 1, 1),
        ("2026-10-09 09:00", "2026-10-10 09:00", 1, 1),
        ("2026-10-10 09:00", "2026-10-11 09:00", 0, 1),
        ("2026-09-28 09:00", "2026-10-12 00:00", 6, 6),
    ],
)
def test_by_hand_over_the_national_day(days, since, until, age, ended):
    assert days.age(at(since), at(until)) == age
    assert days.ended_within(at(since), at(until)) == ended


def test_a_day_that_was_not_read_is_never_guessed(days):
    with pytest.raises(ValueError, match="outside"):
        days.age(at("2026-09-27 09:00"), at("2026-10-01 09:00"))
