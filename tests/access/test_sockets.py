"""The access matrix of the sockets: which opens for whom, and for whom it rings."""

from __future__ import annotations

import asyncio

import pytest
import time_machine
from channels.db import database_sync_to_async

from notifications.addresses import sign_seat
from notifications.routing import websocket_urlpatterns
from tests.notifications.sockets import browser_socket, closing_code

from .cast import EVERYBODY, make_cast
from .table import SOCKETS


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-09-30 10:00+08:00"):  # it ticks: sockets wait for it
        yield


def test_every_socket_is_in_the_matrix():
    assert {str(route.pattern) for route in websocket_urlpatterns} == set(SOCKETS)


@pytest.mark.django_db(transaction=True)
async def test_every_socket_opens_for_whom_the_matrix_says_and_rings_for_whom_was_told():
    cast = await database_sync_to_async(make_cast)()
    opened = []
    for route, wanted in SOCKETS.items():
        path = "/" + route.replace("<str:token>", "forged")
        for role in EVERYBODY:
            client = cast.browsers[role] if "sessionid" in cast.browsers[role].cookies else None
            foreign, _code = await browser_socket(path, client=client, origin="http://evil.example").connect()
            assert not foreign, f"{role} from a foreign page"
            socket = browser_socket(path, client=client)
            assert (await socket.connect(timeout=5))[0]
            if wanted[role] is True:
                opened.append((role, socket))
            else:
                assert await closing_code(socket) == wanted[role], f"{route}: {role}"
    seat = browser_socket(f"/ws/bell/seat/{sign_seat(cast.line.complainant.address, '0')}/")
    await seat.connect()
    await _settled(opened)
    await database_sync_to_async(cast.line.do)("message", cast.line.complainant, message="请问进展")
    heard = await asyncio.gather(*(_hears(role, socket) for role, socket in [*opened, ("seat", seat)]))
    # Left open they would keep the watcher alive beyond the test.
    for _role, socket in [*opened, ("", seat)]:
        await socket.disconnect()
    assert {role for role in heard if role} == {"handler", "colleague", "lead"}


async def _settled(opened) -> None:
    """Whatever was told before the sockets opened has been rung."""
    await asyncio.gather(*(_hears(role, socket) for role, socket in opened))


async def _hears(role: str, socket) -> str:
    return "" if await socket.receive_nothing(timeout=1.5, interval=0.1) else role
