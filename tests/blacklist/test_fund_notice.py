"""The office of the film development fund is told who is disqualified from subsidies, and whatever of that changes: one
notice with each act that changes it, and none with any other (R39)."""

from __future__ import annotations

import pytest

from blacklist.decisions import papers
from blacklist.letters.documents import lines_of
from blacklist.models import LetterKind
from casework.engine import invariants
from casework.engine.models import Case
from casework.engine.record import verify
from casework.engine.tick import tick
from casework.parties.models import Campaign
from tests.engine.property.files import waiting_file
from tests.engine.world import at

from .deciding import Deciding, make_deciding_world
from .fund import BOTH, newest, notices, said, tell, waiting
from .test_repair import Repairing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_deciding_world()


# --- the notice -------------------------------------------------------------------------------------------------------
def test_it_is_written_as_the_decision_is_served_and_not_before_r39(world):
    decision = Deciding(world).to_decided()
    assert notices(decision) == []
    decision.do("receive_decision", "cinema_clerk")
    (letter,) = notices(decision)
    assert letter.number == "湘观影函字〔2026〕1号"
    assert newest(decision) == (
        "自2026年9月28日起至2027年3月27日止（含当日），该单位不享受各种资金补贴。",
        "处理决定已经送达，自送达之日起生效。",
    )


def test_it_says_to_whom_of_whom_by_which_decision_and_which_body_decided_r39(world):
    Campaign.objects.update(fund_office="示例省专资办")
    world.cinema.unit.uscc = "91430200MA4L000000"
    world.cinema.unit.save()
    decision = Deciding(world).to_in_force()
    (letter,) = notices(decision)
    decided = papers.letters_of(decision.case).get(kind=LetterKind.DECISION)
    assert said(letter, "主送单位") == "示例省专资办"
    assert said(letter, "当事人") == world.cinema.unit.name
    assert said(letter, "统一社会信用代码") == "91430200MA4L000000"
    assert said(letter, "影院编码") == world.cinema.code
    assert (said(letter, "所涉文书"), said(letter, "所涉文书日期")) == (decided.number, "2026年9月28日")
    assert said(letter, "决定单位") == "湖南省电影局"
    assert said(letter, "落款单位") == "湖南省电影行业协会"
    paper = "\n".join(lines_of(bytes(letter.document)))
    assert f"湖南省电影局决定取消其享受资金补贴的资格（处理决定书{decided.number}，2026年9月28日）" in paper


def test_it_names_no_person_no_source_and_nothing_of_what_was_found_r37(world):
    source = Deciding(world, happened_on="2026-09-18").case.number
    decision = Deciding(world, source=source).to_in_force()
    paper = "\n".join(lines_of(bytes(notices(decision)[0].document)))
    people = [getattr(world, who).person.name for who in ("handler", "lead", "bureau_judge", "cinema_clerk")]
    for canary in (source, "不收券", "监控", "拒绝兑换", *people):
        assert canary not in paper, canary


@pytest.mark.parametrize("measures", [BOTH, ("record",)])
def test_a_decision_without_the_measure_tells_the_fund_nothing_r39(world, measures):
    decision = Deciding(world).to_deliberation(measures=list(measures), departure="情节较轻。")
    decision.vote("union_judge", *measures).vote("bureau_judge", *measures)
    decision.do("receive_decision", "cinema_clerk")
    assert decision.case.state == "in_force"
    assert (notices(decision), waiting(decision), decision.case.fund_letter) == ([], [], "")


def test_a_measure_that_the_bureau_did_not_agree_to_tells_the_fund_nothing_r39(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge", *BOTH).vote("bureau_judge", *BOTH)
    decision.do("receive_decision", "cinema_clerk")
    assert notices(decision) == []


# --- one for each real change -----------------------------------------------------------------------------------------
def test_a_review_alone_and_one_that_upholds_what_was_not_suspended_write_none_r39(world):
    decision = Deciding(world).to_review()
    decision.review("union_reviewer", *BOTH).review("bureau_reviewer", *BOTH, "subsidy")
    assert decision.case.state == "in_force"
    assert len(notices(decision)) == 1


def test_a_slip_of_the_pen_writes_none_r39(world):
    decision = Deciding(world).to_in_force()
    decision.do("correct_decision", "handler", facts="拒绝兑换三张有效票券。", reason="票数写错。")
    assert len(notices(decision)) == 1


def test_suspended_and_upheld_each_write_one_r39(world):
    decision = Deciding(world).to_review()
    decision.do("suspend_measures", "union_reviewer", when="2026-10-12 10:00", reason="损失无法挽回。")
    assert newest(decision) == (
        "自2026年10月12日起，暂停执行取消资金补贴资格的措施；原定期限不变，至2027年3月27日止。",
        "该单位申请复核，复核期间决定暂停执行该项措施。",
    )
    decision.do("vote_on_review", "union_reviewer", when="2026-10-20 10:00", kept=list(BOTH), reasons="维持。")
    assert len(notices(decision)) == 2
    decision.review("bureau_reviewer", *BOTH, "subsidy")
    assert newest(decision) == (
        "自2026年10月20日起至2027年3月27日止（含当日），该单位不享受各种资金补贴。",
        "复核已经结束，维持原处理决定，恢复执行该项措施。",
    )
    assert len(notices(decision)) == 3


def test_a_shorter_term_is_told_with_the_letter_that_says_so_r39(world):
    decision = Deciding(world).to_review()
    decision.review("union_reviewer", *BOTH).review("bureau_reviewer", *BOTH, "subsidy", months=4)
    assert newest(decision) == (
        "自2026年9月28日起至2027年1月27日止（含当日），该单位不享受各种资金补贴。",
        "复核已经结束，变更了原处理决定。",
    )
    anew = papers.letters_of(decision.case).filter(kind=LetterKind.DECISION).latest("pk")
    assert said(notices(decision)[-1], "所涉文书") == anew.number


def test_a_change_that_leaves_the_subsidies_as_they_were_writes_none_r39(world):
    decision = Deciding(world).to_review()
    decision.review("union_reviewer", "record").review("bureau_reviewer", *BOTH, "subsidy")
    assert decision.measures["disqualify"].revoked_at
    assert len(notices(decision)) == 1


def test_a_measure_that_a_review_takes_away_is_told_r39(world):
    decision = Deciding(world).to_review()
    decision.review("union_reviewer", *BOTH).review("bureau_reviewer", *BOTH)
    assert (decision.case.state, len(notices(decision))) == ("in_force", 2)
    assert newest(decision)[0].startswith("自2026年9月28日起，不再执行取消资金补贴资格的措施")


def test_revoked_it_is_told_though_the_state_is_final_r39(world):
    decision = Deciding(world).to_review()
    tell(decision)
    decision.review("union_reviewer").review("bureau_reviewer")
    assert decision.case.state == "revoked"
    assert newest(decision)[1] == "复核已经结束，撤销了原处理决定。"
    assert decision.case.fund_told_at is None
    tell(decision)
    assert decision.case.fund_told_at == decision.now
    assert waiting(decision) == []
    assert list(invariants.violations()) == []
    assert verify(Case.objects.all()) == []


def test_revoked_after_its_term_ran_out_it_is_told_for_it_should_never_have_held_r39(world):
    decision = Deciding(world).to_in_force(severity="minor", months=1, departure="情节轻微。")
    decision.do("ask_review", "cinema_clerk", when="2026-10-26 09:00", account="处理过重。")
    decision.do("vote_on_review", "union_reviewer", when="2026-11-20 09:00", kept=[], reasons="事实不清。")
    decision.review("bureau_reviewer")
    assert newest(decision)[0].startswith("自2026年11月20日起，不再执行")


def test_what_was_suspended_to_its_last_day_and_upheld_then_tells_nothing_new_r39(world):
    decision = Deciding(world).to_in_force(severity="minor", months=1, departure="情节轻微。")
    decision.do("ask_review", "cinema_clerk", when="2026-10-20 09:00", account="处理过重。")
    decision.do("suspend_measures", "bureau_reviewer", reason="损失无法挽回。")
    decision.do("vote_on_review", "union_reviewer", when="2026-11-18 09:00", kept=list(BOTH), reasons="维持。")
    decision.review("bureau_reviewer", *BOTH, "subsidy")
    assert decision.case.state == "in_force"
    assert len(notices(decision)) == 2


def test_repaired_and_restored_each_write_one_r39(world):
    decision = Deciding(world).to_in_force()
    repair = Repairing(world, decision).to_granted()
    assert newest(decision) == (
        "自2026年12月28日起，不再执行取消资金补贴资格的措施，该单位享受资金补贴的资格不再受此限制。",
        "该单位的信用修复申请已经获准，该项措施提前终止。",
    )
    tick(at("2026-12-29 09:00"))
    assert decision.case.state == "ended"
    proof = [str(waiting_file(world.lead, at("2027-01-11 09:00")).pk)]
    repair.do("undo_repair", "lead", when="2027-01-11 10:00", reason="票根系伪造。", attachments=proof)
    assert newest(decision) == (
        "自2027年1月11日起至2027年7月10日止（含当日），该单位不享受各种资金补贴。",
        "该单位的信用修复已被撤销，该项措施的期限重新计算。",
    )
    assert (decision.case.state, len(notices(decision)), len(waiting(decision))) == ("in_force", 3, 1)


def test_a_term_that_runs_out_writes_none_for_the_notice_named_its_last_day_r39(world):
    decision = Deciding(world).to_in_force()
    tell(decision)
    decision.time_passes("2027-04-01 09:00")
    assert decision.case.state == "ended"
    assert (len(notices(decision)), waiting(decision)) == (1, [])
