"""Cells of sheets that we write: text stays text, whatever program opens it (P59)."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import xlsxwriter

# With one of these first a cell of a CSV file is a formula to Excel or WPS; the full-width ones too, in Chinese.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that gives back what is written to it: the csv module writes line by line."""

    def write(self, text: str) -> str:
        return text


def plain_cell(value: Any) -> str:
    """The value as text that no program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """The rows as a CSV file, piece by piece, with the mark by which Excel knows UTF-8."""
    write = csv.writer(_Echo()).writerow
    yield codecs.BOM_UTF8
    for row in rows:
        yield write([plain_cell(cell) for cell in row]).encode()


def write_book(out: BinaryIO, title: str, rows: Iterable[Iterable[Any]], widths: Iterable[int]) -> None:
    """One sheet, its first row the head, every cell text; row by row, so that memory does not grow with them."""
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title)
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, "" if cell is None else str(cell), text if line else bold)
