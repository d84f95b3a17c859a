""" "Also for these": an act on the leading case, done in the joined ones one by one, the refused named (issue 5 §1)."""

import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.engine import drafts
from casework.engine.actors import Actor
from casework.engine.acts import Act
from casework.engine.kinds import kind_named
from casework.engine.models import Draft, Event, Recusal, WorkTask
from tests.complaints import rights
from tests.engine.world import Line, at, make_file, make_world
from tests.parties.factories import make_cinema, make_membership, make_user

from .factories import HTMX, marks_in, signed_in, url_of
from .together import FINDING, boxes, each, form_of, send, sheet, states, three

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-09-29 10:00"), tick=False):
        yield


@pytest.fixture
def desk(world):
    return signed_in(world.handler)


def happened(line: Line, act: str) -> int:
    return Event.objects.filter(case=line.pk, name=act).count()


# --- what is offered --------------------------------------------------------------------------------------------------
def test_the_form_offers_the_joined_cases_with_what_was_told_and_where_they_stand(world, desk):
    leading, first, second = three(world)
    text = sheet(desk, leading, "accept").content.decode()
    for line, words in ((first, "第1位投诉人"), (second, "第2位投诉人")):
        assert line.case.number in text
        assert words in text
    assert "第二行" not in text, "the first line says enough"
    assert "待受理" in text
    assert not boxes(sheet(desk, first, "accept")), "only the leading case offers the others"


def test_where_it_cannot_be_done_the_box_is_shut_with_the_reason(world, desk):
    leading, first, second = three(world)
    first.do("hand_over", "handler", to=world.colleague.person.pk)
    second.do("accept", "handler")
    response = sheet(desk, leading, "accept")
    text = response.content.decode()
    shut = [tag for tag in text.split("<input") if 'name="also"' in tag and " disabled" in tag]
    assert len(shut) == 2
    assert "周小样" in text, "who handles the first"
    assert "现阶段" in text or "环节" in text, "the second is further"


def test_an_act_whose_words_are_for_one_case_only_offers_nothing(world, desk):
    leading, *_others = three(world)
    for act in ("ask_supplement", "record_contact", "note", "reply"):
        assert not boxes(sheet(desk, leading, act)), act


def test_a_case_from_which_the_reader_is_recused_is_neither_shown_nor_counted(world, desk):
    """P20."""
    leading, first, second = three(world)
    Recusal.objects.create(case_id=first.pk, user=world.handler.person, since=first.now)
    text = sheet(desk, leading, "accept").content.decode()
    assert first.case.number not in text
    assert "这 1 件" in text
    assert second.case.number in text


def test_whoever_only_reads_is_offered_nothing(world):
    leading, *_others = three(world)
    auditor = make_user("审计员")
    make_membership(user=auditor, unit=world.association, role="auditor")
    assert not boxes(sheet(signed_in(Actor.user(auditor)), leading, "accept"))


def test_the_form_costs_the_same_however_many_are_joined(world, desk):
    def cost(line: Line, act: str) -> int:
        sheet(desk, line, act)
        with CaptureQueriesContext(connection) as queries:
            assert sheet(desk, line, act).status_code == 200
        return len(queries)

    leading, *_others = three(world)
    before = {act: cost(leading, act) for act in ("accept", "transfer", "hand_over")}
    for n in range(5):
        other = rights.somebody_elses(leading, phone=f"1370013700{n}")
        other.do("join", "handler", leading=leading.pk, reason="同一场次。")
    assert {act: cost(leading, act) for act in before} == before


def test_every_act_that_is_done_jointly_is_one_that_people_do(world):
    acts: list[Act] = [spec for spec in kind_named("complaint").acts.values() if spec.jointly]
    assert {"accept", "not_accept", "request_answers", "answer", "propose", "approve", "send_back", "transfer"} <= {
        spec.name for spec in acts
    }
    assert not [spec.name for spec in acts if spec.hidden]


# --- what is done -----------------------------------------------------------------------------------------------------
def test_the_leading_case_comes_first_then_each_ticked_one_by_itself(world, desk):
    leading, first, second = lines = three(world)
    answer = send(desk, leading, "accept", first, second, remark="已经受理。")
    assert states(lines) == ["investigating"] * 3
    at_ = [Event.objects.get(case=line.pk, name="accept").pk for line in lines]
    assert at_ == sorted(at_)
    told = json.loads(answer.headers["HX-Trigger"])["desk:acted"]
    assert all(line.case.number in told["said"] for line in lines)
    assert answer.headers["HX-Retarget"] == "#outcome"
    assert "banner ok" in answer.content.decode()


def test_what_is_not_ticked_stays_as_it_is(world, desk):
    leading, first, _second = lines = three(world)
    send(desk, leading, "accept", first)
    assert states(lines) == ["investigating", "investigating", "submitted"]


def test_a_case_in_which_a_colleague_acted_meanwhile_is_refused_and_named_with_what_happened(world, desk):
    leading, first, second = lines = three(world)
    form = form_of(sheet(desk, leading, "accept"), first, second)
    second.do("hand_over", "lead", to=world.colleague.person.pk)
    second.do("not_accept", "colleague", because="not_ours", reason="不属本活动。", other_ways="12315")
    answer = desk.post(url_of(leading, "accept"), form, **HTMX).content.decode()
    assert states(lines) == ["investigating", "investigating", "not_accepted"]
    assert f"{second.case.number} 没有办理" in answer
    assert "周小样" in answer
    assert f"{first.case.number} 没有办理" not in answer
    assert happened(second, "accept") == 0


def test_new_words_of_a_complainant_are_read_before_a_decision_in_their_case(world, desk):
    leading, first, _second = lines = three(world)
    form = form_of(sheet(desk, leading, "accept"), first)
    first.do("message", "complainant", message="我找到票根了。")
    answer = desk.post(url_of(leading, "accept"), form, **HTMX).content.decode()
    assert states(lines)[1] == "submitted"
    assert "新的来信" in answer


def test_where_the_leading_case_is_refused_nothing_is_done_and_the_ticks_stay(world, desk):
    leading, first, second = lines = three(world)
    form = form_of(sheet(desk, leading, "not_accept"), first, second, because="not_ours", other_ways="12315")
    answer = desk.post(url_of(leading, "not_accept"), form, **HTMX)
    assert answer.status_code == 422
    assert states(lines) == ["submitted"] * 3
    ticked = [tag for tag in answer.content.decode().split("<input") if 'name="also"' in tag and " checked" in tag]
    assert len(ticked) == 2


def test_a_double_tap_does_everything_once(world, desk):
    """P1."""
    leading, first, second = lines = three(world)
    form = form_of(sheet(desk, leading, "accept"), first, second)
    one, two = (desk.post(url_of(leading, "accept"), form, **HTMX) for _n in range(2))
    assert (one.status_code, two.status_code) == (200, 200)
    assert [happened(line, "accept") for line in lines] == [1, 1, 1]
    assert "没有办理" not in two.content.decode()


def test_a_form_that_was_interrupted_goes_on_where_it_stopped(world, desk):
    """The leading case and the first were done when the process died: sent again, the second follows."""
    leading, first, second = lines = three(world)
    response = sheet(desk, leading, "accept")
    desk.post(url_of(leading, "accept"), form_of(response, first), **HTMX)
    answer = desk.post(url_of(leading, "accept"), form_of(response, first, second), **HTMX)
    assert "没有办理" not in answer.content.decode()
    assert [happened(line, "accept") for line in lines] == [1, 1, 1]


def test_a_case_that_left_meanwhile_is_named_and_not_touched(world, desk):
    leading, first, second = lines = three(world)
    form = form_of(sheet(desk, leading, "accept"), first, second)
    first.do("leave_join", "handler", reason="不是同一场次。")
    answer = desk.post(url_of(leading, "accept"), form, **HTMX).content.decode()
    assert states(lines) == ["investigating", "submitted", "investigating"]
    assert f"{first.case.number} 没有办理" in answer


def test_a_box_that_names_a_case_or_a_task_of_others_does_nothing_there(world, desk):
    leading, first, _second = lines = three(world)
    foreign = Line(world, phone="13700137000")
    foreign.do("claim", "handler")
    box = next(box for box in boxes(sheet(desk, leading, "accept")) if box.startswith(first.case.number))
    number, seen, read_to, _task = box.split("|")
    task = WorkTask.objects.get(process__case=foreign.pk, finished=None).pk
    forged = [f"{foreign.case.number}|{seen}|{read_to}|", f"{number}|{seen}|{read_to}|{task}", "x", "a|b|c|d", "|||"]
    form = marks_in(sheet(desk, leading, "accept").content) | {"also": forged}
    assert desk.post(url_of(leading, "accept"), form, **HTMX).status_code == 200
    assert states([*lines, foreign]) == ["investigating", "submitted", "submitted", "submitted"]


def test_four_eyes_hold_in_each(world):
    """A lead who handled one of them approves the others and not that one."""
    lines = leading, first, second = three(world)
    first.do("hand_over", "handler", to=world.lead.person.pk)
    first.do("hand_over", "lead", to=world.handler.person.pk)
    each(lines, "accept", "handler")
    each(lines, "propose", "handler", finding="not_upheld", because="on_its_face", facts_found="未违反规则。")
    lead = signed_in(world.lead)
    shut = [tag for tag in sheet(lead, leading, "approve").content.decode().split("<input") if 'name="also"' in tag]
    assert [" disabled" in tag for tag in shut] == [True, False]
    form = form_of(sheet(lead, leading, "approve"), first, second)
    answer = lead.post(url_of(leading, "approve"), form, **HTMX).content.decode()
    assert states(lines) == ["closed", "awaiting_approval", "closed"]
    assert f"{first.case.number} 没有办理" in answer


def test_without_scripts_each_that_was_refused_is_named_on_the_page(world, desk):
    leading, first, second = three(world)
    page = desk.get(url_of(leading, "accept"))
    form = form_of(page, first, second)
    second.do("accept", "handler")
    back = desk.post(url_of(leading, "accept"), form)
    said = [str(message) for message in desk.get(back.url).context["messages"]]
    assert leading.case.number in said[0]
    assert first.case.number in said[0]
    assert second.case.number in said[1]


def test_whoever_approves_is_not_led_on_while_something_was_refused(world):
    lines = leading, first, _second = three(world)
    each(lines, "accept", "handler")
    each(lines, "propose", "handler", finding="not_upheld", because="on_its_face", facts_found="未违反规则。")
    lead, url = signed_in(world.lead), f"{url_of(leading, 'approve')}?list=approve"
    form = form_of(lead.get(url, **HTMX), first)
    first.do("send_back", "lead", reason="再补。")
    told = json.loads(lead.post(url, form, **HTMX).headers["HX-Trigger"])["desk:acted"]
    assert told["next"] == ""


def test_drafts_of_what_was_sent_are_done_with_in_each(world, desk):
    lines = leading, first, _second = three(world)
    each(lines, "accept", "handler")
    for line in lines:
        said = {"facts_found": "初步"}
        drafts.save(
            case=line.case, unit=world.association, form="act:propose", details=said, version=0, by=world.lead.person
        )
    settled = {"finding": "not_upheld", "because": "on_its_face", "facts_found": "未违反规则。"}
    send(desk, leading, "propose", first, **settled)
    assert Draft.objects.count() == 1, "the one that was not ticked has its own still"


def test_cases_are_claimed_and_handed_over_together(world):
    lines = leading, first, second = three(world)
    each(lines, "put_back", "handler", reason="请假。")
    send(signed_in(world.colleague), leading, "claim", first, second)
    assert {line.case.handler_id for line in lines} == {world.colleague.person.pk}
    send(signed_in(world.colleague), leading, "hand_over", first, second, to=world.handler.person.pk)
    assert {line.case.handler_id for line in lines} == {world.handler.person.pk}


# --- what is said in each ---------------------------------------------------------------------------------------------
def to_ask(world, **changes) -> list[Line]:
    lines = three(world, **changes)
    each(lines, "accept", "handler")
    return lines


def letter_on(response, role: str) -> str:
    return response.context["sheet"].form.initial[role]


def test_each_is_asked_about_its_own_day_and_what_the_handler_added_goes_along(world, desk):
    """DESIGN §4: the letter is made of the case's own day, place and matter."""
    leading, first, _second = to_ask(world, happened_on="2026-09-25")
    response = sheet(desk, leading, "request_answers")
    letter = letter_on(response, "cinema")
    form = form_of(response, first, cinema=f"{letter}\r\n另请附当晚的排班表。", platform="")
    desk.post(url_of(leading, "request_answers"), form, **HTMX)
    asked = {line.pk: line.case.answer_requests.get().question for line in (leading, first)}
    assert "9月26日" in asked[leading.pk]
    assert "9月25日" in asked[first.pk]
    assert "9月26日" not in asked[first.pk]
    assert all("另请附当晚的排班表。" in text for text in asked.values())


def test_the_showing_that_was_added_for_one_case_is_named_in_no_other(world, desk):
    """DESIGN §4: it may tell who complained."""
    leading, first, _second = to_ask(world)
    response = sheet(desk, leading, "request_answers")
    showing = response.context["sheet"].extra["showing"]
    letter = f"{letter_on(response, 'cinema')}\n{showing}"
    desk.post(url_of(leading, "request_answers"), form_of(response, first, cinema=letter, platform=""), **HTMX)
    assert showing in leading.case.answer_requests.get().question
    assert "19:30" not in first.case.answer_requests.get().question


def test_a_rewritten_letter_that_names_another_day_is_sent_to_nobody_else(world, desk):
    leading, first, _second = to_ask(world, happened_on="2026-09-25")
    answer = send(desk, leading, "request_answers", first, cinema="9 月 26 日晚发生了什么？").content.decode()
    assert leading.case.answer_requests.count() == 1
    assert first.case.answer_requests.count() == 0
    assert "被改写过" in answer


def test_of_one_evening_a_rewritten_letter_is_true_for_all(world, desk):
    leading, first, _second = to_ask(world)
    send(desk, leading, "request_answers", first, cinema="9 月 26 日晚发生了什么？")
    assert first.case.answer_requests.get().question == "9 月 26 日晚发生了什么？"


def test_a_finding_rests_on_what_the_leading_case_has_in_each_of_them(world, desk):
    lines = leading, first, second = to_ask(world)
    leading.do("request_answers", "handler", cinema="请说明。")
    leading.do("answer", "cinema_clerk", admits="yes", account="系统故障。")
    answer = leading.case.answer_requests.get()
    said = FINDING | {"evidence": ["account", f"answer:{answer.pk}"]}
    result = send(desk, leading, "propose", first, second, **said)
    assert states(lines) == ["awaiting_approval"] * 3, result.content.decode()
    assert {tuple(line.case.proposals.get().evidence) for line in lines} == {("account", f"answer:{answer.pk}")}


def test_a_finding_that_rests_on_a_persons_papers_is_made_for_that_person_only(world, desk):
    """R21."""
    lines = leading, first, _second = to_ask(world)
    papers = make_file(leading, leading.complainant)
    leading.do("evidence", "complainant", attachments=[papers])
    leading.case.attachments.update(sensitive=True)
    leading.do("request_answers", "handler", cinema="请说明。")
    leading.do("answer", "cinema_clerk", admits="yes", account="系统故障。")
    answer = send(desk, leading, "propose", first, **(FINDING | {"evidence": [f"file:{papers}"]})).content.decode()
    assert states(lines)[:2] == ["awaiting_approval", "investigating"]
    assert "证件" in answer


def test_whoever_is_no_party_in_a_joined_case_owes_nothing_there(world, desk):
    leading, first, _second = lines = three(world)
    elsewhere = rights.somebody_elses(leading, phone="13700137000", cinema=make_cinema(name="别家影城").pk)
    platform_only = rights.somebody_elses(leading, phone="13700137001", cinema="", category="extension_refused")
    for other in (elsewhere, platform_only):
        other.do("join", "handler", leading=leading.pk, reason="同一平台。")
    each([*lines, elsewhere, platform_only], "accept", "handler")
    leading.do("request_answers", "handler", cinema="请说明。")
    leading.do("answer", "cinema_clerk", admits="yes", account="系统故障。")
    answer = send(desk, leading, "propose", platform_only, first, **FINDING).content.decode()
    assert "不是该案的被投诉方" in answer
    assert states([first, platform_only]) == ["awaiting_approval", "investigating"]


def test_whoever_approves_for_several_reads_each_finding_before(world):
    lines = leading, first, _second = three(world)
    each(lines, "accept", "handler")
    for n, line in enumerate(lines):
        settled = {"finding": "not_upheld", "because": "on_its_face", "facts_found": f"第{n}件的事实。"}
        line.do("propose", "handler", **settled)
    text = sheet(signed_in(world.lead), leading, "approve").content.decode()
    assert "第1件的事实。" in text
    assert "第2件的事实。" in text
    assert f'href="/desk/cases/{first.case.number}/"' in text
