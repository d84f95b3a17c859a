"""PITFALLS live 6: two transactions commit in the other order than they took their ids; nothing is skipped."""

import threading

import pytest
from django.db import connection, transaction

from notifications.models import Notification
from notifications.selectors import news_since
from notifications.services import announce

from .factories import tell
from .sockets import elsewhere, heard

pytestmark = pytest.mark.django_db(transaction=True)


class SlowAct:
    """An act that has taken its id and has not committed."""

    def __init__(self, address: str, event_no: int) -> None:
        self._told, self._go = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(address, event_no))

    def start(self) -> None:
        self._thread.start()
        assert self._told.wait(5)

    def commit(self) -> None:
        self._go.set()
        self._thread.join(5)

    def _run(self, address: str, event_no: int) -> None:
        try:
            with transaction.atomic():
                announce(event_no=event_no, case_no="slow", topic="t", addresses=[address])
                self._told.set()
                self._go.wait(10)
        finally:
            connection.close()


@pytest.mark.postgres
def test_a_browser_that_knows_the_later_id_still_gets_the_earlier_one():
    slow = SlowAct("user:1", event_no=1)
    slow.start()
    tell("user:1", event_no=2, case_no="quick")
    known = Notification.objects.get().pk
    slow.commit()
    news = news_since("user:1", known)
    assert [item["case_no"] for item in news.items] == ["slow", "quick"]
    assert news.items[0]["id"] < known


@pytest.mark.postgres
async def test_the_watcher_rings_for_the_earlier_id_too(plugged):
    tab, other = await plugged("user:1"), await plugged("user:2")
    slow = SlowAct("user:1", event_no=1)
    await elsewhere(slow.start)
    await elsewhere(tell, "user:2", event_no=2)
    (later,) = await heard(other)
    assert tab.bells == []
    await elsewhere(slow.commit)
    (earlier,) = await heard(tab)
    assert earlier < later


def show_up(row_id: int, *, event_no: int) -> None:
    Notification.objects.create(id=row_id, address="user:1", event_no=event_no, case_no="X", topic="t")


async def test_simulated_a_row_that_shows_up_under_a_smaller_id_rings_and_is_fetched(plugged):
    tab = await plugged("user:1")
    await elsewhere(show_up, 12, event_no=2)
    assert await heard(tab) == [12]
    await elsewhere(show_up, 11, event_no=1)
    assert await heard(tab, count=2) == [12, 11]
    news = await elsewhere(news_since, "user:1", 12)
    assert [item["id"] for item in news.items] == [11, 12]
