"""Requests at the desks of the union, the platform and the office: asked on one page, read on three (issue 8 §3)."""

import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from casework.vouchers.models import ExtensionRequest
from tests.desk.factories import signed_in
from tests.parties.factories import make_membership, make_unit

from .asking import EXPIRES, Asking, Member, asked, make_asking_world
from .test_lists import book

pytestmark = pytest.mark.django_db
OPEN, HOME = "/desk/ours/open/extension/", "/desk/party/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def world():
    with time_machine.travel("2026-10-12 10:00+08:00", tick=False):
        yield make_asking_world()


def shown(client, url: str, status: int = 200) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == status, response.content.decode()[:1500]
    return response.content.decode()


def typed(world, **changes):
    """What the union types, before anything was read back to it."""
    return {name: value for name, value in asked(world).items() if name != "seen_back"} | {"key": "once"} | changes


def post(client, said):
    return client.post(OPEN, said, headers=ENGLISH)


def read_back(response) -> dict[str, str]:
    """What the page carries for the next sending."""
    text = response.content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', text) for name in ("seen_back", "sheet")}
    return {name: match[1] for name, match in found.items() if match}


# --- asking -----------------------------------------------------------------------------------------------------------
def test_the_union_is_led_to_the_form_and_nobody_else_is(world):
    assert OPEN in shown(signed_in(world.union_clerk), HOME)
    assert OPEN not in shown(signed_in(world.platform_clerk), HOME)
    shown(signed_in(world.platform_clerk), OPEN, 404)
    assert "extension" not in shown(signed_in(world.handler), "/desk/mine/")


def test_what_was_read_is_shown_back_before_anything_is_asked_for(world):
    client = signed_in(world.union_clerk)
    first = post(client, typed(world))
    assert first.status_code == 422
    text = first.content.decode()
    assert "10 vouchers, 2,000.00 yuan together" in text
    assert "1001, 1002" in text
    assert "extended 2027-03-01 (provisional" in text
    assert not ExtensionRequest.objects.exists()
    second = post(client, typed(world, **read_back(first)))
    case = ExtensionRequest.objects.get()
    assert second.url == f"/desk/ours/{case.number}/"
    assert (case.count, case.union, case.platform) == (10, world.grassroots, world.platform.unit)


def test_what_was_read_back_and_changed_since_is_read_back_again(world):
    client = signed_in(world.union_clerk)
    marks = read_back(post(client, typed(world)))
    again = post(client, typed(world, numbers="1001~1011", count=11, **marks))
    assert again.status_code == 422
    assert "11 vouchers" in again.content.decode()


def test_every_fault_names_its_line_and_nothing_typed_is_lost(world):
    client = signed_in(world.union_clerk)
    numbers = "1001\n1002、10?3\n1001"
    text = post(client, typed(world, numbers=numbers, count=3)).content.decode()
    assert "Row 2: “10?3”" in text
    assert "Row 3: “1001” is the voucher of row 1 again." in text
    assert numbers in text
    assert "工期紧，职工来不及观影。" in text


def test_the_count_that_was_typed_is_compared(world):
    text = post(signed_in(world.union_clerk), typed(world, count=12)).content.decode()
    assert "You wrote 12; 10 were read, from 1001 to 1010." in text


def test_a_sheet_is_sent_once_and_each_row_keeps_its_own_value_and_day(world):
    client = signed_in(world.union_clerk)
    data = book(["券号", "面值", "到期日"], ["A001", "100", "2026-12-31"], ["A002", "", ""])
    sheet = SimpleUploadedFile("票券.xlsx", data)
    first = post(client, typed(world, numbers="", count=2, sheet=sheet))
    assert "2 vouchers, 300.00 yuan together" in first.content.decode()
    assert "票券.xlsx" in first.content.decode()
    post(client, typed(world, numbers="", count=2, **read_back(first)))
    rows = ExtensionRequest.objects.get().vouchers.values_list("number", "face_value", "expires_on")
    assert list(rows) == [
        ("A001", 10_000, dt.date(2026, 12, 31)),
        ("A002", 20_000, dt.date.fromisoformat(EXPIRES)),
    ]


def test_a_sheet_that_was_read_can_be_left_out_again(world):
    client = signed_in(world.union_clerk)
    sheet = SimpleUploadedFile("票券.xlsx", book(["券号"], ["A001"]))
    marks = read_back(post(client, typed(world, numbers="", count=1, sheet=sheet)))
    both = post(client, typed(world, **marks)).content.decode()
    assert "Please type the numbers or send a sheet, not both." in both
    assert "Leave this sheet out" in both
    text = post(client, typed(world, **marks, **{"sheet-drop": "on"})).content.decode()
    assert "10 vouchers, 2,000.00 yuan together" in text


def test_who_works_for_the_association_as_well_is_led_to_its_page(world):
    make_membership(user=world.union_clerk.person, unit=world.association, role="handler")
    client = signed_in(world.union_clerk)
    sent = post(client, typed(world, **read_back(post(client, typed(world)))))
    assert sent.url == f"/desk/cases/{ExtensionRequest.objects.get().number}/"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x00\x01", "a.xlsx", "neither XLSX nor CSV"),
        ("券号\n10?3\n".encode(), "a.csv", "Row 2, “券号”: “10?3” has “?” in it"),
        ("姓名\n林\n".encode(), "a.csv", "The columns were not found. These are needed: 券号"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(world, data, name, said):
    sent = typed(world, numbers="", count=1, sheet=SimpleUploadedFile(name, data))
    text = post(signed_in(world.union_clerk), sent).content.decode()
    assert said in text
    assert "工期紧，职工来不及观影。" in text


def test_a_forged_sheet_is_no_sheet(world):
    text = post(signed_in(world.union_clerk), typed(world, numbers="", sheet="forged:1:x")).content.decode()
    assert "Please type the voucher numbers, or choose a sheet." in text


def test_a_day_of_no_campaign_is_refused_beside_its_field(world):
    client = signed_in(world.union_clerk)
    never = "No campaign that still runs has vouchers that end on this day."
    assert never in post(client, typed(world, expires_on="2025-11-30")).content.decode()
    text = post(client, typed(world, expires_on="2027-02-01")).content.decode()
    assert "A voucher of 2026 年示例活动 ends between" in text


def test_who_speaks_for_two_unions_is_asked_for_which(world):
    other = make_unit("grassroots_union", name="第二示例工会")
    assert "For which unit" not in shown(signed_in(world.union_clerk), OPEN)
    make_membership(user=world.union_clerk.person, unit=other, role="handler")
    assert "For which unit" in shown(signed_in(world.union_clerk), OPEN)


# --- reading ----------------------------------------------------------------------------------------------------------
def test_the_platform_finds_what_is_asked_of_it_and_says_what_is_not_so(world):
    request = Asking(world)
    client, url = signed_in(world.platform_clerk), f"/desk/ours/{request.case.number}/"
    home = shown(client, HOME)
    assert url in home
    assert "Check vouchers to be extended" in home
    assert "Please attend to" in home
    assert "Thu 15 Oct" in home
    sent = {"key": "once", "seen": request.case.version, "read_to": 1, "which": "some", "used": "1003"}
    refused = client.post(f"{url}acts/confirm_vouchers/", sent | {"other": "9999"}, headers=ENGLISH)
    assert "Row 1: “9999” is not among the vouchers of this request." in refused.content.decode()
    twice = client.post(f"{url}acts/confirm_vouchers/", sent | {"other": "1003"}, headers=ENGLISH)
    assert "“1003” stands under “It was redeemed, or nothing is left on it” already." in twice.content.decode()
    assert client.post(f"{url}acts/confirm_vouchers/", sent).status_code == 302
    assert request.case.vouchers.get(number="1003").said == "used"


def test_whoever_decides_finds_what_the_platform_said_proposed(world):
    request = Asking(world).to_deciding(used="1003", other_day="1005、1006")
    text = shown(signed_in(world.handler), f"/desk/cases/{request.case.number}/acts/decide_vouchers/")
    assert re.search(r'name="used"[^>]*>\s*1003</textarea>', text)
    assert re.search(r'name="other_day"[^>]*>\s*1005\n1006</textarea>', text)


def test_that_none_or_some_are_not_so_is_said_and_never_read_out_of_empty_fields(world):
    request = Asking(world)
    client, url = signed_in(world.platform_clerk), f"/desk/ours/{request.case.number}/acts/confirm_vouchers/"
    sent = {"key": "once", "seen": request.case.version, "read_to": 1}
    for said, error in (
        ({}, "Please choose: What do your books say?"),
        ({"which": "all", "used": "1003"}, "Below some are named: please choose what is meant."),
        ({"which": "some"}, "Please name them below, each under its reason."),
    ):
        assert error in client.post(url, sent | said, headers=ENGLISH).content.decode()
    assert request.case.state == "confirming"


def test_nothing_is_refused_without_words(world):
    request = Asking(world).to_deciding()
    client, url = signed_in(world.handler), f"/desk/cases/{request.case.number}/acts/decide_vouchers/"
    sent = {"key": "once", "seen": request.case.version, "read_to": request.case.last_seq}
    sent |= {"which": "some", "used": "1003"}
    text = client.post(url, sent, headers=ENGLISH).content.decode()
    assert "Please say why; whoever asked reads it." in text


def test_each_reads_the_outcome_of_every_voucher_and_how_to_complain(world):
    request = Asking(world).to_decided()
    number = request.case.number
    for actor, url in readers(world, number):
        text = shown(signed_in(actor), url)
        assert "It was redeemed, or nothing is left on it" in text
        assert "2027-03-01" in text
        assert "平台系统显示已核销。" in text
        assert f'href="/complaints/new/?platform={world.platform.pk}&amp;category=extension_refused"' in text
    assert f"/desk/ours/{number}/" in shown(signed_in(world.platform_clerk), f"{HOME}?group=ended")


def test_it_is_nobody_elses_to_read(world):
    number = Asking(world).to_decided().case.number
    for part in ("", "live/", "sheet/"):
        shown(signed_in(world.cinema_clerk), f"/desk/ours/{number}/{part}", 404)
        shown(signed_in(world.handler), f"/desk/ours/{number}/{part}", 404)


def test_the_result_is_a_sheet_in_which_numbers_stay_text_and_nothing_is_a_formula(world):
    world.grassroots.name = "=1+1"
    world.grassroots.save()
    request = Asking(world, "00012345")
    request.to_deciding()
    request.to_granted()
    for actor, url in readers(world, request.case.number):
        response = signed_in(actor).get(f"{url}sheet/", headers=ENGLISH)
        assert response["Content-Disposition"] == f'attachment; filename="{request.case.number}.xlsx"'
        found = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
        rows = found.get_sheet_by_index(0).to_python()
        assert rows[0][:4] == [request.case.number, "=1+1", "示例平台", "Decided"]
        assert rows[2][:3] == ["00012345", "00012345", 200.0]
        assert rows[2][5:7] == ["Granted", dt.date(2027, 3, 1)]


def readers(world, number: str):
    return (
        (world.union_clerk, f"/desk/ours/{number}/"),
        (world.platform_clerk, f"/desk/ours/{number}/"),
        (world.handler, f"/desk/cases/{number}/"),
    )


def test_the_page_costs_the_same_for_ten_vouchers_and_for_two_hundred(world, django_assert_max_num_queries):
    number = Asking(world, "1001~1200").to_deciding(used="1003").case.number
    for actor, url in readers(world, number):
        client = signed_in(actor)
        shown(client, url)
        with django_assert_max_num_queries(26):
            text = shown(client, url)
        assert "100 more vouchers are in the sheet." in text


def test_the_form_to_decide_says_who_will_read_it_and_names_nobody_who_is_not_there(world):
    union, member = Asking(world).to_deciding(), Member(world).to_deciding()
    client = signed_in(world.handler)
    form = "/desk/cases/{}/acts/decide_vouchers/"
    assert "The units concerned will read:" in shown(client, form.format(union.case.number))
    assert "The member will read:" not in shown(client, form.format(union.case.number))
    assert "The member will read:" in shown(client, form.format(member.case.number))
