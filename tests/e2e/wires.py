"""A wire between browsers and the server that a story can cut, or make deaf to sockets as some networks are."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from contextlib import suppress

HOST = "127.0.0.1"
CHUNK = 65536
UPGRADE = b"upgrade: websocket"


class Wire:
    """A loopback proxy. `cut` ends every connection and takes no new ones until `mend`; `cut_at` waits for its moment.

    `refuse_sockets` ends every WebSocket and lets none through any more; plain HTTP goes on.
    """

    def __init__(self, port: int) -> None:
        self._to = (HOST, port)
        self._lock = threading.Lock()
        # The ends of every connection by the browser's end, and which of them are WebSockets.
        self._ends: dict[socket.socket, list[socket.socket]] = {}
        self._sockets: set[socket.socket] = set()
        self._is_cut = False
        self._takes_sockets = True
        self.refused = 0
        self._cuts_at = b""
        self._loses_answer = False
        self._deaf_to: socket.socket | None = None
        self._listener = self._listen((HOST, 0))
        self._at = self._listener.getsockname()
        self.url = f"http://{HOST}:{self._at[1]}"

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
        _end(self._listener)
        self._end_all(self._ends)

    def mend(self) -> None:
        self._is_cut = False
        self._listener = self._listen(self._at)

    def cut_at(self, words: bytes, *, loses_answer: bool = False) -> None:
        """Cut by itself as soon as a browser sends these words, in small letters, before the server has them; or, with
        `loses_answer`, once the server has done it and before the browser hears so."""
        self._cuts_at, self._loses_answer = words, loses_answer

    @property
    def waits_to_cut(self) -> bool:
        return bool(self._cuts_at or self._deaf_to)

    def refuse_sockets(self) -> None:
        self._takes_sockets = False
        self._end_all(self._sockets)

    def take_away(self) -> None:
        self.cut()

    # --- what goes through --------------------------------------------------------------------------------------------
    def _listen(self, address: tuple[str, int]) -> socket.socket:
        listener = socket.create_server(address, backlog=64)
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                threading.Thread(target=self._carry, args=[near], daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        """One connection, from its first bytes, which say whether it is to be a socket. Browsers open some ahead of
        need: these are cut like the others, or the next request would go through."""
        with suppress(OSError):
            self._hold(near, near)
            first = near.recv(CHUNK)
            is_socket = UPGRADE in first.lower()
            if not first or (is_socket and not self._takes_sockets):
                self.refused += is_socket
                _end(near)
                return
            far = socket.create_connection(self._to)
            self._hold(near, far, is_socket=is_socket)
            self._listen_in(first, far)
            far.sendall(first)
            threading.Thread(target=self._pump, args=[far, near], daemon=True).start()
            self._pump(near, far, is_said=True)

    def _pump(self, source: socket.socket, sink: socket.socket, *, is_said: bool = False) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if is_said:
                    self._listen_in(data, sink)
                elif source is self._deaf_to:
                    self.cut()
                    self._deaf_to = None
                    raise ConnectionError
                sink.sendall(data)
        _end(source)
        _end(sink)

    def _listen_in(self, said: bytes, server: socket.socket) -> None:
        if not self._cuts_at or self._cuts_at not in said.lower():
            return
        if self._loses_answer:
            self._deaf_to, self._cuts_at = server, b""
            return
        self.cut()
        self._cuts_at = b""
        raise ConnectionError

    def _hold(self, near: socket.socket, end: socket.socket, *, is_socket: bool = False) -> None:
        with self._lock:
            if not self._is_cut:
                self._ends.setdefault(near, []).append(end)
                if is_socket:
                    self._sockets.add(near)
                return
        _end(near)
        _end(end)
        raise ConnectionError

    def _end_all(self, nears: Iterable[socket.socket]) -> None:
        with self._lock:
            ended = [end for near in list(nears) for end in self._ends.pop(near)]
            self._sockets.intersection_update(self._ends)
        for end in ended:
            _end(end)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
