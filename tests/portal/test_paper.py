"""The case on one page of paper: what was told, how far it is, what came of it, whom to ask; and nothing that opens it
but on the receipt of the filing (issue 5 §2, P9)."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from casework.engine.codes import access_code
from casework.engine.seats import sign_link
from complaints.receipts import qr_of, signed_address, tracking_address
from tests.complaints.filing import Phone
from tests.engine.world import Line, at, make_world

from .browsers import opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-12 17:00"), tick=False):
        yield


@pytest.fixture
def world():
    return make_world()


def paper(line: Line, client: Client | None = None) -> str:
    return (client or opened(line.case)).get(f"/track/case/{line.case.number}/paper/").content.decode()


def main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_it_holds_what_was_told_in_full_with_matter_parties_day_price_and_files(world):
    story = "买了两张票，售票员说系统不收券。" * 60
    page = main(paper(Line(world, story=story, price_paid="45.00", service_fee="3.00", hall="special")))
    for words in (
        "拒绝兑换票券",
        "示例影城（天元店）",
        "示例平台",
        "2026年9月26日（周六） 19:30",
        "45.00",
        "3.00",
        story,
    ):
        assert words in page
    assert "补兑两张票，并说明原因" in page


def test_it_says_how_far_it_is_whom_it_waits_for_until_when_and_whom_to_ask_in_days_that_stay_true(world):
    world.association.phone = "0731-88880000"
    world.association.save()
    page = main(paper(Line(world, story="系统不收券。").to_investigating()))
    for words in (
        "正在征询各方",
        "示例影城（天元店） · 答复，最迟 10月12日（周一）24:00",
        "湖南省电影行业协会 0731-88880000",
    ):
        assert words in page
    assert "2026年9月28日（周一）20:14" in page
    assert "今天" not in page, "on paper it would be true for a day only"


def test_the_finding_stands_on_it_once_it_is_made_and_not_before(world):
    line = Line(world).to_proposed()
    assert "影院以系统不收券为由拒绝兑换两张有效票券。" not in paper(line)
    line.do("approve", "lead")
    page = main(paper(line))
    for words in (
        "认定：属实",
        "影院以系统不收券为由拒绝兑换两张有效票券。",
        "补兑两张票并书面说明。",
        "12345、12315",
        "申请复核，最迟",
    ):
        assert words in page


def test_a_refusal_stands_on_it_with_its_reason_and_the_other_ways(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="卖品质量不属活动范围。", other_ways="请拨打 12315。")
    page = main(paper(line))
    for words in ("为什么没有受理", "卖品质量不属活动范围。", "请拨打 12315。", "对结果申诉"):
        assert words in page


def test_where_it_was_sent_elsewhere_it_says_where_to(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("transfer", "handler", body="12315", sent="转去投诉材料。", reason="属消费纠纷。")
    assert "转去投诉材料。" in main(paper(line))


def test_the_page_of_the_case_leads_to_it_and_nothing_on_it_opens_the_case(world):
    line = Line(world)
    client = opened(line.case)
    assert f"/track/case/{line.case.number}/paper/" in client.get(f"/track/case/{line.case.number}/").content.decode()
    page = paper(line, client)
    assert access_code(line.case.contact) not in page
    assert sign_link(line.pk, 0) not in page
    assert qr_of(tracking_address(line.case)) in page, "it leads to where the code is asked for"
    assert "林女士" not in main(page)
    assert "13800138000" not in main(page)


def test_the_receipt_of_the_filing_has_the_code_and_a_way_in_and_says_to_keep_it(world):
    phone = Phone()
    phone.to_check(world).say(go="send")
    page = phone.client.get(f"{phone.response.url}paper/")
    contact = page.context["case"].contact
    text = page.content.decode()
    for words in (access_code(contact), qr_of(signed_address(contact)), "请自己收好", "最迟", "系统不收券"):
        assert words in text
    assert "今天" not in main(text)
    assert page["Cache-Control"] == "private, no-cache"
    assert "paper/" in phone.client.get(phone.response.url).content.decode()


def test_nobody_else_gets_it(world):
    line = Line(world)
    for address in (f"/track/case/{line.case.number}/paper/", f"/complaints/filed/{line.case.number}/paper/"):
        assert Client().get(address).url == f"/track/?number={line.case.number}"


def test_it_costs_no_more_than_the_page_of_the_case(world, django_assert_max_num_queries):
    line = Line(world).to_decided()
    client = opened(line.case)
    client.get(f"/track/case/{line.case.number}/paper/")
    with django_assert_max_num_queries(20):
        client.get(f"/track/case/{line.case.number}/paper/")
