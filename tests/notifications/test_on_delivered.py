"""DESIGN §5: who counts windows hears that somebody was reached, whatever dies in between."""

import datetime as dt

import pytest
import time_machine

from notifications import deliveries, outside
from notifications.deliveries import deliver

from .factories import NOW, SEAT, Died, again, die, tell_outside

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def heard(monkeypatch) -> list[tuple]:
    monkeypatch.setattr(deliveries, "_hearers", [])
    calls: list[tuple] = []
    deliveries.on_delivered(lambda *told: calls.append(told))
    return calls


def test_an_arrival_is_reported_once_with_address_event_and_moment(postbox, heard):
    delivery = tell_outside(now=NOW, event_no=12)
    deliver(NOW)
    assert (deliveries.report(), deliveries.report()) == (1, 0)
    assert heard == [(SEAT, 12, again(delivery).ended_at)]


def test_what_did_not_arrive_is_not_reported(postbox, heard):
    postbox.to_recipient.append("550 5.1.1 no such user")
    tell_outside(now=NOW)
    deliver(NOW)
    assert (deliveries.report(), heard) == (0, [])


def test_a_death_between_arrival_and_report_loses_no_report(postbox, heard, monkeypatch):
    tell_outside(now=NOW)
    deliver(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "_hearers", [die])
        with pytest.raises(Died):
            deliveries.report()
    assert deliveries.report() == 1
    assert len(heard) == 1


def test_a_hearer_that_fails_is_asked_again_and_keeps_no_other_arrival_from_being_reported(
    postbox, heard, known, monkeypatch, caplog
):
    known.contacts["seat:8:complainant"] = outside.Contact("zhou@qq.com")
    tell_outside(now=NOW)
    tell_outside("seat:8:complainant", now=NOW, event_no=2)
    deliver(NOW)

    def busy(address: str, event_no: int, at: dt.datetime) -> None:
        if event_no == 1:
            raise RuntimeError("the case is locked")

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "_hearers", [busy])
        assert deliveries.report() == 1
    assert "the case is locked" in caplog.text
    assert deliveries.report() == 1
    assert [event_no for _address, event_no, _at in heard] == [1]


def test_while_nobody_asked_nothing_is_forgotten_and_asking_costs_nothing(
    postbox, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(deliveries, "_hearers", [])
    tell_outside(now=NOW)
    deliver(NOW)
    with django_assert_num_queries(0):
        assert deliveries.report() == 0
    told = []
    deliveries.on_delivered(lambda *args: told.append(args))
    assert (deliveries.report(), len(told)) == (1, 1)
