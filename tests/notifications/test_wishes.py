"""Whoever gets mail can stop it, from the mail itself, without signing in (PAINS 38: sent though switched off)."""

import pytest
from django.test import Client

from notifications.deliveries import deliver
from notifications.models import Delivery, Wish
from notifications.recipients import masked, sign_wish

from .factories import NOW, SEAT, fate, make_user, tell_outside

pytestmark = pytest.mark.django_db


def page_of(address: str) -> str:
    return f"/notifications/mail/{sign_wish(address)}/"


def wish_of(address: str) -> str:
    return Wish.objects.get(address=address).wants


def test_looking_at_the_link_changes_nothing_as_mail_scanners_look_into_all_of_them(client):
    response = client.get(page_of(SEAT))
    assert response.status_code == 200
    assert not Wish.objects.exists()
    assert response["Referrer-Policy"] == "no-referrer"


def test_one_press_in_the_mail_program_stops_it():
    """RFC 8058: no cookie, no token of a form, and nothing but these words."""
    client = Client(enforce_csrf_checks=True)
    assert client.post(page_of(SEAT), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert wish_of(SEAT) == "nothing"


def test_what_waited_when_it_was_stopped_is_not_sent_any_more(client, postbox):
    delivery = tell_outside(now=NOW)
    client.post(page_of(SEAT), {"wants": "nothing"})
    deliver(NOW)
    assert fate(delivery)[:2] == ("dropped", "unwanted")
    assert postbox.mails == []


def test_it_can_be_had_again(client):
    client.post(page_of(SEAT), {"wants": "nothing"})
    assert b'value="nothing" checked' in client.get(page_of(SEAT)).content
    client.post(page_of(SEAT), {"wants": "all"})
    assert tell_outside(now=NOW).state == Delivery.State.WAITING


def test_a_person_may_have_what_is_urgent_a_complainant_has_all_or_nothing(client):
    person = make_user("wang")
    type(person).objects.update(email="wang@example.cn")
    assert b'value="urgent"' in client.get(page_of(f"user:{person.pk}")).content
    assert b'value="urgent"' not in client.get(page_of(SEAT)).content


def test_the_page_shows_no_address_and_no_case(client):
    tell_outside(now=NOW)
    content = client.get(page_of(SEAT)).content.decode()
    assert "qq.com" not in content
    assert "TS26" not in content


def test_a_forged_link_opens_nothing_and_a_wish_that_is_none_is_refused(client):
    assert client.get("/notifications/mail/forged/").status_code == 404
    assert client.post(page_of(SEAT), {"wants": "everything"}).status_code == 400
    assert not Wish.objects.exists()


def test_the_bells_page_leads_to_ones_own(client):
    person = make_user("wang")
    client.force_login(person)
    page = client.get("/notifications/")
    url = page.context["wish_url"]
    assert url in page.content.decode()
    client.post(url, {"wants": "all"})
    assert wish_of(f"user:{person.pk}") == "all"


@pytest.mark.parametrize(
    ("address", "shown"), [("moumou@qq.com", "m***@qq.com"), ("a@b.cn", "a***@b.cn"), ("none", "***@none")]
)
def test_an_address_is_shown_masked(address, shown):
    assert masked(address) == shown
