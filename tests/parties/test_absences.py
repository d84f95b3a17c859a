"""Absences: dates that include both ends, no two at once, and a stand-in who may do the work."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from casework.parties import absences
from casework.parties.models import Absence, Unit, memberships_of

from .factories import make_membership, make_unit, make_user

pytestmark = pytest.mark.django_db


def day(number: int) -> dt.date:
    return dt.date(2026, 10, number)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(dt.datetime(2026, 10, 13, 2, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def office():
    return make_unit(Unit.Kind.ASSOCIATION)


def person(office, *roles: str, **more):
    user = make_user(**more)
    for role in roles:
        make_membership(user=user, unit=office, role=role)
    return user


def enter(office, user, stand_in, first=13, last=16):
    return absences.enter(user=user, unit=office, stand_in=stand_in, since=day(first), until=day(last), by=user)


def faults(office, user, stand_in, first=13, last=16) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        enter(office, user, stand_in, first, last)
    return set(refusal.value.message_dict)


def test_both_ends_belong_to_it(office):
    user, stand_in = person(office, "handler"), person(office, "handler")
    enter(office, user, stand_in)
    assert [Absence.objects.on(day(n)).count() for n in (12, 13, 16, 17)] == [0, 1, 1, 0]


def test_two_absences_of_one_person_share_no_day(office):
    user, stand_in = person(office, "handler"), person(office, "lead")
    enter(office, user, stand_in)
    assert faults(office, user, stand_in, 16, 18) == {"since"}
    enter(office, user, stand_in, 17, 18)


def test_the_last_day_is_not_before_the_first(office):
    assert faults(office, person(office, "handler"), person(office, "handler"), 16, 13) == {"until"}


def test_the_stand_in_is_another_person_of_the_unit_who_may_handle_cases_and_is_there(office):
    user, elsewhere = (
        person(office, "handler", phone="13700137000"),
        person(make_unit(Unit.Kind.ASSOCIATION), "handler"),
    )
    second_account = person(office, "handler", phone="13700137000")
    auditor, away = person(office, "auditor"), person(office, "handler")
    enter(office, away, person(office, "lead"), 16, 20)
    for nobody in (user, second_account, elsewhere, auditor, away):
        assert faults(office, user, nobody) == {"stand_in"}


def test_one_that_has_begun_ends_the_day_before_the_return_and_one_to_come_is_gone(office):
    user, stand_in = person(office, "handler"), person(office, "handler")
    begun = enter(office, user, stand_in, 10, 16)
    absences.end(begun)
    assert Absence.objects.get().until == day(12)
    absences.end(enter(office, user, stand_in, 20, 21))
    assert Absence.objects.count() == 1


def test_memberships_say_for_whom_one_stands_in_in_one_statement(office, django_assert_num_queries):
    stand_in = person(office, "handler", "lead")
    away = [person(office, "handler") for _n in range(2)]
    for user in away:
        enter(office, user, stand_in)
    enter(office, person(office, "handler"), stand_in, 20, 21)
    with django_assert_num_queries(1):
        found = memberships_of(stand_in)
    assert [set(membership.stands_in_for) for membership in found] == [{user.pk for user in away}] * 2
    assert all(membership.stands_in_for == () for user in away for membership in memberships_of(user))
