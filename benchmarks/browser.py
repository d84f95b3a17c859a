"""A browser reduced to what is timed: one connection, its cookies, and the bell's socket."""

from __future__ import annotations

import base64
import http.client
import itertools
import json
import os
import re
import secrets
import socket
import struct
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from queue import Queue
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 30
PING, PONG = 0x89, 0x8A

_visitors = itertools.count()


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.location = response.status, response.headers.get("Location", "")
        self.text = response.read().decode()


class Browser:
    """Somebody's browser, on an address of its own: who files often does a proof of work, and that stays so here."""

    def __init__(self, port: int, session: str = "") -> None:
        number = next(_visitors) % 60_000
        address = f"127.1.{number // 250}.{number % 250 + 1}"
        self.port = port
        # Any 32 letters: a form's token must equal its cookie, and here both are ours to choose.
        self.csrf = secrets.token_hex(16)
        self.cookie = f"csrftoken={self.csrf}" + (f"; sessionid={session}" if session else "")
        self.connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE, source_address=(address, 0))
        self.connection.connect()

    def get(self, path: str) -> Answer:
        self.connection.request("GET", path, headers={"Cookie": self.cookie, "Accept-Language": "zh-CN"})
        return Answer(self.connection.getresponse())

    def post(self, path: str, said: Mapping[str, object]) -> Answer:
        body = urlencode({**said, "csrfmiddlewaretoken": self.csrf})
        headers = {
            "Cookie": self.cookie,
            "Accept-Language": "zh-CN",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request("POST", path, body, headers)
        return Answer(self.connection.getresponse())

    def exchange(self, path: str, body: bytes, headers: Mapping[str, str]) -> dict:
        """Bytes as a script sends them; the JSON of the answer. The session that it begins is kept."""
        self.connection.request("POST", path, body, {"Cookie": self.cookie, "Accept-Language": "zh-CN", **headers})
        response = self.connection.getresponse()
        if begun := re.search(r"sessionid=[^;]+", response.headers.get("Set-Cookie", "")):
            self.cookie = f"csrftoken={self.csrf}; {begun[0]}"
        answer = Answer(response)
        if answer.status >= 300:
            raise AssertionError(f"{answer.status}: {answer.text[:1000]}")
        return json.loads(answer.text)

    def close(self) -> None:
        self.connection.close()


class Bell:
    """The socket of a signed-in page. Every bell is noted with the moment (`perf_counter`) it was heard."""

    def __init__(self, port: int, session: str) -> None:
        self.heard: Queue[float] = Queue()
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.stream = self.socket.makefile("rb")
        self._shake_hands(port, session)
        self.socket.settimeout(None)
        threading.Thread(target=self._listen, daemon=True).start()

    def wait(self) -> float:
        return self.heard.get(timeout=PATIENCE)

    def forget(self) -> None:
        while not self.heard.empty():
            self.heard.get_nowait()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def _shake_hands(self, port: int, session: str) -> None:
        lines = [
            "GET /ws/bell/ HTTP/1.1",
            f"Host: {HOST}:{port}",
            f"Origin: http://{HOST}:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            f"Cookie: sessionid={session}",
            "",
            "",
        ]
        self.socket.sendall("\r\n".join(lines).encode())
        status = self.stream.readline().decode()
        if " 101 " not in status:
            raise ConnectionError(f"The bell's socket was refused: {status}")
        while self.stream.readline().strip():
            pass

    def _listen(self) -> None:
        """Short text frames only, which is all that a bell sends, until either side hangs up."""
        with suppress(OSError):
            while head := self.stream.read(2):
                kind, length = struct.unpack("BB", head)
                said = self.stream.read(length)
                if kind == PING:
                    self._answer_ping(said)
                elif b'"bell"' in said:
                    self.heard.put(time.perf_counter())

    def _answer_ping(self, said: bytes) -> None:
        """daphne hangs up on whoever does not. A browser's frames are masked; with zeros the words stay as they are."""
        self.socket.sendall(struct.pack("BB4x", PONG, 0x80 | len(said)) + said)
