"""Enrolments at the desks of the cinema, the platform, the film office and the association (issue 8 §2)."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.admissions.models import CinemaSheet, Enrolment, SheetLine
from casework.engine.attachments.store import store
from casework.engine.models import Attachment
from casework.parties.models import Campaign, Platform
from tests.desk.factories import signed_in
from tests.parties.factories import make_cinema, make_platform

from .enrolling import Enrolling, make_enrolling_world, stated

pytestmark = pytest.mark.django_db
OPEN, PROPOSE, HOME = "/desk/ours/open/enrolment/", "/desk/ours/propose/", "/desk/party/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def world():
    with time_machine.travel("2026-10-12 10:00+08:00", tick=False):
        yield make_enrolling_world()


def shown(client, url: str, status: int = 200) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == status, response.content.decode()[:1500]
    return response.content.decode()


def proposed(client, status: int = 200, **said):
    hidden = {"key": "once", "unit": Platform.objects.get().pk, "campaign": Campaign.objects.get().pk}
    response = client.post(PROPOSE, hidden | {"settlement_days": "30"} | said, headers=ENGLISH)
    assert response.status_code == status, response.content.decode()[:1500]
    return response.content.decode()


# --- beginning and filling in -----------------------------------------------------------------------------------------
def test_the_cinema_begins_with_one_press_and_finds_what_is_known_of_it(world):
    client = signed_in(world.cinema_clerk)
    assert OPEN in shown(client, HOME)
    assert "Have this at hand" in shown(client, OPEN)
    assert client.post(OPEN, {"key": "once"}).status_code == 302
    case = Enrolment.objects.get()
    assert case.cinema == world.cinema.unit
    assert "Fill in and send" in shown(client, HOME)
    text = shown(client, f"/desk/ours/{case.number}/acts/submit_enrolment/")
    assert re.search(r'value="430211" selected', text)
    assert f'name="takes_{world.platform.pk}"' in text


def test_what_was_begun_anew_is_filled_in_from_the_old_file(world):
    enrolling = Enrolling(world).to_checking()
    enrolling.do("withdraw_enrolment", "cinema_clerk")
    client = signed_in(world.cinema_clerk)
    link = f"{OPEN}?earlier={enrolling.case.number}&amp;unit={world.cinema.pk}"
    assert link in shown(client, f"/desk/ours/{enrolling.case.number}/")
    text = shown(client, link.replace("&amp;", "&"))
    assert f"Begun from the file of {enrolling.case.number}" in text
    client.post(OPEN, {"key": "again", "earlier": enrolling.case.number})
    new = Enrolment.objects.latest("pk")
    text = shown(client, f"/desk/ours/{new.number}/acts/submit_enrolment/")
    assert "到一楼服务台登记" in text
    assert "出示券码，售票台扫码后选座出票。" in text


def test_gaps_are_shown_beside_their_fields_and_nothing_typed_is_lost(world):
    case = Enrolling(world).case
    url = f"/desk/ours/{case.number}/acts/submit_enrolment/"
    sent = {"key": "k", "seen": case.version, "read_to": case.last_seq}
    said = stated(world, duty_phone="请问", address="示例路 9 号")
    response = signed_in(world.cinema_clerk).post(url, sent | said, headers=ENGLISH)
    text = response.content.decode()
    assert "Enter the phone number as people dial it" in text
    assert "示例路 9 号" in text
    assert re.search(r"name=\"takes_\d+\"[^>]*checked", text)


# --- reading ----------------------------------------------------------------------------------------------------------
def test_the_film_office_finds_it_at_its_desk_and_the_platform_reads_no_more_than_its_own(world):
    enrolling = Enrolling(world, proposed=True).to_checking()
    number = enrolling.case.number
    office, platform = signed_in(world.county_clerk), signed_in(world.platform_clerk)
    assert "Confirm the facts of the cinema" in shown(office, "/desk/field/")
    text = shown(office, f"/desk/field/{number}/")
    assert "0731-0000 0101" in text
    assert "check_facts" in text
    enrolling.do("check_facts", "county_clerk", holds="some", wrong=["manager"], remarks="电话没人接。")
    for actor, url in ((platform, f"/desk/ours/{number}/"), (signed_in(world.cinema_clerk), f"/desk/ours/{number}/")):
        assert "电话没人接。" not in shown(actor, url)
    text = shown(platform, f"/desk/ours/{number}/")
    assert "0731-0000 0101" not in text
    assert "出示券码" in text
    text = shown(signed_in(world.handler), f"/desk/cases/{number}/")
    assert "电话没人接。" in text
    assert "The duty manager and the phone" in text


def test_the_cinema_reads_at_each_stage_who_has_it_and_by_when(world):
    enrolling = Enrolling(world).to_checking()
    client, url = signed_in(world.cinema_clerk), f"/desk/ours/{enrolling.case.number}/"
    text = shown(client, url)
    assert "天元区电影主管部门" in text
    assert "Mon 19 Oct" in text
    enrolling.do("check_facts", "county_clerk", holds="all")
    text = shown(client, url)
    assert "Decide on the enrolment" in text
    assert "Mon 19 Oct" in text


def test_its_pages_cost_the_same_however_many_platforms(world, django_assert_max_num_queries):
    case = Enrolling(world, proposed=True).to_deciding().case
    for name in ("甲", "乙", "丙"):
        case.terms.create(platform=make_platform(name=f"示例{name}平台"), procedure="扫码出票。", settlement_days=7)
    number = case.number
    readers = (
        (world.cinema_clerk, f"/desk/ours/{number}/"),
        (world.county_clerk, f"/desk/field/{number}/"),
        (world.handler, f"/desk/cases/{number}/"),
    )
    for actor, url in readers:
        client = signed_in(actor)
        shown(client, url)
        with django_assert_max_num_queries(20):
            assert "示例丙平台" in shown(client, url)


# --- many at once -----------------------------------------------------------------------------------------------------
def test_what_was_read_is_shown_before_anything_is_proposed_and_doubtful_ones_are_chosen(world):
    taken, other = make_cinema(name="示例影城（荷塘店）"), make_cinema(name="示例星光影城（武陵店）")
    Enrolling(world).to_qualified()
    listed = f"{taken.code} 示例影城（荷塘店）\n{world.cinema.code}\n星光影城武陵\n没有的影院名字\n{taken.code}"
    client = signed_in(world.platform_clerk)
    assert PROPOSE in shown(client, HOME)
    text = proposed(client, listed=listed)
    assert "1 cinema can be proposed" in text
    assert "Nobody signs in for it yet" in text
    assert "and takes your vouchers" in text
    assert "Line 3" in text
    assert "示例星光影城（武陵店）" in text
    assert "no name comes close" in text
    assert "The same cinema as in row 1" in text
    assert Enrolment.objects.count() == 1
    said = {"listed": listed, "step": "propose", "cinema": taken.pk, "meant": other.pk}
    for _twice in range(2):
        text = proposed(client, **said)
        assert Enrolment.objects.count() == 3
    case = Enrolment.objects.of(taken.unit, world.campaign).get()
    assert case.number in text
    assert (case.proposer, case.terms.get().settlement_days) == (world.platform.unit, 30)


def test_the_list_that_the_platform_sent_in_last_can_be_picked(world):
    form = SimpleUploadedFile("影院.csv", f"影院名称,影院编码\n{world.cinema.name},{world.cinema.code}\n".encode())
    file = store(upload=form, uploader=world.platform_clerk.uploader, sheet=True)
    sheet = CinemaSheet.objects.create(attachment=file, campaign=world.campaign, read_at=timezone.now())
    sheet.lines.create(tab=0, row=2, outcome=SheetLine.Outcome.COUNTED, cinema=world.cinema)
    client = signed_in(world.platform_clerk)
    assert "0 cinemas can be proposed" in proposed(client, sheet="on")
    Attachment.objects.update(by_unit=world.platform.unit)
    assert "1 cinema can be proposed" in proposed(client, sheet="on")


def test_a_place_of_the_register_can_be_picked_and_none_ticked_is_said(world):
    client = signed_in(world.platform_clerk)
    assert world.cinema.name in proposed(client, place="430211")
    assert world.cinema.name not in proposed(client, place="431000")
    assert "None is ticked" in proposed(client, 422, place="430200", step="propose")
    assert "Please name the cinemas" in proposed(client, 422)
    assert not Enrolment.objects.exists()


def test_only_a_platform_proposes(world):
    shown(signed_in(world.cinema_clerk), PROPOSE, 404)
    shown(signed_in(world.handler), PROPOSE, 404)
