"""Ids are taken before commit and shown after: a watcher that only looked forward would skip some."""

from notifications.sightings import Sightings


def seen_at(sightings: Sightings, now: float, *visible: int) -> list[int]:
    """What a watcher finds fresh when these ids are visible, asking as it does for ids over the floor."""
    rows = [(row_id, "user:1") for row_id in visible if row_id > sightings.floor]
    return [row_id for row_id, _ in sightings.fresh(rows, now=now)]


def test_what_was_there_before_is_not_news():
    sightings = Sightings(seen=[5, 6], floor=4, now=0)
    assert seen_at(sightings, 1, 5, 6, 7) == [7]


def test_a_smaller_id_committed_later_is_news_once():
    sightings = Sightings(seen=[5], floor=4, now=0)
    assert seen_at(sightings, 1, 5, 7) == [7]
    assert seen_at(sightings, 2, 5, 6, 7) == [6]
    assert seen_at(sightings, 3, 5, 6, 7) == []


def test_a_transaction_open_at_the_start_is_news_too():
    sightings = Sightings(seen=[10, 12], floor=9, now=0)
    assert seen_at(sightings, 100, 10, 11, 12) == [11]


def test_after_two_minutes_it_stops_looking_back_and_forgets():
    sightings = Sightings(seen=[5], floor=4, now=0)
    seen_at(sightings, 1, 5, 9)
    seen_at(sightings, 60, 5, 9, 12)
    assert sightings.floor == 4
    seen_at(sightings, 122, 5, 9, 12)
    assert sightings.floor == 9
    assert seen_at(sightings, 123, 10, 12) == [10]


def test_a_quiet_house_looks_at_no_row_twice():
    sightings = Sightings(seen=[5], floor=4, now=0)
    for second in range(1, 300):
        seen_at(sightings, second, 5)
    assert sightings.floor == 5
