"""Letters are written by the acts that send them, say what was decided and nothing of who complained, and each knows
whether it holds (issue 9 §2, §3)."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blacklist.decisions import papers
from blacklist.letters import templates
from blacklist.letters.documents import lines_of
from blacklist.letters.standing import standing_of
from blacklist.models import Letter, LetterCounter, LetterKind
from casework.engine.errors import Refused
from tests.engine.world import at
from tests.parties.factories import make_user

from .deciding import Deciding, make_deciding_world
from .letters.factories import template

pytestmark = pytest.mark.django_db
NOTICE, HEARING_NOTICE, DECISION, REPAIR_NOTICE, FUND_NOTICE = LetterKind
RECTIFY = {
    "severity": "minor",
    "measures": ["rectify", "warning"],
    "months": None,
    "to_do": "退还加收的 10 元",
    "due": "2026-10-30",
}


@pytest.fixture
def world():
    return make_deciding_world()


def kinds(decision: Deciding) -> list[str]:
    return [letter.kind for letter in papers.letters_of(decision.case)]


def letter(decision: Deciding, kind: str) -> Letter:
    return papers.letters_of(decision.case).filter(kind=kind).latest("pk")


def text(decision: Deciding, kind: str) -> str:
    """What a reader of the Word file reads."""
    return "\n".join(lines_of(bytes(letter(decision, kind).document)))


def surcharge(world) -> Deciding:
    return Deciding(world, violation="surcharge")


# --- the notice -------------------------------------------------------------------------------------------------------
def test_the_notice_is_written_as_the_draft_is_cleared_and_not_before(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit()
    assert kinds(decision) == []
    decision.do("clear_decision", "lead", opinion="事实清楚。")
    assert kinds(decision) == [NOTICE]
    told = letter(decision, NOTICE)
    assert (told.number, told.case_number) == ("湘观影告字〔2026〕1号", decision.case.number)
    assert told.issued_at == decision.now


def test_the_notice_says_what_is_alleged_by_which_rule_and_what_is_intended(world):
    said = text(Deciding(world).to_notified(), NOTICE)
    for words in (
        "以系统不收券为由拒绝兑换两张有效票券，有监控和后台日志为证。",
        "“拒绝兑换、偷漏票房、现金优先、黄金档锁票等行为”，“一经查实”",
        "你单位的行为属于其中的“拒绝兑换”。",
        "本案属于“一般”失信行为，措施期限为3至12个月。",
        "（一）取消参加活动资格，期限6个月，自处理决定送达之日起计算。",
        "（三）列入失信记录，期限6个月",
        "本案调查材料（2026年9月28日至2026年9月28日）。",
    ):
        assert words in said


def test_terms_run_from_service_which_nobody_knows_yet_so_they_are_words(world):
    """行政处罚法 art. 44, 64 by analogy: the figures are the campaign's."""
    world.campaign.defence_days, world.campaign.hearing_ask_days = 7, 6
    world.campaign.save()
    said = text(Deciding(world).to_notified(), NOTICE)
    assert "并可自收到本告知书之日起7个工作日内提出陈述和申辩" in said
    assert "如需听证，请自收到本告知书之日起6个工作日内提出" in said


def test_a_hearing_is_offered_only_where_a_right_or_the_record_is_at_stake(world):
    assert "听证" not in text(surcharge(world).to_notified(**RECTIFY), NOTICE)
    only_subsidy = Deciding(world).to_notified(measures=["subsidy"], departure="情节较轻。")
    assert "听证" not in text(only_subsidy, NOTICE)
    record = Deciding(world, happened_on="2026-09-19").to_notified(measures=["record"], departure="情节较轻。")
    assert "听证" in text(record, NOTICE)


def test_the_association_tells_alone_what_no_other_body_has_agreed_to(world):
    canonical = letter(Deciding(world).to_notified(), NOTICE).canonical
    assert f"落款单位：{world.association.name}\n日期" in canonical
    assert "总工会" not in canonical


def test_another_rule_is_quoted_in_the_notices_own_words(world):
    said = text(surcharge(world).to_notified(**RECTIFY), NOTICE)
    assert "要求“杜绝加价”，你单位的行为违反了这一要求。" in said
    assert "失信" not in said.split("五、")[0]
    assert "责令整改、退款：退还加收的 10 元。应当在2026年10月30日前（含当日）完成。" in said


def test_what_the_draft_keeps_from_the_party_is_in_no_letter(world):
    decision = Deciding(world).to_deliberation(measures=["disqualify", "record"], departure="系初次，且当晚已补兑。")
    decision.vote("union_judge", "record").vote("bureau_judge", "record")
    for one in papers.letters_of(decision.case):
        assert "系初次" not in "".join(lines_of(bytes(one.document)))


# --- nothing without its act ------------------------------------------------------------------------------------------
def test_an_act_that_is_refused_writes_nothing_and_takes_no_number(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit()
    with pytest.raises(Refused):
        decision.do("clear_decision", "handler", opinion="同意。")
    assert not Letter.objects.exists()
    assert not LetterCounter.objects.exists()


def test_where_a_template_fails_the_act_is_undone_and_says_why(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit()
    templates.add_version(NOTICE, template(NOTICE, without="measures"), by=make_user("管理员"))
    with pytest.raises(Refused, match="cannot be made from its template"):
        decision.do("clear_decision", "lead", opinion="事实清楚。")
    assert decision.case.state == "legal_review"
    assert not Letter.objects.exists()
    assert not LetterCounter.objects.exists()


# --- the decision -----------------------------------------------------------------------------------------------------
def test_the_decision_and_how_it_can_be_repaired_are_written_together_once_it_is_decided(world):
    """国办发〔2025〕22号, 两书同达."""
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge", "disqualify", "record")
    assert kinds(decision) == [NOTICE]
    decision.vote("bureau_judge", "disqualify", "subsidy", "record")
    assert kinds(decision) == [NOTICE, DECISION, REPAIR_NOTICE]


def test_the_decision_has_the_measures_that_every_body_agreed_to_and_the_bodies_by_whose_word(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge").vote("bureau_judge", "disqualify", "subsidy", "record")
    canonical = letter(decision, DECISION).canonical
    assert "措施：取消资金补贴资格，期限6个月，自本决定送达之日起计算。\n" in canonical
    assert "取消参加活动资格" not in canonical
    assert "列入失信记录" not in canonical
    assert "落款单位：湖南省电影局\n日期" in canonical
    assert "总工会" not in canonical


def test_each_point_of_the_defence_stands_in_it_with_its_answer(world):
    decision = Deciding(world).to_served()
    decision.do("defend", "cinema_clerk", account="当晚系统故障，已报修。")
    decision.do("defend", "cinema_lead", account="次日已补兑", attachments=decision.proof("cinema_lead"))
    decision.do("waive_defence", "cinema_clerk")
    for answer in ("报修记录在次日，不采纳", "补兑属实，酌情考虑。"):
        said = decision.case.defences.filter(answer="").earliest("pk")
        decision.do("answer_defence", "handler", defence=said.pk, answer=answer)
    decision.vote("union_judge", "record").vote("bureau_judge", "record")
    said = text(decision, DECISION)
    assert "（一）你单位提出：当晚系统故障，已报修。答复：报修记录在次日，不采纳。" in said
    assert "（二）你单位提出：次日已补兑。答复：补兑属实，酌情考虑。" in said
    assert "你单位提交的材料1份。" in said


def test_that_the_party_said_nothing_is_said_and_how_it_can_be_contested(world):
    said = text(Deciding(world).to_decided(), DECISION)
    assert "你单位在规定期限内没有提出陈述申辩意见。" in said
    assert "可以自决定送达之日起30日内申请复核" in said


def test_the_notice_on_repair_names_the_decision_its_conditions_and_its_first_day_in_words(world):
    decision = Deciding(world).to_decided()
    canonical, number = letter(decision, REPAIR_NOTICE).canonical, letter(decision, DECISION).number
    assert f"所涉文书：{number}\n可申请修复的时间：自措施生效之日起满3个月后\n修复条件：（一）" in canonical
    assert "自受理之日起10个工作日内作出决定。信用修复不收取任何费用。" in canonical


def test_without_a_term_there_is_nothing_to_be_repaired(world):
    decision = surcharge(world).to_deliberation(**RECTIFY)
    decision.vote("second_lead", "rectify", "warning")
    assert kinds(decision) == [NOTICE, DECISION]


def test_where_nothing_is_agreed_to_no_decision_is_written(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge").vote("bureau_judge")
    assert kinds(decision) == [NOTICE]
    assert "Nothing was decided" in standing_of(letter(decision, NOTICE)).words


# --- another round, a hearing -----------------------------------------------------------------------------------------
def test_a_new_round_has_a_notice_of_its_own_which_replaces_the_first(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge", word="return").vote("bureau_judge", "record")
    assert kinds(decision) == [NOTICE]
    decision.submit(facts="补充核实后的事实。")
    decision.do("clear_decision", "lead", opinion="已补充。")
    first, second = papers.letters_of(decision.case)
    assert "补充核实后的事实。" in second.canonical
    assert (standing_of(first).in_force, second.number in standing_of(first).words) == (False, True)
    assert standing_of(second).in_force is None
    decision.do("receive_notice", "cinema_clerk")
    decision.do("waive_defence", "cinema_clerk")
    decision.vote("union_judge", "record").vote("bureau_judge", "record")
    assert kinds(decision) == [NOTICE, NOTICE, DECISION, REPAIR_NOTICE]


def test_a_hearing_is_announced_about_the_last_notice(world):
    decision = Deciding(world).to_served()
    made = papers.hearing_notice(decision.case, at("2026-10-20 09:30"), "示例楼三层", "何小例", decision.now)
    assert f"所涉文书：{letter(decision, NOTICE).number}\n" in made.canonical
    assert "听证时间：2026年10月20日9时30分\n听证地点：示例楼三层\n听证主持人：何小例\n" in made.canonical
    assert standing_of(made).in_force is None


# --- what holds now ---------------------------------------------------------------------------------------------------
def stands(decision: Deciding, kind: str, when: str):
    with time_machine.travel(at(when), tick=False):
        return standing_of(letter(decision, kind))


def test_a_decision_is_in_force_from_its_service_to_its_last_day_though_no_clock_runs(world):
    decision = Deciding(world).to_decided()
    before = stands(decision, DECISION, "2026-09-28 18:00")
    assert (before.in_force, "takes effect once it is served" in before.words) == (False, True)
    assert "decision was taken on 28 Sep 2026" in stands(decision, NOTICE, "2026-09-28 18:00").words
    decision.do("receive_decision", "cinema_clerk")
    for when in ("2026-09-28 18:00", "2027-03-27 23:59"):
        holds = stands(decision, DECISION, when)
        assert (holds.in_force, holds.until) == (True, dt.date(2027, 3, 27))
        assert "since 28 Sep 2026" in holds.words
    after = stands(decision, DECISION, "2027-03-28 00:01")
    assert (after.in_force, "ended on 27 Mar 2027" in after.words) == (False, True)
    assert "ended on 27 Mar 2027" in stands(decision, REPAIR_NOTICE, "2027-03-28 00:01").words


def test_an_order_holds_until_it_was_carried_out(world):
    decision = surcharge(world).to_deliberation(**RECTIFY)
    decision.vote("second_lead", "rectify", "warning").do("receive_decision", "cinema_clerk")
    holds = stands(decision, DECISION, "2026-12-01 09:00")
    assert (holds.in_force, holds.until) == (True, None)
    decision.do("record_performance", "handler", account="已退款，有转账凭证。")
    after = stands(decision, DECISION, "2026-12-01 09:00")
    assert (after.in_force, "ended on 28 Sep 2026" in after.words) == (False, True)


def test_suspended_and_revoked_measures_do_not_hold(world):
    decision = Deciding(world).to_in_force()
    decision.case.measures.update(suspended=True)
    suspended = stands(decision, DECISION, "2026-10-20 09:00")
    assert (suspended.in_force, suspended.words) == (False, "Its measures are suspended.")
    decision.case.measures.update(suspended=False, revoked_at=at("2026-10-21 09:00"))
    revoked = stands(decision, DECISION, "2026-10-22 09:00")
    assert (revoked.in_force, revoked.words) == (False, "It was revoked on 21 Oct 2026.")


# --- what it costs ----------------------------------------------------------------------------------------------------
def statements(does) -> int:
    with CaptureQueriesContext(connection) as asked:
        does()
    return len(asked)


def test_acts_that_write_letters_stay_within_the_budget_of_a_move(world):
    """DESIGN §1: 60 statements; the last body's word is a step of 25 at most, and the move that it leads to."""
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit()
    assert statements(lambda: decision.do("clear_decision", "lead", opinion="事实清楚。")) <= 60
    decision.do("receive_notice", "cinema_clerk")
    decision.do("waive_defence", "cinema_clerk")
    decision.vote("union_judge", "disqualify", "record")
    assert statements(lambda: decision.vote("bureau_judge", "disqualify", "subsidy", "record")) <= 25 + 60
