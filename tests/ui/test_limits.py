"""Who is counted: the browser by its own cookie, the address as our proxy saw it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory

from casework.house.serve import commands
from casework.ui.limits import ADDRESS, BROWSER, Limit

DEPLOY = Path(__file__).parent.parent.parent / "deploy"


@pytest.fixture(autouse=True)
def counting(settings):
    settings.RATELIMIT_ENABLE = True
    cache.clear()


def ask(address: str = "10.0.0.1", cookie: str = "", **headers):
    made = RequestFactory().post("/", REMOTE_ADDR=address, **headers)
    made.user = AnonymousUser()
    made.META |= {"CSRF_COOKIE": cookie} if cookie else {}
    return made


def test_a_limit_is_reached_by_its_last_try_and_says_for_how_long():
    limit = Limit("x", "3/h", ADDRESS)
    limit.count(ask(), times=2)
    assert limit.reached(ask()) == 0
    limit.count(ask())
    assert 0 < limit.reached(ask()) <= 3600
    assert limit.reached(ask("10.0.0.2")) == 0


def test_a_try_counted_as_it_is_looked_at_does_not_know_of_itself():
    limit = Limit("x", "2/h", ADDRESS)
    assert [bool(limit.taken(ask()).left()) for _ in range(4)] == [False, False, True, True]


def test_a_browser_is_its_cookie_and_one_without_is_nobody_elses():
    limit = Limit("x", "1/h", BROWSER)
    limit.count(ask(cookie="a"))
    assert limit.reached(ask(cookie="a"))
    assert not limit.reached(ask(cookie="b"))
    limit.count(ask())
    assert not limit.reached(ask())


def test_one_home_with_ipv6_counts_once_however_many_addresses_it_takes():
    limit = Limit("x", "1/h", ADDRESS)
    limit.count(ask("2001:db8:1:2::1"))
    assert limit.reached(ask("2001:db8:1:2:ffff::9"))
    assert not limit.reached(ask("2001:db8:1:3::1"))


def test_what_a_client_claims_about_its_address_counts_for_nothing():
    limit = Limit("x", "1/h", ADDRESS)
    limit.count(ask(HTTP_X_FORWARDED_FOR="198.51.100.1"))
    assert limit.reached(ask(HTTP_X_FORWARDED_FOR="198.51.100.2", HTTP_X_REAL_IP="198.51.100.3"))


def test_only_behind_our_proxy_is_the_address_taken_from_a_header_and_the_proxy_overwrites_it():
    assert "--proxy-headers" not in commands("0.0.0.0", "8000")["web"]
    unit = (DEPLOY / "casework-web@.service").read_text()
    assert "-b 127.0.0.1" in unit
    assert "--proxy-headers" in unit
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in (DEPLOY / "nginx.conf").read_text()
