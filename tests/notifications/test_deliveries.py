"""DESIGN §6: deliveries with attempts, back-off, the reason of failure and a final state, before a real mail server."""

import datetime as dt
import time

import pytest
import time_machine
from django.test import override_settings

from notifications import deliveries, email, outside
from notifications.deliveries import ATTEMPTS, PAUSES, deliver

from .factories import MINUTE, NOW, SEAT, again, fate, tell_outside
from .postbox import Dripping, free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


# --- it arrives -------------------------------------------------------------------------------------------------------
def test_a_mail_arrives_once_and_its_delivery_says_when_and_masked_where(postbox):
    delivery = tell_outside(now=NOW)
    assert deliver(NOW) == 1
    assert deliver(NOW + MINUTE) == 0
    assert postbox.envelopes == [("noreply@127.0.0.1", ["lin.wang@qq.com"])]
    assert fate(delivery) == ("sent", "", "", 1)
    found = again(delivery)
    assert (found.sent_to, found.final) == ("l***@qq.com", True)
    assert abs(found.ended_at - NOW) < MINUTE


def test_with_nothing_due_a_round_asks_once_and_takes_no_lock(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert deliver(NOW) == 0
    assert asked.captured_queries[0]["sql"].startswith("SELECT DISTINCT")


# --- not now ----------------------------------------------------------------------------------------------------------
def test_asked_to_try_later_it_tries_later_and_arrives(postbox):
    postbox.to_recipient.append("451 4.7.1 greylisted")
    delivery = tell_outside(now=NOW)
    assert deliver(NOW) == 0
    assert fate(delivery) == ("waiting", "later", "451 4.7.1", 1)
    assert deliver(NOW + dt.timedelta(seconds=59)) == 0
    assert deliver(NOW + 2 * MINUTE) == 1
    assert fate(delivery) == ("sent", "", "", 2)


def test_each_pause_is_longer_and_after_the_last_attempt_that_was_its_fate(postbox):
    delivery, now, waited = tell_outside(now=NOW, urgent=True), NOW, []
    for _attempt in range(ATTEMPTS):
        postbox.to_mail.append("450 busy")
        deliver(now)
        found = again(delivery)
        if found.due_at:
            waited.append(round((found.due_at - now) / MINUTE))
            now = found.due_at + MINUTE
    assert waited == [1, 5, 30, 120, 720, 1440, 1440]
    assert waited == [round(pause / MINUTE) for pause in PAUSES]
    assert fate(delivery) == ("failed", "later", "450", ATTEMPTS)
    assert deliver(now + dt.timedelta(days=30)) == 0
    assert postbox.mails == []


# --- never ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "reason", "reply"),
    [
        ("550 5.1.1 <lin.wang@qq.com>: no such user", "no_mailbox", "550 5.1.1"),
        ("550 Mailbox not found", "no_mailbox", "550"),
        ("552 5.2.2 over quota", "full", "552 5.2.2"),
        ("550 5.7.1 blocked", "refused", "550 5.7.1"),
        ("554 go away", "refused", "554"),
    ],
)
def test_a_refused_recipient_ends_it_at_once_and_the_servers_words_are_not_kept(postbox, answer, reason, reply):
    postbox.to_recipient.append(answer)
    delivery = tell_outside(now=NOW)
    deliver(NOW)
    assert fate(delivery) == ("failed", reason, reply, 1)
    assert deliver(NOW + dt.timedelta(days=3)) == 0


def test_a_refused_mail_ends_it_at_once(postbox):
    postbox.to_mail.append("554 5.7.1 looks like spam")
    delivery = tell_outside(now=NOW)
    deliver(NOW)
    assert fate(delivery) == ("failed", "refused", "554 5.7.1", 1)


@pytest.mark.parametrize(
    "address", ["lin", "lin@", "lin@qq", "lin wang@qq.com", "lin@qq.com\nBcc: x@y.cn", "林@例子。"]
)
def test_what_is_no_address_is_not_tried(postbox, known, address):
    known.contacts[SEAT] = outside.Contact(address)
    delivery = tell_outside(now=NOW)
    deliver(NOW)
    assert fate(delivery)[:2] == ("failed", "bad_address")
    assert postbox.mails == []


def test_an_address_may_be_as_long_as_addresses_are(postbox, known):
    long = f"lin@{'.'.join(['yingyuan' * 7] * 4)}.cn"
    known.contacts[SEAT] = outside.Contact(long)
    delivery = tell_outside(now=NOW)
    assert (len(long) > 200, deliver(NOW)) == (True, 1)
    assert again(delivery).sent_to == f"l***{long[3:]}"


def test_one_refusal_keeps_no_other_mail_from_going(postbox, known):
    known.contacts["seat:8:complainant"] = outside.Contact("zhou@qq.com")
    postbox.to_recipient.append("550 5.1.1 no such user")
    tell_outside(now=NOW)
    other = tell_outside("seat:8:complainant", now=NOW, event_no=2)
    assert deliver(NOW) == 1
    assert fate(other)[0] == "sent"


def test_without_a_mail_server_nothing_counts_as_sent(settings):
    settings.MAIL_IS_SET_UP = False
    delivery = tell_outside(now=NOW)
    deliver(NOW)
    assert fate(delivery)[:2] == ("failed", "no_server")


# --- the server -------------------------------------------------------------------------------------------------------
def test_a_server_that_is_gone_is_waited_for_and_the_others_keep_their_attempts(postbox, known):
    known.contacts["seat:8:complainant"] = outside.Contact("zhou@qq.com")
    postbox.close()
    first = tell_outside(now=NOW)
    second = tell_outside("seat:8:complainant", now=NOW, event_no=2)
    assert deliver(NOW) == 0
    assert fate(first) == ("waiting", "away", "", 1)
    assert fate(second) == ("waiting", "", "", 0)
    postbox.open()
    assert deliver(NOW + 2 * MINUTE) == 2
    assert len(postbox.mails) == 2


def test_a_port_where_nobody_listens_is_a_server_that_is_away():
    delivery = tell_outside(now=NOW)
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()):
        deliver(NOW)
    assert fate(delivery)[:2] == ("waiting", "away")


def test_a_server_that_does_not_let_us_in_ends_no_mail(postbox, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "robot", "wrong"
    delivery = tell_outside(now=NOW)
    deliver(NOW)
    assert fate(delivery)[:2] == ("waiting", "our_server")


def test_a_server_that_hangs_costs_a_round_one_timeout_and_then_the_others_have_their_turn(postbox, known, settings):
    settings.EMAIL_TIMEOUT = 0.5
    known.contacts["seat:8:complainant"] = outside.Contact("zhou@qq.com")
    hanging = tell_outside(now=NOW)
    other = tell_outside("seat:8:complainant", now=NOW, event_no=2)
    postbox.hang, began = True, time.monotonic()
    deliver(NOW)
    assert time.monotonic() - began < 5
    assert fate(hanging) == ("waiting", "slow", "", 1)
    postbox.hang = False
    deliver(NOW + dt.timedelta(seconds=10))
    assert fate(other)[0] == "sent"
    assert fate(hanging)[0] == "waiting"


def test_a_server_that_drips_is_cut_off(settings, monkeypatch):
    monkeypatch.setattr(email, "LONGEST", 1)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    delivery, began = tell_outside(now=NOW), time.monotonic()
    with Dripping() as server:
        settings.EMAIL_PORT = server.port
        deliver(NOW)
    assert time.monotonic() - began < 8
    assert fate(delivery)[:2] == ("waiting", "slow")


def test_a_round_takes_no_more_when_its_time_is_up(postbox, known, monkeypatch):
    known.contacts["seat:8:complainant"] = outside.Contact("zhou@qq.com")
    monkeypatch.setattr(deliveries, "ROUND_SECONDS", 0)
    delivery = tell_outside(now=NOW)
    assert deliver(NOW) == 0
    assert fate(delivery)[3] == 0


def test_a_fault_of_ours_is_logged_and_keeps_no_other_mail_from_going(postbox, known, monkeypatch, caplog):
    known.contacts["seat:8:complainant"] = outside.Contact("zhou@qq.com")
    broken = tell_outside(now=NOW)
    other = tell_outside("seat:8:complainant", now=NOW, event_no=2)
    compose = email.compose
    monkeypatch.setattr(email, "compose", lambda row, *args: 1 / 0 if row.pk == broken.pk else compose(row, *args))
    assert deliver(NOW) == 1
    assert fate(broken)[:2] == ("waiting", "fault")
    assert fate(other)[0] == "sent"
    assert "ZeroDivisionError" in caplog.text
