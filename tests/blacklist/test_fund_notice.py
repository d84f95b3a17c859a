"""The office of the film development fund is told who is disqualified from subsidies, and whatever of that changes: a
notice with the act, a task until it was sent (R39)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from blacklist.decisions import papers
from blacklist.decisions.paper_standing import standing_of
from blacklist.letters.documents import lines_of
from blacklist.letters.writing import check_path
from blacklist.models import Decision, Letter, LetterKind
from casework.engine import door, invariants, queues
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Case, WorkTask
from casework.engine.models.procedures import WAITING
from casework.engine.record import verify
from casework.engine.tick import tick
from casework.parties.models import Campaign
from tests.desk.factories import signed_in
from tests.engine.property.files import waiting_file
from tests.engine.world import at, key

from .deciding import Deciding, make_deciding_world
from .test_killed import killed_everywhere
from .test_repair import Repairing

pytestmark = pytest.mark.django_db
FUND = LetterKind.FUND_NOTICE
BOTH = ("disqualify", "record")
TASK = "Send the notice to the fund's office"


@pytest.fixture
def world():
    return make_deciding_world()


def notices(decision: Deciding) -> list[Letter]:
    return list(papers.letters_of(decision.case).filter(kind=FUND))


def said(letter: Letter, label: str) -> str:
    lines = dict(line.partition("：")[::2] for line in letter.canonical.split("\n")[1:])
    return lines.get(label, "")


def newest(decision: Deciding) -> tuple[str, str]:
    """What holds, and why, as the newest notice says it."""
    letter = notices(decision)[-1]
    return said(letter, "资金补贴资格"), said(letter, "原因")


def waiting(decision: Deciding) -> list[WorkTask]:
    tasks = WorkTask.objects.filter(process__case=decision.pk, status__in=WAITING)
    return [task for task in tasks if task.flow_task.acts == ("tell_fund_office",)]


def tell(decision: Deciding, who: str = "handler", **changes) -> None:
    details = {"letter": decision.case.fund_letter, "way": "post", "attachments": decision.proof(who), **changes}
    decision.do("tell_fund_office", who, **details)


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


# --- somebody sends it ------------------------------------------------------------------------------------------------
def test_the_handler_is_asked_to_send_it_within_the_days_of_service_r39(world):
    """Served on Monday 28 September; seven working days end with 13 October, 1-7 October being the holiday and the
    10th a working Saturday."""
    decision = Deciding(world).to_in_force()
    (task,) = waiting(decision)
    assert (task.owner, task.due_at) == (world.handler.person, at("2026-10-14 00:00"))
    row = queues.rows(queues.my_work(world.handler), at("2026-10-09 09:00"))[0]
    assert (row.why, row.group, row.due_at) == (TASK, "yours", task.due_at)
    decision.time_passes("2026-10-14 00:10")
    assert decision.case.events.filter(name="task_overdue").count() == 1
    row = queues.rows(queues.my_work(world.handler), decision.now)[0]
    assert (row.group, row.tone) == ("overdue", "red")


def test_that_it_was_sent_is_recorded_with_the_way_and_proof_r39(world):
    decision = Deciding(world).to_in_force()
    with pytest.raises(Refused) as refused:
        decision.do("tell_fund_office", "handler", letter=decision.case.fund_letter)
    assert set(refused.value.fields) == {"way", "attachments"}
    tell(decision, way="hand")
    event = decision.case.events.latest("seq")
    assert (event.facts["letter"], event.facts["way"]) == ("湘观影函字〔2026〕1号", "hand")
    assert (decision.case.fund_told_at, waiting(decision)) == (decision.now, [])


def test_the_handler_alone_records_it_and_once_r39(world):
    decision = Deciding(world).to_in_force()
    for who in ("colleague", "lead", "bureau_judge", "cinema_clerk"):
        with pytest.raises((Refused, NotFound)):
            tell(decision, who)
    tell(decision)
    with pytest.raises(Refused):
        tell(decision)


def test_where_a_second_one_was_written_before_the_first_was_sent_the_newest_is_enough_r39(world):
    decision = Deciding(world).to_in_force()
    first = decision.case.fund_letter
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    decision.do("suspend_measures", "bureau_reviewer", reason="损失无法挽回。")
    assert len(waiting(decision)) == 1
    with pytest.raises(Refused) as refused:
        tell(decision, letter=first)
    assert "湘观影函字〔2026〕2号" in str(refused.value.fields["letter"])
    tell(decision)
    assert waiting(decision) == []


@pytest.mark.parametrize("kept", [(), ("record",)])
def test_a_change_after_it_was_sent_asks_once_more_r39(world, kept):
    decision = Deciding(world).to_review()
    tell(decision)
    decision.review("union_reviewer", *kept).review("bureau_reviewer", *kept)
    assert (decision.case.fund_told_at, len(waiting(decision))) == (None, 1)


def test_what_outlives_the_decision_stands_in_the_handlers_work_until_it_is_sent_and_grows_late_r39(world):
    decision = Deciding(world).to_review()
    tell(decision)
    decision.review("union_reviewer").review("bureau_reviewer")
    assert decision.case.state == "revoked"
    row = queues.rows(queues.my_work(world.handler), decision.now)[0]
    assert (row.case.pk, row.why) == (decision.pk, TASK)
    assert not queues.my_work(world.colleague).exists()
    assert not queues.my_work(world.bureau_judge).exists()
    decision.time_passes("2026-10-16 09:00")
    assert queues.rows(queues.my_work(world.handler), decision.now)[0].group == "overdue"
    assert decision.case.events.filter(name="task_overdue").count() == 1
    with time_machine.travel(decision.now, tick=False):
        page = signed_in(world.handler).get("/desk/mine/", headers={"accept-language": "en"}).content.decode()
        assert decision.case.number in page
        assert escape(TASK) in page
    tell(decision)
    assert not queues.my_work(world.handler).exists()


def test_where_nobody_handled_it_what_outlives_it_is_the_whole_offices_r39(world):
    decision = Deciding(world).to_review()
    decision.do("put_back", "handler", reason="请假。")
    decision.review("union_reviewer").review("bureau_reviewer")
    assert decision.case.handler is None
    assert queues.my_work(world.colleague).get().pk == decision.pk
    tell(decision, "colleague")
    assert waiting(decision) == []


# --- what holds now, and who reads it ---------------------------------------------------------------------------------
def stands(letter: Letter, when: str):
    with time_machine.travel(at(when), tick=False):
        return standing_of(letter)


def test_whoever_checks_it_reads_what_holds_on_the_day_or_which_one_replaced_it_r39(world):
    decision = Deciding(world).to_review()
    (first,) = notices(decision)
    holds = stands(first, "2027-03-27 23:00")
    assert (holds.in_force, holds.until) == (True, dt.date(2027, 3, 27))
    over = stands(first, "2027-03-28 00:01")
    assert (over.in_force, "ended on 27 Mar 2027" in over.words) == (False, True)
    decision.do("suspend_measures", "bureau_reviewer", reason="损失无法挽回。")
    second = notices(decision)[-1]
    assert second.number in stands(first, "2026-09-29 09:00").words
    assert stands(second, "2026-09-29 09:00").words == "The disqualification from subsidies is suspended."
    decision.review("union_reviewer").review("bureau_reviewer")
    revoked = stands(notices(decision)[-1], "2026-09-29 09:00")
    assert (revoked.in_force, "revoked on 28 Sep 2026" in revoked.words) == (False, True)


@pytest.mark.parametrize(("who", "desk"), [("handler", "cases"), ("bureau_judge", "cases"), ("cinema_clerk", "ours")])
def test_it_stands_on_the_page_of_the_decision_with_whether_it_was_sent_r39(world, who, desk):
    with time_machine.travel(at("2026-09-28 20:00"), tick=False):
        decision = Deciding(world).to_in_force()
        page = f"/desk/{desk}/{decision.case.number}/"
        client, (letter,) = signed_in(getattr(world, who)), notices(decision)
        text = client.get(page, headers={"accept-language": "en"}).content.decode()
        assert letter.number in text
        assert check_path(letter) in text
        assert "office has not been told yet" in text
        tell(decision)
        text = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "office was told on 28 Sep 2026" in text


def test_the_form_says_which_notice_goes_where_r39(world):
    with time_machine.travel(at("2026-09-28 20:00"), tick=False):
        decision = Deciding(world).to_in_force()
        address = f"/desk/cases/{decision.case.number}/acts/tell_fund_office/"
        text = signed_in(world.handler).get(address, headers={"accept-language": "en"}).content.decode()
    assert f"{decision.case.fund_letter}, to {world.campaign.fund_office}" in text


# --- nothing is lost --------------------------------------------------------------------------------------------------
@pytest.mark.long
def test_whoever_pulls_the_plug_finds_the_act_its_notice_and_its_task_or_none_of_them_r39(world):
    decision = Deciding(world).to_review()
    decision.review("union_reviewer")
    before = (len(notices(decision)), decision.case.fund_letter)
    tries = killed_everywhere(world, lambda: decision.review("bureau_reviewer"))
    assert tries > 5
    assert before == (1, "湘观影函字〔2026〕1号")
    assert (decision.case.state, decision.case.fund_letter) == ("revoked", "湘观影函字〔2026〕2号")
    assert (len(notices(decision)), len(waiting(decision))) == (2, 1)


def test_done_twice_with_one_key_it_is_recorded_once_r39(world):
    decision = Deciding(world).to_in_force()
    details = {"letter": decision.case.fund_letter, "way": "post", "attachments": decision.proof()}
    same = {"by": world.handler, "key": key(), "at": decision.now, **details}
    assert [door.perform(decision.pk, "tell_fund_office", **same).again for _turn in range(2)] == [False, True]
    assert Decision.objects.get().events.filter(name="tell_fund_office").count() == 1


# --- what it costs ----------------------------------------------------------------------------------------------------
def statements(does) -> int:
    with CaptureQueriesContext(connection) as asked:
        does()
    return len(asked)


def test_acts_that_tell_the_fund_stay_within_the_budget_of_a_move_and_recording_it_of_a_step(world):
    """DESIGN §1: 25 and 60; with a letter and a task a suspension costs what a move does."""
    decision = Deciding(world).to_decided()
    assert statements(lambda: decision.do("receive_decision", "cinema_clerk")) <= 60
    details = {"letter": decision.case.fund_letter, "way": "post", "attachments": decision.proof()}
    assert statements(lambda: decision.do("tell_fund_office", "handler", **details)) <= 25
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    assert statements(lambda: decision.do("suspend_measures", "bureau_reviewer", reason="损失无法挽回。")) <= 60
    decision.review("union_reviewer", "record")
    assert statements(lambda: decision.review("bureau_reviewer", "record", "subsidy")) <= 25 + 60
