"""Signed out in the middle of a form: sign in and go on, nothing typed lost, nothing sent that nobody pressed for."""

import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from casework.engine.codes import access_code
from casework.engine.models import Event
from tests.desk.factories import HTMX, marks_in, signed_in, url_of
from tests.engine.world import Line, at, make_world
from tests.portal.browsers import form_of, opened, page_of

pytestmark = pytest.mark.django_db
WORDS = "影院说系统不收券，这一点要再核实。"
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def line():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False):
        line = Line(make_world())
        line.do("claim", "handler")
        yield line


def signed_out(client: Client) -> Client:
    """Its session has run out on the server; the browser knows nothing of it."""
    Session.objects.update(expire_date=at("2026-10-01 00:00"))
    return client


def note(client: Client, line: Line, **headers):
    """Write a note at the desk, in a page that was opened before."""
    return client.post(url_of(line, "note"), {"key": "the-note", "seen": line.case.version, "note": WORDS}, **headers)


def typed_again(page: str) -> dict[str, str]:
    """What the button of the page would send."""
    form = page[page.index('name="again"') : page.index("</form>", page.index('name="again"'))]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return hidden | dict(re.findall(r'name="(\w+)" rows="\d">\n(.*?)</textarea>', form, re.S))


def notes_of(line: Line) -> int:
    return Event.objects.filter(case_id=line.pk, name="note").count()


def test_at_the_desk_what_was_typed_comes_back_after_signing_in_and_is_sent_once(line):
    client = signed_out(signed_in(line.world.handler))
    answer = note(client, line, **HERE)
    assert answer.url.startswith("/accounts/login/?next=%2Fagain%2F")
    assert "您写的内容都已保留" in client.get(answer.url).content.decode()
    client.force_login(line.world.handler.person)
    page = client.get(answer.url.partition("next=")[2].replace("%2F", "/")).content.decode()
    assert WORDS in page
    assert notes_of(line) == 0, "nothing is sent by itself"
    again = typed_again(page)
    assert again["key"] == "the-note"
    for _ in range(2):
        client.post(url_of(line, "note"), again, **HERE)
    assert notes_of(line) == 1


def test_the_real_sign_in_leads_to_what_was_typed(line):
    person = line.world.handler.person
    person.set_password("eine lange Zeile")
    person.save()
    client = signed_out(signed_in(line.world.handler))
    target = note(client, line, **HERE).url
    following = target.partition("next=")[2].replace("%2F", "/")
    answer = client.post(
        "/accounts/login/", {"login": person.username, "password": "eine lange Zeile", "next": following}
    )
    assert answer.url == following
    assert WORDS in client.get(following).content.decode()


def test_a_colleague_at_the_same_computer_does_not_get_it_to_read_or_to_send(line):
    client = signed_out(signed_in(line.world.handler))
    following = note(client, line, **HERE).url.partition("next=")[2].replace("%2F", "/")
    client.force_login(line.world.colleague.person)
    page = client.get(following, follow=True).content.decode()
    assert WORDS not in page
    assert "属于另一个账号" in page
    client.force_login(line.world.handler.person)
    assert WORDS not in client.get(following, follow=True).content.decode()


def test_before_signing_in_nobody_sees_it(line):
    client = signed_out(signed_in(line.world.handler))
    following = note(client, line, **HERE).url.partition("next=")[2].replace("%2F", "/")
    answer = client.get(following)
    assert answer.url.startswith("/accounts/login/")
    assert WORDS not in client.get(answer.url).content.decode()


def test_what_another_site_posted_is_never_held(line):
    client = Client(enforce_csrf_checks=True)
    client.get("/track/")
    answer = note(client, line, HTTP_ORIGIN="https://evil.example")
    assert answer.status_code == 403
    assert "held" not in client.session
    assert 'action="/desk/' not in answer.content.decode()


def test_after_an_hour_it_is_gone_and_says_so(line):
    client = signed_out(signed_in(line.world.handler))
    following = note(client, line, **HERE).url.partition("next=")[2].replace("%2F", "/")
    client.force_login(line.world.handler.person)
    with time_machine.travel(at("2026-10-13 11:01"), tick=False):
        page = client.get(following, follow=True).content.decode()
    assert WORDS not in page
    assert "已不在这里" in page


def test_whoever_does_not_want_to_send_it_drops_it(line):
    client = signed_out(signed_in(line.world.handler))
    following = note(client, line, **HERE).url.partition("next=")[2].replace("%2F", "/")
    client.force_login(line.world.handler.person)
    assert client.post(following).url == "/desk/"
    assert WORDS not in client.get(following, follow=True).content.decode()


def test_a_part_of_a_page_says_it_in_the_page_and_keeps_what_is_typed_there(line):
    client = signed_out(signed_in(line.world.handler))
    assert client.get(url_of(line), **HTMX).status_code == 401
    assert note(client, line, **HTMX, **HERE).status_code == 401
    assert "held" not in client.session


def test_a_press_without_words_leads_back_to_its_page_and_not_to_an_address_that_only_takes_forms(line):
    client = signed_out(signed_in(line.world.handler))
    answer = client.post("/desk/take/", {"key": "k"}, HTTP_REFERER="http://testserver/desk/queue/")
    assert answer.url == "/accounts/login/?next=%2Fdesk%2Fqueue%2F"


def test_the_cinemas_page_and_the_administration_keep_it_too(line):
    line.do("accept", "handler")
    line.do("request_answers", "handler", cinema="请说明当晚的情况。")
    client = signed_out(signed_in(line.world.cinema_clerk))
    answer = client.post(f"/desk/party/{line.case.number}/do/message/", {"key": "m", "message": WORDS}, **HERE)
    assert "again" in answer.url
    admin = Client().post("/admin/parties/film/add/", {"title": "长江 七号"}, **HERE)
    assert "again" in admin.url


def test_too_long_to_be_held_it_stays_on_the_page(line):
    client = signed_out(signed_in(line.world.handler))
    answer = client.post(url_of(line, "note"), {"key": "k", "note": "长 文" * 60_000}, **HERE)
    assert answer.status_code == 403
    assert "长 文" in answer.content.decode()
    assert "held" not in client.session


def test_on_the_tracking_page_number_and_code_bring_it_back(line):
    client = opened(line.case)
    form = form_of(page_of(client, line.case), "message") | {"message": WORDS}
    url = f"/track/case/{line.case.number}/"
    signed_out(client)
    answer = client.post(f"{url}message/", form, **HERE)
    assert "您写的内容已保留" in client.get(answer.url).content.decode()
    wrong = client.post("/track/", {"number": line.case.number, "code": "AAAA-AAAA"})
    assert WORDS not in wrong.content.decode()
    back = client.post("/track/", {"number": line.case.number, "code": access_code(line.case.contact)})
    page = client.get(back.url).content.decode()
    assert WORDS in page
    again = typed_again(page)
    for _ in range(2):
        assert client.post(f"{url}message/", again, **HERE).url == url
    assert Event.objects.filter(case_id=line.pk, name="message").count() == 1


def test_the_code_of_another_case_does_not_open_it(line):
    client = opened(line.case)
    form = form_of(page_of(client, line.case), "message") | {"message": WORDS}
    signed_out(client)
    client.post(f"/track/case/{line.case.number}/message/", form, **HERE)
    other = Line(line.world, phone="13800138001")
    back = client.post("/track/", {"number": other.case.number, "code": access_code(other.case.contact)})
    assert back.url == f"/track/case/{other.case.number}/"


def test_an_address_that_only_takes_forms_answers_a_reader_with_a_page(client):
    answer = client.get("/files/")
    assert answer.status_code == 405
    assert 'href="/"' in answer.content.decode()


def test_marks_of_the_form_are_those_that_were_drawn(line):
    """The held form goes on with the version it was drawn on: who acted meanwhile is not overwritten (P26)."""
    client = signed_in(line.world.handler)
    form = marks_in(client.get(url_of(line, "note"), **HTMX).content) | {"note": WORDS}
    signed_out(client)
    following = client.post(url_of(line, "note"), form, **HERE).url.partition("next=")[2].replace("%2F", "/")
    client.force_login(line.world.handler.person)
    again = typed_again(client.get(following).content.decode())
    assert {name: again[name] for name in form} == form
