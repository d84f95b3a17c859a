"""The open sockets of this process, and the watcher that rings them.

daphne has no lifespan hook, so the first socket starts the watcher and the last one stops it. Every 0.5 s, or at once
when a web request says so, it asks with one indexed query for rows it has not seen, whoever wrote them: a request of
another process, a command, the clock. Each address gets at most one bell a second; the browser fetches the rest.

Sockets are rung directly and not through the channel layer: the in-memory layer drops a stalled channel from all its
groups for good (PITFALLS, live 4).
"""

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from typing import Protocol

from channels.db import database_sync_to_async
from django.contrib.auth import get_user_model

from .addresses import Seat
from .describers import seat_holds
from .models import OVERLAP_IDS, Notification
from .sightings import Sightings

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5
RING_EVERY = 1.0
# A command or another process may deactivate someone where no channel layer reaches us.
CHECK_SIGN_IN_EVERY = 60.0


class Socket(Protocol):
    address: str
    user_id: int | None
    session_hash: str | None
    # What its seat was taken under; None for people who are signed in.
    mark: str | None

    async def bell(self, newest_id: int) -> None: ...

    async def sign_out(self) -> None: ...

    async def end(self) -> None: ...


class Switchboard:
    def __init__(self) -> None:
        self._sockets: dict[str, set[Socket]] = {}
        self._watcher: asyncio.Task | None = None

    @property
    def watching(self) -> bool:
        return self._watcher is not None and not self._watcher.done()

    async def plug(self, socket: Socket) -> None:
        """Ring this socket from now on. Returns when what is committed from here on will be seen as new."""
        self._sockets.setdefault(socket.address, set()).add(socket)
        if not self.watching:
            self._sightings: Sightings | None = None
            self._owed: dict[str, int] = {}
            self._rung: dict[str, float] = {}
            self._started, self._nudged = asyncio.Event(), asyncio.Event()
            self._check_at = self._now() + CHECK_SIGN_IN_EVERY
            self._watcher = asyncio.create_task(self._watch())
        await self._started.wait()

    def unplug(self, socket: Socket) -> None:
        """Forget this socket; the last one stops the watcher."""
        sockets = self._sockets.get(socket.address, set())
        sockets.discard(socket)
        if not sockets:
            self._sockets.pop(socket.address, None)
        if not self._sockets and self.watching:
            self._nudged.set()

    def look_now(self) -> None:
        """A web request has committed news for someone here."""
        self._nudged.set()

    def check_sign_in_now(self) -> None:
        """A user with a socket here was saved: deactivated, or their password changed."""
        self._check_at = self._now()
        self._nudged.set()

    async def _watch(self) -> None:
        while self._sockets:
            try:
                await self._look()
                await self._check_sign_in()
            except Exception:
                # The database may be away for a while; browsers ask by themselves every minute until it is back.
                log.exception("The watcher could not look for notifications.")
            self._started.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), LOOK_EVERY)
            self._nudged.clear()

    async def _look(self) -> None:
        if self._sightings is None:
            seen = await database_sync_to_async(_latest_ids)()
            self._sightings = Sightings(seen=seen, floor=min(seen, default=1) - 1, now=self._now())
            return
        rows = await database_sync_to_async(_rows_after)(self._sightings.floor)
        for row_id, address in self._sightings.fresh(rows, now=self._now()):
            if address in self._sockets:
                self._owed[address] = max(row_id, self._owed.get(address, 0))
        await self._ring()

    async def _ring(self) -> None:
        now = self._now()
        self._rung = {address: at for address, at in self._rung.items() if now - at < RING_EVERY}
        due = {address: row_id for address, row_id in self._owed.items() if address not in self._rung}
        sockets = [(socket, row_id) for address, row_id in due.items() for socket in self._sockets.get(address, ())]
        ended = await self._ended({Seat(s.address, s.mark) for s, _row_id in sockets if s.mark is not None})
        for address in due:
            del self._owed[address]
            self._rung[address] = now
        bells = [s.end() if Seat(s.address, s.mark) in ended else s.bell(row_id) for s, row_id in sockets]
        # A socket that died in this very moment must not silence the others.
        await asyncio.gather(*bells, return_exceptions=True)

    @staticmethod
    async def _ended(seats: set[Seat]) -> set[Seat]:
        """Those of the seats that a newer access code has ended: they hear of nothing more, not even that it is."""
        return await database_sync_to_async(lambda: {s for s in seats if not seat_holds(s)})() if seats else set()

    async def _check_sign_in(self) -> None:
        if self._now() < self._check_at:
            return
        self._check_at = self._now() + CHECK_SIGN_IN_EVERY
        people = [socket for sockets in self._sockets.values() for socket in sockets if socket.user_id is not None]
        hashes = await database_sync_to_async(_session_hashes)({socket.user_id for socket in people})
        gone = [socket for socket in people if socket.session_hash not in hashes.get(socket.user_id, ())]
        await asyncio.gather(*(socket.sign_out() for socket in gone), return_exceptions=True)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def _latest_ids() -> list[int]:
    return list(Notification.objects.newest_first().values_list("id", flat=True)[:OVERLAP_IDS])


def _rows_after(row_id: int) -> list[tuple[int, str]]:
    return list(Notification.objects.filter(id__gt=row_id).values_list("id", "address"))


def _session_hashes(user_ids: Collection[int]) -> dict[int, set[str]]:
    """The session hashes that are good today, by user; deactivated users have none."""
    active = get_user_model().objects.filter(pk__in=user_ids, is_active=True).only("password")
    return {user.pk: {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()} for user in active}


switchboard = Switchboard()
