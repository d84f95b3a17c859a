"""Cells of a sheet, as text."""

from casework.parties.sheets import read_sheet


def test_what_excel_spells_and_what_nobody_sees_is_no_part_of_a_cell():
    """_x000D_ is how a book of Excel writes the end of a line; in a message it is what somebody wrote."""
    found = read_sheet("影片\n\ufeff示例_x000D_影片\u200b\u3000\n".encode(), "a.csv", {"title": ("影片",)}, ("title",))

    assert [row.cells["title"] for row in found.rows] == ["示例\n影片"]
