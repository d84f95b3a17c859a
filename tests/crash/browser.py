"""A browser of somebody patient: forms as pages give them, cookies, and the same request again until it is answered."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from benchmarks.browser import HOST

WAITS_FOR = 60
# A process that is started again needs some seconds, on a busy machine many.
PATIENCE = 300
PAUSE = 0.15

_visitors = itertools.count()


class GaveUp(Exception):
    """Nobody answered for so long that the server cannot be coming back."""


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass
class Answer:
    status: int
    location: str
    text: str
    # How often the request went out until this came.
    sendings: int

    def json(self) -> dict:
        return json.loads(self.text)

    def words(self) -> str:
        """The page's main part without its markup."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text.partition("<main")[2]))

    def form(self, action: str) -> Form:
        """The form that posts to this address, as it is filled in. LookupError where the page has none."""
        reader = _Reader(action)
        reader.feed(self.text)
        if reader.found is None:
            raise LookupError(f"no form for {action}: {self.status} {self.words()[:3000]}")
        return reader.found


@dataclass
class Form:
    """`fields` in the page's order, buttons not among them; `boxes` are those that nobody ticked yet."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, Upload]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return dict(self.fields)["key"]

    def fill(self, said: Mapping[str, str | list[str]]) -> Form:
        """These answers in place of what stood there."""
        kept = [(name, value) for name, value in self.fields if name not in said]
        for name, value in said.items():
            kept += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return replace(self, fields=kept)

    def attach(self, name: str, uploads: Iterable[Upload]) -> Form:
        return replace(self, files=[*self.files, *((name, upload) for upload in uploads)])


class Browser:
    """Somebody's browser, with a token and on an address of its own: who files often does a proof of work."""

    def __init__(self, port: int, session: str = "") -> None:
        number = next(_visitors) % 60_000
        self.port, self.address = port, f"127.2.{number // 250}.{number % 250 + 1}"
        self.cookies = {"csrftoken": secrets.token_hex(16)} | ({"sessionid": session} if session else {})

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def send(self, form: Form, *, as_json: bool = False) -> Answer:
        """Post it, and the very same once more whenever no answer came or the server could not."""
        headers = {"Accept": "application/json"} if as_json else {}
        body, headers["Content-Type"] = _encoded(form, self.cookies["csrftoken"])
        return self._ask("POST", form.action, body, headers)

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        until, sendings, answer = time.monotonic() + PATIENCE, 0, None
        while time.monotonic() < until:
            connection = http.client.HTTPConnection(HOST, self.port, WAITS_FOR, source_address=(self.address, 0))
            with closing(connection), suppress(OSError, http.client.HTTPException):
                connection.connect()
                sendings += 1
                answer = self._answer_to(connection, method, path, body, headers or {}, sendings)
                if answer.status < 500:
                    return answer
            time.sleep(PAUSE)
        raise GaveUp(f"{method} {path}: {answer}")

    def _answer_to(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
        sendings: int,
    ) -> Answer:
        """Raises OSError or HTTPException where the answer does not arrive as a whole."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, {"Cookie": cookie, "Accept-Language": "zh-CN", **headers})
        response = connection.getresponse()
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(response.status, response.headers.get("Location", ""), text, sendings)


def _encoded(form: Form, token: str) -> tuple[bytes, str]:
    fields = [*form.fields, ("csrfmiddlewaretoken", token)]
    if not form.files:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    boundary = uuid4().hex
    parts = [(f'name="{name}"', value.encode()) for name, value in fields]
    parts += [(f'name="{name}"; filename="{upload.name}"', upload.content) for name, upload in form.files]
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    )
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class _Reader(HTMLParser):
    """Finds one form and what its fields stand at, as a browser without scripts would send them."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.found, self._inside = action, None, False
        self._text, self._select = "", ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        if tag == "form" and self.found is None and urlsplit(said.get("action") or "").path == self.action:
            self.found, self._inside = Form(self.action), True
        name = said.get("name") or ""
        if not self._inside or name == "csrfmiddlewaretoken":
            return
        if tag == "input" and name and said.get("type") not in ("file", "submit", "button"):
            unticked = said.get("type") in ("radio", "checkbox") and "checked" not in said
            (self.found.boxes if unticked else self.found.fields).append((name, said.get("value") or ""))
        elif tag in ("textarea", "select"):
            self._text, self._select = (name, "") if tag == "textarea" else ("", name)
            self._words = ""
        elif tag == "option" and self._select and "selected" in said:
            self.found.fields.append((self._select, said.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            self.found.fields.append((self._text, self._words.removeprefix("\n")))
            self._text = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False
