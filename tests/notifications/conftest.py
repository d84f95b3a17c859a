import asyncio

import pytest
import pytest_asyncio

from notifications import bells, describers, outside
from notifications.switchboard import Switchboard, switchboard

from .factories import FakeKnowledge, FakeWords, make_user
from .postbox import Postbox
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


@pytest.fixture(autouse=True)
def known(monkeypatch) -> FakeKnowledge:
    """What the room above knows of people outside, in place of the product's."""
    fake = FakeKnowledge()
    monkeypatch.setattr(outside, "_registered", [fake.knowledge])
    return fake


@pytest.fixture
def postbox(settings):
    """A real mail server, open, and this installation set up for it."""
    box = Postbox()
    box.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 5
    settings.MAIL_IS_SET_UP = True
    yield box
    box.close()
