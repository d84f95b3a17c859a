"""One answer of a cinema for several requests about the same matter (issue 5 §1)."""

import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.engine.attachments import vault
from casework.engine.attachments.store import discard
from casework.engine.models import Attachment, Draft, Event, WorkTask
from tests.engine.attachments.factories import jpeg
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_cinema, make_membership

from .factories import photo, signed_in
from .together import boxes, each, three

pytestmark = pytest.mark.django_db
ANSWER = {"admits": "partly", "account": "当晚兑换机断网，没有改用手工核销。", "offers": ["redeem"]}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-09-29 10:00"), tick=False):
        yield


def asked(world) -> list[Line]:
    lines = three(world)
    each(lines, "accept", "handler")
    each(lines, "request_answers", "handler", cinema="请说明 9 月 26 日晚的情况。\n有无录像？")
    return lines


def page_of(client, line: Line):
    return client.get(reverse("respondent:case", args=[line.case.number]))


def send(client, line: Line, *ticked: Line, page=None, key: str = "", **said):
    page = page or page_of(client, line)
    numbers = [other.case.number for other in ticked]
    chosen = [box for box in boxes(page) if box.split("|")[0] in numbers]
    task = WorkTask.objects.get(process__case=line.pk, role="respondent", unit=line.world.cinema.unit)
    marks = page.context["marks"]
    sent = {"key": key or uuid.uuid4().hex, "seen": marks.seen, "read_to": marks.read_to, "also": chosen}
    return client.post(reverse("respondent:finish", args=[line.case.number, task.pk]), sent | ANSWER | said)


def test_what_else_waits_about_the_same_matter_is_offered_on_each_of_them(world):
    """They do not know which case leads, so it makes no difference which they open."""
    lines = asked(world)
    client = signed_in(world.cinema_clerk)
    for line in lines:
        page = page_of(client, line)
        others = {other.case.number for other in lines if other is not line}
        assert {box.split("|")[0] for box in boxes(page)} == others
        assert "同一份答复也用于这 2 份答复通知" in page.content.decode()


def test_nothing_of_other_complainants_is_on_the_page(world):
    lines = asked(world)
    text = page_of(signed_in(world.cinema_clerk), lines[0]).content.decode()
    for secret in ("投诉人：前台说", "并案", "主案", "13900139001", "林女士"):
        assert secret not in text


def test_another_units_request_is_not_offered_nor_one_that_is_asked_elsewhere(world):
    leading, first, _second = three(world)
    lines = [leading, first]
    each(lines, "accept", "handler")
    leading.do("request_answers", "handler", cinema="请说明。")
    first.do("request_answers", "handler", platform="请提供日志。")
    alone = Line(world, phone="13700137000").to_investigating()
    assert not boxes(page_of(signed_in(world.cinema_clerk), leading))
    assert not boxes(page_of(signed_in(world.cinema_clerk), alone))


def test_somebody_of_two_cinemas_answers_for_the_one_that_is_asked(world):
    other = make_cinema(name="别家影城")
    make_membership(user=world.cinema_clerk.person, unit=other.unit)
    leading = three(world)[0]
    elsewhere = Line(world, phone="13700137000", cinema=other.pk)
    elsewhere.do("claim", "handler")
    elsewhere.do("join", "handler", leading=leading.pk, reason="同一平台。")
    each([leading, elsewhere], "accept", "handler")
    each([leading, elsewhere], "request_answers", "handler", cinema="请说明。")
    assert not boxes(page_of(signed_in(world.cinema_clerk), leading))


def test_one_answer_goes_to_all_and_each_case_has_files_of_its_own(world):
    lines = asked(world)
    client = signed_in(world.cinema_clerk)
    upload = SimpleUploadedFile("班表.jpg", jpeg(), content_type="image/jpeg")
    receipt = client.get(send(client, lines[0], *lines[1:], attachments_file=upload).url)
    said = [str(message) for message in receipt.context["messages"]]
    assert [lines[1].case.number in said[0], lines[2].case.number in said[1]] == [True, True]
    assert {line.case.answer_requests.get().account for line in lines} == {ANSWER["account"]}
    files = [Attachment.objects.get(case=line.pk) for line in lines]
    assert len({file.sha256 for file in files}) == 1
    assert len({file.original for file in files}) == 3
    vault.drop(files[0].original)
    assert vault.read(files[1].original), "one case's file can be removed without the others'"
    assert not Attachment.objects.waiting().exists()


def test_sent_twice_every_request_is_answered_once_also_with_a_file_that_was_uploaded_before(world):
    """P1."""
    lines = asked(world)
    client, page = signed_in(world.cinema_clerk), None
    file = photo(world.cinema_clerk.uploader)
    page = page_of(client, lines[0])
    for _n in range(2):
        back = send(client, lines[0], *lines[1:], page=page, key="once", attachments=[file])
        assert back.status_code == 302
    assert Event.objects.filter(name="answer").count() == 3
    assert Attachment.objects.count() == 3
    said = [str(message) for message in client.get(back.url).context["messages"]]
    assert not [words for words in said if "没有提交" in words]


def test_what_was_interrupted_between_two_requests_goes_on_with_the_file_that_comes_once_more(world):
    lines = asked(world)
    client = signed_in(world.cinema_clerk)
    page = page_of(client, lines[0])
    for others in ((), lines[1:]):
        upload = SimpleUploadedFile("班表.jpg", jpeg(), content_type="image/jpeg")
        assert send(client, lines[0], *others, page=page, key="once", attachments_file=upload).status_code == 302
    assert {Attachment.objects.get(case=line.pk).sha256 for line in lines} == {Attachment.objects.first().sha256}
    assert not Attachment.objects.waiting().exists()


def test_a_request_that_a_colleague_answered_meanwhile_is_named_and_not_answered_again(world):
    lines = asked(world)
    client = signed_in(world.cinema_clerk)
    page = page_of(client, lines[0])
    lines[1].do("answer", "cinema_clerk", admits="no", account="没有此事。")
    lines[1].do("ask_further", "handler", unit=world.cinema.unit.pk, question="贵店有几台兑换机？")
    receipt = client.get(send(client, lines[0], *lines[1:], page=page).url)
    said = [str(message) for message in receipt.context["messages"]]
    assert f"{lines[1].case.number} 没有提交" in said[0]
    assert lines[1].case.answer_requests.get(further=True).status == "asked", "it was another question"
    assert lines[2].case.answer_requests.get().status == "answered"


def test_a_box_made_up_for_a_case_that_is_not_theirs_says_no_more_than_one_that_does_not_exist(world):
    """The third case is joined, and nobody of the cinema was told of it."""
    leading, first, hidden = three(world)
    each([leading, first, hidden], "accept", "handler")
    each([leading, first], "request_answers", "handler", cinema="请说明。")
    client = signed_in(world.cinema_clerk)
    page = page_of(client, leading)
    task = WorkTask.objects.get(process__case=leading.pk, role="respondent")
    url = reverse("respondent:finish", args=[leading.case.number, task.pk])
    made_up = [f"{hidden.case.number}|1|1|", "TS26-999999-X|1|1|"]
    marks = {"key": "made-up", "seen": page.context["marks"].seen, "read_to": page.context["marks"].read_to}
    receipt = client.get(client.post(url, marks | ANSWER | {"also": made_up}).url)
    said = [str(message).partition("：")[2] for message in receipt.context["messages"]]
    assert said[0] == said[1]


def test_an_incomplete_answer_is_sent_for_none_and_the_ticks_stay(world):
    lines = asked(world)
    back = send(signed_in(world.cinema_clerk), lines[0], *lines[1:], account="")
    assert back.status_code == 422
    ticked = [tag for tag in back.content.decode().split("<input") if 'name="also"' in tag and " checked" in tag]
    assert len(ticked) == 2
    assert not Event.objects.filter(name="answer").exists()


def test_drafts_of_the_others_are_done_with(world):
    lines = asked(world)
    client = signed_in(world.cinema_clerk)
    for line in lines[:2]:
        task = WorkTask.objects.get(process__case=line.pk, role="respondent")
        url = reverse("respondent:draft", args=[line.case.number, task.pk])
        client.post(url, {"account": "写了一半", "draft": "0"}, headers={"HX-Request": "true"})
    assert Draft.objects.count() == 2
    send(client, lines[0], lines[1])
    assert not Draft.objects.exists()


def test_a_copy_that_no_case_took_is_removed(world):
    lines = asked(world)
    client = signed_in(world.cinema_clerk)
    page = page_of(client, lines[0])
    lines[1].do("answer", "cinema_clerk", admits="no", account="没有此事。")
    file = photo(world.cinema_clerk.uploader)
    send(client, lines[0], lines[1], page=page, attachments=[file])
    assert [str(pk) for pk in Attachment.objects.values_list("pk", flat=True)] == [file]
    assert not discard(attachment_id=file, uploader=world.cinema_clerk.uploader), "it is part of a case"
