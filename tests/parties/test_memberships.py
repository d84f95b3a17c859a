"""Who may act as what today."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from casework.parties.models import memberships_of
from tests.parties.factories import make_membership, make_unit, make_user

pytestmark = pytest.mark.django_db


def test_memberships_come_with_their_units_in_one_statement(django_assert_num_queries):
    user = make_user()
    for name in ("甲", "乙", "丙"):
        make_membership(user=user, unit=make_unit(name=name))
    with django_assert_num_queries(1):
        assert {membership.unit.name for membership in memberships_of(user)} == {"甲", "乙", "丙"}


def test_who_is_not_signed_in_is_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert memberships_of(AnonymousUser()) == memberships_of(None) == []


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_membership_counts_inside_its_dates_only(day, counts):
    membership = make_membership(since=datetime.date(2026, 3, 1), until=datetime.date(2026, 6, 30))
    with time_machine.travel(f"{day}T08:00:00+08:00", tick=False):
        assert bool(memberships_of(membership.user)) is counts


def test_a_membership_of_who_or_what_is_inactive_does_not_count():
    put_out, left, closed = make_membership(active=False), make_membership(), make_membership()
    left.user.is_active = False
    left.user.save()
    closed.unit.active = False
    closed.unit.save()
    assert [memberships_of(membership.user) for membership in (put_out, left, closed)] == [[], [], []]


def test_one_person_has_a_role_in_a_unit_once_but_may_have_two_roles():
    membership = make_membership(role="handler")
    make_membership(user=membership.user, unit=membership.unit, role="lead")
    assert [held.role for held in memberships_of(membership.user)] == ["handler", "lead"]
    with pytest.raises(IntegrityError):
        make_membership(user=membership.user, unit=membership.unit, role="handler")
