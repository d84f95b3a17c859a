"""Guessing passwords: slow for whoever guesses, and no way to lock anybody else out (issue 6 §7)."""

import pytest
from allauth.mfa.totp.internal import auth as totp_auth
from django.core.cache import cache
from django.test import Client

from casework.ui import proof
from tests.ui.proving import challenge_on, solved

from .factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "eine lange Zeile"


@pytest.fixture
def person(settings, monkeypatch):
    settings.RATELIMIT_ENABLE = True
    monkeypatch.setattr(proof, "COST", 2)
    cache.clear()
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(name: str, password: str = PASSWORD, address: str = "10.0.0.1", **more):
    client = Client(REMOTE_ADDR=address)
    return client.post("/accounts/login/", {"login": name, "password": password, **more})


def guess(name: str, times: int, address: str = "10.0.0.1"):
    """Wrong passwords, with the work done where it is asked for."""
    answer, page = None, ""
    for _ in range(times):
        more = {"proof": solved(page)} if challenge_on(page) else {}
        answer = sign_in(name, "wrong", address, **more)
        page = answer.content.decode()
    return answer


def test_after_five_wrong_passwords_each_try_takes_a_proof(person):
    guess(person.username, 5)
    answer = sign_in(person.username, address="10.0.0.2")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "请先看按钮上方的说明" in page
    assert sign_in(person.username, address="10.0.0.2", proof=solved(page)).status_code == 302


def test_strangers_at_a_hundred_addresses_lock_nobody_out(person):
    for n in range(100):
        guess(person.username, 1, f"10.1.0.{n}")
    page = sign_in(person.username).content.decode()
    assert sign_in(person.username, proof=solved(page)).status_code == 302


def test_one_address_that_goes_on_guessing_at_an_account_is_stopped_even_with_the_right_password(person):
    guess(person.username, 12)
    page = sign_in(person.username).content.decode()
    answer = sign_in(person.username, proof=solved(page))
    assert answer.status_code == 200
    assert challenge_on(answer.content.decode())


def test_an_address_that_many_share_is_never_shut(person):
    for n in range(40):
        guess(f"nobody{n}", 1)
    page = sign_in(person.username).content.decode()
    assert sign_in(person.username, proof=solved(page)).status_code == 302


def test_whether_there_is_such_an_account_is_not_told(person):
    known, unknown = (guess(name, 6).content.decode() for name in (person.username, "nobody"))
    assert bool(challenge_on(known)) == bool(challenge_on(unknown)) == True  # noqa: E712
    assert known.count("errsum") == unknown.count("errsum")


def test_too_many_requests_get_our_own_page(person, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(person.username, "wrong")
    answer = sign_in(person.username, "wrong")
    assert answer.status_code == 429
    assert "尝试太多次" in answer.content.decode()
    assert "wrong" not in answer.content.decode().split("<main")[1]


def test_nobody_has_letters_sent_to_an_address_they_type_in(person, mailoutbox):
    person.email = "lin@example.com"
    person.save()
    for address in ("lin@example.com", "stranger@example.org"):
        Client().post("/accounts/password/reset/", {"email": address})
    client = Client()
    client.force_login(person)
    client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"})
    assert mailoutbox == []


def test_guessing_the_second_factor_ends_after_ten_tries(person):
    secret = totp_auth.generate_totp_secret()
    totp_auth.TOTP.activate(person, secret)
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    for _ in range(10):
        client.post(answer.url, {"code": "000000"})
    right = totp_auth.format_hotp_value(totp_auth.hotp_value(secret, next(totp_auth.yield_hotp_counters_from_time())))
    assert client.post(answer.url, {"code": right}).status_code == 200


def test_the_administration_has_no_door_of_its_own(client):
    assert client.get("/admin/login/").url.startswith("/accounts/login/")
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(person, target):
    assert sign_in(person.username, next=target).url == "/desk/"
    answer = Client().post("/i18n/setlang/", {"language": "en", "next": target})
    assert answer.url == "/"


def test_signing_in_gives_a_new_session_so_that_none_planted_before_is_signed_in(person):
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted
