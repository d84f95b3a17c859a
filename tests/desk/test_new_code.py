"""A new access code at the desk: asked for by what the caller names, shown once, kept by no browser."""

from __future__ import annotations

import logging
import re
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from casework.engine.codes import access_code
from casework.engine.models import ContactDetails, Event
from tests.complaints.filing import Phone
from tests.engine.world import Line, at, make_world
from tests.portal.browsers import opened

from .factories import HTMX, marks_in, signed_in, url_of

pytestmark = pytest.mark.django_db

RIGHT = {"phone_end": "8000", "happened_on": "2026-09-26", "handed": "phone"}


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-09-30 10:00"), tick=False):
        yield


@pytest.fixture
def line() -> Line:
    line = Line(make_world())
    line.do("claim", "handler", when="2026-09-30 09:50")
    return line


@pytest.fixture
def desk(line) -> Client:
    return signed_in(line.world.handler)


def code(line: Line) -> str:
    return access_code(ContactDetails.objects.get(case=line.pk))


def give(desk: Client, line: Line, said: dict | None = None, **options):
    """Open the form and send what the caller named."""
    form = marks_in(desk.get(url_of(line, "reissue_code"), **HTMX).content)
    return desk.post(url_of(line, "reissue_code"), form | (said or RIGHT), **options)


def code_url(line: Line) -> str:
    return url_of(line, tail="code/")


def test_the_form_asks_for_what_the_caller_names_and_shows_nothing_of_it(desk, line):
    page = desk.get(url_of(line, "reissue_code"), **HTMX).content.decode()
    for name in ("phone_end", "email", "name", "happened_on", "place", "price_paid", "handed"):
        assert f'name="{name}"' in page
    assert "8000" not in page
    assert "林女士" not in page
    assert "（选填）" not in page
    assert "投诉人会看到" in page


def test_what_fits_leads_to_the_code_spelled_out_to_print_with_a_way_in(desk, line):
    response = give(desk, line)
    assert response.url == code_url(line)
    page = desk.get(response.url)
    text = page.content.decode()
    assert re.search(rf'<b class="code">{code(line)}</b>', text)
    assert text.count("spelled-group") == 6, "number and code, sign by sign with their words"
    assert "data-print" in text
    assert "data:image/png;base64," in text
    assert "no-store" in page["Cache-Control"]


def test_in_place_the_browser_is_sent_to_the_same_page(desk, line):
    response = give(desk, line, **HTMX)
    assert response["HX-Redirect"] == code_url(line)


def test_a_reload_shows_no_code_and_says_what_to_do(desk, line):
    give(desk, line)
    desk.get(code_url(line))
    text = desk.get(code_url(line)).content.decode()
    assert code(line) not in text
    assert "这个查询码不再显示" in text
    assert "重新补发" in text


def test_a_colleague_who_opens_the_address_takes_nothing_away(desk, line):
    give(desk, line)
    assert code(line) not in signed_in(line.world.lead).get(code_url(line)).content.decode()
    assert code(line) in desk.get(code_url(line)).content.decode()


def test_what_does_not_fit_says_not_what_keeps_what_was_typed_and_can_be_tried_again(desk, line):
    old = code(line)
    answers = []
    for said in (RIGHT | {"phone_end": "8111"}, RIGHT | {"happened_on": "2026-09-25"}):
        response = give(desk, line, said, **HTMX)
        answers.append(re.search(r"核对不符[^<]*", response.content.decode())[0])
        assert response.status_code == 422
        assert f'value="{said["phone_end"]}"' in response.content.decode()
    assert answers[0] == answers[1]
    assert code(line) == old
    # The form as it was drawn again is sent with what is right.
    again = desk.post(url_of(line, "reissue_code"), marks_in(response.content) | RIGHT)
    assert again.url == code_url(line)


def test_without_scripts_a_wrong_answer_is_a_page_with_its_sentence(desk, line):
    response = give(desk, line, RIGHT | {"phone_end": "8111"})
    assert response.status_code == 422
    assert "核对不符" in response.content.decode()


def test_the_same_form_sent_twice_at_once_shows_one_code_once(desk, line):
    form = marks_in(desk.get(url_of(line, "reissue_code"), **HTMX).content) | RIGHT
    answers = [desk.post(url_of(line, "reissue_code"), form).url for _twice in range(2)]
    assert answers == [code_url(line)] * 2
    assert line.case.contact.code_round == 1
    assert code(line) in desk.get(code_url(line)).content.decode()


def test_after_three_wrong_ones_the_button_is_shut_with_the_reason(desk, line):
    for _try in range(3):
        give(desk, line, RIGHT | {"phone_end": "8111"})
    page = desk.get(url_of(line)).content.decode()
    assert "多次核对不符" in page
    assert give(desk, line).status_code == 422


def test_the_record_and_every_page_after_it_are_without_the_code(desk, line, caplog):
    """The canary of the code: pages, their headers, the log."""
    with caplog.at_level(logging.DEBUG):
        give(desk, line)
        new = code(line)
        desk.get(code_url(line))
        pages = [url_of(line), url_of(line, tail="live/"), code_url(line), "/desk/mine/", "/notifications/"]
        found = [desk.get(url) for url in pages]
    heard = [url for url, page in zip(pages, found, strict=True) if new in page.content.decode() + repr(page.headers)]
    assert heard == []
    assert new not in repr(dict(desk.session))
    assert new not in caplog.text
    assert new not in repr(list(Event.objects.values()))


# --- what ends in browsers --------------------------------------------------------------------------------------------
def test_the_open_tracking_page_ends_and_is_told_why(desk, line):
    complainant = opened(line.case)
    case_url = f"/track/case/{line.case.number}/"
    assert complainant.get(case_url).status_code == 200
    give(desk, line)
    response = complainant.get(case_url, follow=True)
    assert response.redirect_chain[0][0] == f"/track/?number={line.case.number}"
    assert "已补发新查询码" in response.content.decode()
    assert "拒绝兑换票券" not in response.content.decode()
    again = complainant.get(case_url, follow=True)
    assert "已补发新查询码" not in again.content.decode(), "told once; after that it is a browser like any other"
    assert opened(line.case).get(case_url).status_code == 200


def test_nothing_of_the_old_seat_opens_any_more(desk, line):
    complainant, number = opened(line.case), line.case.number
    give(desk, line)
    for url in (f"/track/case/{number}/paper/", f"/track/case/{number}/message/", f"/complaints/filed/{number}/"):
        assert complainant.get(url).url.startswith("/track/?number="), url
    assert complainant.post(f"/track/case/{number}/message/", {"message": "还在吗"}).url.startswith("/track/?number=")
    assert "message" not in [event["name"] for event in line.case.history]


def test_the_browser_that_filed_shows_its_receipt_no_more():
    phone = Phone()
    world = make_world()
    phone.to_check(world).say(go="send")
    url = phone.response.url
    assert phone.client.get(url).status_code == 200
    case = ContactDetails.objects.get().case
    signed_in(world.lead).post(url_of(SimpleNamespace(case=case), "reissue_code"), {"key": "k", **RIGHT})
    assert ContactDetails.objects.get().code_round == 1
    assert phone.client.get(url).url.startswith("/track/?number=")
    assert phone.client.get(f"{url}paper/").url.startswith("/track/?number=")


def test_the_clerk_who_took_it_in_is_not_shown_the_new_code_on_the_receipt_of_then(line):
    """The receipt shows the code for two hours; another one that was given out meanwhile is not the clerk's."""
    clerk = signed_in(line.world.colleague)
    said = {"key": "k1", "source": "phone", "category": "other", "cinema": line.world.cinema.pk, "platform": ""}
    said |= {"happened_on": "2026-09-26", "story": "不让兑换。", "name": "林女士", "phone": "13800138000"}
    receipt = clerk.post("/desk/intake/", said).url
    case = ContactDetails.objects.latest("pk").case
    assert access_code(case.contact) in clerk.get(receipt).content.decode()
    signed_in(line.world.lead).post(url_of(SimpleNamespace(case=case), "reissue_code"), {"key": "k2", **RIGHT})
    case.contact.refresh_from_db()
    assert case.contact.code_round == 1
    assert access_code(case.contact) not in clerk.get(receipt).content.decode()
