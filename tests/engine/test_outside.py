"""What people outside are told of a complaint by e-mail (DESIGN §4, §6): the bell's sentence, where it stands, what is
theirs to do until when, the way in; and nothing that anybody wrote."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import translation

from casework.engine.models import ContactDetails, Recusal
from casework.engine.tick import climb, tick
from notifications import deliveries
from notifications.models import Delivery
from notifications.passing_on import pass_on
from tests.access.cage import ALWAYS, BEFORE, Cage

from .world import Line, at, make_world

pytestmark = pytest.mark.django_db

LIN = "lin@example.com"


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(at("2026-09-30 10:00"), tick=False):
        yield


@pytest.fixture
def world():
    world = make_world()
    for name in ("handler", "lead", "cinema_clerk", "platform_clerk"):
        person = getattr(world, name).person
        person.email = f"{name}@example.cn"
        person.save()
    return world


def sent_to(address: str, when: str = "2026-09-30 10:00") -> list[mail.EmailMultiAlternatives]:
    """Let the clock send what is due, and take this address's mails."""
    tick(at(when))
    return [message for message in mail.outbox if message.to == [address]]


# --- the complainant --------------------------------------------------------------------------------------------------
def test_the_complainant_reads_what_happened_where_it_stands_and_whom_it_waits_for_until_when(world):
    line = Line(world, email=LIN).to_investigating()
    text = sent_to(LIN)[-1].body
    for words in ("已请有关各方书面答复。", line.case.number, "拒绝兑换票券", "正在征询各方", "示例平台", "10月12日"):
        assert words in text


def test_a_letter_that_came_reaches_them_and_nobody_need_call(world):
    """DESIGN §5: a delivery that succeeded starts their windows."""
    line = Line(world, email=LIN)
    line.do("claim", "handler")
    line.do("ask_supplement", "handler", when="2026-09-30 09:50", items=["voucher"], explanation="请补票券号。")
    assert not line.case.clocks.filter(name="supplement").exists()
    assert sent_to(LIN)
    assert line.case.unreached_seq == 0
    assert line.case.events.last().facts == {"way": "delivery", "reached_to": 3}
    assert line.case.clocks.get(name="supplement").due_at == at("2026-10-21 00:00")


def test_its_link_opens_the_case_without_sign_in_until_a_new_code_is_given_out(world, settings):
    line = Line(world, email=LIN).to_investigating()
    link = re.search(r"^http\S+/track/\S+", sent_to(LIN)[-1].body, re.M).group()
    path = link.removeprefix(settings.PUBLIC_URL)
    assert line.case.number in Client().get(path, follow=True).content.decode()
    ContactDetails.objects.update(code_round=1)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(("language", "greeting"), [("en", "Hello,"), ("zh-hans", "您好：")])
def test_the_language_is_the_one_they_filed_in(world, language, greeting):
    with translation.override(language):
        line = Line(world, email=LIN)
    line.do("claim", "handler")
    (message,) = sent_to(LIN)
    assert message.body.startswith(greeting)
    assert ("您好" in message.body) == (language != "en")


def test_who_gave_no_address_has_no_delivery(world):
    Line(world).to_investigating()
    tick(at("2026-09-30 10:00"))
    assert not Delivery.objects.filter(address__startswith="seat:").exists()


def test_what_is_written_on_the_eve_of_a_holiday_is_told_when_offices_open_again(world):
    line = Line(world, email=LIN).to_investigating()
    sent_to(LIN)
    line.do("reply", "handler", to="complainant", message="节后答复您。", when="2026-09-30 20:00")
    before = len(sent_to(LIN, "2026-09-30 20:01"))
    assert len(sent_to(LIN, "2026-10-08 08:59")) == before
    assert len(sent_to(LIN, "2026-10-08 09:00")) == before + 1


# --- parties and staff ------------------------------------------------------------------------------------------------
def test_a_party_reads_what_is_theirs_to_do_until_when_and_signs_in_for_it(world, settings):
    line = Line(world).to_investigating()
    (message,) = sent_to("cinema_clerk@example.cn")
    assert "需要您办理：答复，最迟 10月12日（周一）24:00" in message.body
    assert f"{settings.PUBLIC_URL}/desk/party/{line.case.number}/" in message.body


def test_the_handler_who_has_the_bell_is_mailed_only_what_is_urgent(world):
    line = Line(world).to_investigating()
    line.do("message", line.complainant, message="有新情况。")
    assert sent_to("handler@example.cn") == []
    overdue = line.case.clocks.get(name="investigation").due_at
    with time_machine.travel(overdue, tick=False):
        tick(overdue)
    (message,) = [m for m in mail.outbox if m.to == ["handler@example.cn"]]
    assert "【紧急】" in message.subject
    assert f"/desk/cases/{line.case.number}/" in message.body


def test_who_was_recused_between_bell_and_mail_is_told_nothing(world):
    line = Line(world)
    due = line.case.due_at
    with time_machine.travel(due, tick=False):
        climb(due)
        pass_on(due)
        Recusal.objects.create(case_id=line.pk, user=world.lead.person, since=due)
        deliveries.deliver(due)
    assert [m for m in mail.outbox if m.to == ["lead@example.cn"]] == []
    assert Delivery.objects.get(user=world.lead.person).reason == "not_theirs"


# --- what no mail says ------------------------------------------------------------------------------------------------
def test_no_mail_of_a_whole_case_carries_a_word_or_a_datum_of_anybody():
    """The canary (DESIGN §4) flies through every mail to everybody, their subjects and headers."""
    with time_machine.travel(at("2026-10-12 17:00"), tick=False):
        cage = Cage()
        for name in ("handler", "lead", "colleague", "cinema_clerk", "platform_clerk", "other_clerk"):
            person = getattr(cage.world, name).person
            type(person).objects.filter(pk=person.pk).update(email=f"{name}@example.cn")
        cage.decide()
        tick(at("2026-10-12 17:00"))
    told = {message.to[0] for message in mail.outbox}
    assert {ALWAYS["email"], "cinema_clerk@example.cn", "platform_clerk@example.cn"} <= told
    heard = [
        f"{where} to {message.to[0]}"
        for message in mail.outbox
        for where, words in (ALWAYS | BEFORE).items()
        if words in _everything(message)
    ]
    assert heard == []
    assert not Delivery.objects.filter(sent_to__contains="canary").exists()


def _everything(message: mail.EmailMultiAlternatives) -> str:
    pages = "".join(alternative.content for alternative in message.alternatives)
    return "\n".join([message.subject, message.from_email, str(message.extra_headers), message.body, pages])
