"""One POST to a server that somebody outside named, which must not become a way into our own network (SSRF): https to
public addresses only, the very address that was looked at, no redirects, and a bounded time.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from .bounded import within
from .models import Reason
from .ways import Mute, NotSent, Refused, TryLater

# Of each step, and of all of them together.
STEP, LONGEST = 5, 10
_LOCAL = ("localhost", "127.0.0.1")
# Addresses that stand for others: whoever may not be reached by the one may not be by the other.
_STAND_IN = [ipaddress.ip_network(network) for network in ("64:ff9b::/96", "2001::/32", "2002::/16")]


class Target(NamedTuple):
    """Where a URL leads: `address` is what its name stood for when it was looked at."""

    secure: bool
    host: str
    port: int
    path: str
    address: str


def look_up(url: str) -> Target:
    """Raises Refused for what is never talked to, Mute where the name is not known now."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    local = settings.WEBHOOKS_TO_LOCALHOST and host in _LOCAL
    if (parts.scheme != "https" and not (local and parts.scheme == "http")) or not host or parts.username:
        raise Refused(Reason.NOT_PUBLIC)
    secure = parts.scheme == "https"
    try:
        port = parts.port or (443 if secure else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except ValueError as error:
        raise Refused(Reason.NOT_PUBLIC) from error
    except OSError as error:
        raise Mute(Reason.NOT_THERE) from error
    addresses = [str(row[4][0]) for row in found]
    if not local and not all(_is_public(address) for address in addresses):
        raise Refused(Reason.NOT_PUBLIC)
    path = parts.path or "/"
    return Target(secure, host, port, f"{path}?{parts.query}" if parts.query else path, addresses[0])


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.version == 6 and any(address in network for network in _STAND_IN):
        return False
    inner = getattr(address, "ipv4_mapped", None) or address
    return inner.is_global and not inner.is_multicast


def check(url: str) -> None:
    """Whether this address would be talked to at all: for a form. Raises NotSent."""
    try:
        within(LONGEST, lambda: look_up(url), lambda: None)
    except TimeoutError as error:
        raise Mute(Reason.NOT_THERE) from error


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer, whatever it is; of what the other side says nothing is read. Raises NotSent."""
    lines: list[HTTPConnection] = []
    try:
        return within(LONGEST, lambda: _post(look_up(url), body, headers, lines), lambda: _cut(lines))
    except NotSent:
        raise
    except TimeoutError as error:
        raise Mute(Reason.NO_ANSWER) from error
    except ssl.SSLError as error:
        raise TryLater(Reason.CERTIFICATE) from error
    except (OSError, HTTPException) as error:
        raise Mute(Reason.NOT_THERE) from error


def _post(target: Target, body: bytes, headers: Mapping[str, str], lines: list[HTTPConnection]) -> int:
    sort = HTTPSConnection if target.secure else HTTPConnection
    with closing(sort(target.host, target.port, timeout=STEP)) as line:
        # Connected here: asked for its name once more, it might have moved into our own network meanwhile.
        line.sock = socket.create_connection((target.address, target.port), timeout=STEP)
        lines.append(line)
        if target.secure:
            line.sock = ssl.create_default_context().wrap_socket(line.sock, server_hostname=target.host)
        line.request("POST", target.path, body=body, headers=dict(headers))
        return line.getresponse().status


def _cut(lines: list[HTTPConnection]) -> None:
    for line in lines:
        if line.sock is not None:
            with suppress(OSError):
                line.sock.shutdown(socket.SHUT_RDWR)
