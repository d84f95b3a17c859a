"""A browser's socket, for tests: it sends its origin and its session, as browsers do."""

import asyncio
import time

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connection
from django.test import Client

from casework.asgi import application

ORIGIN = "http://localhost"


def browser_socket(path: str = "/ws/bell/", *, client: Client | None = None, origin: str | None = ORIGIN):
    """A socket that is not open yet."""
    headers = [(b"host", b"testserver")]
    if origin:
        headers.append((b"origin", origin.encode()))
    if client:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={client.cookies['sessionid'].value}".encode()))
    return WebsocketCommunicator(application, path, headers=headers)


async def signed_in_client(user) -> Client:
    client = Client()
    await database_sync_to_async(client.force_login)(user)
    return client


async def closing_code(socket) -> int:
    """The code the server closes with, whatever bells come before it."""
    while True:
        frame = await socket.receive_output(timeout=3)
        if frame["type"] == "websocket.close":
            return frame["code"]


async def elsewhere(act, *args, **kwargs):
    """Do it in a thread of its own with a connection of its own, as another process would."""

    def alone():
        try:
            return act(*args, **kwargs)
        finally:
            connection.close()

    return await asyncio.to_thread(alone)


class Tab:
    """A socket that notes its bells."""

    user_id = session_hash = None

    def __init__(self, address: str, mark: str | None = None) -> None:
        self.address, self.mark = address, mark
        self.ended = False
        self.bells: list[int] = []

    async def bell(self, newest_id: int) -> None:
        self.bells.append(newest_id)

    async def sign_out(self) -> None:
        raise AssertionError("nobody signs out here")

    async def end(self) -> None:
        self.ended = True


class DeadTab(Tab):
    async def bell(self, newest_id: int) -> None:
        raise ConnectionResetError


async def heard(tab: Tab, count: int = 1, within: float = 3) -> list[int]:
    deadline = time.monotonic() + within
    while len(tab.bells) < count and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    return tab.bells
