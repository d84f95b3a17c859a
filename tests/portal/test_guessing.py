"""Guessing access codes: hopeless, and the right person always gets in (issue 6 §7)."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from casework.engine import seats
from casework.engine.codes import access_code
from casework.ui import proof
from tests.engine.world import Line, at, make_world
from tests.ui.proving import challenge_on, solved

from .test_entry import ask, check_character

pytestmark = pytest.mark.django_db
WRONG = "AAAA-AAAA"


@pytest.fixture
def line(time_machine, settings, monkeypatch):
    time_machine.move_to(at("2026-09-28 20:30"))
    settings.RATELIMIT_ENABLE = True
    monkeypatch.setattr(proof, "COST", 2)
    cache.clear()
    return Line(make_world())


def besiege(line, times: int) -> None:
    """So many wrong codes for the number, each from another address; whoever must, does the work."""
    page = ""
    for n in range(times):
        answers = {"number": line.case.number, "code": WRONG}
        client = Client(REMOTE_ADDR=f"10.{n // 250}.0.{n % 250}")
        if challenge_on(page):
            answers["proof"] = solved(page)
        page = client.post("/track/", answers).content.decode()


def right(line, client: Client | None = None, **more):
    return (client or Client()).post(
        "/track/", {"number": line.case.number, "code": access_code(line.case.contact), **more}
    )


def test_the_first_tries_take_no_proof(line):
    answers = [ask(Client(), line.case.number, WRONG) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert challenge_on(answers[-1].content.decode()) is None


def test_after_five_wrong_codes_for_a_number_every_try_takes_a_proof_whoever_tries(line):
    besiege(line, 5)
    answer = right(line)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "请先看按钮上方的说明" in page
    assert right(line, proof=solved(page)).status_code == 302


def test_a_proof_is_good_for_one_try_only(line):
    besiege(line, 5)
    page = right(line).content.decode()
    used = solved(page)
    assert Client().post("/track/", {"number": line.case.number, "code": WRONG, "proof": used}).status_code == 422
    assert right(line, proof=used).status_code == 429


def test_a_proof_for_one_number_is_none_for_another(line):
    other = Line(line.world, phone="13800138001")
    besiege(line, 5)
    besiege(other, 5)
    assert right(other, proof=solved(right(line).content.decode())).status_code == 429


def test_a_siege_by_a_thousand_addresses_makes_each_guess_dearer_and_keeps_nobody_out(line):
    besiege(line, 32)
    page = right(line).content.decode()
    assert challenge_on(page).parameters.cost == 16
    assert right(line, proof=solved(page)).status_code == 302
    assert Client().get(f"/track/{seats.sign_link(line.pk, 0)}/").status_code == 302


def test_without_scripts_the_page_says_from_when_it_works_without_and_whom_to_call(line, time_machine):
    besiege(line, 5)
    page = right(line).content.decode()
    hours, minutes = re.search(r"请在 (\d\d):(\d\d) 以后", page).groups()
    assert "tel:12345" in page
    time_machine.move_to(at(f"2026-09-28 {hours}:{minutes}"))
    assert right(line).status_code == 302


def test_an_address_that_many_share_is_never_shut(line):
    """A hall full of people behind one address, many of whom mistype: from the twentieth on it takes a proof."""
    bodies = [f"TS26{n:06d}" for n in range(900_000, 900_025)]
    numbers = [f"{b[:4]}-{b[4:]}-{check_character(b)}" for b in bodies]
    answers = [ask(Client(), number, WRONG).status_code for number in numbers]
    assert answers == [422] * 20 + [429] * 5
    page = right(line).content.decode()
    assert right(line, proof=solved(page)).status_code == 302


def test_one_browser_that_goes_on_guessing_has_to_wait(line):
    client = Client()
    client.get("/track/")
    page = ""
    for n in range(30):
        body = f"TS26{900_000 + n:06d}"
        number = f"{body[:4]}-{body[4:]}-{check_character(body)}"
        page = client.post("/track/", {"number": number, "code": WRONG}).content.decode()
        if challenge_on(page):
            page = client.post("/track/", {"number": number, "code": WRONG, "proof": solved(page)}).content.decode()
    assert right(line, client).status_code == 429
    assert "尝试太多次" in right(line, client).content.decode()
    assert right(line, Client(REMOTE_ADDR="10.9.9.9")).status_code == 302


def test_right_codes_are_never_counted(line):
    answers = [right(line) for _ in range(15)]
    assert {a.status_code for a in answers} == {302}


def test_whoever_sits_down_gets_a_new_session_so_that_none_planted_before_sees_the_case(line):
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    right(line, client)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(f"/track/case/{line.case.number}/").status_code == 302
