"""A penalty decision at the desks of the office, of the bodies and of the party: who reads what, and when."""

import re

import pytest
import time_machine

from casework.engine.models import Case
from tests.desk.factories import make_many, signed_in
from tests.engine.world import at

from .deciding import START, Deciding, make_deciding_world

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
EVENING = "2026-09-28 20:00"
WHY = "系初次，且当晚已补兑。"
DEPARTS = {"measures": ["disqualify", "record"], "departure": WHY}
RECTIFY = {
    "severity": "minor",
    "measures": ["rectify", "warning"],
    "months": None,
    "to_do": "退还加收的 10 元。",
    "due": "2026-10-30",
}


@pytest.fixture
def world():
    with time_machine.travel(at(EVENING), tick=False):
        yield make_deciding_world()


def shown(world, who: str, decision: Deciding, tail: str = "", status: int = 200) -> str:
    """The page of the case at the desk of whoever reads it."""
    desk = "ours" if who.startswith("cinema") else "cases"
    client = signed_in(getattr(world, who))
    response = client.get(f"/desk/{desk}/{decision.case.number}/{tail}", headers=ENGLISH)
    assert response.status_code == status, response.content.decode()[:1500]
    return response.content.decode()


def complained_of(world) -> str:
    """The number of a complaint in which the violation was found."""
    make_many(world, 1, at(START))
    return Case.objects.get(kind="complaint").number


def heard(decision: Deciding) -> Deciding:
    """The party said one thing, which was answered."""
    decision.to_served()
    decision.do("defend", "cinema_clerk", account="当晚系统故障，已报修。")
    decision.do("waive_defence", "cinema_clerk")
    said = decision.case.defences.get()
    decision.do("answer_defence", "handler", defence=said.pk, answer="报修记录在次日，不采纳。")
    return decision


# --- proposed by hand -------------------------------------------------------------------------------------------------
def test_the_office_proposes_one_from_its_queue(world):
    client = signed_in(world.handler)
    address = "/desk/open/penalty/"
    assert address in client.get("/desk/queue/", headers=ENGLISH).content.decode()
    assert "What was found" in client.get(address, headers=ENGLISH).content.decode()
    said = {"key": "k1", "unit": world.cinema.unit.pk, "campaign": world.campaign.pk, "violation": "box_office"}
    done = client.post(address, said | {"happened_on": "2026-09-20", "facts": "有监控为证。"}, headers=ENGLISH)
    assert done.status_code == 302, done.content.decode()[:800]
    assert done.url == f"/desk/cases/{Case.objects.get(kind='penalty').number}/"


# --- what is alleged --------------------------------------------------------------------------------------------------
def test_what_is_alleged_quotes_the_notice_in_its_own_language(world):
    decision = Deciding(world, showing="示例长空 19:30").to_notified()
    for who in ("handler", "cinema_clerk"):
        text = shown(world, who, decision)
        assert "What is alleged" in text
        assert "Refused redemption" in text
        assert '<q lang="zh-Hans-CN">拒绝兑换</q>' in text
        assert "示例长空 19:30" in text
        assert "20 Sep 2026" in text
        assert "有监控和后台日志为证。" in text
        assert "General" in text
        assert "Earlier decisions within two years</dt><dd>0</dd>" in text


def test_before_the_draft_is_set_out_its_severity_is_not_said(world):
    decision = Deciding(world)
    text = shown(world, "handler", decision)
    assert "以系统不收券为由拒绝兑换两张有效票券。" in text
    assert "Severity" not in text
    assert "Earlier decisions within two years" not in text


def test_what_was_found_at_first_and_earlier_drafts_stay_readable_for_the_office(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit(facts="第一稿。", **DEPARTS)
    decision.do("return_draft", "lead", reason="请补充日志。")
    decision.submit(facts="第二稿。")
    text = shown(world, "handler", decision)
    assert "以系统不收券为由拒绝兑换两张有效票券。" in text
    assert "1 earlier draft<" in text
    assert text.count("第一稿。") == 1
    assert text.count("第二稿。") == 1
    assert "This departs from the table" not in text


def test_the_number_of_a_source_is_a_link_for_the_office_alone_and_never_reaches_the_party(world):
    number = complained_of(world)
    decision = heard(Deciding(world, source=number))
    assert f'<a class="num" href="/desk/cases/{number}/">{number}</a>' in shown(world, "handler", decision)
    of_a_body = shown(world, "union_judge", decision)
    assert f'<span class="num">{number}</span>' in of_a_body
    assert f"/desk/cases/{number}/" not in of_a_body
    assert_party_never_reads(world, decision, number)
    decision.vote("union_judge", "disqualify", "record").vote("bureau_judge", "disqualify", "subsidy", "record")
    assert_party_never_reads(world, decision, number)
    decision.do("receive_decision", "cinema_clerk")
    assert_party_never_reads(world, decision, number)


def test_a_source_that_was_added_later_never_reaches_the_party(world):
    number = complained_of(world)
    decision = Deciding(world).to_served()
    decision.do("add_source", "handler", source=number)
    assert number in shown(world, "handler", decision)
    assert_party_never_reads(world, decision, number)


def assert_party_never_reads(world, decision: Deciding, *words: str) -> None:
    """On the page of the case, in what is drawn anew of it, in its forms, and among all that is asked of the party."""
    offers = ("defend", "waive_defence", "receive_notice", "receive_decision")
    client = signed_in(world.cinema_clerk)
    pages = [shown(world, who, decision) for who in ("cinema_clerk", "cinema_lead")]
    pages.append(shown(world, "cinema_clerk", decision, "live/"))
    pages += [
        client.get(f"/desk/ours/{decision.case.number}/acts/{act}/", headers=ENGLISH).content.decode() for act in offers
    ]
    pages.append(client.get("/desk/party/", headers=ENGLISH).content.decode())
    for word in words:
        assert not any(word in text for text in pages), word


# --- measures ---------------------------------------------------------------------------------------------------------
def test_a_departure_stands_before_the_measures_for_office_and_bodies_and_not_for_the_party(world):
    decision = Deciding(world).to_deliberation(**DEPARTS)
    for who in ("handler", "lead", "union_judge", "bureau_judge"):
        text = shown(world, who, decision)
        assert text.index("This departs from the table") < text.index(WHY) < text.index("How it stands")
        assert "Left out: Disqualified from subsidies" in text
        assert text.count(WHY) == 1
    assert_party_never_reads(world, decision, WHY, "departs from the table", "Left out")


def test_measures_say_how_they_stand_from_the_draft_to_their_end(world):
    decision = Deciding(world).to_deliberation()
    text = shown(world, "cinema_clerk", decision)
    assert text.count("6 months") == 3
    assert text.count("Intended") == 3
    decision.vote("union_judge", "record").vote("bureau_judge", "disqualify", "subsidy", "record")
    text = shown(world, "cinema_clerk", decision)
    assert text.count("Not decided") == 1
    assert "Intended" not in text
    assert "from 28 Sep 2026" not in text
    decision.do("receive_decision", "cinema_clerk")
    assert shown(world, "cinema_clerk", decision).count("from 28 Sep 2026 to 27 Mar 2027") == 2
    with time_machine.travel(at("2027-03-28 09:00"), tick=False):
        text = shown(world, "cinema_clerk", decision)
    assert text.count("Over</") == 2


def test_an_order_says_what_is_to_be_done_by_when_and_that_it_was_done(world):
    decision = Deciding(world, violation="surcharge").to_deliberation(**RECTIFY)
    text = shown(world, "cinema_clerk", decision)
    assert "退还加收的 10 元。" in text
    assert "to be done by Fri 30 Oct 2026" in text
    decision.vote("second_lead", "rectify", "warning").do("receive_decision", "cinema_clerk")
    text = shown(world, "handler", decision)
    assert "<small>from 28 Sep 2026</small>" in text
    assert text.count("Done</") == 1
    decision.do("record_performance", "handler", account="已退款，有转账凭证。")
    assert shown(world, "handler", decision).count("Done</") == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"suspended": True}, "Suspended"),
        ({"revoked_at": at("2026-09-28 19:00")}, "Revoked"),
        ({"ended_on": at(EVENING).date()}, "Ended early"),
    ],
)
def test_a_measure_that_holds_no_more_never_reads_as_in_force(world, changes, says):
    decision = Deciding(world).to_in_force()
    decision.case.measures.update(**changes)
    text = shown(world, "cinema_clerk", decision)
    panel = text[text.index('id="mea-h"') :].split("</section>")[0]
    assert panel.count(f"{says}</") == 3
    assert "In force" not in panel


def test_measures_of_a_dropped_draft_are_not_decided(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit()
    decision.do("return_draft", "lead", reason="请补充日志。")
    decision.do("drop_decision", "handler", reason="查无实据。")
    text = shown(world, "handler", decision)
    assert text.count("Not decided") == 3
    assert "Nothing was decided against the party." in text


# --- what the party says ----------------------------------------------------------------------------------------------
def test_the_party_reads_its_own_words_at_once_and_the_answers_once_it_is_decided(world):
    decision = heard(Deciding(world))
    for who in ("handler", "union_judge"):
        text = shown(world, who, decision)
        assert text.count("当晚系统故障，已报修。") == 1
        assert text.count("报修记录在次日，不采纳。") == 1
    text = shown(world, "cinema_clerk", decision)
    assert text.count("当晚系统故障，已报修。") == 1
    assert "the answers stand here once it is decided" in text
    assert_party_never_reads(world, decision, "报修记录在次日")
    decision.vote("union_judge", "disqualify", "record").vote("bureau_judge", "disqualify", "subsidy", "record")
    assert "报修记录在次日，不采纳。" in shown(world, "cinema_clerk", decision)


def test_silence_is_said_to_admit_nothing(world):
    decision = Deciding(world).to_deliberation()
    assert "That admits nothing." in shown(world, "union_judge", decision)


# --- what the bodies say ----------------------------------------------------------------------------------------------
def test_bodies_and_office_read_each_word_and_the_party_the_result_alone(world):
    decision = Deciding(world).to_deliberation()
    decision.do("vote", "union_judge", word="decide", agreed=["record"], reasons="证据只够列入记录。")
    for who in ("handler", "bureau_judge"):
        text = shown(world, who, decision)
        assert re.search(r"Agrees</span>\s+Dishonesty record<p", text)
        assert text.count("证据只够列入记录。") == 1
    assert_party_never_reads(world, decision, "证据只够列入记录。", "Agrees", "What the bodies say", "What was decided")
    decision.do("vote", "bureau_judge", word="decide", agreed=["subsidy", "record"], reasons="同意列入并停补。")
    text = shown(world, "cinema_clerk", decision)
    assert "Decided on 28 Sep 2026: Disqualified from subsidies, Dishonesty record." in text
    assert_party_never_reads(world, decision, "证据只够列入记录。", "同意列入并停补。", "Agrees")


def test_questions_of_an_earlier_round_stay_with_the_handler_and_the_new_draft_with_the_office(world):
    decision = Deciding(world).to_deliberation()
    decision.do("vote", "union_judge", word="return", agreed=[], reasons="请核实场次。")
    decision.vote("bureau_judge")
    graver = {"severity": "serious", "months": 12, "departure": "情节恶劣。", "new_facts": "又查实三场。"}
    decision.submit(facts="补充核实后的事实。", **graver)
    text = shown(world, "handler", decision)
    assert "Return with questions" in text
    assert "Agrees to none" in text
    assert text.count("请核实场次。") == 1
    assert "The draft is looked at once more." in shown(world, "cinema_clerk", decision)
    unread = ("请核实场次。", "补充核实后的事实。", "Serious", "12 months", "情节恶劣。", "又查实三场。")
    assert_party_never_reads(world, decision, *unread)
    decision.do("clear_decision", "lead", opinion="已补充。")
    text = shown(world, "cinema_clerk", decision)
    assert "补充核实后的事实。" in text
    assert text.count("12 months") == 3
    assert_party_never_reads(world, decision, "请核实场次。", "情节恶劣。")


def test_a_draft_that_the_party_was_never_told_of_stays_unread_when_it_is_dropped(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge", word="return").vote("bureau_judge", "record")
    decision.submit(facts="补充核实后的事实。")
    decision.do("return_draft", "lead", reason="证据不足。")
    decision.do("drop_decision", "handler", reason="查无实据。")
    assert "Nothing was decided against the party." in shown(world, "cinema_clerk", decision)
    assert_party_never_reads(world, decision, "补充核实后的事实。", "证据不足。", "查无实据。")


# --- both desks -------------------------------------------------------------------------------------------------------
def test_the_party_finds_no_page_before_it_is_notified(world):
    decision = Deciding(world)
    shown(world, "cinema_clerk", decision, status=404)


@pytest.mark.parametrize(("who", "budget"), [("handler", 20), ("cinema_clerk", 20)])
def test_the_page_before_the_bodies_are_asked_stays_within_its_budget(
    world, who, budget, django_assert_max_num_queries
):
    decision = Deciding(world, source=complained_of(world)).to_served(**DEPARTS)
    decision.do("defend", "cinema_clerk", account="当晚系统故障，已报修。")
    assert_costs(world, who, decision, budget, django_assert_max_num_queries)


@pytest.mark.parametrize(("who", "budget"), [("handler", 26), ("union_judge", 26), ("cinema_clerk", 20)])
def test_the_page_with_bodies_stays_within_its_budget(world, who, budget, django_assert_max_num_queries):
    decision = heard(Deciding(world, source=complained_of(world)))
    decision.vote("bureau_judge", word="return").vote("union_judge", "record")
    decision.submit(**DEPARTS)
    decision.do("clear_decision", "lead", opinion="已补充。")
    decision.do("receive_notice", "cinema_clerk")
    decision.do("defend", "cinema_lead", account="次日已补兑。")
    decision.do("waive_defence", "cinema_clerk")
    decision.do("answer_defence", "handler", defence=decision.case.defences.get(answer="").pk, answer="已酌情考虑。")
    decision.vote("bureau_judge", "disqualify", "record")
    assert_costs(world, who, decision, budget, django_assert_max_num_queries)


def assert_costs(world, who: str, decision: Deciding, budget: int, at_most) -> None:
    client = signed_in(getattr(world, who))
    url = f"/desk/{'ours' if who.startswith('cinema') else 'cases'}/{decision.case.number}/"
    client.get(url)
    with at_most(budget):
        client.get(url)


def test_the_filled_button_states_a_defence_and_does_not_give_it_up(world):
    decision = Deciding(world).to_served()
    page = shown(world, "cinema_clerk", decision)
    assert re.findall(r'class="btn btn-main"[^>]* data-act="(\w+)"', page) == ["defend"]


def test_day_and_time_of_a_hearing_are_said_in_words_in_the_form_and_in_the_record(world):
    decision = Deciding(world).to_hearing()
    fixed = {"hearing_at": "2026-10-19T09:30", "place": "协会三楼会议室"}
    client = signed_in(world.second_lead)
    url = f"/desk/cases/{decision.case.number}/acts/fix_hearing/"
    form = client.post(url, fixed | {"place": "", "version": decision.case.version}, headers=ENGLISH).content.decode()
    assert "Mon 19 Oct 09:30" in form
    decision.fix_hearing()
    assert "19 Oct 09:30" in shown(world, "cinema_clerk", decision)
    assert "09:30:00" not in shown(world, "cinema_clerk", decision)
