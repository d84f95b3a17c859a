"""The result goes to the platform's own system, signed, through the outbox (issue 8 §3, DESIGN §6)."""

import datetime as dt
import socket

import pytest
import time_machine

from casework.engine.tick import tick
from notifications import deliveries, hooks, outgoing
from notifications.models import Delivery, Hook, Notification
from notifications.ways import Refused, TryLater
from tests.engine.world import at
from tests.notifications.receiver import Receiver, signed_by

from .asking import Asking, Member, make_asking_world

pytestmark = pytest.mark.django_db
NOW = "2026-10-12 22:00"  # nobody sits in an office


@pytest.fixture
def world():
    return make_asking_world()


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_TO_LOCALHOST = True
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def hook(world, receiver) -> Hook:
    return hooks.set_address(world.platform.unit, receiver.url, by=world.platform_clerk.person)


def sweeps(moment: str = NOW, **later: int) -> None:
    tick(at(moment) + dt.timedelta(**later))


def the_delivery() -> Delivery:
    return Delivery.objects.get(way="webhook")


# --- what arrives -----------------------------------------------------------------------------------------------------
def test_the_platform_hears_of_each_voucher_at_any_hour_and_knows_that_we_say_so(world, hook, receiver):
    request = Asking(world, "1001~1004").to_deciding()
    sweeps()
    assert receiver.came == [], "nothing before it is decided"
    request.do("decide_vouchers", "handler", which="some", used="1003", explanation="平台显示已核销。")
    sweeps()
    (headers, body), (said,) = receiver.came[0], receiver.bodies
    assert signed_by(hooks.secret(hook), headers, body)
    assert not signed_by(hooks.secret(hook), headers, body + b" ")
    event = request.case.events.get(name="decide_vouchers")
    assert said["id"] == headers["webhook-id"] == f"{request.case.number}.{event.seq}"
    assert (said["type"], said["request"]) == ("extension.decide_vouchers", request.case.number)
    assert said["vouchers"][1:3] == [
        {"number": "1002", "outcome": "granted", "last_day": "2027-03-01", "provisional": True},
        {"number": "1003", "outcome": "refused", "last_day": "2026-11-30", "reason": "used"},
    ]
    sent = the_delivery()
    assert (sent.state, sent.sent_to, receiver.url in sent.sent_to) == ("sent", "127.0.0.1", False)


def test_of_a_member_it_learns_nothing(world, hook, receiver):
    Member(world).to_deciding().to_granted()
    sweeps()
    (_headers, body) = receiver.came[0]
    assert not any(word in body.decode() for word in ("林女士", "13800138000", "lin@example.com", "住院"))


def test_without_an_address_nothing_goes_and_nothing_fails(world):
    Asking(world).to_deciding().to_granted()
    sweeps()
    assert not Delivery.objects.filter(way="webhook").exists()


# --- once -------------------------------------------------------------------------------------------------------------
def test_a_crash_between_sending_and_marking_sends_it_again_under_the_same_id(world, hook, receiver, monkeypatch):
    Asking(world, "1001").to_deciding().to_granted()

    def dies(self, *args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(deliveries.Round, "_end", dies)
        with pytest.raises(SystemExit):
            sweeps()
    assert the_delivery().state == "sending"
    sweeps(minutes=11)
    assert the_delivery().state == "sent"
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1


def test_what_is_not_taken_is_tried_again_ever_later_until_staff_repeat_it(world, hook, receiver):
    Asking(world, "1001").to_deciding().to_granted()
    receiver.answers.extend([500, 302, *[503] * 20])
    sweeps()
    first = the_delivery()
    assert (first.state, first.reason, first.reply) == ("waiting", "answered", "500")
    assert first.due_at == at(NOW) + deliveries.PAUSES[0]
    for _attempt in range(deliveries.ATTEMPTS - 1):
        deliveries.deliver(the_delivery().due_at)
    assert (the_delivery().state, len(receiver.came)) == ("failed", deliveries.ATTEMPTS)
    receiver.answers.clear()
    deliveries.send_now(the_delivery(), by=world.handler.person, at=at("2026-10-20 09:00"))
    deliveries.deliver(at("2026-10-20 09:00"))
    assert Delivery.objects.get(way="webhook", round=1).state == "sent"
    assert len(set(receiver.ids)) == 1


# --- secrets ----------------------------------------------------------------------------------------------------------
def test_a_new_secret_is_good_at_once_and_the_one_before_for_a_day(world, hook, receiver):
    before = hooks.secret(hook)
    with time_machine.travel("2026-10-12 12:00+08:00", tick=False):
        hook = hooks.renew_secret(hook, by=world.platform_clerk.person)
    Asking(world, "1001").to_deciding().to_granted()
    sweeps()
    Asking(world, "1002", start="2026-10-14 09:00").to_deciding().to_granted()
    sweeps("2026-10-14 10:00")
    (first, then) = receiver.came
    assert [signed_by(secret, *first) for secret in (before, hooks.secret(hook))] == [True, True]
    assert [signed_by(secret, *then) for secret in (before, hooks.secret(hook))] == [False, True]


# --- where it may go --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("http://pay.example.com/", "93.184.216.34"),
        ("ftp://pay.example.com/", "93.184.216.34"),
        ("https://me:secret@pay.example.com/", "93.184.216.34"),
        ("https://pay.example.com/", "10.0.0.7"),
        ("https://pay.example.com/", "169.254.169.254"),
        ("https://pay.example.com/", "::ffff:192.168.0.1"),
        ("https://pay.example.com/", "64:ff9b::a00:1"),
        ("https://pay.example.com:x/", "93.184.216.34"),
        ("http://localhost:8000/", "127.0.0.1"),
    ],
)
def test_nothing_goes_into_our_own_network_or_in_clear(url, leads_to, monkeypatch, settings):
    settings.WEBHOOKS_TO_LOCALHOST = False
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **kind: [(0, 0, 0, "", (leads_to, port))])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **more: pytest.fail("it was talked to"))
    with pytest.raises(Refused):
        outgoing.post(url, b"{}", {})


def test_a_name_that_moves_meanwhile_is_not_looked_up_twice(receiver, monkeypatch, settings):
    port = int(receiver.url.split(":")[2].split("/")[0])
    looked, connected = [], []
    monkeypatch.setattr(outgoing, "_is_public", lambda address: looked.append(address) or True)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **kind: [(0, 0, 0, "", ("93.184.216.34", port))])

    def connect(address, **more):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(TryLater):
        outgoing.post(f"https://pay.example.com:{port}/", b"{}", {})
    assert (looked, connected) == (["93.184.216.34"], [("93.184.216.34", port)])


def test_a_server_that_says_nothing_is_not_waited_for(receiver, monkeypatch):
    receiver.hangs = True
    monkeypatch.setattr(outgoing, "STEP", 0.1)
    with pytest.raises(TryLater) as late:
        outgoing.post(receiver.url, b"{}", {})
    assert late.value.reason == "no_answer"


def test_one_platforms_mute_server_holds_up_nobody_elses(world, hook, receiver, monkeypatch):
    monkeypatch.setattr(outgoing, "STEP", 0.1)
    for number in ("1001", "1002", "1003"):
        Asking(world, number).to_deciding().to_granted()
    receiver.hangs = True
    sweeps()
    rows = Delivery.objects.filter(way="webhook").order_by("pk")
    assert list(rows.values_list("state", "attempts")) == [("waiting", 1), ("waiting", 0), ("waiting", 0)]


def test_a_test_says_that_it_is_one(world, hook, receiver):
    with time_machine.travel("2026-10-12 22:00+08:00", tick=False):
        hooks.send_test(world.platform.unit)
        hooks.send_test(world.platform.unit)
        sweeps()
    assert [said["type"] for said in receiver.bodies] == ["test"]
    assert Notification.objects.filter(topic=hooks.TEST).count() == 1
