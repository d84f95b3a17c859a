"""Acts at the desk: the form in place, what others will read of it, and every way the door may stay shut."""

import json

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.engine.attachments import redact
from casework.engine.errors import Busy
from casework.engine.models import Attachment, AttachmentGrant, Draft, Event
from complaints.models import AnswerRequest
from tests.engine.attachments.factories import jpeg
from tests.engine.world import Line, at, make_world

from .factories import HTMX, marks_in, photo, signed_in, url_of

pytestmark = pytest.mark.django_db
FINDING = {
    "finding": "upheld",
    "facts_found": "影院拒绝兑换。",
    "evidence": ["account"],
    "rule": "R33",
    "remedy_by": "cinema",
    "remedy": "补兑两张票。",
}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False):
        yield


def open_form(client, line, act) -> dict[str, str]:
    response = client.get(url_of(line, act), **HTMX)
    assert response.status_code == 200
    return marks_in(response.content)


def names(line) -> list[str]:
    return list(Event.objects.filter(case_id=line.pk).order_by("seq").values_list("name", flat=True))


def test_an_act_is_done_and_the_eye_is_led_to_its_row(world):
    line = Line(world)
    line.do("claim", "handler")
    client = signed_in(world.handler)
    response = client.post(url_of(line, "accept"), open_form(client, line, "accept"), **HTMX)
    assert json.loads(response.headers["HX-Trigger"])["desk:acted"]["seq"] == 3
    assert line.case.state == "investigating"


def test_without_scripts_the_page_comes_back_at_the_new_row(world):
    line = Line(world)
    client = signed_in(world.handler)
    page = client.get(url_of(line, "claim"))
    response = client.post(url_of(line, "claim"), marks_in(page.content))
    assert response.url.endswith("#e2")
    assert "actform" in page.content.decode()


def test_sent_twice_it_is_done_once(world):
    """P1."""
    line = Line(world)
    client = signed_in(world.handler)
    sent = open_form(client, line, "note") | {"note": "核对班表。"}
    assert [client.post(url_of(line, "note"), sent, **HTMX).status_code for _ in range(2)] == [200, 200]
    assert names(line).count("note") == 1


def test_what_is_missing_stands_beside_the_field_and_everything_typed_stays(world):
    line = Line(world)
    line.do("claim", "handler")
    client = signed_in(world.handler)
    sent = open_form(client, line, "not_accept") | {"because": "not_ours", "other_ways": "请找 12315。"}
    response = client.post(url_of(line, "not_accept"), sent, **HTMX)
    text = response.content.decode()
    assert response.status_code == 422
    assert "请找 12315。" in text
    assert 'id="not_accept-reason-wrong"' in text
    assert sent["key"] in text
    assert line.case.state == "submitted"


def test_who_comes_second_keeps_the_text_and_reads_what_happened(world):
    """P28."""
    line = Line(world).to_answered()
    client = signed_in(world.handler)
    sent = open_form(client, line, "propose") | FINDING
    line.do("withdraw", line.complainant, reason="不想投诉了")
    response = client.post(url_of(line, "propose"), sent, **HTMX)
    text = response.content.decode()
    assert response.status_code == 409
    assert "影院拒绝兑换。" in text
    assert "不想投诉了" in text
    assert 'class="btn btn-main"' not in text


def test_a_moved_case_that_still_allows_it_needs_one_more_press(world):
    line = Line(world).to_answered()
    client = signed_in(world.handler)
    sent = open_form(client, line, "propose") | FINDING | {"seen": "1"}
    response = client.post(url_of(line, "propose"), sent, **HTMX)
    assert response.status_code == 409
    again = client.post(url_of(line, "propose"), sent | marks_in(response.content), **HTMX)
    assert again.status_code == 200
    assert line.case.state == "awaiting_approval"


def test_new_words_of_a_party_are_read_before_a_decision_is_sent(world):
    """DESIGN §1: a form carries the last event that it showed."""
    line = Line(world).to_answered()
    client = signed_in(world.handler)
    sent = open_form(client, line, "propose") | FINDING
    line.do("message", line.complainant, message="我又找到一张小票。")
    response = client.post(url_of(line, "propose"), sent, **HTMX)
    text = response.content.decode()
    assert response.status_code == 409
    assert text.index("我又找到一张小票。") < text.index("影院拒绝兑换。")
    assert client.post(url_of(line, "propose"), sent | marks_in(response.content), **HTMX).status_code == 200


def test_while_somebody_works_on_the_case_the_same_form_can_be_sent_again(world, monkeypatch):
    line = Line(world)
    client = signed_in(world.handler)
    sent = open_form(client, line, "note") | {"note": "核对班表。"}
    monkeypatch.setattr("casework.desk.views_cases.perform", lambda *args, **kwargs: (_ for _ in ()).throw(Busy()))
    plain = client.post(url_of(line, "note"), sent)
    assert (plain.status_code, "核对班表。" in plain.content.decode()) == (503, True)
    assert client.post(url_of(line, "note"), sent, **HTMX).status_code == 409


def test_a_form_without_its_key_does_nothing(world):
    line = Line(world)
    assert signed_in(world.handler).post(url_of(line, "note"), {"note": "x"}, **HTMX).status_code == 422
    assert names(line) == ["file"]


def test_acts_of_others_and_hidden_ones_have_no_page(world):
    line = Line(world)
    client = signed_in(world.handler)
    assert [client.get(url_of(line, act)).status_code for act in ("look", "file", "close", "nonsense")] == [404] * 4


def test_an_act_that_is_not_yours_is_refused_with_the_reason(world):
    line = Line(world).to_proposed()
    client = signed_in(world.handler)
    sent = open_form(client, line, "approve")
    response = client.post(url_of(line, "approve"), sent, **HTMX)
    assert response.status_code == 422
    assert line.case.state == "awaiting_approval"


def test_files_come_with_a_plain_form_too(world):
    line = Line(world)
    line.do("claim", "handler")
    client = signed_in(world.handler)
    page = client.get(url_of(line, "evidence"))
    upload = SimpleUploadedFile("a.jpg", jpeg())
    client.post(url_of(line, "evidence"), marks_in(page.content) | {"attachments_file": upload, "caption": "售票台"})
    assert Attachment.objects.filter(case_id=line.pk, by_role="handler").count() == 1


def test_a_file_that_is_no_photo_is_refused_beside_the_picker_and_the_caption_stays(world):
    line = Line(world)
    line.do("claim", "handler")
    client = signed_in(world.handler)
    upload = SimpleUploadedFile("a.exe", b"MZ")
    sent = open_form(client, line, "evidence") | {"attachments_file": upload, "caption": "售票台"}
    response = client.post(url_of(line, "evidence"), sent, **HTMX)
    assert response.status_code == 422
    assert "a.exe" in response.content.decode()
    assert "售票台" in response.content.decode()


# --- asking -----------------------------------------------------------------------------------------------------------
def asked(line):
    line.do("claim", "handler")
    line.do("accept", "handler")
    return line


def test_the_question_is_filled_in_and_nothing_of_it_is_the_complainants(world):
    """DESIGN §4: category, cinema, day and rule; never words, files or the showing."""
    line = asked(Line(world))
    form = signed_in(world.handler).get(url_of(line, "request_answers"), **HTMX).context["sheet"].form
    question = form.initial["cinema"]
    assert "示例影城（天元店）" in question
    assert "不得以任何理由拒绝兑换" in question
    for secret in ("林女士", "19:30", "19:50", "45 元", "今天人多"):
        assert secret not in question


def test_only_a_file_that_was_looked_through_can_go_with_a_question(world):
    line = Line(world)
    line.do("evidence", line.complainant, attachments=[photo(line.complainant.uploader)])
    asked(line)
    client = signed_in(world.handler)
    file = Attachment.objects.get(case_id=line.pk)
    assert "files_cinema" not in client.get(url_of(line, "request_answers"), **HTMX).content.decode()
    ready = redact.prepare(attachment=file, unit=world.cinema.unit, boxes=[], by=world.handler.address)
    page = client.get(url_of(line, "request_answers"), **HTMX)
    assert f'value="{ready.pk}"' in page.content.decode()
    sent = marks_in(page.content) | {"cinema": "请说明。", "files_cinema": [ready.pk]}
    assert client.post(url_of(line, "request_answers"), sent, **HTMX).status_code == 200
    request = AnswerRequest.objects.get()
    assert AttachmentGrant.objects.get(pk=ready.pk).event_seq == request.asked_seq


def test_a_copy_prepared_for_the_platform_is_never_given_to_the_cinema(world):
    line = Line(world)
    line.do("evidence", line.complainant, attachments=[photo(line.complainant.uploader)])
    asked(line)
    client = signed_in(world.handler)
    file = Attachment.objects.get(case_id=line.pk)
    ready = redact.prepare(attachment=file, unit=world.platform.unit, boxes=[], by=world.handler.address)
    sent = open_form(client, line, "request_answers") | {"cinema": "请说明。", "files_cinema": [ready.pk]}
    assert client.post(url_of(line, "request_answers"), sent, **HTMX).status_code == 422
    assert not AnswerRequest.objects.exists()


# --- what others will read --------------------------------------------------------------------------------------------
def previews(client, line, act) -> str:
    sheet = client.get(url_of(line, act), **HTMX).context["sheet"]
    return "\n".join(f"{p.title} {' '.join(line.text for line in p.lines)}" for p in sheet.previews)


def test_a_note_says_that_nobody_outside_reads_it(world):
    assert len(signed_in(world.handler).get(url_of(Line(world), "note"), **HTMX).context["sheet"].previews) == 1


def test_the_one_who_approves_sees_what_both_sides_will_read(world):
    line = Line(world).to_proposed()
    assert "补兑两张票并书面说明。" in previews(signed_in(world.lead), line, "approve")


def test_each_party_is_shown_its_own_question_in_the_preview(world):
    line = asked(Line(world))
    sheet = signed_in(world.handler).get(url_of(line, "request_answers"), **HTMX).context["sheet"]
    assert [preview.lines[0].source for preview in sheet.previews[:2]] == ["cinema", "platform"]


def test_a_form_says_who_has_it_next_and_by_when(world):
    line = Line(world).to_answered()
    sheet = signed_in(world.handler).get(url_of(line, "propose"), **HTMX).context["sheet"]
    assert "3" in sheet.next_words


def test_a_refused_model_worker_with_complete_proof_has_no_valid_reason_against_them(world):
    """R22."""
    line = Line(world, category="model_worker", proof_shown="complete", platform="")
    asked(line)
    line.do("request_answers", "handler", cinema="请说明。")
    assert "valid_reason" not in signed_in(world.handler).get(url_of(line, "propose"), **HTMX).content.decode()


def test_a_returned_finding_is_where_the_next_one_begins(world):
    line = Line(world).to_proposed()
    line.do("send_back", "lead", reason="请补上证件是否齐全的依据。")
    form = signed_in(world.handler).get(url_of(line, "propose"), **HTMX).context["sheet"].form
    assert form.initial["facts_found"] == "影院以系统不收券为由拒绝兑换两张有效票券。"


# --- drafts -----------------------------------------------------------------------------------------------------------
def save(client, line, text, version=0):
    sent = {"finding": "upheld", "facts_found": text, "draft_version": version}
    return client.post(url_of(line, "propose", "draft/"), sent, **HTMX)


def test_a_draft_is_seen_by_the_whole_unit_and_gone_when_it_was_sent(world):
    line = Line(world).to_answered()
    save(signed_in(world.handler), line, "初步认定")
    assert "初步认定" in signed_in(world.lead).get(url_of(line, "propose"), **HTMX).content.decode()
    client = signed_in(world.handler)
    client.post(url_of(line, "propose"), open_form(client, line, "propose") | FINDING, **HTMX)
    assert not Draft.objects.exists()


def test_two_people_on_one_draft_the_second_is_told_and_nothing_is_lost(world):
    line = Line(world).to_answered()
    first, second = signed_in(world.handler), signed_in(world.colleague)
    save(first, line, "甲版")
    response = save(second, line, "乙版")
    text = response.content.decode()
    assert "甲版" in text
    assert "林小例" in text
    assert Draft.objects.get().details["facts_found"] == "甲版"
    version = Draft.objects.get().version
    save(second, line, "乙版", version)
    assert Draft.objects.get().details["facts_found"] == "乙版"


def test_a_draft_outlives_the_task_it_was_written_for(world):
    line = Line(world).to_answered()
    save(signed_in(world.handler), line, "初步认定")
    line.do("restart_procedure", "lead", reason="重来一次")
    assert "初步认定" in signed_in(world.handler).get(url_of(line, "propose"), **HTMX).content.decode()


def test_without_scripts_a_draft_is_kept_by_its_button(world):
    line = Line(world).to_answered()
    client = signed_in(world.handler)
    sent = {"facts_found": "甲版", "draft_version": "0"}
    assert client.post(url_of(line, "propose", "draft/"), sent).url.startswith(url_of(line, "propose"))
    assert client.post(url_of(line, "propose", "draft/"), sent | {"facts_found": "乙版"}).status_code == 409


def test_other_forms_keep_no_draft(world):
    assert signed_in(world.handler).post(url_of(Line(world), "note", "draft/"), {"note": "x"}).status_code == 404


def test_the_draft_on_a_report_without_a_name_is_kept_like_any_other(world):
    line = Line(world, matter="report", anonymous="yes", name="", phone="").to_investigating()
    save(signed_in(world.handler), line, "初步认定")
    assert Draft.objects.get().details["facts_found"] == "初步认定"
