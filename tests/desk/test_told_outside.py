"""The case's page says what became of every mail, and whoever handles or leads has it sent again (DESIGN §6)."""

import pytest
import time_machine
from django.core import mail
from django.test import Client

from casework.engine.tick import tick
from notifications.models import Delivery, Notification
from tests.engine.world import Line, at, make_world

from .factories import HTMX, signed_in, url_of

pytestmark = pytest.mark.django_db
NOW = at("2026-09-30 10:00")


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def line() -> Line:
    """A case whose complainant was told by mail that somebody has it (and before that, what is no matter here, that it
    was filed)."""
    line = Line(make_world(), email="moumou@qq.com")
    Notification.objects.filter(topic="file").update(passed_on=True)
    line.do("claim", "handler", when="2026-09-30 09:50")
    tick(NOW)
    return line


def told(line: Line, who: str = "handler") -> str:
    """The section of the page, as text."""
    page = signed_in(getattr(line.world, who)).get(url_of(line)).content.decode()
    return page[page.index('id="told"') :].partition("</section>")[0]


def send_url(line: Line, row: Delivery | None = None) -> str:
    return url_of(line, tail=f"told/{(row or Delivery.objects.first()).pk}/send/")


def fail(reason: str = "no_mailbox", reply: str = "550 5.1.1") -> None:
    Delivery.objects.update(state="failed", reason=reason, reply=reply)


# --- what it says -----------------------------------------------------------------------------------------------------
def test_a_mail_that_arrived_says_to_whom_masked_and_when(line):
    text = told(line)
    for words in ("投诉人 · 认领", "邮件", "m***@qq.com", "今天 10:00 已发送"):
        assert words in text
    assert "moumou" not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "failed", "reason": "no_mailbox", "reply": "550 5.1.1"}, "发送失败：收件邮箱不存在（550 5.1.1）"),
        ({"state": "failed", "reason": "no_server"}, "发送失败：尚未配置邮件服务器，请管理员配置"),
        ({"state": "dropped", "reason": "unwanted"}, "未发送：本人不收邮件"),
        ({"state": "waiting", "attempts": 0, "due_at": at("2026-10-08 09:00")}, "待工作时间发送（10月8日 09:00）"),
        ({"state": "waiting", "attempts": 0, "due_at": NOW}, "即将发送"),
        (
            {"state": "waiting", "attempts": 2, "reason": "away", "due_at": at("2026-09-30 10:05")},
            "已试 2 次，未成：连不上邮件服务器；今天 10:05 再试",
        ),
        ({"state": "sending", "due_at": at("2026-09-30 10:09")}, "正在发送"),
        ({"state": "sending", "due_at": at("2026-09-30 09:59")}, "发送中断，稍后重发"),
    ],
)
def test_every_fate_is_said_in_words(line, changes, words):
    Delivery.objects.update(**changes)
    assert words in told(line)


def test_the_confirmation_of_the_filing_is_called_so():
    line = Line(make_world(), email="moumou@qq.com")
    line.do("claim", "handler", when="2026-09-30 09:50")
    tick(NOW)
    assert "投诉人 · 提交确认" in told(line)


def test_where_nobody_was_written_to_it_says_so():
    assert "尚未向系统外发送过通知" in told(Line(make_world()))


def test_a_party_is_named_and_what_is_older_folds_away(line):
    clerk = line.world.cinema_clerk.person
    type(clerk).objects.filter(pk=clerk.pk).update(email="clerk@cinema.cn")
    line.do("accept", "handler")
    line.do("request_answers", "handler", cinema="请说明。", platform="请说明。")
    for n in range(3):
        line.do("reply", "handler", to="complainant", message=f"第 {n} 次说明。")
    tick(NOW)
    text = told(line)
    shown, folded = text.split("<details>")
    assert shown.count("<li>") == 4
    assert "更早的 3 条" in folded
    assert "值班经理" in text
    assert "c***@cinema.cn" in text


def test_the_section_costs_the_page_one_statement(line, django_assert_max_num_queries):
    client = signed_in(line.world.handler)
    for n in range(10):
        line.do("reply", "handler", to="complainant", message=f"第 {n} 次说明。")
    tick(NOW)
    client.get(url_of(line))
    with django_assert_max_num_queries(20) as asked:
        client.get(url_of(line))
    assert sum("notifications_delivery" in query["sql"] for query in asked.captured_queries) == 1


# --- again ------------------------------------------------------------------------------------------------------------
def test_the_handler_has_it_sent_again_and_who_asked_stays_written(line):
    fail()
    response = signed_in(line.world.handler).post(send_url(line), follow=True)
    assert "即将发送" in response.content.decode()
    tick(NOW)
    assert len(mail.outbox) == 2
    assert "林小例 今天 10:00 要求发送" in told(line)


def test_in_place_it_answers_with_the_section_as_it_is_now(line):
    fail()
    response = signed_in(line.world.handler).post(send_url(line), **HTMX)
    text = response.content.decode()
    assert text.startswith('<section class="panel" id="told"')
    assert "即将发送" in text
    assert "发送失败" in text


def test_pressed_twice_it_goes_once_and_what_was_repeated_has_no_button(line):
    fail()
    url, client = send_url(line), signed_in(line.world.handler)
    client.post(url)
    client.post(url)
    assert Delivery.objects.count() == 2
    tick(NOW)
    buttons = told(line).count("<form")
    assert buttons == 1, "only the last one can be sent again"


def test_what_waits_for_the_morning_can_be_sent_now(line):
    Delivery.objects.update(state="waiting", attempts=0, due_at=at("2026-10-08 09:00"))
    assert "立即发送" in told(line)
    signed_in(line.world.handler).post(send_url(line))
    tick(NOW)
    assert len(mail.outbox) == 2
    assert Delivery.objects.get().state == "sent"


def test_it_is_possible_when_the_case_is_over(line):
    line.do("withdraw", line.complainant)
    fail()
    assert "重新发送" in told(line)
    assert signed_in(line.world.handler).post(send_url(line)).status_code == 302


def test_the_lead_may_too_and_nobody_else_sees_the_button(line):
    fail()
    assert "重新发送" in told(line, "lead")
    assert "<form" not in told(line, "colleague")
    assert signed_in(line.world.colleague).post(send_url(line)).status_code == 404
    assert Delivery.objects.count() == 1


def test_a_delivery_of_another_case_is_not_there(line):
    fail()
    other = Line(line.world, start="2026-09-29 20:00")
    other.do("claim", "handler")
    assert signed_in(line.world.handler).post(send_url(other)).status_code == 404


def test_what_the_complainant_does_not_want_cannot_be_forced_on_them(line):
    Delivery.objects.update(state="dropped", reason="unwanted")
    assert "<form" not in told(line)
    assert signed_in(line.world.handler).post(send_url(line)).status_code == 404


def test_a_forged_form_is_refused(line):
    fail()
    client = Client(enforce_csrf_checks=True)
    client.force_login(line.world.handler.person)
    assert client.post(send_url(line)).status_code == 403
    assert Delivery.objects.count() == 1
