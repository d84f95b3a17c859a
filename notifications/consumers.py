"""The doorbell's socket: join, bell, ping, leave. No content and no database; whatever has data goes over HTTP.

Who is at the door is settled once, by the session or the signed token of the address; after that the switchboard
checks the sign-in again (each minute, and when the user is saved), and a sign-out closes the session's sockets. A seat
is checked before each bell.
A refused socket is accepted first: a browser hears its own code only from an open one.
"""

import json

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.contrib.auth import HASH_SESSION_KEY
from django.core.signing import BadSignature

from .addresses import open_seat, user_address
from .bells import group_of, session_mark
from .switchboard import switchboard

SIGNED_OUT = 4401
NO_RIGHT = 4403
TOO_MUCH_NOISE = 4400

_LONGEST_FRAME = 200
_PATIENCE = 50


class BellConsumer(AsyncJsonWebsocketConsumer):
    """`admit` names the address, or the code to close with."""

    address: str | None = None
    user_id: int | None = None
    session_hash: str | None = None
    session: str | None = None
    mark: str | None = None
    noise = 0

    def admit(self) -> int | None:
        raise NotImplementedError

    async def connect(self) -> None:
        refusal = self.admit()
        if refusal:
            await self.accept()
            await self.close(code=refusal)
            return
        await self.channel_layer.group_add(group_of(self.address), self.channel_name)
        # Before accepting: the browser fetches once it is connected, so nothing falls between fetch and bell.
        await switchboard.plug(self)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.address:
            switchboard.unplug(self)
            await self.channel_layer.group_discard(group_of(self.address), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if _is_ping(text_data):
            await self.send_json({"kind": "pong"})
            return
        self.noise += 1
        if self.noise == _PATIENCE:
            await self.close(code=TOO_MUCH_NOISE)

    async def bell(self, newest_id: int) -> None:
        await self.send_json({"kind": "bell", "id": newest_id})

    async def sign_out(self) -> None:
        await self.close(code=SIGNED_OUT)

    async def end(self) -> None:
        await self.close(code=NO_RIGHT)

    async def look(self, message: dict) -> None:
        switchboard.look_now()

    async def check(self, message: dict) -> None:
        switchboard.check_sign_in_now()

    async def shut(self, message: dict) -> None:
        if message["session"] in (None, self.session):
            await self.sign_out()


class UserBellConsumer(BellConsumer):
    def admit(self) -> int | None:
        user = self.scope["user"]
        if not user.is_authenticated:
            return SIGNED_OUT
        self.user_id, self.address = user.pk, user_address(user.pk)
        self.session_hash = self.scope["session"].get(HASH_SESSION_KEY)
        self.session = session_mark(self.scope["session"].session_key)
        return None


class SeatBellConsumer(BellConsumer):
    def admit(self) -> int | None:
        try:
            self.address, self.mark = open_seat(self.scope["url_route"]["kwargs"]["token"])
        except BadSignature:
            return NO_RIGHT
        return None


def _is_ping(text: str | None) -> bool:
    if not text or len(text) > _LONGEST_FRAME:
        return False
    try:
        frame = json.loads(text)
    except ValueError:
        return False
    return isinstance(frame, dict) and frame.get("kind") == "ping"
