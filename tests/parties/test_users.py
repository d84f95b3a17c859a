"""Accounts and the people behind them."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from casework.parties.models import User
from casework.parties.phones import as_e164, spoken
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


MOBILE, LANDLINE = "+8613800138000", "+8673188888888"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  ", ""),
        ("0731-0000 0000", "+8673100000000"),
        ("+86 138 0013 8000", MOBILE),
        ("0086-138-0013-8000", MOBILE),
        ("+８６－１３８－００１３－８０００", MOBILE),
        ("138·0013·8000", MOBILE),
        ("138\u3000001\xa038000\u200b", MOBILE),
        ("（０７３１）８８８８８８８８", LANDLINE),
        ("0731—8888 8888", LANDLINE),
        ("0731-88888888转8001", f"{LANDLINE};ext=8001"),
        ("0731-88888888 分机８００１", f"{LANDLINE};ext=8001"),
        ("0731-8888 8888-8001", f"{LANDLINE};ext=8001"),
        ("400-123-4567", "+864001234567"),
        ("400 123 4567 转 1", "+864001234567;ext=1"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_what_is_typed_becomes_e164(typed, kept):
    assert as_e164(typed) == kept
    assert as_e164(kept) == kept


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (MOBILE, "138 0013 8000"),
        (f"{LANDLINE};ext=8001", "0731 8888 8888 转 8001"),
        ("+864001234567", "400 123 4567"),
        ("+85291234567", "+852 9123 4567"),
        ("", ""),
    ],
)
def test_a_number_is_shown_in_the_groups_in_which_people_say_it(kept, said):
    with translation.override("zh-hans"):
        assert spoken(kept) == said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("+86 1380013800", "手机号是 11 位，您填了 10 位。"),
        ("0731-888888", "固定电话要有区号和 7 至 8 位号码"),
        ("13800138000 / 13900139000", "只填一个号码"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong_with_it(typed, words):
    with translation.override("zh-hans"), pytest.raises(ValidationError, match=words):
        as_e164(typed)


@pytest.mark.parametrize("typed", ["1380000000", "phone", "12345"])
def test_what_cannot_be_a_phone_is_refused_with_its_digits_counted(typed):
    digits = sum(letter.isdigit() for letter in typed)
    with translation.override("en"), pytest.raises(ValidationError, match=f"you entered {digits}"):
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
