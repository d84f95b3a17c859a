"""DESIGN §5: safe to run side by side. Two processes pass on and send at once; every mail goes once."""

import threading

import pytest
from django.db import connection, transaction

from notifications import email, outside
from notifications.deliveries import Round, deliver
from notifications.models import Delivery, Notification
from notifications.passing_on import pass_on

from .factories import NOW, SEAT, fate, tell, tell_outside

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*work) -> list:
    """Do these in a thread each, begun together; what each came to, or raised."""
    gate, results = threading.Barrier(len(work)), [None] * len(work)

    def run(place: int, do) -> None:
        try:
            gate.wait(5)
            results[place] = do()
        except BaseException as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_two_ticks_at_once_send_every_mail_once(postbox, known):
    """On SQLite they wait for each other, on PostgreSQL they pass over what the other has."""
    seats = [f"seat:{n}:complainant" for n in range(1, 13)]
    known.contacts = {seat: outside.Contact(f"lin{n}@qq.com") for n, seat in enumerate(seats)}
    tell(*seats)

    def tick() -> int:
        pass_on(NOW)
        return deliver(NOW)

    assert sum(at_once(tick, tick, tick)) + deliver(NOW) == 12
    assert sorted(to for _sender, (to,) in postbox.envelopes) == sorted(c.email for c in known.contacts.values())
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.postgres
def test_a_row_that_somebody_else_has_is_passed_over_without_waiting(postbox):
    delivery = tell_outside(now=NOW)
    with transaction.atomic():
        Delivery.objects.select_for_update().get(pk=delivery.pk)
        assert at_once(lambda: Round(email.Email(), NOW)._take()) == [None]
    assert deliver(NOW) == 1
    assert fate(delivery)[0] == "sent"


@pytest.mark.postgres
def test_a_notification_that_another_tick_is_passing_on_is_left_to_it():
    tell(SEAT)
    with transaction.atomic():
        Notification.objects.select_for_update().get()
        assert at_once(lambda: pass_on(NOW)) == [0]
    assert pass_on(NOW) == 1
    assert pass_on(NOW) == 0
