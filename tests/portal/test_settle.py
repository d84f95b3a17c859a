"""The tracking page where terms are offered: what it means to agree, one press, and taking it back; without scripts."""

import pytest
import time_machine

from tests.complaints import settling
from tests.complaints.settling import OTHER_TERMS, TERMS
from tests.engine.world import Line, at, make_file, make_world

from .browsers import do, opened, page_of

pytestmark = pytest.mark.django_db

# What the cinema and the handler know of each other's words, and the complainant does not.
THEIRS = ("值班经理", "林小例登记")


@pytest.fixture
def line():
    return Line(make_world())


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at("2026-10-09 17:00"), tick=False):
        yield


def result_of(page: str) -> str:
    return page[page.index('id="p-result"') : page.index('id="p-hold"')]


def terms_of(page: str) -> str:
    """The part of the page that shows the terms."""
    return page[page.index('id="terms"') :].split("</section>")[0]


def send(browser, line: Line, act: str, **typed):
    return do(browser, line.case, act, **({"terms": line.case.settlement_id} | typed))


def test_the_terms_stand_on_top_with_what_it_means_to_agree_and_until_when(line):
    settling.offered(line)
    page = page_of(opened(line.case), line.case)
    for words in (
        "轮到您了：说明是否同意方案，最迟10月12日（周一）24:00。",
        TERMS,
        "由示例影城（天元店）落实",
        "先由另一位工作人员审核",
        "您仍有权申请复核",
        "不同意也照样办：调查继续进行",
        "不算同意",
        "活动规则默认值",
    ):
        assert words in page, words


def test_one_press_agrees_and_it_can_be_taken_back(line):
    settling.offered(line)
    browser = opened(line.case)
    send(browser, line, "agree_settlement")
    assert settling.words(line)["complainant"] == "yes"
    page = page_of(browser, line.case)
    assert "已经记下您同意。" in page
    assert "我同意这个方案" not in terms_of(page)
    do(browser, line.case, "withdraw_consent", message="想再考虑。")
    assert settling.words(line)["complainant"] == "withdrawn"


def test_a_no_needs_no_reason_and_the_page_says_that_the_case_goes_on(line):
    settling.offered(line)
    browser = opened(line.case)
    send(browser, line, "decline_settlement")
    page = page_of(browser, line.case)
    assert "已经记下您不同意，案件继续办理。" in page
    assert settling.words(line)["complainant"] == "no"
    assert "我同意这个方案" in terms_of(page), "a no may become a yes"


def test_of_the_other_side_the_yes_or_no_and_its_day_are_read_and_nothing_else(line):
    settling.offered(line)
    settling.declines(line, "cinema_clerk", "券是无效的。")
    page = page_of(opened(line.case), line.case)
    assert "不同意" in terms_of(page)
    assert "9月29日" in terms_of(page)
    assert "券是无效的。" not in page
    assert [words for words in THEIRS if words in page] == []


def test_a_consent_that_was_told_on_the_phone_is_there_to_be_checked_and_taken_back(line):
    settling.offered(line)
    settling.record(line, "complainant")
    browser = opened(line.case)
    assert "电话，由林小例登记" in terms_of(page_of(browser, line.case))
    do(browser, line.case, "withdraw_consent")
    assert settling.words(line)["complainant"] == "withdrawn"


def test_a_press_on_an_old_page_does_not_agree_to_new_terms(line):
    settling.offered(line)
    browser = opened(line.case)
    old = page_of(browser, line.case)
    shown = line.case.settlement_id
    settling.offer(line, terms=OTHER_TERMS)
    answer = do(browser, line.case, "agree_settlement", page=old, terms=shown)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "方案已经变了。请看现在的方案再表态。" in text
    assert OTHER_TERMS in terms_of(text)
    assert f'name="terms" value="{line.case.settlement_id}"' in text, "the next press is for what stands there now"
    assert settling.words(line)["complainant"] == ""


def test_pressed_twice_is_once(line):
    settling.offered(line)
    browser = opened(line.case)
    page = page_of(browser, line.case)
    for _press in range(2):
        send_again = do(browser, line.case, "agree_settlement", page=page, terms=line.case.settlement_id)
        assert send_again.status_code == 302
    assert line.case.events.filter(name="agree_settlement").count() == 1


def test_while_a_second_person_checks_it_the_consent_can_still_be_taken_back(line):
    settling.settled_proposed(line)
    browser = opened(line.case)
    terms = terms_of(page_of(browser, line.case))
    assert "撤回同意" in terms
    assert "我同意这个方案" not in terms
    do(browser, line.case, "withdraw_consent")
    assert settling.words(line)["complainant"] == "withdrawn"


def test_the_settled_finding_shows_the_terms_and_both_sides_consent(line):
    settling.settled(line)
    page = page_of(opened(line.case), line.case)
    for words in ("和解", TERMS, "双方同意", "示例影城（天元店）"):
        assert words in result_of(page), words
    assert 'id="terms"' not in page
    assert [words for words in THEIRS if words in page] == []


def test_where_nobody_owes_anything_the_terms_are_read_as_agreed(line):
    line.to_investigating()
    settling.offer(line, owed_by="", terms="影院已经补兑，双方不再争议。")
    settling.agrees(line, "complainant")
    settling.agrees(line, "cinema_clerk")
    line.do("propose", "handler", finding="settled", facts_found="双方同意。")
    line.do("approve", "lead")
    page = page_of(opened(line.case), line.case)
    assert "双方同意的方案" in result_of(page)
    assert "影院已经补兑，双方不再争议。" in result_of(page)


def test_another_remedy_is_offered_in_its_own_words(line):
    settling.other_remedy_offered(line)
    browser = opened(line.case)
    terms = terms_of(page_of(browser, line.case))
    for words in ("有一个新的落实办法", OTHER_TERMS, "仍按原来的要求落实"):
        assert words in terms, words
    send(browser, line, "agree_settlement")
    settling.agrees(line, "cinema_clerk")
    line.do("replace_remedy", "handler")
    assert OTHER_TERMS in result_of(page_of(browser, line.case))


def test_terms_that_were_taken_back_are_gone_and_the_reason_stands(line):
    settling.offered(line)
    line.do("drop_settlement", "handler", reason="影院来电说做不到。")
    page = page_of(opened(line.case), line.case)
    assert 'id="terms"' not in page
    assert "影院来电说做不到。" in page


def test_the_remedy_of_a_settlement_is_confirmed_as_every_remedy(line):
    settling.settled(line)
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    browser = opened(line.case)
    assert "您收到了吗？" in page_of(browser, line.case)
    do(browser, line.case, "confirm_received")
    assert line.case.state == "closed"
