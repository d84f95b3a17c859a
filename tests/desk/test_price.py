"""What was paid against the lowest release price (R10), where the office reads it, and where nobody else does."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.engine.actors import Actor
from casework.engine.errors import Refused
from complaints.models import Complaint
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_film, make_membership, make_user
from tests.portal.browsers import opened

from .factories import HTMX, signed_in, url_of

pytestmark = pytest.mark.django_db

SAID = {"category": "over_price", "film": "《示例 长空》", "price_paid": "45.00", "hall": "ordinary"}
OVER = "实付 45.00 元，最低发行价 35.00 元：超出 10.00 元。"


@pytest.fixture
def world():
    world = make_world()
    make_film("示例长空")
    return world


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False):
        yield


def page(line: Line, who, act: str = "", **headers) -> str:
    client = who if isinstance(who, Client) else signed_in(who)
    return client.get(url_of(line, act), **headers).content.decode()


@pytest.mark.parametrize("category", ["over_price", "surcharge", "top_up_refused"])
def test_handler_lead_and_auditor_read_by_how_much_it_was_too_much(world, category):
    line = Line(world, **SAID | {"category": category})
    auditor = make_membership(user=make_user(), unit=world.association, role="auditor").user
    for who in (world.handler, world.lead, Actor.user(auditor)):
        text = page(line, who)
        assert OVER in text
        assert "活动规则默认值" in text
        assert "来源：示例通知" in text


def test_the_lead_reads_it_beside_the_proposal(world):
    line = Line(world, **SAID).to_proposed(rule="R10")
    assert page(line, world.lead).count(OVER) == 2


def test_other_categories_say_nothing_of_prices(world):
    line = Line(world, **SAID | {"category": "refused_redemption"})
    assert "最低发行价" not in page(line, world.handler).replace("不高于影片最低发行价", "").replace(
        "高于最低发行价", ""
    )


def test_what_is_missing_is_said(world):
    line = Line(world, category="over_price")
    assert "无法比较：没有写明影片；没有写明实付金额。" in page(line, world.handler)


def test_a_name_that_only_comes_close_decides_nothing(world):
    line = Line(world, **SAID | {"film": "示例长空二"})
    text = page(line, world.handler)
    assert "超出" not in text
    assert "《示例长空》" in text


def test_it_costs_one_statement_at_most(world, django_assert_max_num_queries):
    line = Line(world, **SAID).to_proposed(rule="R10")
    other = Line(world, **SAID | {"film": "没有这部"}).to_answered()
    for who, url in ((world.lead, url_of(line)), (world.handler, url_of(other))):
        client = signed_in(who)
        with django_assert_max_num_queries(20):
            client.get(url)


def test_the_first_proposal_begins_with_it_and_a_returned_one_with_what_was_written(world):
    line = Line(world, **SAID).to_answered()
    fact = f"9月26日（周六），《示例长空》：{OVER}"
    assert fact in page(line, world.handler, "propose", **HTMX)
    found = {"finding": "upheld", "facts_found": "多收了钱。", "evidence": ["account"], "rule": "R10"}
    line.do("propose", "handler", **found)
    line.do("send_back", "lead", reason="再核对。")
    text = page(line, world.handler, "propose", **HTMX)
    assert fact not in text
    assert "多收了钱。" in text


def test_nothing_is_filled_in_where_it_cannot_be_said(world):
    line = Line(world, **SAID | {"hall": ""}).to_answered()
    assert "不能判断" in page(line, world.handler)
    assert "最低发行价 35.00" not in page(line, world.handler, "propose", **HTMX)


def test_neither_complainant_nor_respondent_reads_it_before_the_finding(world):
    line = Line(world, **SAID).to_proposed(rule="R10")
    number = line.case.number
    mine = opened(line.case).get(reverse("portal:case", args=[number])).content.decode()
    theirs = signed_in(world.cinema_clerk).get(reverse("respondent:case", args=[number])).content.decode()
    for text in (mine, theirs):
        assert "示例影城（天元店）" in text
        assert "35.00" not in text
        assert "超出" not in text


def test_a_fee_larger_than_the_price_is_refused_beside_its_field(world):
    with pytest.raises(Refused) as refused:
        Line(world, **SAID, service_fee="50.00")
    assert list(refused.value.fields) == ["service_fee"]
    line = Line(world, **SAID, service_fee="3.00")
    stored = Complaint.objects.get(pk=line.pk)
    assert (str(stored.service_fee), stored.hall) == ("3.00", "ordinary")
    assert "超出 7.00 元" in page(line, world.handler)


def test_a_price_or_number_that_could_be_an_hour_is_shown_as_it_is(world):
    line = Line(world, **SAID | {"price_paid": "12"})
    assert "<dd>12</dd>" in page(line, world.handler)
