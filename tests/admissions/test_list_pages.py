"""The list of cinemas at the desks: read as it comes, looked at, decided, sent and reviewed (R24, R25)."""

import dataclasses
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from casework.admissions.list_field import sweep
from casework.admissions.models import CinemaSheet, SheetLine
from casework.engine import kinds
from casework.engine.attachments.store import sweep_unbound
from casework.engine.models import Draft, Event
from tests.desk.factories import HTMX, signed_in
from tests.engine.test_shared_drafts import ENGLISH, START, make_asked, page, send
from tests.engine.world import at
from tests.toy.kind import TOY

from . import books
from .world import HEAD, World

pytestmark = pytest.mark.django_db

ROWS = [
    ["株洲示例影城（天元店）", "43020011", "株洲市", "天元区"],
    ["株洲示例影城天元", "", "株洲市", "天元区"],
    ["=没有的影院", "", "株洲市", ""],
    ["株洲示例影城（荷塘店）", "43020021", "株洲市", "荷塘区"],
]


@pytest.fixture
def world(monkeypatch, at_once):
    """In this world a neighbour reports with a list of cinemas."""
    kind = dataclasses.replace(TOY, forms=(*TOY.forms, "tests.admissions.toy_forms"))
    kind.__dict__["acts"] = TOY.acts | {"report": dataclasses.replace(TOY.acts["report"], form="ListReportForm")}
    monkeypatch.setitem(kinds._kinds, "toy", kind)
    with time_machine.travel(at(START), tick=False):
        world = make_asked()
        world.register = World(world.campaign)
        yield world


def sheet(*rows, name: str = "影院.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, books.text([HEAD, *(rows or ROWS)]))


def save(world, file, version: int = 0, who=None, **more):
    sent = {"key": "once", "draft_version": version, "account": "两桶", "cinema_list_file": file, **more}
    return signed_in(who or world.cinema_clerk).post(f"{world.url}acts/report/draft/", sent, headers=ENGLISH, **HTMX)


def kept(response) -> str:
    """The file that the form goes on with."""
    return re.search(r'name="cinema_list" value="([^"]+)"', response.content.decode())[1]


def url_of(world, desk: str = "ours") -> str:
    return f"/desk/{desk}/{world.number}/list/{CinemaSheet.objects.latest('pk').pk}/"


def shown(world, who, url: str) -> str:
    response = signed_in(who).get(url, headers=ENGLISH)
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def sent_list(world) -> None:
    """The list is read, and goes to the office."""
    file = kept(save(world, sheet()))
    assert send(world, world.deputy, 1, count="2", account="两桶", cinema_list=[file]).status_code == 302


# --- the field --------------------------------------------------------------------------------------------------------
def test_a_list_is_read_as_it_is_saved_and_its_figures_stand_in_the_form(world):
    text = save(world, sheet()).content.decode()
    assert "影院.csv" in text
    assert "2 of 122 counties (110 needed)" in text
    assert "2 cinemas (300 needed)" in text
    assert "2 rows to look at" in text
    assert url_of(world) in page(world, world.deputy), "a colleague goes on from there"


def test_one_that_cannot_be_read_says_why_and_the_former_list_and_the_draft_stay(world):
    former = kept(save(world, sheet()))
    wrong = SimpleUploadedFile("名单.csv", "姓名,电话\n林,1\n".encode())
    refused = save(world, wrong, version=1, cinema_list=former)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "名单.csv: " in text
    assert "The list that was read before stays." in text
    assert kept(refused) == former
    assert Draft.objects.get().details["account"] == "两桶"
    assert CinemaSheet.objects.count() == 1


def test_another_list_takes_the_place_of_the_one_before_and_the_old_one_is_swept(world):
    former = kept(save(world, sheet()))
    now = kept(save(world, sheet(ROWS[0], name="新.csv"), version=1, cinema_list=former))
    assert now != former
    later = at(START) + timedelta(days=3)
    assert sweep(later) == 0, "its file is there still"
    sweep_unbound(later)
    assert sweep(later) == 1
    assert str(CinemaSheet.objects.get().attachment_id) == now


def test_sending_needs_a_list_and_takes_what_was_read(world):
    refused = send(world, world.cinema_clerk, 0, count="2", account="两桶")
    assert "Please add: List of cooperating cinemas as a sheet" in refused.content.decode()
    sent_list(world)
    event = Event.objects.get(case=world.pk, name="report")
    assert [file["id"] for file in event.facts["cinema_list"]] == [str(CinemaSheet.objects.get().attachment_id)]
    sweep_unbound(at(START) + timedelta(days=3))
    assert sweep(at(START) + timedelta(days=3)) == 0


# --- the pages --------------------------------------------------------------------------------------------------------
def test_every_row_says_what_was_read_and_what_was_expected(world):
    save(world, sheet())
    text = shown(world, world.deputy, url_of(world))
    assert "Row 3" in text
    assert "names that come close are" in text
    assert "株洲示例影城（天元店）" in text
    assert "no name comes close" in text
    assert text.count("Set aside") == 2
    every = shown(world, world.deputy, f"{url_of(world)}?show=all")
    assert "Row 5" in every
    gaps = text[text.index("By prefecture") :]
    assert len(re.findall('<th scope="row">', gaps)) == 14
    zhuzhou = re.search(r"株洲市</th>.*?</tr>", gaps, re.S)[0]
    assert "芦淞区" in zhuzhou
    assert "天元区" not in zhuzhou


def test_a_doubtful_row_is_decided_by_a_button_and_counted_anew(world):
    save(world, sheet())
    line, unknown = SheetLine.objects.open().order_by("row")
    client, url = signed_in(world.deputy), url_of(world)
    cinema = world.register.cinemas["43020011"].pk
    assert cinema in [one["cinema"] for one in line.candidates]
    answer = client.post(f"{url}{line.pk}/", {"cinema": cinema, "show": "open"})
    assert answer.url == f"{url}?show=open#row-{line.pk}"
    line.refresh_from_db()
    assert (line.outcome, line.decided_by) == ("duplicate", world.deputy.address)
    found = shown(world, world.deputy, f"{url}?line={unknown.pk}&q=醴陵")
    assert "醴陵大剧院" in found
    client.post(f"{url}{unknown.pk}/", {"cinema": world.register.cinemas["43020031"].pk})
    assert CinemaSheet.objects.get().cinemas == 3
    client.post(f"{url}{unknown.pk}/", {"dismiss": "1"})
    assert CinemaSheet.objects.get().cinemas == 2
    assert "Before a person decided" in shown(world, world.deputy, f"{url}?show=dismissed")


def test_until_it_is_sent_only_those_who_fill_in_the_form_read_it(world):
    save(world, sheet())
    for who, desk in ((world.handler, "cases"), (world.platform_clerk, "ours"), (world.lead, "cases")):
        for part in ("", "copy/"):
            assert signed_in(who).get(url_of(world, desk) + part).status_code == 404
    line = SheetLine.objects.open().first()
    assert signed_in(world.handler).post(f"{url_of(world, 'cases')}{line.pk}/", {"dismiss": "1"}).status_code == 404


def test_once_sent_the_office_reads_it_and_decides_and_the_party_only_reads(world):
    sent_list(world)
    line = SheetLine.objects.open().first()
    assert "Set aside" in shown(world, world.handler, url_of(world, "cases"))
    assert "Set aside" not in shown(world, world.colleague, url_of(world, "cases"))
    assert "Set aside" not in shown(world, world.cinema_clerk, url_of(world))
    assert signed_in(world.deputy).post(f"{url_of(world)}{line.pk}/", {"dismiss": "1"}).status_code == 404
    signed_in(world.handler).post(f"{url_of(world, 'cases')}{line.pk}/", {"dismiss": "1"})
    line.refresh_from_db()
    assert line.decided_by == world.handler.address


def test_a_list_is_found_under_its_own_case_only(world):
    save(world, sheet())
    url = url_of(world)
    CinemaSheet.objects.update(case=None)
    assert signed_in(world.cinema_clerk).get(url).status_code == 404


def test_the_copy_is_their_sheet_with_our_words_and_no_formula(world):
    save(world, sheet())
    response = signed_in(world.cinema_clerk).get(f"{url_of(world)}copy/", headers=ENGLISH)
    assert response["Content-Disposition"].endswith('.xlsx"')
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[3][0] == "=没有的影院"
    assert "Not found" in rows[3]


def test_a_long_list_is_read_a_page_at_a_time_and_costs_the_same(world, django_assert_max_num_queries):
    rows = [[f"没有的影院{n:03d}", "", "株洲市", ""] for n in range(120)]
    save(world, sheet(*rows))
    client, url = signed_in(world.deputy), url_of(world)
    client.get(url)
    with django_assert_max_num_queries(20):
        first = client.get(url, headers=ENGLISH).content.decode()
    assert first.count('<li id="row-') == 25
    following = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    with django_assert_max_num_queries(20):
        second = client.get(following, headers=ENGLISH).content.decode()
    assert "没有的影院025" in second
    assert "没有的影院024" not in second
