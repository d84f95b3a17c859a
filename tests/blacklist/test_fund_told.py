"""A notice to the fund's office waits for the handler until it was sent, also where its decision is over; whoever reads
it finds what holds on the day; act, notice and task are there together or not at all (R39)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from blacklist.decisions.paper_standing import standing_of
from blacklist.letters.writing import check_path
from blacklist.models import Decision, Letter
from casework.engine import door, queues
from casework.engine.errors import NotFound, Refused
from tests.desk.factories import signed_in
from tests.engine.world import at, key

from .deciding import Deciding, make_deciding_world
from .fund import notices, tell, waiting
from .test_killed import killed_everywhere

pytestmark = pytest.mark.django_db
TASK = "Send the notice to the fund's office"


@pytest.fixture
def world():
    return make_deciding_world()


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


def test_whoever_records_an_earlier_one_reads_which_one_is_to_be_sent_r39(world):
    with time_machine.travel(at("2026-09-28 20:00"), tick=False):
        decision = Deciding(world).to_review()
        details = {"letter": decision.case.fund_letter, "way": "post", "attachments": decision.proof()}
        decision.do("suspend_measures", "bureau_reviewer", reason="损失无法挽回。")
        details |= {"key": key(), "seen": decision.case.version, "read_to": decision.case.last_seq}
        address = f"/desk/cases/{decision.case.number}/acts/tell_fund_office/"
        page = signed_in(world.handler).post(address, details, headers={"accept-language": "en"})
    assert (page.status_code, len(waiting(decision))) == (422, 1)
    assert "A newer notice was written meanwhile: 湘观影函字〔2026〕2号." in page.content.decode()


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
