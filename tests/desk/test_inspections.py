"""Inspections at both desks: the office plans and verifies, the county takes on, names and checks again (issue 7)."""

import re

import pytest
import time_machine

from casework.engine import door
from inspections.models import Inspection, Item, Plan
from notifications.models import Notification
from tests.engine.world import Line, make_file
from tests.inspections.factories import item, make_published, said
from tests.inspections.world import Round, Visit, make_field_world, more_cinemas, planned
from tests.parties.factories import make_film

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel("2026-10-08 10:00+08:00", tick=False):
        yield make_field_world()


def signed_in(client, actor):
    client.force_login(actor.person)
    return client


def page(client, url: str, status: int = 200) -> str:
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def send(client, url: str, visit, **details):
    case = door.load(visit.pk)
    marks = {"key": f"key-{case.last_seq}", "seen": case.version, "read_to": case.last_seq}
    return client.post(url, {**marks, **details}, headers={"accept-language": "en"})


def test_a_plan_is_opened_at_the_desk_and_comes_back_with_errors_beside_the_fields(client, world):
    signed_in(client, world.handler)
    assert "Plan inspections" in page(client, "/desk/open/plan/")
    said = planned(world) | {"key": "once"}
    refused = client.post("/desk/open/plan/", said | {"last_day": "2026-10-31"}, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "This is no working day" in refused.content.decode()
    assert "十月双随机核查" in refused.content.decode()
    assert client.post("/desk/open/plan/", said).status_code == 302
    assert Plan.objects.get().topic == "十月双随机核查"


def test_nobody_opens_a_plan_whose_office_plans_nothing(client, world):
    signed_in(client, world.county_lead)
    assert client.get("/desk/open/plan/").status_code == 302
    signed_in(client, world.handler)
    assert client.get("/desk/open/complaint/").status_code == 404


def test_the_plans_page_shows_what_is_bound_and_never_the_secret_before_the_draw(client, world):
    more_cinemas(world, 12)
    plan = Round(world).to_approved()
    signed_in(client, world.handler)
    shown = page(client, f"/desk/cases/{plan.case.number}/")
    draw = plan.case.draw
    assert draw.secret_hash in shown
    assert draw.secret not in shown
    plan.do("take_snapshot", "handler")
    plan.do("draw_lots", "lead", digits="123456", digits_from="骰子")
    shown = page(client, f"/desk/cases/{plan.case.number}/")
    assert all(inspection.number in shown for inspection in plan.inspections)


def test_the_county_finds_its_task_in_its_list_and_is_led_there(client, world):
    visit = Visit(world)
    signed_in(client, world.county_lead)
    assert client.get("/desk/").url == "/desk/field/"
    shown = page(client, "/desk/field/")
    assert "For us to do" in shown
    assert "Acknowledge the inspection" in shown
    assert visit.case.number in shown


def test_the_prefecture_sees_it_below_and_acts_on_nothing(client, world):
    visit = Visit(world)
    signed_in(client, world.prefecture_lead)
    assert "With the units below us" in page(client, "/desk/field/")
    shown = page(client, f"/desk/field/{visit.case.number}/")
    assert "You can read this case" in shown
    answer = send(client, f"/desk/field/{visit.case.number}/acts/take_on/", visit)
    assert answer.status_code == 422
    assert visit.case.state == "dispatched"


def test_every_photo_of_a_report_carries_number_time_and_unit(client, world):
    visit = Visit(world).to_reported()
    signed_in(client, world.handler)
    shown = page(client, f"/desk/cases/{visit.case.number}/")
    assert f"<small>{visit.case.number} · 2026-10-12 10:12 · {world.cinema.unit.name}</small>" in shown
    photo = visit.case.report.photos.get(item__isnull=False)
    assert f"/files/{photo.attachment_id}/thumb/" in shown


def test_r10_whoever_verifies_reads_what_the_table_says_of_a_test_redemption(client, world):
    make_film("示例长空", lowest="35.00")
    film = item("film", Item.Kind.TEXT)
    version = make_published(film, item("charged", Item.Kind.MONEY, film="film", rule="R10"))
    visit = Visit(world, checklist=version.pk).to_visiting()
    report = visit.said()
    report["report"]["answers"] = {"film": said("《示例长空》"), "charged": said("41")}
    visit.do("report_visit", "chen", **report)
    signed_in(client, world.handler)
    shown = page(client, f"/desk/cases/{visit.case.number}/")
    assert "Paid 41.00 yuan, lowest release price 35.00 yuan: 6.00 yuan over." in shown
    assert "示例通知" in shown
    signed_in(client, world.county_lead)
    assert "lowest release price 35.00" not in page(client, f"/desk/field/{visit.case.number}/")


def test_another_county_finds_nothing_there(client, world):
    visit = Visit(world)
    signed_in(client, world.neighbour_lead)
    assert visit.case.number not in page(client, "/desk/field/")
    page(client, f"/desk/field/{visit.case.number}/", 404)
    page(client, f"/desk/field/{visit.case.number}/live/", 404)


def test_the_county_acknowledges_and_names_its_inspectors_on_the_page(client, world):
    visit = Visit(world)
    signed_in(client, world.county_lead)
    url = f"/desk/field/{visit.case.number}/"
    assert send(client, f"{url}acts/take_on/", visit).status_code == 302
    shown = page(client, f"{url}acts/arrange/")
    assert "陈小范 · 天元区总工会" in shown
    said = {"inspectors": [world.chen.person.pk, world.he.person.pk], "visit_on": "2026-10-12"}
    assert send(client, f"{url}acts/arrange/", visit, **said).status_code == 302
    assert visit.case.visit_on.isoformat() == "2026-10-12"
    assert "陈小范 天元区总工会" in page(client, url)


@pytest.mark.parametrize(
    ("stage", "who", "path", "main"),
    [
        ("given_out", "county_lead", "field", "take_on"),
        ("to_reported", "handler", "cases", "pass_inspection"),
        ("to_rechecking", "county_lead", "field", "recheck_passed"),
    ],
)
def test_the_filled_button_is_what_the_task_is_there_for(client, world, stage, who, path, main):
    visit = getattr(Visit(world), stage)()
    signed_in(client, getattr(world, who))
    shown = page(client, f"/desk/{path}/{visit.case.number}/")
    assert re.findall(r'class="btn btn-main"[^>]* data-act="(\w+)"', shown) == [main]


def test_the_county_does_not_read_what_the_office_notes_for_itself(client, world):
    visit = Visit(world)
    visit.do("note", "handler", note="影院去年有过类似问题。")
    signed_in(client, world.county_lead)
    assert "类似问题" not in page(client, f"/desk/field/{visit.case.number}/")


def test_both_desks_read_the_report_and_its_photos(client, world):
    visit = Visit(world).to_reported()
    for actor, url in ((world.handler, "/desk/cases/"), (world.county_lead, "/desk/field/")):
        signed_in(client, actor)
        shown = page(client, f"{url}{visit.case.number}/")
        assert "售票处没有公示" in shown
        photo = visit.case.attachments.first()
        assert client.get(f"/files/{photo.pk}/copy/").status_code == 200


def test_who_checks_again_sees_the_proof_of_the_inspected_unit(client, world):
    visit = Visit(world).to_rechecking()
    signed_in(client, world.county_lead)
    proof = visit.case.attachments.get(by_unit=world.cinema.unit)
    assert str(proof.pk) in page(client, f"/desk/field/{visit.case.number}/")
    assert client.get(f"/files/{proof.pk}/copy/").status_code == 200


def test_opening_the_page_reads_the_news(client, world):
    visit = Visit(world)
    unread = Notification.objects.told_to(world.county_lead.address).unread()
    assert unread.exists()
    signed_in(client, world.county_lead)
    page(client, f"/desk/field/{visit.case.number}/")
    assert not unread.exists()


@pytest.mark.parametrize("count", [3, 12])
def test_the_countys_list_costs_the_same_however_long(client, world, count, django_assert_max_num_queries):
    cinemas = more_cinemas(world, count)
    for cinema in cinemas:
        Visit(world, unit=cinema.unit.pk, field=world.county.pk)
    assert Inspection.objects.count() == count
    signed_in(client, world.county_lead)
    page(client, "/desk/field/")
    with django_assert_max_num_queries(14):
        page(client, "/desk/field/")


def test_the_page_of_an_inspection_stays_within_its_budget(client, world, django_assert_max_num_queries):
    visit = Visit(world).to_heard()
    for actor, url in ((world.handler, "/desk/cases/"), (world.county_lead, "/desk/field/")):
        signed_in(client, actor)
        page(client, f"{url}{visit.case.number}/")
        with django_assert_max_num_queries(26):
            page(client, f"{url}{visit.case.number}/")


# --- whoever was inspected --------------------------------------------------------------------------------------------
def test_the_inspected_unit_finds_what_is_asked_and_answers_it_there(client, world):
    visit = Visit(world).to_reported()
    visit.do("show_findings", "handler", findings="售票处没有公示兑换规则。")
    signed_in(client, world.cinema_clerk)
    url = f"/desk/ours/{visit.case.number}/"
    assert url in page(client, "/desk/party/")
    shown = page(client, url)
    assert "售票处没有公示兑换规则" in shown
    assert "Verification of the campaign" in shown
    assert send(client, f"{url}acts/answer_findings/", visit, answer="已经补贴。").status_code == 302
    assert visit.case.heard == "answered"


def test_it_reads_neither_the_inspectors_notes_nor_their_photos(client, world):
    visit = Visit(world).to_heard()
    signed_in(client, world.cinema_clerk)
    shown = page(client, f"/desk/ours/{visit.case.number}/")
    assert "售票处没有公示。" not in shown
    assert "核对兑换规则的公示" not in shown
    for file in visit.case.attachments.all():
        assert str(file.pk) not in shown
        assert client.get(f"/files/{file.pk}/copy/").status_code == 404


def test_before_anybody_came_it_knows_nothing_of_it(client, world):
    visit = Visit(world).to_arranged()
    signed_in(client, world.cinema_clerk)
    assert visit.case.number not in page(client, "/desk/party/")
    page(client, f"/desk/ours/{visit.case.number}/", 404)


def test_it_reports_what_was_put_right_with_proof_and_sees_its_result(client, world):
    visit = Visit(world).to_rectifying()
    signed_in(client, world.cinema_clerk)
    assert "Put right what was ordered" in page(client, "/desk/party/")
    proof = make_file(visit, world.cinema_clerk)
    visit.do("report_rectified", "cinema_clerk", account="已公示。", attachments=[proof])
    visit.do("recheck_passed", "county_lead", way="documents", result="照片可见。")
    shown = page(client, f"/desk/ours/{visit.case.number}/")
    assert "Put right" in shown
    assert "照片可见" not in shown


def test_a_complaint_has_no_page_there(client, world):
    line = Line(world).to_answered()
    signed_in(client, world.cinema_clerk)
    page(client, f"/desk/ours/{line.case.number}/", 404)


def test_the_complaints_page_leads_to_the_inspection_and_says_what_came_of_it(client, world):
    line = Line(world).to_answered()
    line.do("ask_inspection", "handler", unit=world.cinema.unit.pk, checklist=world.checklist.pk, because="看黄金场。")
    visit = Visit.of(world, Inspection.objects.get())
    signed_in(client, world.handler)
    url = f"/desk/cases/{line.case.number}/"
    with time_machine.travel("2026-10-20 10:00+08:00", tick=False):
        shown = page(client, url)
        assert f"/desk/cases/{visit.case.number}/" in shown
        assert "an inspection on the spot is awaited" in shown
        visit.to_closed()
        shown = page(client, url)
        assert "1 point not as it should be" in shown
        assert "an inspection on the spot is awaited" not in shown


def test_who_only_inspects_is_led_to_the_phone(client, world):
    signed_in(client, world.chen)
    assert client.get("/desk/").url == "/inspect/"
    signed_in(client, world.county_lead)
    assert 'href="/inspect/"' in page(client, "/desk/field/")
