"""Everyone's next door after the finding: "did you get it?", review, contest, rating."""

import pytest

from casework.engine import door
from casework.engine.errors import Refused
from tests.engine.world import Line, at, key, make_world

from . import rights, settling
from .waiting import clock, waits

pytestmark = pytest.mark.django_db

FINDING = {
    "finding": "not_upheld",
    "because": "did_not_happen",
    "facts_found": "监控显示当晚正常兑换。",
    "evidence": ["account"],
}


@pytest.fixture
def world():
    return rights.more_people(make_world())


# --- did you get it? --------------------------------------------------------------------------------------------------
def test_the_case_closes_when_the_complainant_says_that_it_arrived(world):
    line = Line(world).to_verified()
    assert (line.case.state, waits(line)) == ("decided", ["ask_word"])
    line.do("confirm_received", "complainant")
    assert line.case.state == "closed"


def test_nobody_is_closed_on_while_unpaid_but_by_a_lead_who_names_the_other_ways(world):
    line = Line(world).to_verified()
    line.do("deny_received", "complainant", message="影院说要等下个月。")
    assert waits(line) == ["settle"]
    with pytest.raises(Refused):
        line.do("hold_performed", "handler", reason="凭证齐全。")
    with pytest.raises(Refused):
        line.do("close_unperformed", "lead", how="disputed", reason="凭证显示已补兑。", other_ways="")
    line.do("close_unperformed", "lead", how="disputed", reason="凭证显示已补兑。", other_ways="12315；法院。")
    assert (line.case.state, line.case.unperformed) == ("closed", True)


def test_silence_is_never_consent_the_handler_decides_from_the_proof(world):
    line = Line(world).to_verified()
    line.ticks("2026-11-20 09:00")
    assert (line.case.state, waits(line)[0]) == ("decided", "settle")
    line.do("hold_performed", "handler", reason="补兑记录与票根一致。")
    assert line.case.state == "closed"


def test_what_has_not_arrived_goes_back_to_the_respondent_in_the_same_procedure(world):
    line = Line(world).to_verified()
    procedure = line.case.procedures.filter(main=True).last().pk
    line.do("deny_received", "complainant", message="没有收到。")
    line.do("remedy_not_enough", "handler", reason="请重新补兑并附签收。")
    assert (waits(line), line.case.procedures.filter(main=True).last().pk) == (["remedy"], procedure)


def test_another_remedy_agreed_by_both_begins_its_days_anew(world):
    line = Line(world)
    settling.other_remedy_agreed(line)
    line.do("replace_remedy", "handler", when="2026-10-20 09:00")
    assert (clock(line, "remedy").round, waits(line)) == (2, ["remedy"])
    assert line.case.proposals.last().order == settling.OTHER_TERMS


def test_a_procedure_started_again_asks_for_no_word_that_was_given(world):
    line = Line(world).to_verified()
    line.do("deny_received", "complainant", message="没有收到。")
    line.do("restart_procedure", "lead", reason="卡住了。")
    assert waits(line) == ["settle"]


# --- review -----------------------------------------------------------------------------------------------------------
def to_review(world, side: str = "complainant") -> Line:
    line = Line(world).to_decided()
    line.do("ask_review", side, reason="事实没有查清。")
    return line


def test_a_review_is_for_people_who_took_no_part(world):
    line = to_review(world)
    assert (line.case.state, line.case.handler, waits(line)) == ("under_review", None, ["assess"])
    assert clock(line, "remedy").paused
    for barred in ("handler", "lead"):
        with pytest.raises(Refused):
            line.do("claim", barred)
    line.do("claim", "third")
    line.do("propose_review", "third", outcome="uphold", opinion="事实清楚，证据充分。")
    with pytest.raises(Refused):
        line.do("uphold", "lead")
    line.do("uphold", "other_lead")
    assert (line.case.state, line.case.finding, waits(line)) == ("decided", "upheld", ["remedy"])
    assert not clock(line, "remedy").paused


def test_a_review_that_changes_the_finding_begins_a_new_round_or_closes_at_once(world):
    line = to_review(world, "cinema_clerk")
    line.do("claim", "third")
    line.do("propose_review", "third", outcome="change", opinion="监控推翻了原认定。", **FINDING)
    with pytest.raises(Refused):
        line.do("uphold", "other_lead")
    line.do("return_review", "other_lead", reason="请写明监控时间。")
    line.do("propose_review", "third", outcome="change", opinion="19:40 的监控推翻了原认定。", **FINDING)
    line.do("change_finding", "other_lead")
    assert (line.case.state, line.case.finding, line.case.remedy_by) == ("closed", "not_upheld", "")


def test_a_changed_remedy_is_owed_anew_whatever_was_reported_before(world):
    line = Line(world).to_closed()
    line.do("ask_review", "complainant", reason="还应道歉。")
    line.do("claim", "third")
    said = {**FINDING, "finding": "upheld", "rule": "R33", "remedy_by": "cinema", "remedy": "补兑并书面道歉。"}
    line.do("propose_review", "third", outcome="change", opinion="应当道歉。", **said)
    line.do("change_finding", "other_lead")
    assert (line.case.state, waits(line)) == ("decided", ["remedy"])
    assert clock(line, "remedy").round == 2


def test_an_upheld_finding_whose_remedy_is_done_closes_at_once(world):
    line = Line(world).to_closed()
    line.do("ask_review", "complainant", reason="还应道歉。")
    line.do("claim", "third")
    line.do("propose_review", "third", outcome="uphold", opinion="认定恰当。")
    line.do("uphold", "other_lead")
    assert line.case.state == "closed"


def test_each_side_asks_for_a_review_once(world):
    line = to_review(world)
    line.do("claim", "third")
    line.do("propose_review", "third", outcome="uphold", opinion="认定恰当。")
    line.do("uphold", "other_lead")
    with pytest.raises(Refused):
        line.do("ask_review", "complainant", reason="仍不服。")
    line.do("ask_review", "cinema_clerk", reason="我们也不服。")
    assert line.case.state == "under_review"


def test_a_review_is_asked_for_within_thirty_days_of_being_told_over_new_year(world):
    """Told on 4 December 2026: thirty days end on Sunday, 3 January 2027, a rest day; so at the end of the Monday."""
    line = Line(world).to_decided()
    line.do("be_reached", "complainant", when="2026-12-04 09:00", way="page")
    late = at("2027-01-05 00:00")
    with pytest.raises(Refused):
        door.perform(
            line.pk, "ask_review", by=line.complainant, key=key(), seen=line.case.version, at=late, reason="不服。"
        )
    line.do("ask_review", "complainant", when="2027-01-04 23:59", reason="不服。")


def test_who_was_never_told_is_never_too_late(world):
    line = Line(world).to_decided()
    line.do("ask_review", "complainant", when="2027-06-01 09:00", reason="今天才知道。")
    assert line.case.state == "under_review"


# --- how it ended -----------------------------------------------------------------------------------------------------
def test_a_refusal_is_contested_and_accepted_after_all_by_a_lead_who_took_no_part(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="不属本活动。", other_ways="12315")
    line.do("contest", "complainant", reason="就是活动票券。")
    assert (line.case.state, waits(line)) == ("contested", ["look"])
    with pytest.raises(Refused):
        line.do("redo", "lead", reason="重查。")
    line.do("accept_after_all", "lead")
    assert (line.case.state, line.case.not_accepted_because) == ("investigating", "")


def test_a_confirmed_refusal_is_not_contested_again(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="不属本活动。", other_ways="12315")
    line.do("contest", "complainant", reason="就是活动票券。")
    line.do("confirm_refusal", "lead", reason="票券不属本活动。", other_ways="12315；法院。")
    assert line.case.state == "not_accepted"
    with pytest.raises(Refused):
        line.do("contest", "complainant", reason="仍不服。")


def test_an_unsatisfactory_ending_is_investigated_again_with_new_clocks_and_nobody_is_asked_twice(world):
    line = Line(world).to_closed()
    line.do("contest", "complainant", reason="补兑的票不能用。")
    with pytest.raises(Refused):
        line.do("redo", "lead", reason="请核对补兑的票。")
    line.do("redo", "other_lead", to=world.third.person.pk, reason="请核对补兑的票。")
    case = line.case
    assert (case.state, case.handler, case.finding, waits(line)) == (
        "investigating",
        world.third.person,
        "",
        ["finding"],
    )
    assert (clock(line, "investigation").round, clock(line, "outer_limit").round) == (2, 2)


def test_an_explained_ending_is_closed_again(world):
    line = Line(world).to_closed()
    line.do("contest", "complainant", reason="补兑的票不能用。")
    line.do("explain", "other_lead", reason="该票当晚已使用。", other_ways="12315；法院。")
    assert line.case.state == "closed"


def test_the_handling_is_rated_once_within_fifteen_days(world):
    line = Line(world).to_closed().looks()
    line.do("rate", "complainant", stars=4, words="快。")
    assert line.case.stars == 4
    with pytest.raises(Refused):
        line.do("rate", "complainant", stars=5)
    later = Line(world).to_closed().looks()
    with pytest.raises(Refused):
        later.do("rate", "complainant", when="2026-12-01 09:00", stars=1)


def test_whoever_is_not_told_of_the_closing_is_called_three_working_days_later(world):
    """The return visit (回访): by page, else by an ask to call, also on a closed case."""
    line = Line(world).to_closed()
    line.ticks("2026-10-20 09:00")
    assert waits(line) == ["call"]
    line.do("record_contact", "handler", way="phone", reached="yes", result="已告知结果。")
    assert (waits(line), line.case.unreached_seq) == ([], 0)
