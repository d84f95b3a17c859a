"""Asking to extend one voucher at the public pages: filled in, checked, sent, followed, without an account."""

import re

import pytest
import time_machine
from django.test import Client

from casework.engine.models import Case
from casework.vouchers.models import ExtensionRequest
from tests.vouchers.asking import Member, make_asking_world, member_said

from .browsers import do, opened, page_of

pytestmark = pytest.mark.django_db
URL, ENGLISH = "/extend/", {"accept-language": "en"}


@pytest.fixture
def world():
    with time_machine.travel("2026-10-12 10:00+08:00", tick=False):
        yield make_asking_world()


def said(world, **changes):
    return {n: v for n, v in member_said(world).items() if n != "seen_back"} | {"key": "once"} | changes


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def test_a_member_fills_in_checks_sends_and_gets_number_code_and_days(world):
    client = Client(headers=ENGLISH)
    assert 'value="200.00"' in text_of(client.get(f"{URL}?platform={world.platform.pk}"))
    checked = text_of(client.post(URL, said(world, go="check")), 422)
    assert "read as HN20260001" in checked
    assert "2027-03-01" in checked
    sent = client.post(URL, said(world, go="send", seen_back=hidden(checked)["seen_back"]), follow=True)
    case = ExtensionRequest.objects.get()
    receipt = text_of(sent)
    assert case.number in receipt
    assert re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", receipt)
    assert "By 16 Oct" in receipt or "15 Oct" in receipt
    twice = client.post(URL, said(world, go="send", seen_back=hidden(checked)["seen_back"]))
    assert (twice.status_code, Case.objects.count()) == (302, 1)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(world):
    client = Client(headers=ENGLISH)
    Member(world, number="10010001")
    text = text_of(client.post(URL, said(world, number="1001 0001", phone="12", go="check")), 422)
    assert "is being asked for already" in text
    assert text.count("id_phone-wrong") == 2
    assert 'value="1001 0001"' in text
    assert "住院两个月，没能去看。" in text


def test_going_back_from_the_check_changes_nothing(world):
    client = Client(headers=ENGLISH)
    text = text_of(client.post(URL, said(world, go="change")))
    assert 'value="HN-2026-0001"' in text
    assert "to put right" not in text


def test_whoever_tries_number_after_number_has_to_calculate(world, settings):
    settings.RATELIMIT_ENABLE = True
    client = Client(headers=ENGLISH)
    client.get(URL)
    answers = [client.post(URL, said(world, key=f"k{n}", number=f"100{n}", go="check")) for n in range(11)]
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert "short calculation" in text_of(answers[-1], 429)


def test_the_tracking_page_says_where_it_is_and_by_when_and_the_member_withdraws(world):
    request = Member(world)
    client = opened(request.case)
    page = page_of(client, request.case)
    assert "HN-2026-0001" in page
    assert "住院两个月" in page
    do(client, request.case, "withdraw_request", page)
    assert request.case.state == "withdrawn"


def test_a_refusal_says_why_and_leads_to_the_complaint_form_with_the_platform_filled_in(world):
    request = Member(world)
    request.do("confirm_vouchers", "platform_clerk", which="used")
    request.do("claim", "handler")
    request.do("decide_vouchers", "handler", which="used", explanation="平台显示上月已兑换。")
    client = opened(request.case)
    client.defaults |= {"HTTP_ACCEPT_LANGUAGE": "en"}
    page = page_of(client, request.case)
    assert "平台显示上月已兑换。" in page
    assert "It was redeemed, or nothing is left on it" in page
    (link,) = re.findall(r'href="(/complaints/new/\?platform=[^"]+)"', page)
    form = text_of(client.get(link.replace("&amp;", "&")))
    assert f'name="platform" value="{world.platform.pk}"' in form
    assert "About <b>示例平台</b>" in form
    assert re.search(r'value="extension_refused"[^>]* checked', form)


def test_a_granted_one_says_until_when_and_the_desk_shows_the_contact_on_demand(world):
    request = Member(world).to_deciding().to_granted()
    page = page_of(opened(request.case), request.case)
    assert "2027-03-01" in page
    assert not any(word in page for word in ("林女士", "13800138000"))


def test_the_public_pages_lead_there(world):
    client = Client(headers=ENGLISH)
    assert URL in text_of(client.get("/"))
    assert f"{URL}?platform={world.platform.pk}" in text_of(client.get("/platforms/"))
