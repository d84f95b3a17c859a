"""The door: who gets in, what is refused, what happens twice, what is told to whom."""

import datetime as dt

import pytest

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused, Stale, Unread
from casework.engine.models import Case, Event, Receipt, WorkTask
from notifications.models import Notification
from tests.parties.factories import make_user

from .world import Line, at, filing, key, make_file, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def told(event: Event) -> set[str]:
    return set(Notification.objects.loud().filter(event_no=event.pk).values_list("address", flat=True))


def waiting(line: Line) -> list[WorkTask]:
    return list(WorkTask.objects.filter(process__case=line.pk, status__in=("NEW", "ASSIGNED")).order_by("pk"))


# --- filing -----------------------------------------------------------------------------------------------------------
def test_the_same_form_sent_twice_makes_one_complaint_p1(world):
    said = filing(world)
    first = door.open_case("complaint", by=Actor.filer(), key="once", **said)
    second = door.open_case("complaint", by=Actor.filer(), key="once", **said)
    assert (second.again, second.case.number) == (True, first.case.number)
    assert Case.objects.count() == 1


def test_a_used_key_with_other_answers_is_refused(world):
    door.open_case("complaint", by=Actor.filer(), key="once", **filing(world))
    with pytest.raises(Refused):
        door.open_case("complaint", by=Actor.filer(), key="once", **filing(world, wish="退钱"))
    assert Case.objects.count() == 1


def test_bad_answers_are_named_beside_their_fields_and_nothing_is_written(world):
    with pytest.raises(Refused) as refusal:
        door.open_case(
            "complaint", by=Actor.filer(), key=key(), **filing(world, phone="1380013800", happened_on="2031-01-01")
        )
    assert set(refusal.value.fields) == {"phone", "happened_on"}
    assert (Case.objects.count(), Receipt.objects.count()) == (0, 0)


def test_at_the_counter_three_answers_are_enough(world):
    said = {
        "category": "model_worker",
        "at_the_cinema": "yes",
        "cinema": world.cinema.pk,
        "happened_on": "2026-09-26",
        "phone": "13800138000",
    }
    case = door.open_case("complaint", by=Actor.filer(), key=key(), at=at("2026-09-26 19:40"), **said).case
    contact = case.clocks.get(name="first_contact")
    assert case.urgent
    assert contact.due_at == at("2026-09-26 21:40")


def test_filing_tells_the_whole_office_and_whoever_filed_who_has_it_before_them(world):
    done = door.open_case("complaint", by=Actor.filer(), key=key(), **filing(world))
    office = {world.handler.address, world.colleague.address, world.lead.address}
    assert told(done.event) == office | {f"seat:{done.case.pk}:complainant"}
    assert set(Notification.objects.unread().values_list("address", flat=True)) == office


# --- who gets in ------------------------------------------------------------------------------------------------------
def test_a_stranger_learns_nothing_not_even_that_the_case_exists(world):
    line = Line(world)
    stranger = Actor.user(make_user("路人"))
    with pytest.raises(NotFound):
        line.do("claim", stranger)
    with pytest.raises(NotFound):
        door.perform(10**9, "claim", by=stranger, key=key())


def test_a_respondent_sees_no_case_before_it_is_asked(world):
    line = Line(world)
    with pytest.raises(NotFound):
        line.do("message", "cinema_clerk", message="听说有人投诉我们")


def test_only_who_claimed_it_may_accept_and_the_refusal_says_so(world):
    line = Line(world)
    with pytest.raises(Refused, match="请先认领"):
        line.do("accept", "handler")
    line.do("claim", "handler")
    with pytest.raises(Refused, match="林小例"):
        line.do("accept", "colleague")
    line.do("accept", "handler")
    assert line.case.state == "investigating"


def test_an_act_of_another_stage_is_refused(world):
    line = Line(world)
    line.do("claim", "handler")
    with pytest.raises(Refused):
        line.do("propose", "handler")


def test_the_complainant_of_one_case_is_nobody_in_another(world):
    mine, other = Line(world), Line(world)
    with pytest.raises(NotFound):
        door.perform(other.pk, "message", by=mine.complainant, key=key(), message="?")


# --- two at once ------------------------------------------------------------------------------------------------------
def test_who_comes_second_is_told_who_came_first_and_how(world):
    line = Line(world)
    line.do("claim", "handler")
    drawn_on = line.case.version
    line.do("accept", "handler")
    with pytest.raises(Stale) as stale:
        line.do("withdraw", "complainant", seen=drawn_on)
    assert [event.name for event in stale.value.changes] == ["accept"]
    assert line.case.state == "investigating"


def test_a_double_tap_gives_the_same_answer_and_one_event(world):
    line = Line(world)
    line.do("claim", "handler")
    version = line.case.version
    first = door.perform(line.pk, "accept", by=world.handler, key="tap", seen=version)
    second = door.perform(line.pk, "accept", by=world.handler, key="tap", seen=version)
    assert (second.again, second.event.pk) == (True, first.event.pk)
    assert line.case.events.filter(name="accept").count() == 1


def test_a_page_without_a_version_moves_nothing(world):
    line = Line(world)
    line.do("claim", "handler")
    with pytest.raises(Stale):
        door.perform(line.pk, "accept", by=world.handler, key=key())


def test_new_words_of_a_party_must_be_read_before_a_decision_is_sent(world):
    line = Line(world).to_answered()
    read_to = line.case.last_seq
    line.do("message", "complainant", message="旁边还有一位工友也被拒了。")
    said = {"finding": "not_upheld", "because": "on_its_face", "facts_found": "…"}
    version = line.case.version
    with pytest.raises(Unread) as unread:
        door.perform(line.pk, "propose", by=world.handler, key="p", seen=version, read_to=read_to, **said)
    assert [event.name for event in unread.value.events] == ["message"]
    door.perform(line.pk, "propose", by=world.handler, key="p", seen=version, read_to=line.case.last_seq, **said)
    assert line.case.state == "awaiting_approval"


def test_messages_evidence_and_notes_raise_no_version(world):
    line = Line(world)
    line.do("claim", "handler")
    version = line.case.version
    line.do("message", "complainant", message="还有一张照片。")
    line.do("note", "handler", note="查一下。")
    assert line.case.version == version


def test_a_task_finished_by_a_colleague_is_told_as_stale(world):
    line = Line(world).to_investigating()
    task = WorkTask.objects.get(process__case=line.pk, unit=world.cinema.unit)
    line.do("answer", "cinema_clerk", admits="no", account="没有这回事。")
    with pytest.raises(Stale) as stale:
        door.complete_task(task, by=world.cinema_clerk, key=key(), admits="yes", account="…")
    assert stale.value.changes[-1].name == "answer"


# --- procedures and facts ---------------------------------------------------------------------------------------------
def test_both_sides_are_asked_at_once_and_each_sees_its_own_task(world):
    line = Line(world).to_investigating()
    waiting = WorkTask.objects.filter(process__case=line.pk, status="NEW").order_by("pk")
    assert [task.unit for task in waiting] == [world.cinema.unit, world.platform.unit]
    # Five working days from 29 September 2026: the 30th, then after National Day the 8th, 9th, 10th (make-up) and 12th.
    assert {task.due_at for task in waiting} == {at("2026-10-13 00:00")}


def test_a_returned_finding_asks_nobody_again(world):
    line = Line(world).to_proposed()
    line.do("send_back", "lead", reason="补上证件是否齐全的依据。")
    assert line.case.state == "investigating"
    assert line.case.answer_requests.count() == 2
    assert not WorkTask.objects.filter(process__case=line.pk, role="respondent", finished=None).exists()
    waiting = WorkTask.objects.get(process__case=line.pk, finished=None)
    assert (waiting.flow_task.name, waiting.owner) == ("finding", world.handler.person)


def test_a_finding_waits_for_every_answer_unless_the_request_is_withdrawn(world):
    line = Line(world).to_investigating()
    line.do("answer", "cinema_clerk", admits="yes", account="情况属实。")
    upheld = {"finding": "upheld", "facts_found": "属实", "evidence": ["account"], "rule": "R33"}
    with pytest.raises(Refused):
        line.do("propose", "handler", **upheld)
    request = line.case.answer_requests.get(role="platform")
    line.do("drop_request", "handler", request=request.pk, reason="平台无须再答。")
    line.do("propose", "handler", **upheld)
    assert line.case.state == "awaiting_approval"


def test_who_finishes_a_partys_task_for_it_acts_for_their_own_unit(world):
    """Else the record says that the party did it, and gives it the office's own words to read."""
    line = Line(world).to_investigating()
    request = line.case.answer_requests.get(role="platform")
    line.do("drop_request", "handler", request=request.pk, reason="平台无须再答。")
    assert line.case.events.get(name="drop_request").unit == world.association


def test_a_complaint_without_substance_needs_no_answers(world):
    """As little as a settlement does (tests/complaints/test_settle.py)."""
    line = Line(world).to_investigating()
    line.do("propose", "handler", finding="not_upheld", because="on_its_face", facts_found="不违反规则。")
    assert line.case.state == "awaiting_approval"
    assert not WorkTask.objects.filter(process__case=line.pk, role="respondent", finished=None).exists()


def test_with_nothing_to_remedy_an_approved_finding_closes_at_once(world):
    line = Line(world).to_proposed(finding="not_upheld", because="did_not_happen", remedy_by="", remedy="")
    line.do("approve", "lead")
    case = line.case
    assert (case.state, case.holder) == ("closed", None)
    assert [e.name for e in case.events.order_by("-seq")[:2]] == ["close", "approve"]


def test_no_valid_reason_is_offered_for_a_model_worker_whose_proof_was_complete_r22(world):
    line = Line(world, category="model_worker", proof_shown="complete").to_answered()
    said = {"finding": "not_upheld", "because": "valid_reason", "facts_found": "影院称当天客满。"}
    with pytest.raises(Refused) as refusal:
        line.do("propose", "handler", **said)
    assert "because" in refusal.value.fields


def test_a_remedy_that_is_not_enough_goes_back_in_the_same_procedure(world):
    line = Line(world).to_decided()
    line.do("report_remedy", "cinema_clerk", account="已补兑一张。", attachments=[make_file(line)])
    line.do("remedy_not_enough", "handler", reason="还差一张。")
    waiting = WorkTask.objects.get(process__case=line.pk, finished=None)
    assert (line.case.state, waiting.unit, waiting.flow_task.name) == ("decided", world.cinema.unit, "remedy")
    assert line.case.procedures.filter(main=True, status="NEW").count() == 1


def test_a_message_raises_one_ask_that_outlives_the_stage(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("message", "complainant", message="第一句")
    line.do("message", "complainant", message="第二句")
    asks = line.case.procedures.filter(main=False, status="NEW")
    assert asks.count() == 1
    line.do("withdraw", "complainant")
    assert asks.count() == 1
    assert WorkTask.objects.get(process__in=asks, finished=None).owner == world.handler.person


def test_handing_over_moves_the_work_and_tells_the_new_handler(world):
    line = Line(world)
    line.do("claim", "handler")
    done = line.do("hand_over", "handler", to=world.colleague.person.pk, note="我明天请假。")
    assert line.case.handler == world.colleague.person
    assert WorkTask.objects.get(process__case=line.pk, finished=None).owner == world.colleague.person
    assert world.colleague.address in told(done.event)
    assert world.handler.address not in told(done.event)


def test_urging_when_nothing_is_due_is_answered_with_the_day(world):
    line = Line(world)
    line.do("claim", "handler")
    done = line.do("urge", "complainant")
    assert told(done.event) == set()
    assert done.event.facts["due"].startswith("2026-10-1")
    with pytest.raises(Refused):
        line.do("urge", "complainant")


def test_urging_when_we_are_late_is_heard_by_handler_and_lead(world):
    line = Line(world)
    line.do("claim", "handler")
    done = line.do("urge", "complainant", when="2026-11-20 09:00")
    assert told(done.event) == {world.handler.address, world.lead.address}


def test_restarting_a_procedure_starts_from_the_facts(world):
    line = Line(world).to_investigating()
    line.do("answer", "platform_clerk", admits="no", account="日志正常。")
    line.do("restart_procedure", "lead", reason="流程卡住了。")
    assert [task.unit for task in waiting(line)] == [world.cinema.unit]
    assert line.case.state == "investigating"


# --- two cases --------------------------------------------------------------------------------------------------------
def test_a_remedy_started_again_asks_for_no_report_that_is_there(world):
    line = Line(world).to_decided()
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("restart_procedure", "lead", reason="流程卡住了。")
    assert [task.flow_task.name for task in waiting(line)] == ["verify"]
    line.do("remedy_not_enough", "handler", reason="还差一张。")
    line.do("restart_procedure", "lead", reason="流程又卡住了。")
    assert [task.flow_task.name for task in waiting(line)] == ["remedy"]


def test_the_clock_of_a_paused_stage_goes_on_where_it_stopped(world):
    line = Line(world).to_proposed()
    clock = line.case.clocks.get(name="investigation")
    assert clock.paused
    line.do("send_back", "lead", when="2026-10-19 10:00", reason="再补。")
    clock = line.case.clocks.get(name="investigation")
    # 15 working days from 29 September; paused from the evening of the 12th, resumed on the 19th of October.
    assert (clock.running, clock.round) == (True, 1)
    assert clock.due_at > at("2026-10-26 00:00") + dt.timedelta(days=3)
