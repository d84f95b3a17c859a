import asyncio

import pytest
import pytest_asyncio

from notifications import bells, describers
from notifications.switchboard import Switchboard, switchboard

from .factories import FakeWords, make_user
from .sockets import Tab, browser_socket


@pytest.fixture(autouse=True)
def words(monkeypatch) -> FakeWords:
    """The one describer, in place of the product's."""
    fake = FakeWords()
    monkeypatch.setattr(describers, "_registered", [(fake, fake.seat_holds)])
    return fake


@pytest.fixture(autouse=True)
def _no_server(monkeypatch) -> None:
    """No server has named its loop, whatever ran before."""
    monkeypatch.setattr(bells, "_server_loop", None)


@pytest.fixture
def rung(monkeypatch) -> list[list[str]]:
    """The addresses of each bell that a commit rings."""
    bells_rung: list[list[str]] = []
    monkeypatch.setattr(bells, "ring", lambda addresses: bells_rung.append(list(addresses)))
    return bells_rung


@pytest.fixture
def lin(db):
    return make_user("lin")


@pytest_asyncio.fixture
async def open_socket():
    """Opens browser sockets and closes them at the end."""
    opened = []

    async def open_one(path: str = "/ws/bell/", **kwargs):
        socket = browser_socket(path, **kwargs)
        accepted, _ = await socket.connect(timeout=5)
        assert accepted
        opened.append(socket)
        return socket

    yield open_one
    for socket in opened:
        await socket.disconnect()
    while switchboard.watching:
        await asyncio.sleep(0.01)


@pytest_asyncio.fixture
async def plugged():
    """A switchboard, and a way to plug tabs into it."""
    board = Switchboard()
    tabs: list[Tab] = []

    async def plug(address: str, kind=Tab) -> Tab:
        tabs.append(kind(address))
        await board.plug(tabs[-1])
        return tabs[-1]

    plug.board = board
    yield plug
    for tab in tabs:
        board.unplug(tab)
    while board.watching:
        await asyncio.sleep(0.01)
