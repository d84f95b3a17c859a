"""People of a cinema or platform who answer what is asked of them: the form, the draft that they share (mock 05)."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.engine.actors import Actor
from casework.engine.models import Draft, Event, WorkTask
from tests.engine.world import Line, make_world
from tests.parties.factories import make_membership, make_user

from .factories import signed_in
from .respondent import ANSWER, case_url, cinema_of, marks, send, task_of, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def clock():
    """Sunday noon in the holiday of October 2026, days before anything asked is due."""
    with time_machine.travel("2026-10-04 12:00+08:00", tick=False):
        yield


# --- one request ------------------------------------------------------------------------------------------------------
def test_the_request_says_what_is_asked_by_whom_until_when_and_why(world):
    line = Line(world).to_investigating()
    text = cinema_of(world).get(case_url(line)).content.decode()
    for words in ("请说明 9 月 26 日晚的情况。", "湖南省电影行业协会", "林小例", 'class="why"'):
        assert words in text
    assert "请提供当晚的系统日志" not in text


def test_an_answer_is_sent_and_a_receipt_says_what_when_and_by_whom(world):
    line = Line(world).to_investigating()
    client = cinema_of(world)
    answered = send(client, line, task_of(line, world.cinema.unit), **ANSWER, attachments_file=upload())
    receipt = client.get(answered.url)
    text = receipt.content.decode()
    for words in (line.case.number, ANSWER["account"], "值班经理", "2026-10-04 12:00:00"):
        assert words in text
    assert len(receipt.context["files"]) == 1


def test_a_receipt_is_ours_alone(world):
    line = Line(world).to_answered()
    seq = Event.objects.get(case=line.pk, name="answer", unit=world.platform.unit).seq
    assert cinema_of(world).get(reverse("respondent:receipt", args=[line.case.number, seq])).status_code == 404


def test_sending_twice_is_answering_once(world):
    line = Line(world).to_investigating()
    client, task = cinema_of(world), task_of(line, world.cinema.unit)
    page = client.get(case_url(line))
    said = marks(page) | ANSWER
    url = reverse("respondent:finish", args=[line.case.number, task.pk])
    first, second = client.post(url, said), client.post(url, said)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Event.objects.filter(case=line.pk, name="answer").count() == 1


def test_an_incomplete_answer_comes_back_with_everything_typed(world):
    line = Line(world).to_investigating()
    back = send(cinema_of(world), line, task_of(line, world.cinema.unit), account="写了一半", attachments_file=upload())
    text = back.content.decode()
    assert back.status_code == 422
    assert "写了一半" in text
    assert 'class="errsum"' in text
    assert "data-remove-url" in text


def test_a_colleague_who_answers_at_the_same_moment_is_told_who_did_and_keeps_the_words(world):
    line = Line(world).to_investigating()
    colleague = make_user("副经理")
    make_membership(user=colleague, unit=world.cinema.unit, role="lead")
    mine, theirs, task = cinema_of(world), signed_in(Actor.user(colleague)), task_of(line, world.cinema.unit)
    drawn = theirs.get(case_url(line))
    send(mine, line, task, **ANSWER)
    late = send(theirs, line, task, page=drawn, **(ANSWER | {"account": "我也写好了答复。"}))
    text = late.content.decode()
    assert late.status_code == 409
    assert "值班经理" in late.context["overtaken"]
    assert "我也写好了答复。" in text
    assert late.context["form"].initial["message"] == "我也写好了答复。"


def test_the_changes_told_to_an_overtaken_colleague_hold_nothing_internal(world):
    line = Line(world).to_investigating()
    client, task = cinema_of(world), task_of(line, world.cinema.unit)
    drawn = client.get(case_url(line))
    line.do("note", "handler", note="内部备注不外传")
    line.do("message", line.complainant, message="投诉人补充的话")
    line.do("answer", "platform_clerk", admits="no", account="平台的话")
    line.do("answer", "cinema_clerk", admits="no", account="同事的话")
    text = send(client, line, task, page=drawn, **ANSWER).content.decode()
    for secret in ("内部备注不外传", "投诉人补充的话", "平台的话"):
        assert secret not in text


def test_after_answering_more_can_be_said_and_added(world):
    line = Line(world).to_answered()
    client = cinema_of(world)
    for act, said in (
        ("message", {"message": "补充一句。"}),
        ("evidence", {"attachments_file": upload()}),
        ("urge", {}),
    ):
        page = client.get(case_url(line), {"act": act})
        sent = client.post(reverse("respondent:do", args=[line.case.number, act]), marks(page) | said)
        assert sent.status_code == 302, sent.content.decode()
    assert client.get(case_url(line)).context["page"].small_act("urge").why_not  # heard once a day


def test_no_other_act_has_an_address_here(world):
    line = Line(world).to_investigating()
    for act in ("answer", "note", "propose", "claim", "nothing"):
        post = cinema_of(world).post(reverse("respondent:do", args=[line.case.number, act]), {"key": "k"})
        assert post.status_code == 404


def test_a_further_question_and_a_message_of_the_office_are_shown(world):
    line = Line(world).to_answered()
    line.do("ask_further", "handler", unit=world.cinema.unit.pk, question="请补充当班人员名单。")
    line.do("reply", "handler", to=f"unit:{world.cinema.pk}", message="名单只需姓名首字。")
    client = cinema_of(world)
    text = client.get(case_url(line)).content.decode()
    assert "请补充当班人员名单。" in text
    assert "名单只需姓名首字。" in text
    assert send(client, line, task_of(line, world.cinema.unit), **ANSWER).status_code == 302


# --- the shared draft -------------------------------------------------------------------------------------------------
def keep(client: Client, line: Line, task: WorkTask, version: int, *, htmx: bool = True, **said):
    url = reverse("respondent:draft", args=[line.case.number, task.pk])
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(url, said | {"draft": version, "key": "k"}, headers=headers)


def test_a_draft_is_seen_by_the_whole_unit_and_by_nobody_else(world):
    line = Line(world).to_investigating()
    colleague = make_user("副经理")
    make_membership(user=colleague, unit=world.cinema.unit)
    saved = keep(cinema_of(world), line, task_of(line, world.cinema.unit), 0, account="先记一笔", admits="partly")
    assert "值班经理" in saved.content.decode()
    text = signed_in(Actor.user(colleague)).get(case_url(line)).content.decode()
    assert "先记一笔" in text
    assert "值班经理" in text
    assert "先记一笔" not in signed_in(world.platform_clerk).get(case_url(line)).content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_two_people_who_save_at_once_lose_nothing(world, htmx):
    line = Line(world).to_investigating()
    colleague = make_user("副经理")
    make_membership(user=colleague, unit=world.cinema.unit)
    task = task_of(line, world.cinema.unit)
    keep(cinema_of(world), line, task, 0, account="甲写的")
    clash = keep(signed_in(Actor.user(colleague)), line, task, 0, htmx=htmx, account="乙写的")
    assert clash.status_code == 409
    assert "甲写的" in clash.content.decode()
    assert htmx or "乙写的" in clash.content.decode()
    assert Draft.objects.get().details["account"] == "甲写的"
    assert keep(signed_in(Actor.user(colleague)), line, task, 1, account="甲写的，乙写的").status_code == 200


def test_a_sent_answer_leaves_no_draft(world):
    line = Line(world).to_investigating()
    client, task = cinema_of(world), task_of(line, world.cinema.unit)
    keep(client, line, task, 0, account="先记一笔")
    send(client, line, task, **ANSWER)
    assert not Draft.objects.exists()
