"""The door of tracking: number and code, the signed link, and what this browser remembers."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from casework.engine import codes, seats
from casework.engine.codes import access_code
from tests.complaints.filing import Phone
from tests.engine.world import Line, at, make_world

from .browsers import opened, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(time_machine):
    time_machine.move_to(at("2026-09-28 20:30"))
    cache.clear()
    return Line(make_world())


def ask(client, number, code):
    return client.post("/track/", {"number": number, "code": code})


def said(response) -> str:
    """The page without what differs from request to request."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", response.content.decode())
    return re.sub(r"TS\d\d-\d+-\w|[0-9A-Z]{4}-[0-9A-Z]{4}", "", text)


def test_number_and_code_open_the_case_however_they_are_typed(line):
    number, code = line.case.number.lower().replace("-", " "), access_code(line.case.contact).lower().replace("-", "")
    assert ask(Client(), number, code).url == f"/track/case/{line.case.number}/"


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(line):
    unknown = ask(Client(), "TS26-999999-" + check_character("TS26999999"), access_code(line.case.contact))
    wrong = ask(Client(), line.case.number, "AAAA-AAAA")
    assert (unknown.status_code, wrong.status_code) == (422, 422)
    assert said(unknown) == said(wrong)


def check_character(body):
    from stdnum.iso7064 import mod_37_36

    return mod_37_36.calc_check_digit(body)


def test_an_unknown_number_costs_the_same_work_as_a_wrong_code(line, monkeypatch):
    tried, original = [], codes.code_opens
    monkeypatch.setattr(codes, "code_opens", lambda contact, typed: tried.append(typed) or original(contact, typed))
    ask(Client(), "TS26-999999-" + check_character("TS26999999"), "AAAA-AAAA")
    ask(Client(), line.case.number, "AAAA-AAAA")
    assert len(tried) == 2


def test_a_number_that_cannot_be_right_is_said_so(line):
    page = ask(Client(), "TS26-000001-0", "AAAA-AAAA")
    assert page.status_code == 422
    assert 'id="id_number-wrong"' in page.content.decode()


def test_the_signed_link_opens_the_case_and_leaves_the_address_p8(line):
    client = Client()
    events = line.case.events.count()
    answer = client.get(f"/track/{seats.sign_link(line.pk, 0)}/")
    assert answer.url == f"/track/case/{line.case.number}/"
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert client.get(answer.url).status_code == 200
    assert line.case.events.count() == events


@pytest.mark.parametrize("token", ["x", "a:b:c", "W10:1:2"])
def test_a_forged_link_opens_nothing_and_says_what_to_do(line, token):
    answer = Client().get(f"/track/{token}/")
    assert answer.status_code == 404
    assert "/track/" in answer.content.decode()


def test_a_new_code_ends_old_links_old_codes_and_old_browsers(line):
    token, old = seats.sign_link(line.pk, 0), access_code(line.case.contact)
    client = opened(line.case)
    contact = line.case.contact
    contact.code_round = 1
    contact.save()
    assert Client().get(f"/track/{token}/").status_code == 404
    assert ask(Client(), line.case.number, old).status_code == 422
    assert client.get(f"/track/case/{line.case.number}/").url.startswith("/track/")
    assert client.get(f"/track/{seats.sign_link(line.pk, 1)}/").status_code == 302


def test_whoever_did_not_prove_it_gets_the_form_for_known_and_unknown_numbers_alike(line):
    for number in (line.case.number, "TS26-999999-X"):
        assert Client().get(f"/track/case/{number}/").url == f"/track/?number={number}"


def test_the_browser_that_filed_remembers_its_cases(line):
    phone = Phone().to_check(line.world).say("send")
    page = phone.client.get("/track/").content.decode()
    number = phone.response.url.split("/")[-2]
    assert f"/track/case/{number}/" in page
    assert line.case.number not in page
    assert phone.client.get(f"/track/case/{number}/").status_code == 200


def test_tracking_is_not_for_search_engines_and_names_nobody_in_its_address(line):
    client = opened(line.case)
    answer = client.get(f"/track/case/{line.case.number}/")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "private" in answer["Cache-Control"]
    assert "13800138000" not in page_of(client, line.case)
