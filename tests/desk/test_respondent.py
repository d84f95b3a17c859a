"""People of a cinema or platform: what is asked of them, how it is kept up to date, what it costs (mock 05)."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR, Actor
from casework.engine.models import Case, CaseParty, Procedure, WorkTask
from complaints.models import AnswerRequest, Complaint
from tests.engine.world import Line, at, key, make_world
from tests.parties.factories import make_cinema, make_membership, make_user

from .factories import signed_in
from .respondent import ANSWER, HOME, case_url, cinema_of, send, task_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def clock():
    """Sunday noon in the holiday of October 2026, days before anything asked is due."""
    with time_machine.travel("2026-10-04 12:00+08:00", tick=False):
        yield


# --- who --------------------------------------------------------------------------------------------------------------
def test_a_stranger_is_sent_to_sign_in_and_whoever_speaks_for_no_unit_is_refused(world):
    assert Client().get(HOME).status_code == 302
    assert signed_in(Actor.user(make_user("外人"))).get(HOME).status_code == 403


def test_before_anybody_is_asked_the_case_does_not_exist_for_the_cinema(world):
    line = Line(world)
    assert cinema_of(world).get(case_url(line)).status_code == 404
    assert line.case.number not in cinema_of(world).get(HOME).content.decode()


def test_another_cinema_sees_nothing_of_it(world):
    line = Line(world).to_investigating()
    other = make_user("别家经理")
    make_membership(user=other, unit=make_cinema(name="别家影城").unit)
    assert signed_in(Actor.user(other)).get(case_url(line)).status_code == 404
    post = signed_in(Actor.user(other)).post(
        reverse("respondent:finish", args=[line.case.number, task_of(line, world.cinema.unit).pk])
    )
    assert post.status_code == 404


def test_the_office_cannot_answer_through_the_party_pages(world):
    line = Line(world).to_investigating()
    assert signed_in(world.handler).get(case_url(line)).status_code == 404


# --- what is asked ----------------------------------------------------------------------------------------------------
def groups(page) -> dict[str, list[str]]:
    return {group.key: [row["number"] for row in group.rows] for group in page.context["groups"]}


def silence(line: Line, unit) -> None:
    task = task_of(line, unit)
    door.complete_task(task, act="fall_silent", by=CLOCK_ACTOR, key=key(), at=at("2026-10-14 00:01"))


def asked_alone(line: Line) -> Line:
    line.do("claim", "handler")
    line.do("accept", "handler", when="2026-09-29 10:18")
    line.do("request_answers", "handler", cinema="请说明。")
    return line


def test_what_is_asked_stands_under_please_answer_with_its_last_day(world):
    line = Line(world).to_investigating()
    page = cinema_of(world).get(HOME)
    assert groups(page) == {"answer": [line.case.number]}
    assert page.context["groups"][0].rows[0]["due"]


def test_on_its_last_day_it_is_due_today(world):
    line = Line(world).to_investigating()
    with time_machine.travel(AnswerRequest.objects.get(unit=world.cinema.unit).due_at.replace(hour=0), tick=False):
        assert groups(cinema_of(world).get(HOME)) == {"today": [line.case.number]}


def test_a_silent_request_is_past_its_day_and_can_still_be_answered(world):
    line = Line(world).to_investigating()
    silence(line, world.cinema.unit)
    with time_machine.travel("2026-10-20 12:00+08:00", tick=False):
        client = cinema_of(world)
        assert groups(client.get(HOME)) == {"past": [line.case.number]}
        answered = send(client, line, task_of(line, world.cinema.unit), **ANSWER)
        assert answered.status_code == 302
    assert AnswerRequest.objects.get(unit=world.cinema.unit).status == "late"


def test_after_answering_it_awaits_the_result_and_after_closing_it_has_ended(world):
    line = Line(world).to_answered()
    client = cinema_of(world)
    assert groups(client.get(HOME)) == {"waiting": [line.case.number]}
    line.do("withdraw", line.complainant)
    assert groups(client.get(HOME)) == {"ended": [line.case.number]}


def test_a_remedy_stands_under_please_put_right_and_overdue_first(world):
    line = Line(world).to_decided()
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        assert groups(cinema_of(world).get(HOME)) == {"remedy": [line.case.number]}
        assert groups(signed_in(world.platform_clerk).get(HOME)) == {"waiting": [line.case.number]}
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        page = cinema_of(world).get(HOME)
        assert groups(page) == {"past": [line.case.number]}


def test_a_person_of_several_cinemas_sees_them_all_by_name(world):
    second = make_cinema(name="示例影城（芦淞店）")
    make_membership(user=world.cinema_clerk.person, unit=second.unit)
    line = Line(world).to_investigating()
    other = asked_alone(Line(world, cinema=second.pk, platform=""))
    text = cinema_of(world).get(HOME).content.decode()
    assert "示例影城（天元店）" in text
    assert "示例影城（芦淞店）" in text
    assert line.case.number in text
    assert other.case.number in text


# --- live -------------------------------------------------------------------------------------------------------------
def test_the_changing_part_is_fetched_alone_and_says_that_a_colleague_was_first(world):
    line = Line(world).to_investigating()
    client, task = cinema_of(world), task_of(line, world.cinema.unit)
    line.do("answer", "cinema_clerk", admits="no", account="同事已经答复。")
    part = client.get(case_url(line), {"part": "state", "at": task.pk}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert "<html" not in text
    assert "值班经理" in part.context["news"]
    assert 'id="party-feed"' in text


def test_the_list_is_fetched_alone(world):
    line = Line(world).to_investigating()
    part = cinema_of(world).get(HOME, {"part": "list", "open": line.case.number})
    text = part.content.decode()
    assert "<html" not in text
    assert 'aria-current="true"' in text


# --- budgets ----------------------------------------------------------------------------------------------------------
def many(world, count: int) -> None:
    """So many cases asked of the cinema, by copying the rows of two that were driven through the door."""
    asked, answered = Line(world).to_investigating(), Line(world).to_answered()
    for line in (asked, answered):
        original = line.case
        party = CaseParty.objects.get(case=line.pk, unit=world.cinema.unit)
        request = AnswerRequest.objects.get(case=line.pk, unit=world.cinema.unit)
        task = WorkTask.objects.filter(process__case=line.pk, unit=world.cinema.unit, status="NEW").first()
        for number in range(count // 2):
            values = {
                f.name: getattr(original, f.name)
                for f in Complaint._meta.concrete_fields
                if f.name not in ("id", "case_ptr", "number", "state")
            }
            case = Complaint(**values, number=f"{original.number}-{number}")
            case.__dict__["state"] = original.state
            case.save()
            CaseParty.objects.create(case=case, unit=party.unit, role=party.role, involved_at=party.involved_at)
            request.pk, request.case = None, case
            request.save(force_insert=True)
            if task is not None:
                process = task.process
                copied = Procedure.objects.create(
                    case=case, flow_class=process.flow_class, status=process.status, main=True
                )
                WorkTask.objects.create(
                    process=copied,
                    flow_task=task.flow_task,
                    flow_task_type="HUMAN",
                    status="NEW",
                    token=task.token,
                    unit=task.unit,
                    role="respondent",
                    subject_id=request.pk,
                    due_at=task.due_at,
                )
    assert Case.objects.count() >= count


@pytest.mark.parametrize("count", [10, 500])
def test_the_list_costs_ten_statements_at_most(world, count, django_assert_max_num_queries):
    many(world, count)
    client = cinema_of(world)
    with django_assert_max_num_queries(10):
        page = client.get(HOME)
    assert page.context["waits"] >= count // 2
    with django_assert_max_num_queries(10):
        client.get(HOME, {"group": "waiting"})


@pytest.mark.parametrize("stage", ["to_investigating", "to_answered", "to_decided"])
def test_a_case_costs_twenty_statements_at_most(world, stage, django_assert_max_num_queries):
    line = getattr(Line(world), stage)()
    client, url = cinema_of(world), case_url(line)
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False), django_assert_max_num_queries(20):
        assert client.get(url).status_code == 200
