"""The desk where people use their rights: what the handler and the lead read, at which price."""

import pytest
import time_machine

from tests.complaints import rights
from tests.engine.world import Line, at, make_world

from .factories import signed_in, url_of

pytestmark = pytest.mark.django_db


def rests_on_the_leading_case(line: Line) -> None:
    """A finding is proposed on what was answered in the leading case."""
    leading = rights.joined(line)
    leading.do("accept", "handler")
    leading.do("request_answers", "handler", cinema="请说明。")
    leading.do("answer", "cinema_clerk", admits="no", account="没有。")
    found = {"finding": "not_upheld", "because": "did_not_happen", "facts_found": "没有发生。"}
    line.do("propose", "handler", **found, evidence=[f"answer:{leading.case.answer_requests.get().pk}"])


SHOWN = {
    rights.something_missing: ("缺什么", "票券：券号或截图", "请补票券号。"),
    rights.sent_elsewhere: ("转办单位", "政务服务热线 12345"),
    rights.merged: ("并入另一编号办理",),
    rights.more_time_asked: ("审批延期", "等待日志。"),
    rights.joined: ("并案办理：已并入主案",),
    rights.leading: ("并案办理：本案是以下各案的主案",),
    rests_on_the_leading_case: ("并案办理：已并入主案", "主案 {leading} 的材料 1 项"),
    Line.to_verified: ("说明是否收到", "投诉人"),
    rights.unpaid: ("没有收到", "判断是否已经落实"),
    rights.under_review: ("申请理由", "没有查清。"),
    rights.review_changes: ("改变认定", "被复核的认定", "理由不同。"),
    rights.ending_contested: ("申诉内容", "不同意。", "审查申诉"),
    rights.refusal_contested: ("申诉内容", "改为受理"),
}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-12 17:00"), tick=False):
        yield


@pytest.mark.parametrize("stage", SHOWN, ids=lambda stage: stage.__name__)
@pytest.mark.parametrize("who", ["handler", "lead"])
def test_the_page_says_what_it_is_about_now_within_twenty_statements(world, stage, who, django_assert_max_num_queries):
    line = Line(world)
    stage(line)
    client, url = signed_in(getattr(world, who)), url_of(line)
    with django_assert_max_num_queries(20):
        page = client.get(url).content.decode()
    leading = line.case.leading
    shown = [words.format(leading=leading.number if leading else "") for words in SHOWN[stage]]
    assert [words for words in shown if words not in page] == []


def test_a_lead_finds_the_way_to_what_a_finding_rests_on_in_the_leading_case(world, django_assert_max_num_queries):
    line = Line(world)
    rests_on_the_leading_case(line)
    client, url = signed_in(world.lead), f"{url_of(line)}?list=approve"
    with django_assert_max_num_queries(20):
        page = client.get(url).content.decode()
    assert f'href="/desk/cases/{line.case.leading.number}/"' in page
    assert "的材料 1 项" in page


@pytest.mark.parametrize(("headers", "leads"), [({"HX-Request": "true"}, "HX-Redirect"), ({}, "Location")])
def test_whoever_steps_out_is_led_to_their_other_work(world, headers, leads):
    line = Line(world).to_investigating()
    client = signed_in(world.handler)
    said = {"key": "recuse-1", "reason": "有利害关系。"}
    answer = client.post(f"{url_of(line)}acts/recuse/", said, headers=headers)
    assert answer.headers[leads] == "/desk/mine/"
    assert f"w-{line.case.number}" not in client.get("/desk/mine/").content.decode()


def test_a_review_begins_with_the_finding_as_it_stands(world):
    line = Line(world)
    rights.under_review(line)
    page = signed_in(world.handler).get(f"{url_of(line)}acts/propose_review/").content.decode()
    assert "没有发生。" in page


def test_more_time_is_granted_to_the_day_that_was_asked_for_unless_another_is_chosen(world):
    line = Line(world)
    rights.more_time_asked(line)
    page = signed_in(world.lead).get(f"{url_of(line)}acts/grant_extension/").content.decode()
    assert 'value="2026-11-10"' in page


def test_a_merged_filing_stands_on_the_page_of_the_case_that_took_it_in(world):
    line = Line(world)
    rights.merged(line)
    into = line.case.merged_into
    page = signed_in(world.handler).get(f"/desk/cases/{into.number}/").content.decode()
    assert line.case.number in page
