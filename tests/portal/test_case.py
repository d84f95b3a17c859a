"""The tracking page: who has it, by when, what next; and what the complainant does there, without scripts."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from casework.engine.describe import describe
from casework.engine.models import Attachment, Event
from complaints.models import Complaint
from notifications.models import Notification
from tests.engine.attachments.factories import jpeg
from tests.engine.world import Line, at, make_world

from .browsers import do, form_of, opened, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(time_machine):
    time_machine.move_to(at("2026-09-28 20:30"))
    with translation.override("en"):
        yield Line(make_world())


@pytest.fixture
def see(line, time_machine):
    """The tracking page in English, at the moment of the case's last step."""

    def look() -> str:
        time_machine.move_to(line.now)
        client = opened(line.case)
        client.cookies["django_language"] = "en"
        return page_of(client, line.case)

    return look


@pytest.fixture
def urgent(time_machine):
    time_machine.move_to(at("2026-09-28 18:00"))
    return Line(make_world(), start="2026-09-28 18:00", at_the_cinema="yes")


def lead(page: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r'<p class="lead-line.*?</p>', page, re.DOTALL)[0]).strip()


def test_it_says_who_has_it_by_when_and_that_nothing_is_to_be_done(line, see):
    assert "is choosing who handles it" in lead(see())
    assert "13 Oct" in lead(see())
    line.do("claim", "handler")
    assert "林小例" in lead(see())
    assert "There is nothing you need to do now" in lead(see())


def test_while_the_others_answer_it_says_whose_turn_it_is(line, see):
    line.to_investigating()
    words = lead(see())
    assert "示例影城（天元店）" in words
    assert "示例平台" in words
    line.do("answer", "platform_clerk", admits="no", account="系统当晚正常。")
    assert "示例平台" not in lead(see())


def test_it_says_why_this_date(line, see):
    page = see()
    assert 'class="why"' in page
    assert "National Day" in page or "国庆" in page
    assert "7 working days" in page


def test_the_stage_line_has_dates_and_marks_where_it_is(line, see):
    line.to_investigating()
    page = see()
    assert page.count('aria-current="step"') == 2  # across on a wide screen, down on a phone
    assert "26 Oct" in page


def test_a_finding_is_shown_only_once_it_is_approved(line, see):
    line.to_proposed()
    assert "拒绝兑换两张有效票券" not in see()
    line.do("approve", "lead")
    page = see()
    for words in ("Finding: Upheld", "拒绝兑换两张有效票券", "不得以任何理由拒绝兑换", "补兑两张票", "唐示范"):
        assert words in page


def test_the_offices_remarks_stay_in_the_office(line, see):
    line.to_proposed()
    line.do("approve", "lead", remark="内部意见：口径一致")
    line.do("note", "handler", note="内部备注在此")
    assert "内部" not in see()


def test_not_accepted_says_why_and_where_to_go_p15_p44(line, see):
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="卖品质量不属于本活动。", other_ways="请拨打 12315。")
    page = see()
    for words in ("Not a matter of this campaign", "卖品质量不属于本活动。", "请拨打 12315。"):
        assert words in page


def test_what_was_filed_stands_on_the_page(line, see):
    page = see()
    assert "系统不收券" in page
    assert "补兑两张票，并说明原因" in page


# --- acts -------------------------------------------------------------------------------------------------------------
def test_a_message_with_a_photo_reaches_the_office_and_stands_on_the_page(line):
    client = opened(line.case)
    photo = SimpleUploadedFile("a.jpg", jpeg())
    answer = do(client, line.case, "message", message="旁边的工友也被拒了。", attachments_file=photo)
    assert answer.url == f"/track/case/{line.case.number}/"
    assert "旁边的工友也被拒了。" in page_of(client, line.case)
    assert Attachment.objects.get().case_id == line.pk


def test_a_message_sent_twice_is_one_message_p1(line):
    client = opened(line.case)
    form = form_of(page_of(client, line.case), "message") | {"message": "一次就好"}
    for _ in range(2):
        assert client.post(f"/track/case/{line.case.number}/message/", form).status_code == 302
    assert Event.objects.filter(name="message").count() == 1


def test_a_photo_that_comes_once_more_with_the_same_form_is_not_kept_p1(line):
    """Without scripts the photo is part of the form; forty left like this, and nothing more would be taken."""
    client = opened(line.case)
    form = form_of(page_of(client, line.case), "message") | {"message": "一次就好"}
    for _ in range(2):
        photo = SimpleUploadedFile("a.jpg", jpeg())
        assert client.post(f"/track/case/{line.case.number}/message/", form | {"attachments_file": photo}).url
    assert Attachment.objects.get().case_id == line.pk


def test_an_empty_message_comes_back_with_its_fault_beside_the_field(line):
    answer = do(opened(line.case), line.case, "message", message="  ")
    assert answer.status_code == 422
    assert 'id="message_message-wrong"' in answer.content.decode()


def test_a_refused_file_keeps_the_words_p3(line):
    bad = SimpleUploadedFile("b.txt", b"words")
    answer = do(opened(line.case), line.case, "message", message="我的话还在", attachments_file=bad)
    assert answer.status_code == 422
    assert "我的话还在" in answer.content.decode()
    assert "b.txt" in answer.content.decode()


def test_evidence_can_be_added_and_seen_again(line):
    client = opened(line.case)
    do(client, line.case, "evidence", attachments_file=SimpleUploadedFile("a.jpg", jpeg()), caption="售票台")
    page = page_of(client, line.case)
    file = Attachment.objects.get()
    assert "售票台" in page
    assert client.get(f"/files/{file.pk}/thumb/").status_code == 200


def test_urging_is_heard_once_a_day_and_then_says_why_not(line):
    client = opened(line.case)
    assert do(client, line.case, "urge").status_code == 302
    page = page_of(client, line.case)
    assert 'id="shut-urge"' in page


def test_urging_when_nothing_is_late_is_answered_with_the_day(line, see):
    do(opened(line.case), line.case, "urge", words="急")
    assert "Nothing is late on our side: the next date is Tue 13 Oct" in see()


def test_withdrawing_says_what_is_lost_and_ends_it(line):
    client = opened(line.case)
    page = page_of(client, line.case)
    assert 'id="withdraw"' in page
    assert do(client, line.case, "withdraw", reason="已经谈好").status_code == 302
    assert Complaint.objects.get().state == "withdrawn"
    assert 'action="' + f"/track/case/{line.case.number}/withdraw/" not in page_of(client, line.case)


def test_a_stale_withdrawal_is_not_done_and_keeps_the_words(line, see, time_machine):
    client = opened(line.case)
    old = page_of(client, line.case)
    line.do("claim", "handler")
    line.do("accept", "handler")
    time_machine.move_to(line.now)
    answer = do(client, line.case, "withdraw", page=old, reason="不想等了")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "不想等了" in text
    assert Complaint.objects.get().state == "investigating"
    again = form_of(text, "withdraw") | {"reason": "不想等了"}
    assert client.post(f"/track/case/{line.case.number}/withdraw/", again).status_code == 302


def test_a_withdrawal_whose_stage_is_gone_gives_the_words_back(line, time_machine):
    client = opened(line.case)
    old = page_of(client, line.case)
    line.to_decided()
    time_machine.move_to(line.now)
    answer = do(client, line.case, "withdraw", page=old, reason="不想等了")
    assert answer.status_code in (409, 422)
    assert "不想等了" in answer.content.decode()


def test_acts_of_the_office_cannot_be_done_here(line):
    client = opened(line.case)
    assert client.post(f"/track/case/{line.case.number}/accept/", {"key": "k", "seen": "1"}).status_code == 404


def test_nobody_else_can_act_on_the_case(line, client):
    answer = client.post(f"/track/case/{line.case.number}/message/", {"key": "k", "message": "x"})
    assert answer.url == f"/track/?number={line.case.number}"
    assert not Event.objects.filter(name="message").exists()


def test_getting_an_acts_address_changes_nothing_p8(line):
    client = opened(line.case)
    assert client.get(f"/track/case/{line.case.number}/withdraw/").url.endswith("#withdraw")
    assert Complaint.objects.get().state == "submitted"


# --- live, budgets ----------------------------------------------------------------------------------------------------
def test_the_page_has_its_bell_and_the_parts_that_move_p47(line):
    page = page_of(opened(line.case), line.case)
    assert 'data-bell-url="/ws/bell/seat/' in page
    assert f'data-refresh-on="{line.case.number}"' in page
    for part in re.search(r'hx-select-oob="([^"]+)"', page)[1].split(","):
        assert f'id="{part[1:]}"' in page


@pytest.mark.parametrize("stage", ["", "to_investigating", "to_proposed", "to_decided"])
def test_the_page_takes_at_most_20_statements(line, stage, django_assert_max_num_queries):
    if stage:
        getattr(line, stage)()
    client = opened(line.case)
    with django_assert_max_num_queries(20):
        page_of(client, line.case)


def test_a_case_that_ended_early_does_not_claim_steps_it_never_took(line, see):
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="不属于本活动。", other_ways="12315")
    assert see().count("not needed") == 6  # three steps, drawn down for a phone and across for a wide screen


def test_an_urgent_case_says_by_when_somebody_calls(urgent):
    client = opened(urgent.case)
    client.cookies["django_language"] = "en"
    assert "first contact" in lead(page_of(client, urgent.case))
    assert "20:00" in lead(page_of(client, urgent.case))


def test_the_bell_leads_a_complainant_to_the_tracking_page(line):
    line.do("claim", "handler")
    address = f"seat:{line.pk}:complainant"
    rows = list(Notification.objects.filter(address=address).unread())
    assert [item["url"] for item in describe(address, rows)] == [f"/track/case/{line.case.number}/"]
