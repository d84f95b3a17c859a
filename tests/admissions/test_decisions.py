"""What a person decides about a row, and what the list then covers (R24)."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.admissions.sheets.coverage import coverage
from casework.admissions.sheets.services import choose, dismiss
from casework.admissions.sheets.words import explain, notes
from casework.engine.actors import Actor
from casework.parties.models import Campaign
from tests.parties.factories import make_user

from . import books
from .world import World, lines, outcomes, read_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clerk() -> Actor:
    return Actor.user(make_user())


def test_a_chosen_cinema_counts_and_who_chose_it_stays_known(world, clerk):
    sheet = world.read(["双名影院", "", "娄底市", "涟源市"])
    assert (sheet.cinemas, sheet.to_look_at) == (0, 1)
    with time_machine.travel("2026-05-06 09:00+00:00", tick=False):
        line = choose(line=lines(sheet)[0], cinema=world.cinemas["43090021"], by=clerk)
    sheet.refresh_from_db()
    assert outcomes(sheet) == [("counted", "43090021", "涟源市")]
    assert (sheet.cinemas, sheet.counties, sheet.to_look_at) == (1, 1, 0)
    assert (line.decision, line.decided_by) == ("chosen", clerk.address)
    assert line.decided_at == datetime.datetime(2026, 5, 6, 9, tzinfo=UTC)
    assert notes(line) == ["Before a person decided: Doubtful."]


def test_a_chosen_cinema_that_stands_further_down_counts_here_and_is_a_duplicate_there(world, clerk):
    sheet = world.read(["双名", "", "", ""], ["", "43090021", "", ""], ["", "43090021", "", ""])
    assert [found[0] for found in outcomes(sheet)] == ["doubtful", "counted", "duplicate"]
    choose(line=lines(sheet)[0], cinema=world.cinemas["43090021"], by=clerk)
    assert [found[0] for found in outcomes(sheet)] == ["counted", "duplicate", "duplicate"]
    assert explain(lines(sheet)[1], sheet) == "Row 3: The same cinema as in row 2; it counts there."
    assert [line.details["of_row"] for line in lines(sheet)[1:]] == [2, 2]


def test_what_was_wrongly_chosen_is_chosen_anew_and_the_row_below_counts_again(world, clerk):
    sheet = world.read(["双名", "", "", ""], ["", "43090021", "", ""])
    choose(line=lines(sheet)[0], cinema=world.cinemas["43090021"], by=clerk)
    choose(line=lines(sheet)[0], cinema=world.cinemas["43090011"], by=clerk)
    assert outcomes(sheet) == [("counted", "43090011", ""), ("counted", "43090021", "")]
    sheet.refresh_from_db()
    assert sheet.cinemas == 2


def test_a_row_that_is_set_aside_counts_for_nothing_and_its_duplicate_takes_its_place(world, clerk):
    sheet = world.read(["", "43020011", "", ""], ["", "43020011", "", "芦淞区"], ["双名影院", "", "", ""])
    dismiss(line=lines(sheet)[0], by=clerk)
    dismiss(line=lines(sheet)[2], by=clerk)
    sheet.refresh_from_db()
    assert [found[0] for found in outcomes(sheet)] == ["dismissed", "counted", "dismissed"]
    assert (sheet.cinemas, sheet.counties, sheet.to_look_at) == (1, 1, 0)
    assert sheet.outcomes == {"aside": 1, "counted": 1, "dismissed": 2}


def test_a_closed_cinema_does_not_count_whoever_chooses_it(world, clerk):
    world.close("43090021")
    sheet = world.read(["双名", "", "", ""])
    assert choose(line=lines(sheet)[0], cinema=world.cinemas["43090021"], by=clerk).outcome == "closed"


def test_a_chosen_cinema_of_another_prefecture_takes_its_own_county(world, clerk):
    sheet = world.read(["长沙示例影城", "43020011", "长沙市", "岳麓区"])
    assert outcomes(sheet) == [("contradiction", "", "岳麓区")]
    choose(line=lines(sheet)[0], cinema=world.cinemas["43020011"], by=clerk)
    assert outcomes(sheet) == [("counted", "43020011", "天元区")]


def test_a_county_from_a_row_above_gives_way_to_the_chosen_cinemas_own(world, clerk):
    sheet = world.read(
        ["醴陵大剧院", "", "株洲市", "醴陵市"], ["示例影城天源", "", "", ""], ["示例影城荷源", "", "", ""]
    )
    choose(line=lines(sheet)[1], cinema=world.cinemas["43020011"], by=clerk)
    assert outcomes(sheet)[1] == ("counted", "43020011", "天元区")


def test_a_decision_costs_the_same_however_long_the_list(world, clerk):
    def statements(rows: int) -> int:
        sheet = world.read(["双名", "", "", ""], *[["", "43090021", "", ""]] * rows)
        with CaptureQueriesContext(connection) as asked:
            choose(line=lines(sheet)[0], cinema=world.cinemas["43090021"], by=clerk)
        return len([query for query in asked if "SAVEPOINT" not in query["sql"]])

    # One for reading the row in this test; the rows that stand for the same cinema are written together.
    assert statements(2) == statements(60) <= 16


# --- what is covered --------------------------------------------------------------------------------------------------
def test_the_table_of_prefectures_names_the_gaps(world):
    sheet = world.read(
        ["", "43020011", "", ""], ["", "43020021", "", ""], ["", "43010011", "", ""], ["醴陵大剧院", "", "", "醴陵市"]
    )
    found = coverage(sheet)
    assert [one.division.name for one in found.prefectures][:3] == ["长沙市", "株洲市", "湘潭市"]
    zhuzhou = found.prefectures[1]
    assert (zhuzhou.covered, zhuzhou.total, zhuzhou.cinemas, zhuzhou.nowhere) == (3, 9, 3, 0)
    assert [county.name for county in zhuzhou.gaps] == ["芦淞区", "石峰区", "渌口区", "攸县", "茶陵县", "炎陵县"]
    assert (found.prefectures[0].cinemas, found.prefectures[0].nowhere) == (1, 1)
    assert (found.covered, found.total, found.nowhere) == (3, 122, 1)
    assert sheet.counties == 3


@pytest.mark.parametrize(
    ("counties", "cinemas", "met"),
    [(110, 300, (True, True)), (109, 300, (False, True)), (110, 299, (True, False))],
)
def test_the_figure_itself_is_enough(world, counties, cinemas, met):
    sheet = world.read(["", "43020011", "", ""])
    sheet.counties, sheet.cinemas = counties, cinemas
    assert (sheet.covers_counties, sheet.has_cinemas) == met
    assert sheet.meets_figures == all(met)


def test_the_figures_are_the_campaigns(world):
    Campaign.objects.update(county_percent=1, county_total=122, cinema_minimum=1)
    world.campaign.refresh_from_db()
    assert not world.read(["", "43020011", "", ""]).meets_figures
    assert world.read(["", "43020011", "", ""], ["", "43020021", "", ""]).meets_figures


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_reading_costs_the_same_for_thirty_rows_and_for_three_thousand(world):
    def statements(rows: int) -> tuple[int, int]:
        cells = [[f"示例影城 {number % 97}", "", "株洲市", "天元区"] for number in range(rows)]
        data = books.text([["影院名称", "编码", "市州", "区县"], *cells])
        with CaptureQueriesContext(connection) as asked:
            read_bytes(data, world.campaign)
        asked = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        written = [sql for sql in asked if sql.startswith('INSERT INTO "admissions_sheetline"')]
        return len(asked) - len(written), len(written)

    (few, _once), (many, written) = statements(30), statements(3000)
    assert few == many <= 8
    # As many rows go in one statement as the database takes values at once: 83 on SQLite, of a thousand in memory.
    assert written <= 3000 / 80 + 3
