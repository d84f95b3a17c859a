"""The row is the notification: written with the act, or not at all."""

import pytest
from django.db import transaction

from notifications import bells
from notifications.addresses import user_address
from notifications.models import Notification
from notifications.services import announce

from .factories import SEAT, rows_of, tell

pytestmark = pytest.mark.django_db


def test_everyone_told_has_one_row(lin):
    tell(user_address(lin.pk), SEAT, SEAT, event_no=9, urgent=True)
    told = Notification.objects.order_by("address").values_list("address", "event_no", "case_no", "urgent", "read_at")
    assert list(told) == [
        (SEAT, 9, "TS26-004217-K", True, None),
        (user_address(lin.pk), 9, "TS26-004217-K", True, None),
    ]


def test_performing_twice_never_doubles(lin):
    tell(user_address(lin.pk), event_no=9)
    tell(user_address(lin.pk), SEAT, event_no=9)
    assert len(rows_of(lin)) == 1
    assert Notification.objects.told_to(SEAT).count() == 1


@pytest.mark.parametrize("audience", [1, 40])
def test_telling_costs_one_statement_whatever_the_audience(audience, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        announce(event_no=1, case_no="X", topic="t", addresses=[user_address(n) for n in range(audience)])


def test_telling_nobody_costs_nothing(django_assert_num_queries, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(0):
        announce(event_no=1, case_no="X", topic="t", addresses=[])
    assert rung == []


def test_the_bell_rings_after_the_commit_and_not_before(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        announce(event_no=1, case_no="X", topic="t", addresses=[SEAT])
        assert rung == []
    assert rung == [[SEAT]]


@pytest.mark.django_db(transaction=True)
def test_it_refuses_outside_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        announce(event_no=1, case_no="X", topic="t", addresses=[SEAT])
    assert not Notification.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_act_leaves_no_row_and_no_bell(rung):
    with transaction.atomic():
        announce(event_no=1, case_no="X", topic="t", addresses=[SEAT])
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert rung == []


@pytest.mark.django_db(transaction=True)
def test_a_dead_doorbell_costs_the_act_nothing_and_catch_up_returns_the_row(client, lin, monkeypatch):
    def dead(addresses):
        raise ConnectionError("Redis is away")

    monkeypatch.setattr(bells, "ring", dead)
    tell(user_address(lin.pk), event_no=3)
    client.force_login(lin)
    assert [item["case_no"] for item in client.get("/notifications/since/0").json()["notifications"]] == [
        "TS26-004217-K"
    ]


def test_who_is_told_outside_only_has_the_row_read_and_hears_no_bell(rung, django_capture_on_commit_callbacks):
    """Whoever did it has it before them: what goes out is for keeping."""
    with django_capture_on_commit_callbacks(execute=True):
        announce(event_no=1, case_no="TS26-000001", topic="t", addresses=[], outside=[SEAT])
    (row,) = Notification.objects.all()
    assert (row.quiet, row.read_at is not None, row.passed_on) == (False, True, False)
    assert rung == []


def test_who_is_told_outside_only_is_not_also_rung_as_a_reader(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        announce(event_no=1, case_no="TS26-000001", topic="t", addresses=["user:1"], quietly=[SEAT], outside=[SEAT])
    assert Notification.objects.filter(address=SEAT).count() == 1
    assert rung == [["user:1"]]
