"""The doorbell: who may stand at it, what it takes, when it closes. It never says what happened."""

import asyncio

import pytest
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.contrib.auth import HASH_SESSION_KEY

from notifications import bells, switchboard
from notifications.addresses import sign_seat, user_address
from notifications.consumers import UserBellConsumer
from notifications.models import Notification

from .factories import SEAT, make_user, tell
from .sockets import browser_socket, closing_code, elsewhere, signed_in_client

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_foreign_origin_is_refused(lin):
    client = await signed_in_client(lin)
    for origin in ("http://evil.example", None):
        accepted, _ = await browser_socket(client=client, origin=origin).connect()
        assert not accepted


async def test_signed_out_is_accepted_and_then_told_4401(open_socket):
    assert await closing_code(await open_socket()) == 4401


async def test_a_false_token_is_told_4403(open_socket):
    assert await closing_code(await open_socket("/ws/bell/seat/false/")) == 4403


async def test_a_bell_reaches_every_tab_of_the_right_person_only_and_says_nothing(open_socket, lin):
    client = await signed_in_client(lin)
    tabs = [await open_socket(client=client), await open_socket(client=client)]
    other = await open_socket(client=await signed_in_client(await elsewhere(make_user, "zhou")))
    await elsewhere(tell, user_address(lin.pk))
    newest = await elsewhere(Notification.objects.latest, "id")
    for tab in tabs:
        assert await tab.receive_json_from(timeout=2) == {"kind": "bell", "id": newest.pk}
    assert await other.receive_nothing(timeout=0.7)


async def test_a_tracking_page_hears_its_seat_without_an_account(open_socket):
    socket = await open_socket(f"/ws/bell/seat/{sign_seat(SEAT, '0')}/")
    await elsewhere(tell, SEAT)
    assert (await socket.receive_json_from(timeout=2))["kind"] == "bell"


async def test_a_request_of_this_server_rings_at_once(open_socket, lin, monkeypatch):
    monkeypatch.setattr(switchboard, "LOOK_EVERY", 30)
    socket = await open_socket(client=await signed_in_client(lin))
    await database_sync_to_async(tell)(user_address(lin.pk))
    assert (await socket.receive_json_from(timeout=2))["kind"] == "bell"


async def test_what_many_commits_ring_is_sent_together(open_socket, lin, monkeypatch):
    await open_socket(client=await signed_in_client(lin))
    sent = []

    async def note(addresses, message):
        sent.append(addresses)

    monkeypatch.setattr(bells, "PAUSE", 0.3)
    monkeypatch.setattr(bells, "_send", note)
    for addresses in ({"user:1"}, {"user:1", "user:2"}, {"user:3", "user:1"}):
        await database_sync_to_async(bells.ring)(addresses)
    assert sent == [["user:1"]]
    await asyncio.sleep(0.5)
    assert sent == [["user:1"], ["user:1", "user:2", "user:3"]]
    await asyncio.sleep(0.3)
    await database_sync_to_async(bells.ring)({"user:1"})
    await asyncio.sleep(0)
    assert sent[2:] == [["user:1"]]


async def test_with_the_channel_layer_down_the_watcher_still_rings(open_socket, lin, monkeypatch):
    socket = await open_socket(client=await signed_in_client(lin))

    async def dead(group, message):
        raise ConnectionError("Redis is away")

    monkeypatch.setattr(get_channel_layer(), "group_send", dead)
    await database_sync_to_async(tell)(user_address(lin.pk))
    assert (await socket.receive_json_from(timeout=2))["kind"] == "bell"


async def test_ping_is_answered(open_socket, lin):
    socket = await open_socket(client=await signed_in_client(lin))
    await socket.send_json_to({"kind": "ping"})
    assert await socket.receive_json_from() == {"kind": "pong"}


@pytest.mark.parametrize("frame", ["nonsense", "[]", "7", '{"kind": "open"}', '{"kind":"ping"}' + " " * 300, "[" * 199])
async def test_a_malformed_frame_leaves_the_socket_open(open_socket, lin, frame):
    socket = await open_socket(client=await signed_in_client(lin))
    await socket.send_to(text_data=frame)
    await socket.send_to(bytes_data=b"\x00")
    await socket.send_json_to({"kind": "ping"})
    assert await socket.receive_json_from() == {"kind": "pong"}


async def test_endless_noise_ends_it(open_socket, lin):
    socket = await open_socket(client=await signed_in_client(lin))
    for _ in range(60):
        await socket.send_to(text_data="noise")
    assert await closing_code(socket) == 4400


async def test_signing_out_closes_the_sockets_of_that_browser_only(open_socket, lin):
    here, there = await signed_in_client(lin), await signed_in_client(lin)
    leaving, staying = await open_socket(client=here), await open_socket(client=there)
    await database_sync_to_async(here.logout)()
    assert await closing_code(leaving) == 4401
    assert await staying.receive_nothing(timeout=0.3)


async def test_close_sockets_closes_all_of_a_user(open_socket, lin):
    sockets = [await open_socket(client=await signed_in_client(lin)) for _ in range(2)]
    await database_sync_to_async(bells.close_sockets)(lin)
    assert [await closing_code(socket) for socket in sockets] == [4401, 4401]


def change_password(user) -> None:
    user.set_password("another long password")
    user.save()


def deactivate(user) -> None:
    user.is_active = False
    user.save()


@pytest.mark.parametrize("act", [change_password, deactivate])
async def test_another_password_or_a_deactivation_closes(open_socket, lin, act):
    socket = await open_socket(client=await signed_in_client(lin))
    await database_sync_to_async(act)(lin)
    assert await closing_code(socket) == 4401


async def test_saving_a_user_for_another_reason_closes_nothing(open_socket, lin):
    socket = await open_socket(client=await signed_in_client(lin))
    await database_sync_to_async(lin.save)()
    assert await socket.receive_nothing(timeout=0.5)


async def test_a_command_that_deactivates_is_noticed_without_any_message(open_socket, lin, monkeypatch):
    monkeypatch.setattr(switchboard, "CHECK_SIGN_IN_EVERY", 0.1)
    socket = await open_socket(client=await signed_in_client(lin))
    monkeypatch.setattr(bells, "_server_loop", None)
    await elsewhere(deactivate, lin)
    assert await closing_code(socket) == 4401


async def test_admitting_someone_needs_no_statement(lin):
    """The middleware has read session and user before; here the ORM would raise SynchronousOnlyOperation."""
    consumer = UserBellConsumer()
    consumer.scope = {"user": lin, "session": Session({HASH_SESSION_KEY: lin.get_session_auth_hash()})}
    assert consumer.admit() is None
    assert consumer.address == user_address(lin.pk)


class Session(dict):
    session_key = "of this browser"
