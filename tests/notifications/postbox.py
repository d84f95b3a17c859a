"""A real mail server for deliveries to meet, and what it says when asked."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import socket
import threading
from collections import deque
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Postbox:
    """What arrived, and what the server answers next: to a recipient, to a mail; else it takes everything. On a port
    of its own, so that it can close and open again there.

    `hang`: it takes a mail's words and then says nothing.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self._server: Controller | None = None
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.to_recipient: deque[str] = deque()
        self.to_mail: deque[str] = deque()
        self.hang = False

    def open(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
        self._server = None

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        answer = self.to_recipient.popleft() if self.to_recipient else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.hang:
            await asyncio.sleep(30)
        answer = self.to_mail.popleft() if self.to_mail else "250 OK"
        if answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return answer


class Dripping:
    """A server that greets with a letter a second and never comes to the end: no timeout of a step ends it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._drip, daemon=True)

    def __enter__(self) -> Dripping:
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._over.set()
        self._thread.join(5)
        self._socket.close()

    def _drip(self) -> None:
        self._socket.settimeout(5)
        with contextlib.suppress(OSError), self._socket.accept()[0] as line:
            while not self._over.wait(0.2):
                line.sendall(b"2")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
