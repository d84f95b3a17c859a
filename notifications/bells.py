"""From a web request to the open sockets: "look", "check again", "close". Never content, never lost work.

A web request's bell is only a nudge: each process that holds a socket of the person looks at the rows at once instead
of half a second later, so there is one way of ringing (switchboard.py) and not two to keep apart. The message goes by
the channel layer, whichever it is, from the loop that serves this process's sockets and connections to Redis; the
request does not wait for it, and a dead Redis costs nothing but that half second. `async_to_sync` from threads with
other loops is what leaks connections and raises "event loop is closed" (PITFALLS, live 5); so where no server has
named its loop (commands, the clock, tests) nothing is sent at all, and the watchers find the rows by themselves.
"""

import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import Future

from channels.layers import get_channel_layer
from django.db import transaction
from django.utils.crypto import salted_hmac

from .addresses import user_address

log = logging.getLogger(__name__)

# Seconds between two rings of this process; each is rung at most once a second anyway (switchboard.RING_EVERY).
PAUSE = 0.2

_server_loop: asyncio.AbstractEventLoop | None = None
# On that loop only: whose bells are to be rung, and the task that does it until none is left.
_waiting: set[str] = set()
_ringing: asyncio.Task | None = None


def serve_from_here() -> None:
    """The server says from which loop it speaks to the channel layer; called inside that loop."""
    global _server_loop, _ringing
    loop = asyncio.get_running_loop()
    if loop is not _server_loop:
        _server_loop, _ringing = loop, None


def ring(addresses: Iterable[str]) -> None:
    """After commit: the processes that hold sockets of these addresses look for new rows now. The first commit's bell
    rings at once, those of the next fifth of a second together: many who file at once ring the same few desks."""
    if _is_served():
        _server_loop.call_soon_threadsafe(_ring_soon, frozenset(addresses))


def check_sign_in(user) -> None:
    """After commit: sockets of this user close where they are deactivated or their password is another."""
    transaction.on_commit(lambda: _post([user_address(user.pk)], {"type": "check"}), robust=True)


def close_sockets(user, *, session_key: str | None = None) -> None:
    """After commit: close this user's open sockets with 4401, or only those of one session."""
    message = {"type": "shut", "session": session_mark(session_key)}
    transaction.on_commit(lambda: _post([user_address(user.pk)], message), robust=True)


def session_mark(session_key: str | None) -> str | None:
    """Tells sessions apart without their key travelling through the channel layer."""
    return salted_hmac("notifications.session", session_key).hexdigest() if session_key else None


def group_of(address: str) -> str:
    """The channel layer's group of an address (it allows no colon in a name)."""
    return "bell." + address.replace(":", ".")


def _post(addresses: Iterable[str], message: dict) -> None:
    if _is_served():
        asyncio.run_coroutine_threadsafe(_send(addresses, message), _server_loop).add_done_callback(_log_failure)


def _is_served() -> bool:
    return _server_loop is not None and _server_loop.is_running()


def _ring_soon(addresses: frozenset[str]) -> None:
    global _ringing
    _waiting.update(addresses)
    if _ringing is None or _ringing.done():
        _ringing = asyncio.create_task(_ring_waiting())
        _ringing.add_done_callback(_log_failure)


async def _ring_waiting() -> None:
    while _waiting:
        addresses = sorted(_waiting)
        _waiting.clear()
        await _send(addresses, {"type": "look"})
        await asyncio.sleep(PAUSE)


async def _send(addresses: Iterable[str], message: dict) -> None:
    layer = get_channel_layer()
    for address in addresses:
        await layer.group_send(group_of(address), message)


def _log_failure(sent: Future | asyncio.Task) -> None:
    if not sent.cancelled() and sent.exception() is not None:
        log.warning("The channel layer did not take a bell: %r", sent.exception())
