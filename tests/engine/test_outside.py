"""What people outside are told of a complaint by e-mail (DESIGN §4, §6): the bell's sentence, where it stands, what is
theirs to do until when, the way in; and nothing that anybody wrote."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import translation

from casework.engine import door, present
from casework.engine.codes import access_code
from casework.engine.models import ContactDetails, Recusal
from casework.engine.outside import where_it_stands
from casework.engine.tick import climb, tick
from notifications import deliveries
from notifications.models import Delivery
from notifications.passing_on import pass_on
from notifications.recipients import say_wish
from notifications.selectors import news_since
from tests.access.cage import ALWAYS, BEFORE, Cage

from .world import Line, at, filing, key, make_world

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
    for message in sent_to(LIN):
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


# --- the confirmation of a filing -------------------------------------------------------------------------------------
def test_who_files_is_told_at_once_of_number_next_step_and_day_and_gets_the_link(world, settings):
    """P9: also at night, for they are at it; everything else waits for the office to open."""
    with time_machine.travel(at("2026-09-28 20:14"), tick=False):
        line = Line(world, email=LIN)
        (message,) = sent_to(LIN, "2026-09-28 20:14")
    for words in (
        "已经收到您的投诉。",
        line.case.number,
        "2026年9月28日（周一）20:14",
        "湖南省电影行业协会 · 决定是否受理，最迟 10月13日（周二）24:00",
        "需要您办理：目前没有",
        "我们的邮件里不会有查询码",
    ):
        assert words in message.body
    link = re.search(r"^http\S+/track/\S+", message.body, re.M).group().removeprefix(settings.PUBLIC_URL)
    assert line.case.number in Client().get(link, follow=True).content.decode()


def test_the_confirmation_says_nothing_that_was_told_and_not_the_access_code(world):
    line = Line(world, email=LIN)
    (message,) = sent_to(LIN)
    said = filing(world)
    secrets = [said["story"], said["wish"], said["name"], said["phone"], access_code(line.case.contact)]
    assert [words for words in secrets if words in _everything(message)] == []


def test_later_mails_stand_in_its_thread(world):
    line = Line(world, email=LIN)
    line.do("claim", "handler")
    first, second = sent_to(LIN)
    assert first.subject == second.subject
    assert first.extra_headers["References"] == second.extra_headers["References"]


def test_the_page_that_filed_hears_no_bell_of_it(world):
    line = Line(world, email=LIN)
    assert news_since(line.complainant.address, 0).unread == 0
    line.do("claim", "handler")
    assert news_since(line.complainant.address, 0).unread == 1


def test_what_was_taken_in_on_the_phone_is_told_in_office_hours_and_rings(world):
    """Whoever called does not sit before a page; they did not do it themselves."""
    said = filing(world, email=LIN) | {"source": "phone"}
    with time_machine.travel(at("2026-09-28 20:14"), tick=False):
        done = door.open_case("complaint", by=world.handler, key=key(), **said)
        assert sent_to(LIN, "2026-09-28 20:15") == []
    assert news_since(f"seat:{done.case.pk}:complainant", 0).unread == 1
    assert len(sent_to(LIN, "2026-09-29 09:00")) == 1


def test_who_wants_no_mail_gets_no_confirmation_and_the_desk_sees_it(world):
    line = Line(world, email=LIN)
    say_wish(line.complainant.address, "nothing")
    assert sent_to(LIN) == []
    assert Delivery.objects.get(case_no=line.case.number).reason == "unwanted"


# --- what a letter says is to be done ---------------------------------------------------------------------------------
def test_what_is_theirs_to_do_is_said_with_its_last_day_and_nobody_is_waited_for_by_another_name(world):
    line = Line(world, email=LIN)
    line.do("claim", "handler")
    line.do("ask_supplement", "handler", when="2026-09-30 09:00", items=["voucher"], explanation="请补票券号。")
    line.looks(when="2026-09-30 09:01")
    text = sent_to(LIN)[-1].body
    assert "需要您办理：补正材料，最迟 10月20日（周二）24:00" in text
    assert "正在等待" not in text


def test_what_is_still_open_to_them_stands_in_the_letter_that_ends_the_case(world):
    """Until it has arrived nobody can name the last day: it begins with the letter. After that, everybody can."""
    line = Line(world, email=LIN)
    line.do("claim", "handler")
    line.do("not_accept", "handler", when="2026-09-30 09:00", because="not_ours", reason="不属。", other_ways="12345")
    text = sent_to(LIN)[-1].body
    assert "您还可以：对结果申诉（收到通知之日起30 天内）" in text
    assert "全文：请点下面的链接" in text
    with translation.override("zh-hans"):
        assert ("您还可以", "对结果申诉，最迟 10月30日（周五）24:00") in where_it_stands(
            present.view(line.complainant, line.case, at("2026-10-08 10:00"))
        )


def test_days_in_a_mail_are_never_today_for_it_is_read_on_another_day(world):
    line = Line(world, email=LIN).to_investigating()
    with time_machine.travel(at("2026-10-12 10:00"), tick=False):
        line.do("answer", "platform_clerk", admits="no", account="正常。", when="2026-10-12 09:59")
        text = sent_to(LIN, "2026-10-12 10:00")[-1].body
    assert "最迟 10月12日（周一）24:00" in text
    assert "今天" not in text


def test_somebody_at_the_counter_reads_when_they_are_called_and_when_it_is_decided_apart(world):
    Line(world, start="2026-09-30 09:30", email=LIN, at_the_cinema="yes")
    (message,) = sent_to(LIN)
    assert "首次联系：最迟 9月30日（周三）11:30" in message.body
    assert "决定是否受理，最迟 10月" in message.body


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
