"""Their own sheet back, with what every row came to: theirs as it stood, ours beside it, nothing a formula (P59)."""

import io
import zipfile

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from casework.admissions.sheets.marked import write_marked_copy

from . import books
from .world import World, read_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


def marked(sheet) -> dict[str, list[list]]:
    out = io.BytesIO()
    write_marked_copy(sheet, out)
    book = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_every_row_stands_where_it_stood_with_the_outcome_beside_it():
    world = World()
    data = books.xlsx(
        (
            "株洲市",
            [
                ["合作影院"],
                [],
                ["序号", "影院", "备注"],
                [1, "示例影城天元店", "好"],
                [],
                [2, "示例影城天源店"],
                ["合计", 2],
            ],
        ),
        ("长沙市", [["影院", "编码"], ["", 43010011], ["长沙示例影城五一店", ""]]),
    )
    with translation.override("zh-hans"):
        found = marked(read_bytes(data, world.campaign))
    one, two = found["株洲市"], found["长沙市"]
    assert [row[:4] for row in one] == [
        ["合作影院", "", "", ""],
        ["", "", "", ""],
        ["序号", "影院", "备注", ""],
        ["1", "示例影城天元店", "好", ""],
        ["", "", "", ""],
        ["2", "示例影城天源店", "", ""],
        ["合计", "2", "", ""],
    ]
    assert one[2][4:] == ["结果", "登记册中的影院", "编码", "县市区", "说明与处理"]
    assert one[3][4:8] == ["计入", "株洲示例影城（天元店）", "43020011", "天元区"]
    assert one[5][4:8] == ["待确认", "", "", ""]
    assert "株洲示例影城（天元店） 43020011" in one[5][8]
    assert one[6][4:] == [""] * 5
    assert two[1][:2] == ["", "43010011"]
    assert two[2][3] == "重复"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_a_cell_that_begins_like_a_formula_is_text(sign):
    world = World()
    evil = f'{sign}HYPERLINK("http://example.test","x")'
    sheet = read_bytes(books.text([["影院编码", "备注"], ["43020011", f"a{evil}"]]), world.campaign)
    sheet.lines.filter(outcome="counted").update(cells=["43020011", evil])
    out = io.BytesIO()
    write_marked_copy(sheet, out)
    page, styles = (zip_part(out, name) for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml"))
    assert "<f>" not in page
    assert 't="inlineStr"' in page
    assert evil.strip() in page
    assert 'quotePrefix="1"' in styles


def test_names_of_sheets_that_excel_would_refuse_are_made_ones_it_takes():
    world = World()
    sheet = read_bytes(books.text([["影院编码"], ["43020011"]]), world.campaign)
    sheet.tabs = [
        {**sheet.tabs[0], "name": name, "number": place} for place, name in enumerate(["长/沙" * 20, "长_沙" * 20, ""])
    ]
    assert list(marked(sheet)) == [("长_沙" * 11)[:31], f"{('长_沙' * 11)[:27]} 1", "Sheet2"]


def test_a_copy_costs_one_statement_for_each_sheet(django_assert_num_queries):
    world = World()
    sheet = read_bytes(books.text([["影院编码"], *[["43020011"]] * 300]), world.campaign)
    with django_assert_num_queries(1):
        write_marked_copy(sheet, io.BytesIO())


def zip_part(out: io.BytesIO, name: str) -> str:
    with zipfile.ZipFile(out) as book:
        return book.read(name).decode()
