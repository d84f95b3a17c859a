"""Everyone's next door before the finding: supplement, send elsewhere, merge, more time."""

import pytest

from casework.engine.actors import Actor
from casework.engine.errors import Refused
from casework.engine.models import FollowUp
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_membership

from . import rights
from .waiting import clock, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return rights.more_people(make_world())


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
