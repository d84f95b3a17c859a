"""Sheets as people make them: real files of every sort, made of rows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]


def xlsx(*tabs: tuple[str, Rows], merged: Iterable[tuple[int, int, int]] = (), also: Callable | None = None) -> bytes:
    """A book of these sheets. merged: (first row, column, last row) of the first one, from 0; also: what else is done
    to the workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in tabs:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell not in (None, ""):
                        page.write(number, column, cell)
        first = book.worksheets()[0] if tabs else None
        for top, column, bottom in merged:
            first.merge_range(top, column, bottom, column, tabs[0][1][top][column])
        if also:
            also(book)
    return out.getvalue()


def xls(*tabs: tuple[str, Rows], merged: Iterable[tuple[int, int, int]] = ()) -> bytes:
    """What Excel wrote until 2003, and what many offices still keep."""
    book = xlwt.Workbook(encoding="utf-8")
    merged = list(merged)
    covered = {(number, column) for top, column, last in merged for number in range(top + 1, last + 1)}
    for place, (name, rows) in enumerate(tabs):
        page = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell not in (None, "") and (place or (number, column) not in covered):
                    page.write(number, column, cell)
        for top, column, bottom in merged if place == 0 else ():
            page.merge(top, bottom, column, column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(*tabs: tuple[str, Rows]) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>' for name, rows in tabs
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        book.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return out.getvalue()


def _ods_row(row: Sequence[Any]) -> str:
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
        if cell not in (None, "")
        else "<table:table-cell/>"
        for cell in row
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def text(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def wide(text: str) -> str:
    """In full width, as an input method leaves it."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
