"""Cells of a sheet, as text."""

import io

import xlsxwriter

from casework.parties.sheets import read_sheet


def test_what_excel_spells_and_what_nobody_sees_is_no_part_of_a_cell():
    """_x000D_ is how a book of Excel writes the end of a line; in a message it is what somebody wrote."""
    found = read_sheet("影片\n\ufeff示例_x000D_影片\u200b\u3000\n".encode(), {"title": ("影片",)}, ("title",))

    assert [row.cells["title"] for row in found.rows] == ["示例\n影片"]


def test_a_number_that_has_lost_its_last_figures_is_not_written_with_zeros_for_them():
    """Excel keeps 15 figures: a code of 16 that was typed as a number ends in a zero that nobody typed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for line, cell in enumerate(["编码", 123456789012345, 1234567890123456, "1234567890123456", 35.5]):
            sheet.write(line, 0, cell)
    found = read_sheet(out.getvalue(), {"code": ("编码",)}, ("code",))

    assert [row.cells["code"] for row in found.rows] == [
        "123456789012345",
        "1.23456789012346E+15",
        "1234567890123456",
        "35.5",
    ]
