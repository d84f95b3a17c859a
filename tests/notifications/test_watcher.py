"""The watcher: rows of any process ring within a second, once, and one bell a second is enough."""

import asyncio
import time
from functools import partial

import pytest
from django.db import DatabaseError

from notifications import switchboard as room
from notifications.models import Notification

from .factories import SEAT, tell, tell_many
from .sockets import DeadTab, Tab, elsewhere, heard

pytestmark = pytest.mark.django_db(transaction=True)


async def newest_id() -> int:
    return (await elsewhere(Notification.objects.latest, "id")).pk


async def test_a_row_of_another_process_rings_in_less_than_a_second(plugged):
    tab = await plugged("user:1")
    await elsewhere(tell, "user:1")
    assert await heard(tab, within=1) == [await newest_id()]


async def test_what_was_told_before_the_socket_opened_does_not_ring(plugged):
    await elsewhere(tell, "user:1")
    tab = await plugged("user:1")
    assert await heard(tab, within=0.7) == []


async def test_a_row_rings_once(plugged):
    tab = await plugged("user:1")
    await elsewhere(tell, "user:1")
    assert len(await heard(tab, count=2, within=2.2)) == 1


async def test_many_rows_within_a_second_ring_at_most_once_a_second_and_the_last_is_not_lost(plugged):
    tab = await plugged("user:1")
    start = time.monotonic()
    for number in range(8):
        await elsewhere(tell_many, "user:1", 5, first=1 + number * 5)
        await asyncio.sleep(0.1)
    bells = await heard(tab, count=4, within=2.5)
    assert len(bells) <= 1 + (time.monotonic() - start)
    assert bells[-1] == await newest_id()


async def test_a_dead_socket_does_not_silence_the_others(plugged):
    await plugged("user:1", DeadTab)
    tab = await plugged("user:1")
    await elsewhere(tell, "user:1")
    assert len(await heard(tab)) == 1


async def test_a_seat_that_a_newer_code_ended_is_closed_and_hears_not_even_that_there_is_news(plugged, words):
    """Issue 5 §2: what was proved with the old code ends; whoever came in under the new one goes on hearing."""
    words.ended.add("0")
    old = await plugged(SEAT, partial(Tab, mark="0"))
    new = await plugged(SEAT, partial(Tab, mark="1"))
    await elsewhere(tell, SEAT)
    assert len(await heard(new)) == 1
    assert (old.ended, old.bells, new.ended) == (True, [], False)


async def test_the_first_socket_starts_it_and_the_last_stops_it(plugged):
    board = plugged.board
    assert not board.watching
    first, second = Tab("user:1"), Tab("user:2")
    await board.plug(first)
    await board.plug(second)
    board.unplug(first)
    await asyncio.sleep(0.05)
    assert board.watching
    board.unplug(second)
    await asyncio.sleep(0.2)
    assert not board.watching
    tab = await plugged("user:1")
    await elsewhere(tell, "user:1")
    assert len(await heard(tab)) == 1


async def test_one_look_is_one_statement_for_all_sockets(plugged, monkeypatch):
    asked = []
    real = room._rows_after
    monkeypatch.setattr(room, "_rows_after", lambda floor: asked.append(floor) or real(floor))
    for number in range(20):
        await plugged(f"user:{number}")
    asked.clear()
    await asyncio.sleep(1.2)
    assert 1 <= len(asked) <= 3


def test_a_look_is_one_statement_by_primary_key(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        room._rows_after(10)
    assert '"id" > 10' in asked[0]["sql"]


async def test_a_database_that_is_away_for_a_while_stops_nothing(plugged, monkeypatch):
    tab = await plugged("user:1")
    real, failures = room._rows_after, iter([DatabaseError("away"), DatabaseError("away")])

    def away_twice(floor):
        for failure in failures:
            raise failure
        return real(floor)

    monkeypatch.setattr(room, "_rows_after", away_twice)
    await elsewhere(tell, "user:1")
    assert await heard(tab) == [await newest_id()]
