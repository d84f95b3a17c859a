"""DESIGN §1, §6: a crash at any moment loses no letter, and sends one twice as rarely as can be; what has no reason any
more is not sent, and what somebody wants sent again goes again once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine

from notifications import deliveries, email
from notifications.deliveries import ATTEMPTS, LEASE, deliver, send_now
from notifications.models import Delivery, Notification
from notifications.recipients import say_wish

from .factories import MINUTE, NOW, SEAT, Died, again, at, die, fate, make_user, tell_outside

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@contextmanager
def dying_at(step: str) -> Iterator[None]:
    """The process dies when it comes to this step of a delivery."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, step, die)
        yield


# --- a process dies ---------------------------------------------------------------------------------------------------
def test_a_death_between_server_and_mark_sends_it_again_as_the_same_mail_and_not_at_once(postbox):
    delivery = tell_outside(now=NOW)
    with dying_at("_mark"), pytest.raises(Died):
        deliver(NOW)
    assert fate(delivery)[0] == "sending"
    assert deliver(NOW + LEASE - MINUTE) == 0, "whoever took it may still be at it"
    assert deliver(NOW + LEASE + MINUTE) == 1
    first, second = postbox.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert fate(delivery) == ("sent", "", "", 2)


def test_a_death_before_anything_went_out_loses_nothing(postbox):
    delivery = tell_outside(now=NOW)
    with dying_at("find"), pytest.raises(Died):
        deliver(NOW)
    assert deliver(NOW + LEASE + MINUTE) == 1
    assert (len(postbox.mails), fate(delivery)[0]) == (1, "sent")


def test_who_dies_of_it_every_time_does_not_die_for_ever(postbox):
    delivery, now = tell_outside(now=NOW, urgent=True), NOW
    for _attempt in range(ATTEMPTS):
        with dying_at("find"), pytest.raises(Died):
            deliver(now)
        now += LEASE + MINUTE
    deliver(now)
    assert fate(delivery)[:2] == ("failed", "interrupted")


def test_who_wakes_up_after_its_lease_overrules_nobody_except_by_an_arrival(postbox):
    delivery = tell_outside(now=NOW)
    sleeper = deliveries.Round(email.Email(), NOW)
    taken = sleeper._take()
    deliver(NOW + LEASE + MINUTE)
    sleeper._later(taken, "slow")
    assert fate(delivery)[0] == "sent"


# --- no reason any more -----------------------------------------------------------------------------------------------
def test_what_a_person_read_here_meanwhile_is_not_mailed(postbox):
    person = make_user("wang")
    type(person).objects.update(email="wang@example.cn")
    delivery = tell_outside(f"user:{person.pk}", now=NOW)
    Notification.objects.update(read_at=NOW)
    deliver(NOW)
    assert fate(delivery)[:2] == ("dropped", "read")
    assert postbox.mails == []


def test_who_may_not_see_the_case_any_more_is_told_nothing(postbox, known):
    delivery = tell_outside(now=NOW)
    known.strangers.add(SEAT)
    deliver(NOW)
    assert fate(delivery)[:2] == ("dropped", "not_theirs")
    assert postbox.mails == []


def test_an_address_that_was_erased_ends_it(postbox, known):
    delivery = tell_outside(now=NOW)
    known.contacts.clear()
    deliver(NOW)
    assert fate(delivery)[:2] == ("dropped", "no_address")


# --- again ------------------------------------------------------------------------------------------------------------
def test_sent_again_by_hand_it_is_another_mail_of_the_same_thread_due_at_once_whatever_the_hour(postbox):
    person, delivery = make_user("zhou"), tell_outside(now=NOW)
    deliver(NOW)
    night = at("2026-10-03 23:30")  # a Saturday in the National Day holiday
    repeated = send_now(again(delivery), by=person, at=night)
    assert deliver(night) == 1
    first, second = postbox.mails
    assert first["Message-ID"] != second["Message-ID"]
    assert (first["References"], first["Subject"]) == (second["References"], second["Subject"])
    assert (again(repeated).asked_by, again(repeated).state) == (person, "sent")


def test_pressed_twice_or_by_two_people_it_goes_again_once(postbox):
    postbox.to_recipient.append("550 5.1.1 no such user")
    delivery = tell_outside(now=NOW)
    deliver(NOW)
    rows = {send_now(again(delivery), by=make_user(name)).pk for name in ("zhou", "tang")}
    assert len(rows) == 1
    assert Delivery.objects.count() == 2


def test_what_waits_for_office_hours_or_for_its_next_attempt_goes_now_when_somebody_asks(postbox):
    night = at("2026-10-03 23:30")
    person, delivery = make_user("zhou"), tell_outside(now=night)
    assert deliver(night) == 0
    send_now(again(delivery), by=person, at=night)
    assert deliver(night) == 1
    assert (again(delivery).asked_by, again(delivery).asked_at) == (person, night)
    assert Delivery.objects.count() == 1


def test_who_stopped_the_mails_meanwhile_gets_none_on_request_either(postbox):
    delivery = tell_outside(now=NOW)
    deliver(NOW)
    say_wish(SEAT, "nothing")
    repeated = send_now(again(delivery), by=make_user("zhou"), at=NOW)
    deliver(NOW)
    assert fate(repeated)[:2] == ("dropped", "unwanted")
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("state", ["sending", "dropped"])
def test_what_is_under_way_or_unwanted_cannot_be_sent_on_request(state):
    delivery = tell_outside(now=NOW)
    Delivery.objects.update(state=state)
    with pytest.raises(ValueError, match="cannot be sent"):
        send_now(again(delivery), by=make_user("zhou"))
