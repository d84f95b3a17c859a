"""A real server of a platform's, which checks the signature as docs/webhooks.md says, and answers as it is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def signed_by(secret: str, headers: Any, body: bytes) -> bool:
    """What a platform writes to check a delivery (docs/webhooks.md)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mine = "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(mine, one) for one in headers["webhook-signature"].split())


class Receiver:
    """What came, as (headers, body); `answers`: statuses of the next ones, else 204. `hangs`: it says nothing."""

    def __init__(self) -> None:
        self.came: list[tuple[Any, bytes]] = []
        self.answers: deque[int] = deque()
        self.hangs = False
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((self.headers, body))
                if receiver.hangs:
                    time.sleep(1)
                status = receiver.answers.popleft() if receiver.answers else 204
                self.send_response(status)
                if status in (301, 302):
                    self.send_header("Location", receiver.url)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """It has nothing to say."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hooks/film?tenant=7"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.came]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.came]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
