"""People of a cinema where terms are offered: what they read of the other side, agreeing, declining, taking it back."""

import pytest
import time_machine
from django.urls import reverse

from casework.engine.actors import Actor
from casework.engine.models import Event
from tests.complaints import settling
from tests.complaints.settling import OTHER_TERMS, TERMS
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_membership, make_user

from .factories import marks_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def line(world) -> Line:
    """The cinema has answered what it was asked, and is offered terms."""
    found = Line(world).to_investigating()
    found.do("answer", "cinema_clerk", admits="partly", account="当晚断网。", offers=["redeem"])
    settling.offer(found)
    return found


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at("2026-10-09 17:00"), tick=False):
        yield


def page(line: Line, who=None, query: str = "") -> str:
    url = reverse("respondent:case", args=[line.case.number])
    return signed_in(who or line.world.cinema_clerk).get(url + query).content.decode()


def terms_of(text: str) -> str:
    return text[text.index('id="terms"') :].split("</section>")[0]


def do(line: Line, act: str, who=None, **typed):
    client = signed_in(who or line.world.cinema_clerk)
    drawn = client.get(reverse("respondent:case", args=[line.case.number]), {"act": act}).content
    said = marks_in(drawn) | {"terms": line.case.settlement_id} | typed
    return client.post(reverse("respondent:do", args=[line.case.number, act]), said)


def test_the_terms_stand_there_with_what_it_means_and_until_when(line):
    text = page(line)
    for words in (
        "等您对方案表态",
        "轮到您了：请说明是否同意下面的方案，最迟 10月12日（周一）24:00。",
        TERMS,
        "不等于承认",
        "您仍有权申请复核",
        "请在此之前表态",
    ):
        assert words in text, words


def test_it_is_listed_under_what_is_asked_with_its_day(line):
    home = signed_in(line.world.cinema_clerk).get(reverse("respondent:home"))
    rows = [row for group in home.context["groups"] for row in group.rows]
    reasons = {row["reason"]: row["due"] for row in rows}
    assert reasons["有一个方案，请说明是否同意"] == "10月12日（周一）24:00"


def test_one_press_agrees_with_a_receipt_that_says_what_comes_next(line):
    client = signed_in(line.world.cinema_clerk)
    drawn = client.get(reverse("respondent:case", args=[line.case.number])).content
    said = marks_in(terms_of(drawn.decode()).encode()) | {"terms": line.case.settlement_id}
    answer = client.post(reverse("respondent:do", args=[line.case.number, "agree_settlement"]), said, follow=True)
    assert "方案生效之前，您可以撤回同意。" in answer.content.decode()
    assert settling.words(line)["cinema"] == "yes"
    assert "我们同意这个方案" not in page(line)


def test_a_no_with_what_they_would_need_is_for_the_handler(line):
    assert do(line, "decline_settlement", message="只能补兑一张。").status_code == 302
    assert settling.words(line)["cinema"] == "no"
    assert "只能补兑一张。" not in page(line, line.world.platform_clerk)


def test_a_yes_is_taken_back_from_the_same_page(line):
    do(line, "agree_settlement")
    assert "撤回同意" in terms_of(page(line))
    do(line, "withdraw_consent")
    assert settling.words(line)["cinema"] == "withdrawn"


def test_of_the_complainant_the_yes_or_no_and_its_day_are_read_and_nothing_else(line):
    settling.declines(line, "complainant", "我要影院书面道歉，我的单位是株洲某厂。")
    text = page(line)
    assert "投诉人" in terms_of(text)
    assert "不同意" in terms_of(text)
    for words in ("株洲某厂", "林女士", "13800138000", "补兑两张票，并说明原因"):
        assert words not in text, words


def test_how_the_complainants_word_came_is_the_offices_to_know(line):
    settling.record(line, "complainant", result="投诉人说下周出差。")
    text = page(line)
    assert "同意" in terms_of(text)
    for words in ("电话", "林小例登记", "出差"):
        assert words not in terms_of(text), words
    seq = Event.objects.get(case=line.pk, name="record_consent").seq
    url = reverse("respondent:receipt", args=[line.case.number, seq])
    assert signed_in(line.world.cinema_clerk).get(url).status_code == 404


def test_a_party_that_the_terms_do_not_name_reads_nothing_of_them(line):
    settling.agrees(line, "cinema_clerk")
    text = page(line, line.world.platform_clerk)
    assert TERMS not in text
    assert "方案" not in text
    for act in ("agree_settlement", "decline_settlement", "withdraw_consent"):
        assert do(line, act, line.world.platform_clerk).status_code == 422
    assert settling.words(line)["complainant"] == ""


def test_a_press_on_an_old_page_does_not_agree_to_new_terms(line):
    shown = line.case.settlement_id
    settling.offer(line, terms=OTHER_TERMS)
    answer = do(line, "agree_settlement", terms=shown)
    assert answer.status_code == 422
    assert "方案已经变了。请看现在的方案再表态。" in answer.content.decode()
    assert settling.words(line)["cinema"] == ""


def test_a_colleague_who_is_second_is_told_that_it_is_done(line):
    colleague = make_user("夜班经理")
    make_membership(user=colleague, unit=line.world.cinema.unit)
    client, url = signed_in(Actor.user(colleague)), reverse("respondent:case", args=[line.case.number])
    drawn = marks_in(client.get(url, {"act": "agree_settlement"}).content) | {"terms": line.case.settlement_id}
    settling.agrees(line, "cinema_clerk")
    answer = client.post(reverse("respondent:do", args=[line.case.number, "agree_settlement"]), drawn)
    assert answer.status_code == 422
    assert "您已经同意了这个方案。" in answer.content.decode()


def test_what_terms_wait_for_is_not_answered_by_the_form_of_a_request(line):
    """Consent and request are numbered apart: neither may be taken for the other."""
    task = line.case.procedures.get(main=False).task_set.get(unit=line.world.cinema.unit)
    url = reverse("respondent:finish", args=[line.case.number, task.pk])
    assert signed_in(line.world.cinema_clerk).post(url, {"key": "x"}).status_code == 404


def test_the_settled_finding_shows_what_was_agreed_to_those_who_agreed(line):
    settling.agrees(line, "complainant")
    settling.agrees(line, "cinema_clerk")
    line.do("propose", "handler", finding="settled", facts_found="双方同意和解。")
    line.do("approve", "lead")
    text = page(line)
    for words in ("和解", TERMS, "双方同意"):
        assert words in text, words
    assert TERMS not in page(line, line.world.platform_clerk)


def test_a_platform_that_was_only_offered_terms_is_not_said_to_owe_an_answer(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("accept", "handler")
    settling.offer(line, "platform", owed_by="platform")
    line.ticks("2026-10-09 00:00")
    settling.agrees(line, "platform_clerk")
    home = signed_in(world.platform_clerk).get(reverse("respondent:home"))
    (row,) = [row for group in home.context["groups"] for row in group.rows]
    assert row["reason"] == "现在没有要您办的，协会继续办理"


def test_the_page_costs_as_many_statements_as_it_may(line, django_assert_max_num_queries):
    client, url = signed_in(line.world.cinema_clerk), reverse("respondent:case", args=[line.case.number])
    with django_assert_max_num_queries(20):
        client.get(url)
