"""Who is told outside, and how much (docs/decisions.md, "Who gets mail"); what it costs; that it happens once."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.parties.models import Membership, Unit
from notifications import outside, passing_on
from notifications.models import Delivery, Notification
from notifications.passing_on import pass_on
from notifications.recipients import say_wish
from notifications.services import announce
from tests.parties.factories import make_membership, make_unit, make_user

from .factories import NOW, SEAT, Died, die, tell

pytestmark = pytest.mark.django_db


def person(kind: Unit.Kind | None, role: str = "handler", email: str = "wang@example.cn", **fields) -> str:
    """The address of somebody who works in a unit of this kind."""
    user = make_user(email=email, **fields)
    if kind is not None:
        make_membership(user=user, unit=make_unit(kind), role=role)
    return f"user:{user.pk}"


def told_of(address: str) -> dict[str, bool]:
    """Whether this address is told outside of something, and of something urgent."""
    tell(address, event_no=101)
    tell(address, event_no=102, urgent=True)
    pass_on(NOW)
    rows = Delivery.objects.filter(address=address, state="waiting")
    numbers = set(rows.values_list("notification__event_no", flat=True))
    return {"anything": 101 in numbers, "urgent": 102 in numbers}


EVERYTHING, URGENT, NOTHING = (
    {"anything": True, "urgent": True},
    {"anything": False, "urgent": True},
    {"anything": False, "urgent": False},
)


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [Unit.Kind.CINEMA, Unit.Kind.PLATFORM, Unit.Kind.UNION, None])
def test_parties_unions_and_complainants_are_told_everything(kind):
    assert told_of(person(kind)) == EVERYTHING
    assert told_of(SEAT) == EVERYTHING


@pytest.mark.parametrize("kind", [Unit.Kind.ASSOCIATION, Unit.Kind.FILM_OFFICE, Unit.Kind.ORGANISER])
@pytest.mark.parametrize("role", ["handler", "lead", "administrator"])
def test_who_sits_at_a_desk_of_ours_is_told_what_is_urgent(kind, role):
    assert told_of(person(kind, role)) == URGENT


def test_who_left_the_desk_is_no_longer_taken_to_sit_there():
    address = person(Unit.Kind.ASSOCIATION)
    Membership.objects.update(active=False)
    assert told_of(address) == EVERYTHING


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(lambda: person(Unit.Kind.CINEMA, email=""), id="no address"),
        pytest.param(lambda: person(Unit.Kind.CINEMA, is_active=False), id="deactivated"),
        pytest.param(lambda: "seat:8:complainant", id="a complainant who gave none"),
        pytest.param(lambda: "user:999999", id="nobody"),
    ],
)
def test_who_cannot_be_reached_has_no_delivery(address):
    assert told_of(address()) == NOTHING
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(("wants", "gets"), [("all", EVERYTHING), ("urgent", URGENT), ("nothing", NOTHING)])
def test_what_somebody_said_they_want_goes_before_what_is_taken_for_granted(wants, gets):
    address = person(Unit.Kind.ASSOCIATION)
    say_wish(address, wants)
    assert told_of(address) == gets


def test_that_a_complainant_wants_none_is_written_for_whoever_must_call():
    say_wish(SEAT, "nothing")
    assert told_of(SEAT) == NOTHING
    found = Delivery.objects.values_list("state", "reason", "sent_to", "due_at").distinct()
    assert list(found) == [("dropped", "unwanted", "l***@qq.com", None)]


def test_staff_who_want_none_leave_no_trace():
    address = person(Unit.Kind.CINEMA)
    say_wish(address, "nothing")
    told_of(address)
    assert not Delivery.objects.exists()


def test_what_was_read_before_it_could_be_passed_on_is_not_mailed_to_a_person_but_to_a_complainant():
    address = person(Unit.Kind.CINEMA)
    tell(address, SEAT)
    Notification.objects.update(read_at=NOW)
    assert pass_on(NOW) == 1
    assert Delivery.objects.get().address == SEAT


def test_a_quiet_row_goes_nowhere():
    with transaction.atomic():
        announce(event_no=1, case_no="X", topic="t", addresses=[], quietly=[SEAT])
    assert pass_on(NOW) == 0


# --- once, and whatever dies ------------------------------------------------------------------------------------------
def test_passing_on_twice_is_passing_on_once():
    tell(SEAT)
    assert (pass_on(NOW), pass_on(NOW)) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_death_half_way_leaves_the_row_to_the_next_round(monkeypatch):
    tell(SEAT)
    with monkeypatch.context() as patch:
        patch.setattr(passing_on, "_deliveries", die)
        with pytest.raises(Died):
            pass_on(NOW)
    assert not Delivery.objects.exists()
    assert pass_on(NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_an_act_that_did_not_happen_is_told_to_nobody():
    with transaction.atomic():
        announce(event_no=1, case_no="X", topic="t", addresses=[SEAT])
        transaction.set_rollback(True)
    assert pass_on(NOW) == 0


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_with_nothing_to_pass_on_it_asks_once_whatever_was_passed_on(django_assert_num_queries):
    tell(SEAT, *(f"user:{n}" for n in range(50)))
    pass_on(NOW)
    with django_assert_num_queries(1):
        pass_on(NOW)


def cost_of(count: int) -> int:
    addresses = [person(Unit.Kind.CINEMA) for _ in range(count)]
    tell(SEAT, *addresses, event_no=count)
    with CaptureQueriesContext(connection) as asked:
        assert pass_on(NOW) == count + 1
    return len(asked)


def test_many_people_cost_no_more_than_one():
    assert cost_of(1) == cost_of(20)


def test_without_a_room_that_knows_people_outside_nobody_outside_is_told(monkeypatch):
    monkeypatch.setattr(outside, "_registered", [])
    tell(SEAT)
    assert pass_on(NOW) == 0
