"""Filing often: a hall full of people behind one address files by the hundred, a machine does not (issue 6 §7)."""

import dataclasses
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client, RequestFactory

from casework.ui import proof
from complaints.models import Complaint
from complaints.views import wizard
from tests.engine.world import at, make_world
from tests.ui.proving import challenge_on, solved

from .filing import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(time_machine, settings, monkeypatch):
    time_machine.move_to(at("2026-09-28 20:14"))
    settings.RATELIMIT_ENABLE = True
    monkeypatch.setattr(proof, "COST", 2)
    cache.clear()
    return make_world()


def sent(phone: Phone, world, number: int, **more) -> Phone:
    """One more complaint by this browser."""
    return phone.to_check(world, story=f"第 {number} 次：系统不收券。").say("send", **more)


def test_the_first_filings_of_a_browser_take_no_proof(world):
    phone = Phone()
    for number in range(5):
        assert sent(phone, world, number).response.status_code == 302


def test_then_the_check_page_brings_the_work_along_and_one_solution_is_one_filing(world):
    phone = Phone()
    for number in range(5):
        sent(phone, world, number)
    phone.to_check(world, story="第 6 次：系统不收券。")
    assert challenge_on(phone.page)
    url, form = phone.form("send")
    form |= {"proof": solved(phone.page)}
    assert phone.client.post(url, form).status_code == 302
    other = phone.to_check(world, story="第 7 次：系统不收券。").say("send", proof=form["proof"])
    assert other.response.status_code == 429
    assert Complaint.objects.count() == 6


def test_without_a_solution_nothing_typed_is_lost_and_a_new_one_is_asked_for(world):
    phone = Phone()
    for number in range(5):
        sent(phone, world, number)
    phone = sent(phone, world, 6)
    assert phone.response.status_code == 429
    assert "第 6 次：系统不收券。" in phone.page
    assert phone.say("send", proof=solved(phone.page)).response.status_code == 302


def test_a_mistake_found_at_the_door_asks_for_no_second_proof(world):
    phone = Phone()
    for number in range(5):
        sent(phone, world, number)
    phone.to_check(world, story="第 6 次：系统不收券。")
    solution = solved(phone.page)
    phone.say("send", proof=solution, phone="12")
    assert phone.response.status_code == 422
    phone.say(name="林女士", phone="138 0013 8000")
    assert phone.say("send", proof=solution).response.status_code == 302


def four_hundred_from_here() -> None:
    """Filed within the hour, each by a phone of its own, all behind the same address."""
    made = RequestFactory().post("/")
    made.user = AnonymousUser()
    wizard.TURNSTILE.address.count(made, times=400)


def test_an_address_that_hundreds_share_is_never_shut(world):
    """From the fortieth filing on each phone does its second of work."""
    four_hundred_from_here()
    phone = Phone().to_check(world)
    assert phone.say("send", proof=solved(phone.page)).response.status_code == 302


def test_a_phone_at_another_address_notices_nothing(world):
    four_hundred_from_here()
    phone = Phone(Client(REMOTE_ADDR="10.1.1.1")).to_check(world)
    assert challenge_on(phone.page) is None


def test_a_browser_that_files_as_no_person_can_has_to_wait_and_is_told_whom_to_call(world, monkeypatch):
    monkeypatch.setattr(wizard, "TURNSTILE", dataclasses.replace(wizard.TURNSTILE, most=2))
    phone = Phone()
    for number in range(3):
        sent(phone, world, number)
    assert phone.response.status_code == 429
    assert re.search(r"请在 \d\d:\d\d 以后", phone.page)
    assert "tel:12345" in phone.page
    assert "第 2 次" in phone.page


def test_without_scripts_the_page_says_when_and_whom_to_call(world):
    phone = Phone()
    for number in range(5):
        sent(phone, world, number)
    phone.to_check(world)
    banner = phone.page[phone.page.index("data-proof-without") :]
    assert re.search(r"请在 \d\d:\d\d 以后", banner)
    assert "tel:12345" in banner
