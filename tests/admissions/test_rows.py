"""One row at a time: what it comes to, and the sentence that says row, column, what was read and what was expected."""

import datetime

import pytest
import time_machine
from django.utils import translation

from casework.admissions.sheets.words import notes
from casework.parties.models import DivisionAlias

from . import books
from .world import HEAD, World, lines, outcomes, read_bytes, sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["", "43020011", "", ""], ("counted", "43020011", "天元区")),
        (["", "４３０２００１１", "", ""], ("counted", "43020011", "天元区")),
        (["", "4.3020011E+07", "", ""], ("counted", "43020011", "天元区")),
        (["示例影城 (天元店)", "", "株洲市", ""], ("counted", "43020011", "天元区")),  # its place may be missing
        (["株洲市示例影城天元店", "", "株洲", ""], ("counted", "43020011", "天元区")),
        (["醴陵大剧院", "", "株洲市", "醴陵"], ("counted", "43020031", "醴陵市")),  # the register knows no county
        (["醴陵大剧院", "", "", ""], ("counted", "43020031", "")),  # unknown is a value
        (["株洲示例影城天元店", "", "株洲市", "芦淞区"], ("counted", "43020011", "天元区")),
        (["湘江电影院", "", "长沙市", ""], ("counted", "43010021", "")),  # within the prefecture
        (["湘江电影院", "", "衡阳市", ""], ("counted", "43040011", "")),
        (["湘江电影院", "", "", ""], ("counted", "43040011", "")),
        (["株洲示例影城天源店", "", "株洲市", ""], ("doubtful", "", "")),
        (["双名影院", "", "娄底市", ""], ("doubtful", "", "")),
        (["双名影院", "43090021", "娄底市", ""], ("counted", "43090021", "")),
        (["醴陵大剧院", "", "长沙市", ""], ("doubtful", "", "")),  # called so, but elsewhere
        (["某某文化中心", "", "株洲市", ""], ("not_found", "", "")),
        (["", "43029999", "", ""], ("not_found", "", "")),
        (["北京影城", "11010101", "", ""], ("not_found", "", "")),
        (["醴陵大剧院", "43010011", "", ""], ("contradiction", "", "")),
        (["完全不同的名字", "43010011", "", ""], ("contradiction", "", "")),
        (["醴陵大剧院", "43029999", "株洲市", ""], ("contradiction", "", "")),
        (["长沙示例影城五一店", "43010011", "株洲市", ""], ("contradiction", "", "")),
        (
            ["长沙示例影城（五一广场店）", "43010011", "长沙市", ""],
            ("counted", "43010011", ""),
        ),
        (["", "4302001", "", ""], ("unreadable", "", "")),
        (["", "4.3E+07", "", ""], ("unreadable", "", "")),
        (["醴陵大剧院", "见附件", "株洲市", ""], ("counted", "43020031", "")),
    ],
)
def test_each_row_comes_to_one_thing(world, row, found):
    assert outcomes(world.read(row)) == [found]


def test_every_refusal_says_where_what_was_read_and_what_was_expected(world):
    world.close("43020021")
    world.qualify("43010021", suspended=True)
    world.qualify("43040011", until=datetime.date(2026, 3, 2))
    sheet = world.read(
        ["", "4302001", "", ""],
        ["", "", "株洲市", "天元区"],
        ["某某文化中心", "", "株洲市", ""],
        ["", "43029999", "", ""],
        ["", "11010101", "", ""],
        ["醴陵大剧院", "43010011", "", ""],
        ["醴陵大剧院", "43029999", "株洲市", ""],
        ["", "43010011", "株洲市", ""],
        ["双名影院", "", "娄底市", ""],
        ["", "43020021", "", ""],
        ["", "43010021", "", ""],
        ["", "43040011", "", ""],
        ["", "43020011", "", ""],
        ["", "43020011", "", ""],
    )
    assert sentences(sheet) == [
        "Row 2, “影院编码”: “4302001” is no cinema code. Expected: 8 digits that start with 43, for example 43020011.",
        "Row 3, “影院名称”: The cell is empty, and there is no code beside it. Expected: a cinema's name.",
        "Row 4, “影院名称”: “某某文化中心” is not in the register for 株洲市, and no name comes close. "
        "Expected: the name as the register has it, or the code of 8 digits.",
        "Row 5, “影院编码”: No cinema of the register has the code “43029999”. Expected: a code of the register, or "
        "the cinema's name beside it.",
        "Row 6, “影院编码”: “11010101” is the code of a cinema of another province. Expected: 8 digits that start "
        "with 43.",
        "Row 7, “影院名称”: “醴陵大剧院” was read, but the code 43010011 is that of “长沙示例影城（五一店）”. "
        "Choose the cinema that is meant.",
        "Row 8, “影院编码”: “43029999” was read, which no cinema of the register has; “醴陵大剧院” has the code "
        "43020031. Choose the cinema that is meant.",
        "Row 9, “市州”: “株洲市” was read, but the code 43010011 is that of “长沙示例影城（五一店）” in 长沙市. "
        "Choose the cinema that is meant.",
        "Row 10, “影院名称”: “双名影院” is the name of 2 cinemas of the register. Choose one, or write its code of "
        "8 digits.",
        "Row 11: The register has this cinema as closed. It does not count.",
        "Row 12: This cinema's qualification for the campaign is suspended. It does not count.",
        "Row 13: This cinema's qualification for the campaign has ended. It does not count.",
        "",
        "Row 15: The same cinema as in row 14; it counts there.",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Sheet “二季度”, row 3: The same cinema as in row 2 of the sheet “一季度”; it counts there."),
        ("zh-hans", "工作表“二季度”第 3 行：与工作表“一季度”第 2 行是同一家影院，已在那里计入。"),
    ],
)
def test_of_several_sheets_the_sentence_names_the_sheet(world, language, expected):
    head = ["影院编码"]
    data = books.xlsx(("一季度", [head, ["43010011"]]), ("二季度", [head, ["43020011"], ["43010011"]]))
    sheet = read_bytes(data, world.campaign)
    with translation.override(language):
        assert sentences(sheet)[2] == expected


def test_a_row_without_a_place_is_looked_for_in_the_whole_province(world):
    (words,) = sentences(world.read(["某某文化中心", "", "", ""]))
    assert words.startswith("Row 2, “影院名称”: “某某文化中心” is not in the register for the whole province")


def test_what_comes_close_is_offered_with_its_score_and_none_is_chosen(world):
    (line,) = lines(world.read(["株洲示例影城天源店", "", "株洲市", ""]))
    assert line.cinema is None
    assert [(one["code"], one["score"]) for one in line.candidates] == [("43020011", 86), ("43020021", 71)]


@time_machine.travel("2026-05-01 12:00+08:00", tick=False)
@pytest.mark.parametrize(
    ("rights", "outcome"),
    [
        ([], "counted"),  # nothing is known against it
        ([{}], "counted"),
        ([{"suspended": True}], "disqualified"),
        ([{"until": datetime.date(2026, 4, 30)}], "disqualified"),
        ([{"until": datetime.date(2026, 5, 1)}], "counted"),
        ([{"until": datetime.date(2026, 4, 30)}, {}], "counted"),
        ([{}, {"until": datetime.date(2026, 4, 30)}], "counted"),
    ],
)
def test_a_cinema_is_disqualified_where_it_was_decided_about(world, rights, outcome):
    for fields in rights:
        world.qualify("43020011", **fields)
    assert outcomes(world.read(["", "43020011", "", ""]))[0][0] == outcome


def test_an_open_cinema_goes_before_a_closed_one_of_the_same_name(world):
    world.close("43090011")
    assert outcomes(world.read(["双名影院", "", "娄底市", ""])) == [("counted", "43090021", "")]


# --- places -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("天元区", "天元区"),
        ("天元", "天元区"),
        ("湖南省株洲市天元区", "天元区"),
        ("株洲-天元", "天元区"),
        ("天元区（含高新区）", "天元区"),
        ("云龙示范区", "石峰区"),
        ("云龙", "石峰区"),
        ("株洲县", "渌口区"),
        ("醴陵县", "醴陵市"),
        ("高新区", ""),
        ("天元区、芦淞区", ""),
        ("岳麓区", ""),  # in another prefecture
        ("株洲", ""),
    ],
)
def test_a_county_is_known_by_any_of_its_names(world, text, county):
    assert outcomes(world.read(["醴陵大剧院", "", "株洲市", text])) == [("counted", "43020031", county)]


@pytest.mark.parametrize(
    ("prefecture", "zone", "county"),
    [
        ("岳阳", "屈原", "汨罗市"),
        ("常德", "西洞庭", "鼎城区"),
        ("益阳", "大通湖", "南县"),
        ("湘西州", "吉首", "吉首市"),
    ],
)
def test_a_zone_is_a_part_of_a_county(world, prefecture, zone, county):
    unit = world.cinemas["43020031"].unit
    unit.division = None
    unit.save()
    assert outcomes(world.read(["", "43020031", prefecture, zone]))[0][2] == county


def test_an_administrator_adds_a_name_and_it_is_read(world):
    DivisionAlias.objects.create(name="高新技术开发区", division_id="430211")
    assert outcomes(world.read(["醴陵大剧院", "", "株洲市", "高新技术开发区"]))[0][2] == "天元区"


def test_what_is_not_understood_of_a_place_is_said(world):
    sheet = world.read(
        ["醴陵大剧院", "见附件", "株洲市", "高新区"], ["株洲示例影城天元店", "", "株洲市", "芦淞区"], head=HEAD
    )
    assert [notes(line) for line in lines(sheet)] == [
        [
            "“见附件” under “影院编码” is no cinema code; the cinema was found by its name.",
            "“高新区” under “县市区” is no county that is known. Expected: for example 岳麓区.",
            "The county is not known: the row counts as a cinema, and for no county.",
        ],
        ["The row says “芦淞区”, the register 天元区; what the register says counts."],
    ]


def test_a_county_from_the_row_above_is_worth_less_than_the_registers(world):
    """A column that is mostly empty holds its value for the rows below."""
    sheet = world.read(
        ["醴陵大剧院", "", "株洲市", "醴陵市"], ["株洲示例影城天元店", "", "", ""], ["长沙湘江电影院", "", "长沙市", ""]
    )
    assert [found[2] for found in outcomes(sheet)] == ["醴陵市", "天元区", ""]
    # Under another prefecture nothing of it holds, and nothing is said of it.
    assert notes(lines(sheet)[2]) == ["The county is not known: the row counts as a cinema, and for no county."]


def test_where_every_row_has_its_place_an_empty_one_is_empty(world):
    """A value that stands below itself is no value that stands for the rows below."""
    sheet = world.read(
        ["", "43020031", "株洲市", "醴陵市"],
        ["", "43020011", "株洲市", "醴陵市"],
        ["", "43010011", "长沙市", "岳麓区"],
        ["", "43010021", "长沙市", ""],
    )
    assert outcomes(sheet)[3] == ("counted", "43010021", "")


def test_where_cells_are_merged_an_empty_one_is_empty(world):
    rows = [["43010011", "岳麓区"], ["43010021", ""], ["43020031", ""], ["43040011", ""]]
    data = books.xlsx(("1", [["影院编码", "区县"], *rows]), merged=[(1, 1, 2)])
    found = outcomes(read_bytes(data, world.campaign))
    assert [county for _outcome, _code, county in found] == ["岳麓区", "岳麓区", "", ""]


def test_totals_notes_and_numbers_without_a_cinema_are_no_rows_of_cinemas(world):
    sheet = world.read(
        ["醴陵大剧院", "43020031", "株洲市", "醴陵市"],
        ["", "", "7", ""],
        ["合计", "", "", "1 家"],
        ["", "", "共 1 家", ""],
        ["注：以上影院均已签订协议", "", "", ""],
        ["", "填表人：示例", "", ""],
        ["制表：示例", "", "", "审核：示例"],
    )
    assert sheet.outcomes == {"aside": 7, "counted": 1}
