"""The checklists that come with the system are there, can be worked with, and quote the notice word for word."""

import pytest

from casework.parties.models import Unit
from inspections.answers import items_of, load_version, read_answers
from inspections.models import Checklist, ChecklistVersion, Item, Section
from inspections.publishing import faults
from inspections.shipped import load_checklists

from .factories import said

pytestmark = pytest.mark.django_db

# 湘工发〔2021〕5号, as RULES quotes it; of R21 it gives no Chinese.
NOTICE = {
    "R10": "按照不高于影片最低发行价的优惠标准兑换",
    "R11": "电子票券兑换电影票观看任何场次",
    "R12": "电影票券仅限于兑换电影票，不得用于其他消费",
    "R13": "余额不足时允许会员补差价",
    "R17": "鼓励集体组织观影；集体观影消费可单独列支",
    "R18": "各基层工会年内集中组织观看一场禁毒电影",
    "R20": "可以凭有效证件免费观影，任何场次、任何影厅，不限次数",
    "R21": "",
    "R22": "不得以任何借口、理由拒绝",
    "R31": "与平台签订合作协议，明确核销程序和时间",
    "R32": "自觉遵守湘工发〔2021〕5号",
    "R33": "确保签约平台的票券可以兑换任何场次、影厅，不得以任何理由拒绝兑换",
    "R34": "确保每张票的收入进入票房",
    "R35": "工作人员熟知兑换规则和免费观影政策，提供热情服务",
    "R36": "拒绝兑换、偷漏票房、现金优先、黄金档锁票等行为",
}
CINEMA_RULES = {"R10", "R11", "R12", "R13", "R20", "R21", "R22", "R31", "R32", "R33", "R34", "R35", "R36"}


def shipped(code: str) -> ChecklistVersion:
    return load_version(ChecklistVersion.objects.published().get(checklist__code=code, number=1).pk)


@pytest.fixture(params=["cinema", "grassroots-union"])
def version(request):
    return shipped(request.param)


def test_it_could_be_published_as_it_stands(version):
    assert version.published
    assert faults(version) == []
    for item in items_of(version):
        item.full_clean()


def test_it_quotes_rules_that_there_are_in_their_own_words(version):
    quoted = [item for item in items_of(version) if item.rule or item.words]
    assert [item.code for item in quoted if item.words not in NOTICE[item.rule]] == []
    assert [item.code for item in quoted if not item.words and item.rule != "R21"] == []


def test_every_question_tells_the_inspector_what_to_do(version):
    assert [item.code for item in items_of(version) if len(item.guidance) < 15] == []


def test_the_checklist_for_cinemas_asks_about_every_rule_for_them():
    version = shipped("cinema")
    assert version.checklist.for_kinds == [Unit.Kind.CINEMA]
    assert {item.rule for item in items_of(version) if item.violations or item.more_than} == CINEMA_RULES
    assert [(item.code, item.film) for item in items_of(version) if item.film] == [("test-charged", "test-film")]


def test_the_checklist_for_unions_holds_nothing_against_them_that_the_notice_does_not_ask():
    version = shipped("grassroots-union")
    assert version.checklist.for_kinds == [Unit.Kind.GRASSROOTS_UNION]
    assert {item.code: item.violations for item in items_of(version) if item.violations} == {
        "drug-film": ["全年没有组织"]
    }


def test_a_test_redemption_that_cost_too_much_is_found():
    read = read_answers(shipped("cinema"), {"test-lowest": said("35"), "test-charged": said("42", "另收服务费", "p")})
    [row] = read.violations
    assert (row.code, row.rule, str(row.over)) == ("test-charged", "R10", "7")


def test_a_visit_on_which_no_ticket_was_given_can_be_reported():
    """The questions about a ticket that nobody got do not keep the inspector from sending."""
    nothing = {"test-lowest", "test-charged"}
    sent = {code: said("", "没换到") for code in nothing}
    sent |= {"test-redeemed": said("no", "说系统维护", "p-1"), "test-ticket": said("na")}
    errors = read_answers(shipped("cinema"), sent).errors
    assert not {code for code in errors if code in sent}


def test_loading_them_again_writes_nothing_and_overrules_nobody():
    models = (Checklist, ChecklistVersion, Section, Item)
    Checklist.objects.filter(code="cinema").update(name="我们的清单")
    before = [list(model.objects.order_by("pk").values()) for model in models]
    load_checklists(*models)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
