"""People of a cinema or platform: what is asked of them, answering it, the finding, the remedy (mock 05)."""

import io
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework.engine.models import Draft, Event, WorkTask
from complaints.models import AnswerRequest
from tests.engine.world import Line, at, make_file, make_world
from tests.parties.factories import make_cinema, make_membership, make_user

from .factories import signed_in

pytestmark = pytest.mark.django_db
HOME = "/desk/party/"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def clock():
    """Sunday noon in the holiday of October 2026, days before anything asked is due."""
    with time_machine.travel("2026-10-04 12:00+08:00", tick=False):
        yield


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def cinema_of(world) -> Client:
    return sign_in(world.cinema_clerk.person)


def case_url(line: Line) -> str:
    return reverse("respondent:case", args=[line.case.number])


def task_of(line: Line, unit) -> WorkTask:
    return WorkTask.objects.get(process__case=line.pk, unit=unit, role="respondent", status="NEW")


def marks(page) -> dict:
    return {"key": uuid.uuid4().hex, "seen": page.context["marks"].seen, "read_to": page.context["marks"].read_to}


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/jpeg")


def send(client: Client, line: Line, task: WorkTask, page=None, **said):
    """The task's form, posted as a browser would."""
    page = page or client.get(case_url(line), {"task": task.pk})
    url = reverse("respondent:finish", args=[line.case.number, task.pk])
    return client.post(url, marks(page) | said)


ANSWER = {"admits": "partly", "account": "当晚兑换机断网，没有改用手工核销。", "offers": ["redeem", "explain"]}


# --- who --------------------------------------------------------------------------------------------------------------
def test_a_stranger_is_sent_to_sign_in_and_whoever_speaks_for_no_unit_is_refused(world):
    assert Client().get(HOME).status_code == 302
    assert sign_in(make_user("外人")).get(HOME).status_code == 403


def test_before_anybody_is_asked_the_case_does_not_exist_for_the_cinema(world):
    line = Line(world)
    assert cinema_of(world).get(case_url(line)).status_code == 404
    assert line.case.number not in cinema_of(world).get(HOME).content.decode()


def test_another_cinema_sees_nothing_of_it(world):
    line = Line(world).to_investigating()
    other = make_user("别家经理")
    make_membership(user=other, unit=make_cinema(name="别家影城").unit)
    assert sign_in(other).get(case_url(line)).status_code == 404
    post = sign_in(other).post(
        reverse("respondent:finish", args=[line.case.number, task_of(line, world.cinema.unit).pk])
    )
    assert post.status_code == 404


def test_the_office_cannot_answer_through_the_party_pages(world):
    line = Line(world).to_investigating()
    assert sign_in(world.handler.person).get(case_url(line)).status_code == 404


# --- what is asked ----------------------------------------------------------------------------------------------------
def groups(page) -> dict[str, list[str]]:
    return {group.key: [row["number"] for row in group.rows] for group in page.context["groups"]}


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


def silence(line: Line, unit) -> None:
    from casework.engine import door
    from casework.engine.actors import CLOCK_ACTOR
    from tests.engine.world import at, key

    task = task_of(line, unit)
    door.complete_task(task, act="fall_silent", by=CLOCK_ACTOR, key=key(), at=at("2026-10-14 00:01"))


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
        assert groups(sign_in(world.platform_clerk.person).get(HOME)) == {"waiting": [line.case.number]}
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        page = cinema_of(world).get(HOME)
        assert groups(page) == {"past": [line.case.number]}


def test_a_person_of_several_cinemas_sees_them_all_by_name(world):
    second = make_cinema(name="示例影城（芦淞店）")
    make_membership(user=world.cinema_clerk.person, unit=second.unit)
    line = Line(world).to_investigating()
    other = Line(world, cinema=second.pk, platform="").to_investigating_alone()
    text = cinema_of(world).get(HOME).content.decode()
    assert "示例影城（天元店）" in text
    assert "示例影城（芦淞店）" in text
    assert line.case.number in text
    assert other.case.number in text


def _alone(self: Line) -> Line:
    self.do("claim", "handler")
    self.do("accept", "handler", when="2026-09-29 10:18")
    self.do("request_answers", "handler", cinema="请说明。")
    return self


Line.to_investigating_alone = _alone


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
    answered = send(client, line, task_of(line, world.cinema.unit), **ANSWER, attachments_file=photo())
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
    back = send(cinema_of(world), line, task_of(line, world.cinema.unit), account="写了一半", attachments_file=photo())
    text = back.content.decode()
    assert back.status_code == 422
    assert "写了一半" in text
    assert 'class="errsum"' in text
    assert "data-remove-url" in text


def test_a_colleague_who_answers_at_the_same_moment_is_told_who_did_and_keeps_the_words(world):
    line = Line(world).to_investigating()
    colleague = make_user("副经理")
    make_membership(user=colleague, unit=world.cinema.unit, role="lead")
    mine, theirs, task = cinema_of(world), sign_in(colleague), task_of(line, world.cinema.unit)
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
        ("evidence", {"attachments_file": photo()}),
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
    text = sign_in(colleague).get(case_url(line)).content.decode()
    assert "先记一笔" in text
    assert "值班经理" in text
    assert "先记一笔" not in sign_in(world.platform_clerk.person).get(case_url(line)).content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_two_people_who_save_at_once_lose_nothing(world, htmx):
    line = Line(world).to_investigating()
    colleague = make_user("副经理")
    make_membership(user=colleague, unit=world.cinema.unit)
    task = task_of(line, world.cinema.unit)
    keep(cinema_of(world), line, task, 0, account="甲写的")
    clash = keep(sign_in(colleague), line, task, 0, htmx=htmx, account="乙写的")
    assert clash.status_code == 409
    assert "甲写的" in clash.content.decode()
    assert htmx or "乙写的" in clash.content.decode()
    assert Draft.objects.get().details["account"] == "甲写的"
    assert keep(sign_in(colleague), line, task, 1, account="甲写的，乙写的").status_code == 200


def test_a_sent_answer_leaves_no_draft(world):
    line = Line(world).to_investigating()
    client, task = cinema_of(world), task_of(line, world.cinema.unit)
    keep(client, line, task, 0, account="先记一笔")
    send(client, line, task, **ANSWER)
    assert not Draft.objects.exists()


# --- the finding and the remedy ---------------------------------------------------------------------------------------
def test_nothing_of_a_proposed_finding_is_shown_before_it_is_approved(world):
    line = Line(world).to_proposed()
    text = cinema_of(world).get(case_url(line)).content.decode()
    assert "影院以系统不收券为由拒绝兑换" not in text
    assert "补兑两张票并书面说明" not in text


def test_the_finding_states_facts_rule_and_what_must_be_done_by_when(world):
    line = Line(world).to_decided()
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        page = cinema_of(world).get(case_url(line))
        other = sign_in(world.platform_clerk.person).get(case_url(line)).content.decode()
    text = page.content.decode()
    for words in ("影院以系统不收券为由拒绝兑换两张有效票券。", "不得以任何理由拒绝兑换", "补兑两张票并书面说明。"):
        assert words in text
    assert page.context["page"].remedy_clock["text"]
    assert "补兑两张票并书面说明。" not in other  # not the platform's to do


def test_a_remedy_is_reported_with_proof_and_asked_for_again_with_the_reason(world):
    line = Line(world).to_decided()
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        client, unit = cinema_of(world), world.cinema.unit
        bare = send(client, line, task_of(line, unit), account="已补兑。")
        assert bare.status_code == 422
        assert send(client, line, task_of(line, unit), account="已补兑。", attachments_file=photo()).status_code == 302
        line.do("remedy_not_enough", "handler", reason="还缺书面说明。")
        page = client.get(case_url(line))
        assert page.context["page"].not_enough == "还缺书面说明。"
        assert page.context["form"] is not None
        assert send(client, line, task_of(line, unit), account="补上了。", attachments_file=photo()).status_code == 302
        line.do("confirm_remedy", "handler")
        line.do("confirm_received", "complainant")
        text = client.get(case_url(line)).content.decode()
    assert "已补兑。" in text
    assert "补上了。" in text
    assert line.case.state == "closed"


def test_the_first_sentence_says_whose_turn_it_is_and_by_when(world):
    def lead(line) -> str:
        page = signed_in(world.cinema_clerk).get(f"/desk/party/{line.case.number}/")
        return page.context["page"].lead

    with time_machine.travel(at("2026-10-12 10:00"), tick=False):
        asked = Line(world).to_investigating()
        assert "答复下面所问" in lead(asked)
        assert "最迟" in lead(asked)
        asked.do("answer", "cinema_clerk", admits="no", account="没有这回事。")
        assert "您现在不用做什么" in lead(asked)
        owes = Line(world).to_decided()
        assert "落实" in lead(owes)
        owes.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(owes)])
        assert "正在核对您报来的情况" in lead(owes)


def test_an_overdue_remedy_is_said_in_words(world):
    line = Line(world).to_decided()
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        clock = cinema_of(world).get(case_url(line)).context["page"].remedy_clock
    assert clock["state"] == "late"
    assert clock["note"]


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
    from casework.engine.models import Case, CaseParty, Procedure
    from complaints.models import Complaint

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
