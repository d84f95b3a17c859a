"""Accounts and the people behind them."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from casework.parties.models import User
from casework.parties.phones import as_e164
from tests.parties.factories import make_membership, make_user

pytestmark = pytest.mark.django_db


def test_two_accounts_with_one_phone_are_one_person_however_it_was_typed():
    first = make_user("林小例", phone="138 0000 0000")
    second = make_user("林小例（组长）", phone="+86-13800000000")
    stranger = make_user("周小样", phone="13900000000")
    assert set(User.objects.same_person_as(first)) == {first, second}
    assert set(User.objects.same_person_as(stranger)) == {stranger}


def test_accounts_without_a_phone_are_not_one_person():
    first, _second = make_user(), make_user()
    assert list(User.objects.same_person_as(first)) == [first]


def test_the_phone_is_kept_in_e164():
    user = make_user(phone="138-0000-0000")
    assert user.phone == User.objects.get(phone="13800000000").phone == "+8613800000000"


@pytest.mark.parametrize(("typed", "kept"), [(None, ""), ("  ", ""), ("0731-0000 0000", "+8673100000000")])
def test_what_is_typed_becomes_e164(typed, kept):
    assert as_e164(typed) == kept


@pytest.mark.parametrize("typed", ["1380000000", "phone", "12345"])
def test_what_cannot_be_a_phone_is_refused_with_its_digits_counted(typed):
    digits = sum(letter.isdigit() for letter in typed)
    with translation.override("en"), pytest.raises(ValidationError, match=f"you gave {digits}"):
        as_e164(typed)


def test_eleven_wrong_digits_are_not_told_to_be_eleven():
    with translation.override("en"), pytest.raises(ValidationError, match="check its digits"):
        as_e164("12300000000")


def test_a_person_signs_in_and_nobody_signs_up(client, rf):
    make_user("林小例", username="lin", password="a long enough one")
    answer = client.post(reverse("account_login"), {"login": "lin", "password": "a long enough one"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(username="lin").pk)
    assert not get_adapter().is_open_for_signup(rf.get("/"))


def test_whoever_holds_a_membership_cannot_be_deleted():
    membership = make_membership()
    with pytest.raises(ProtectedError):
        membership.user.delete()


def test_a_person_is_called_by_name():
    user = make_user("林小例")
    assert (str(user), user.get_full_name(), user.get_short_name()) == ("林小例", "林小例", "林小例")
    assert str(User(username="lin")) == "lin"
