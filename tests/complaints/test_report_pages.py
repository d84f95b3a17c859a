"""Reports on the pages: filed on a phone with scripts off, followed without a name, split and opened at the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from casework.engine.actors import Actor
from complaints.models import Complaint
from tests.desk.factories import signed_in
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_membership, make_unit, make_user
from tests.portal.browsers import opened

from .filing import Phone, carried

pytestmark = pytest.mark.django_db

STORY = "周末晚上先卖现金票，拿券的在旁边等。"


@pytest.fixture
def world(time_machine):
    time_machine.move_to(at("2026-09-28 20:14"))
    found = make_world()
    bureau = make_unit("organiser", name="湖南省电影局", division="430000")
    found.association.parent = bureau
    found.association.save()
    found.union = make_unit("union", name="示例市总工会", division="430200")
    return found


def to_who(world) -> Phone:
    phone = Phone().begin("?matter=report").say(category="cash_first").say(cinema=world.cinema.pk)
    return phone.say(happened_on="2026-09-26", happened_at="").say(story=STORY).say()


# --- the wizard -------------------------------------------------------------------------------------------------------
def test_a_report_is_filed_page_by_page_without_a_name(world):
    phone = to_who(world)
    assert phone.at == "who"
    phone.say(anonymous="yes", name="林女士", phone="138 0013 8000")
    assert phone.at == "check"
    assert "匿名，无法联系" in phone.page
    assert "林女士" not in phone.page[phone.page.index("<dl") :]
    phone.say("send")
    case = Complaint.objects.get()
    assert (case.matter, case.anonymous, case.contact.name, case.contact.phone) == ("report", True, "", "")


def test_a_report_by_name_asks_for_name_and_phone_beside_their_fields(world):
    phone = to_who(world).say(anonymous="no")
    assert phone.at == "who"
    assert {'id="id_phone-wrong"' in phone.page, 'id="id_name-wrong"' in phone.page} == {True}
    phone.say(anonymous="no", name="林女士", phone="13800138000").say("send")
    assert Complaint.objects.get().contact.name == "林女士"


def test_a_report_asks_for_no_wish_and_promises_no_call(world):
    phone = Phone().begin("?matter=report")
    assert "at_the_cinema" not in phone.page
    phone.say(category="cash_first").say(cinema=world.cinema.pk).say(happened_on="2026-09-26")
    assert phone.at == "story"
    assert 'name="wish"' not in phone.page


def test_from_the_first_page_one_can_change_between_complaint_and_report(world):
    assert "?matter=report" in Phone().begin().page
    assert 'href="/complaints/new/"' in Phone().begin("?matter=report").page
    assert "?matter=report" in Client().get("/").content.decode()


def test_a_complaint_never_asks_whether_one_gives_a_name(world):
    phone = Phone().to_check(world)
    assert "anonymous" not in carried(phone.page)
    phone.say("edit:who")
    assert 'name="anonymous"' not in phone.page


def test_the_receipt_of_a_nameless_report_says_that_nobody_can_reach_them(world):
    phone = to_who(world).say(anonymous="yes").say("send")
    page = phone.client.get(phone.response.url).content.decode()
    assert "已经收到您的举报" in page
    assert "您没有留姓名，我们无法联系您" in page
    assert Complaint.objects.get().number.startswith("JB")


def test_whom_it_is_about_is_chosen_from_the_association_and_the_unions(world):
    phone = Phone().begin().say(category="body")
    assert phone.at == "where"
    assert "湖南省电影行业协会" in phone.page
    phone.say(body="")
    assert phone.at == "where"
    assert 'id="id_body-wrong"' in phone.page
    phone.say(body=world.union.pk).say(happened_on="2026-09-26").say(story=STORY, wish="发券").say()
    phone.say(name="林女士", phone="13800138000")
    assert "示例市总工会" in phone.page
    phone.say("send")
    assert Complaint.objects.get().office.name == "湖南省电影局"


# --- following it -----------------------------------------------------------------------------------------------------
def test_a_reporter_reads_of_a_report_and_is_offered_no_withdrawal(world):
    line = Line(world, matter="report").to_investigating()
    page = opened(line.case).get(f"/track/case/{line.case.number}/").content.decode()
    assert "您的举报已经受理" in page
    assert "投诉人" not in page[page.index("<main") :]
    assert "撤回" not in page


def test_a_split_complaint_leads_its_complainant_to_the_report(world):
    line = Line(world)
    line.do("claim", "handler")
    split(world, line)
    report = Complaint.objects.get(matter="report")
    browser = opened(line.case)
    page = browser.get(f"/track/case/{line.case.number}/").content.decode()
    assert report.number in page
    link = page[page.index('id="p-reports"') :].split('href="')[1].split('"')[0]
    assert browser.get(link).status_code == 302
    assert report.number in browser.get(f"/track/case/{report.number}/").content.decode()


# --- at the desk ------------------------------------------------------------------------------------------------------
def split(world, line: Line, who: str = "handler") -> Client:
    desk = signed_in(getattr(world, who))
    page = desk.get("/desk/intake/", {"from": line.case.number})
    said = carried_by(page)
    said |= {"category": "box_office", "cinema": world.cinema.pk, "happened_on": "2026-09-26", "story": STORY}
    desk.response = desk.post("/desk/intake/", said | {"go": "send"})
    return desk


def carried_by(page) -> dict[str, str]:
    hidden = carried(page.content.decode().replace('id="intake"', 'id="filing"'))
    return {name: values[-1] for name, values in hidden.items()}


def test_the_handler_splits_a_mixed_complaint_from_its_page_and_both_name_each_other(world):
    line = Line(world)
    line.do("claim", "handler")
    desk = signed_in(world.handler)
    assert "拆分出举报" in desk.get(f"/desk/cases/{line.case.number}/").content.decode()
    desk = split(world, line)
    report = Complaint.objects.get(matter="report")
    assert desk.response.url == f"/desk/intake/{report.number}/"
    assert report.number in desk.get(f"/desk/cases/{line.case.number}/").content.decode()
    there = desk.get(f"/desk/cases/{report.number}/").content.decode()
    assert line.case.number in there
    assert report.contact.phone == line.case.contact.phone


def test_the_split_form_keeps_what_was_typed_beside_its_fault(world):
    line = Line(world)
    line.do("claim", "handler")
    desk = signed_in(world.handler)
    said = carried_by(desk.get("/desk/intake/", {"from": line.case.number}))
    page = desk.post("/desk/intake/", said | {"category": "box_office", "story": STORY, "go": "send"}).content.decode()
    assert STORY in page
    assert 'id="id_happened_on-wrong"' in page
    assert f'name="origin" value="{line.pk}"' in page


def test_nobody_else_may_open_a_report_out_of_it(world):
    line = Line(world)
    line.do("claim", "handler")
    assert signed_in(world.colleague).get("/desk/intake/", {"from": line.case.number}).status_code == 404
    assert "拆分出举报" not in signed_in(world.lead).get(f"/desk/cases/{line.case.number}/").content.decode()


def test_out_of_a_withdrawn_complaint_the_office_opens_a_report_and_goes_to_its_case(world):
    line = Line(world)
    line.do("withdraw", line.complainant)
    desk = split(world, line, "colleague")
    report = Complaint.objects.get(matter="report")
    assert desk.response.url == f"/desk/cases/{report.number}/"
    page = desk.get(desk.response.url).content.decode()
    assert "匿名提交，无法询问或联系" in page
    assert line.case.number in page


def test_a_clerk_takes_in_a_nameless_report_told_by_phone(world):
    desk = signed_in(world.handler)
    said = carried_by(desk.get("/desk/intake/"))
    said |= {"source": "phone", "matter": "report", "anonymous": "yes", "category": "cash_first", "story": STORY}
    said |= {"cinema": world.cinema.pk, "happened_on": "2026-09-26", "go": "send"}
    desk.post("/desk/intake/", said)
    assert Complaint.objects.get().anonymous


def test_the_desk_says_reporter_of_a_report_and_proposes_no_remedy(world):
    line = Line(world, matter="report").to_answered()
    desk = signed_in(world.handler)
    page = desk.get(f"/desk/cases/{line.case.number}/acts/propose/").content.decode()
    assert 'name="remedy_by"' not in page
    assert 'value="settled"' not in page
    assert "举报人现在会看到" in page
    assert "投诉人" not in page[page.index('id="case-head"') :]


def test_the_association_finds_what_it_is_asked_apart_from_its_own_desk(world):
    line = Line(world, category="body", body=world.association.pk, cinema="", platform="")
    bureau = make_user("局承办人")
    make_membership(user=bureau, unit=world.association.parent, role="handler")
    handler = Actor.user(bureau)
    line.do("claim", handler)
    line.do("accept", handler)
    line.do("request_answers", handler, body="请说明为何两个月没有办理。")
    asked = signed_in(world.colleague)
    assert line.case.number in asked.get("/desk/party/").content.decode()
    assert "请说明为何两个月没有办理" in asked.get(f"/desk/party/{line.case.number}/").content.decode()
    assert asked.get(f"/desk/cases/{line.case.number}/").status_code == 404
    assert line.case.number not in asked.get("/desk/all/").content.decode()
