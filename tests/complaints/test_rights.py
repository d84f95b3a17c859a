"""Everyone's next door: supplement, send elsewhere, merge, more time, "did you get it?", review, contest, rating."""

import pytest

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.errors import Refused
from casework.engine.models import Clock, FollowUp, WorkTask
from casework.engine.models.procedures import WAITING
from tests.engine.world import Line, at, key, make_world
from tests.parties.factories import make_membership, make_user

from . import settling

pytestmark = pytest.mark.django_db

FINDING = {
    "finding": "not_upheld",
    "because": "did_not_happen",
    "facts_found": "监控显示当晚正常兑换。",
    "evidence": ["account"],
}


@pytest.fixture
def world():
    """The world, with a second lead and a third handler, so that somebody is always free."""
    found = make_world()
    for name, shown, role in (("other_lead", "陆示范", "lead"), ("third", "秦小样", "handler")):
        user = make_user(shown)
        make_membership(user=user, unit=found.association, role=role)
        setattr(found, name, Actor.user(user))
    return found


def waits(line: Line) -> list[str]:
    """The names of the tasks that wait in a case."""
    tasks = WorkTask.objects.filter(process__case=line.pk, status__in=WAITING).order_by("pk")
    return [task.flow_task.name for task in tasks]


def clock(line: Line, name: str) -> Clock | None:
    return Clock.objects.filter(case=line.pk, name=name, ended_at__isnull=True).first()


# --- supplement -------------------------------------------------------------------------------------------------------
def ask_supplement(world) -> Line:
    line = Line(world)
    line.do("claim", "handler")
    line.do(
        "ask_supplement", "handler", when="2026-09-29 09:00", items=["voucher", "payment"], explanation="请补票券号。"
    )
    return line


def test_triage_stands_still_while_something_is_missing_and_goes_on_afterwards(world):
    line = ask_supplement(world)
    assert line.case.state == "awaiting_supplement"
    assert clock(line, "triage").paused
    line.do("supplement", "complainant", when="2026-10-09 09:00", message="券号 HN0000-0000")
    assert line.case.state == "submitted"
    assert waits(line) == ["triage"]
    # Filed on 28 September, seven working days; one was used up before the pause; 29 and 30 September and the days
    # of the holiday do not count.
    assert clock(line, "triage").due_at == at("2026-10-17 00:00")


def test_what_is_missing_is_asked_for_once(world):
    line = ask_supplement(world)
    line.do("supplement", "complainant", message="券号 HN0000-0000")
    with pytest.raises(Refused, match="一次"):
        line.do("ask_supplement", "handler", items=["wish"], explanation="还有。")


def test_what_is_missing_is_asked_for_within_five_working_days(world):
    line = Line(world, "2026-10-12 09:00")
    line.do("claim", "handler")
    with pytest.raises(Refused):
        line.do("ask_supplement", "handler", when="2026-10-20 09:00", items=["wish"], explanation="请说明。")


def test_nothing_lapses_because_nobody_reached_the_person(world):
    """DESIGN §5: the window begins only when they were reached; else somebody of ours is asked to call."""
    line = ask_supplement(world)
    assert clock(line, "supplement") is None
    line.ticks("2026-12-20 09:00")
    assert line.case.state == "awaiting_supplement"
    assert waits(line) == ["add", "call"]


def test_it_lapses_ten_working_days_after_they_opened_the_page(world):
    line = ask_supplement(world).looks("2026-10-09 10:00")
    assert clock(line, "supplement").due_at == at("2026-10-23 00:00")
    line.ticks("2026-10-22 23:00")
    assert line.case.state == "awaiting_supplement"
    line.ticks("2026-10-23 00:00")
    assert (line.case.state, line.case.not_accepted_because) == ("not_accepted", "incomplete")


def test_two_calls_in_vain_on_two_days_reach_somebody_two_on_one_day_do_not(world):
    line = ask_supplement(world).ticks("2026-10-12 09:00")
    for _ in range(2):
        line.do("record_contact", "handler", way="phone", reached="no", result="无人接听。")
    assert (waits(line), clock(line, "supplement")) == (["add"], None)
    line.ticks("2026-10-14 09:00")
    assert waits(line) == ["add", "call"], "tried again the next working day"
    line.do("record_contact", "handler", way="phone", reached="no", result="无人接听。")
    assert clock(line, "supplement").due_at == at("2026-10-29 00:00")
    assert waits(line) == ["add"]


def test_who_withdrew_before_they_were_reached_is_not_called_for_ever(world):
    line = ask_supplement(world)
    line.do("withdraw", "complainant")
    line.ticks("2026-10-20 09:00")
    assert (line.case.reach_at, line.case.unreached_seq, waits(line)) == (None, 0, [])


def test_the_handler_types_what_was_missing_as_told_by_phone(world):
    line = ask_supplement(world)
    line.do("supplement", "handler", message="来电说券号是 HN0000-0000。")
    assert line.case.state == "submitted"


# --- sending elsewhere ------------------------------------------------------------------------------------------------
def test_a_matter_sent_elsewhere_is_followed_until_it_is_answered(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("transfer", "handler", body="tax", sent="发票问题的投诉原文及票据。")
    assert (line.case.state, line.case.transferred_to, waits(line)) == ("transferred", "tax", ["follow_up"])
    line.do("record_body_answer", "handler", when="2026-10-12 09:00", answered_on="2026-10-10", result="已责令开票。")
    assert waits(line) == []


def test_what_comes_back_is_decided_anew_and_nobody_is_asked_after_any_more(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("transfer", "handler", body="12345", sent="投诉原文。")
    line.do("take_back", "colleague", when="2026-10-12 09:00", reason="答复不属其职责。")
    assert (line.case.state, waits(line)) == ("submitted", ["triage"])
    assert clock(line, "triage").round == 2


def test_a_transfer_is_contested_once_and_within_thirty_days_of_being_told(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("transfer", "handler", when="2026-09-29 09:00", body="12345", sent="投诉原文。")
    line.looks("2026-10-09 09:00")
    # Thirty days after 9 October are over at the end of Sunday, 8 November: the Monday after it.
    with pytest.raises(Refused):
        line.do("contest_transfer", "complainant", when="2026-11-10 00:00", reason="就是影院的事。")
    line.do("contest_transfer", "complainant", when="2026-11-09 23:59", reason="就是影院的事。")
    line.do("transfer", "handler", body="12345", sent="再次转送。")
    with pytest.raises(Refused):
        line.do("contest_transfer", "complainant", reason="还是影院的事。")


# --- merging ----------------------------------------------------------------------------------------------------------
def test_the_same_persons_repeat_is_merged_and_can_be_taken_apart_for_thirty_days(world):
    first, again = Line(world), Line(world, "2026-09-29 08:00")
    again.do("claim", "handler")
    again.do("merge", "handler", into=first.pk, reason="同一晚同一件事。")
    assert (again.case.state, again.case.merged_into_id) == ("merged", first.pk)
    assert first.case.events.last().name == "absorb"
    again.do("unmerge", "colleague", when="2026-10-20 09:00", reason="是另一场。")
    assert (again.case.state, waits(again)) == ("submitted", ["triage"])
    assert first.case.events.last().name == "release"
    assert not FollowUp.objects.exclude(refused="").exists()


def test_a_merge_is_final_after_thirty_days(world):
    first, again = Line(world), Line(world, "2026-09-29 08:00")
    again.do("claim", "handler")
    again.do("merge", "handler", into=first.pk, reason="同一晚同一件事。")
    with pytest.raises(Refused):
        again.do("unmerge", "colleague", when="2026-10-30 00:00", reason="是另一场。")


def test_another_persons_case_is_never_merged(world):
    first, other = Line(world), Line(world, phone="13900139000")
    other.do("claim", "handler")
    with pytest.raises(Refused):
        other.do("merge", "handler", into=first.pk, reason="同一家影院。")


# --- more time --------------------------------------------------------------------------------------------------------
def test_a_lead_gives_more_time_once_and_the_outer_limit_moves_by_as_much(world):
    line = Line(world).to_investigating()
    assert clock(line, "investigation").due_at == at("2026-10-27 00:00")
    line.do("ask_extension", "handler", until="2026-11-10", reason="等待平台日志。")
    line.do("grant_extension", "lead", until="2026-11-10", reason="平台日志调取需要时间。")
    assert clock(line, "investigation").due_at == at("2026-11-11 00:00")
    assert clock(line, "outer_limit").amount == 60 + 15
    assert "平台日志调取需要时间。" in str(line.case.events.last().text.values)
    with pytest.raises(Refused):
        line.do("ask_extension", "handler", until="2026-11-20", reason="还要。")


def test_more_time_is_at_most_thirty_days_and_asked_for_before_the_day(world):
    line = Line(world).to_investigating()
    for until in ("2026-10-26", "2026-11-26"):
        with pytest.raises(Refused):
            line.do("ask_extension", "handler", until=until, reason="等待平台日志。")
    with pytest.raises(Refused):
        line.do("ask_extension", "handler", when="2026-10-27 00:00", until="2026-11-10", reason="等待平台日志。")


def test_who_handles_it_grants_themselves_nothing(world):
    make_membership(user=world.handler.person, unit=world.association, role="lead")
    both = Actor.user(world.handler.person)
    line = Line(world).to_investigating()
    line.do("ask_extension", both, until="2026-11-10", reason="等待平台日志。")
    with pytest.raises(Refused):
        line.do("grant_extension", both, until="2026-11-10", reason="同意自己。")


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
