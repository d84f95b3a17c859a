"""Reading a sheet that somebody made by hand: XLSX, XLS, ODS or CSV, columns in any order, everything as text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

from casework.ui.text import clean_text

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
# A title or a note may stand above the line with the columns' names.
HEAD_WITHIN = 10
BOOKS = (".xlsx", ".xls", ".ods")
# Excel keeps 15 figures of a number and writes zeros for the rest.
FIRST_INEXACT = 10**15
# How a book of Excel writes what XML has no sign for: _x000D_ is the end of a line (ECMA-376, ST_Xstring).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Unreadable(Exception):
    """The file is no sheet of this sort; the message says why, for the person who sent it."""


@dataclass(frozen=True)
class SheetRow:
    """A row with something in it. number: its line in the file, from 1. cells: text by field."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """headings: by field, what the column is called in the file."""

    headings: Mapping[str, str]
    rows: list[SheetRow]


def read_sheet(data: bytes, name: str, columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Sheet:
    """The rows of the first sheet. columns: by field, the names its column may have; needed: fields without which the
    file is another one. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(limit)d MB.") % {"limit": MOST_BYTES // 1024 // 1024})
    lines = _lines_of_book(data) if name.lower().endswith(BOOKS) else _lines_of_text(data)
    top, places = _find_head(lines, columns, needed)
    rows = [
        SheetRow(number, {field: _cell(line, place) for field, place in places.items()})
        for number, line in enumerate(lines[top + 1 :], top + 2)
        if any(_text(cell) for cell in line)
    ]
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The file has %(count)d rows; at most %(limit)d go in one.") % {"count": len(rows), "limit": MOST_ROWS}
        )
    return Sheet({field: _text(lines[top][place]) for field, place in places.items()}, rows)


def _lines_of_book(data: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Unreadable(_("The file cannot be opened as a sheet. Please save it anew as XLSX.")) from error


def _lines_of_text(data: bytes) -> list[list[str]]:
    """CSV as Excel writes it: UTF-8 or the Chinese code page; commas, semicolons or tabs."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        try:
            return list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count), strict=True))
        except csv.Error:
            break
    raise Unreadable(_("The file is neither XLSX nor CSV. Please save it as one of these."))


def _find_head(
    lines: list[list[Any]], columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> tuple[int, dict[str, int]]:
    """The line with the columns' names, and where each field stands."""
    fields = {_plain(name): field for field, names in columns.items() for name in names}
    for top, line in enumerate(lines[:HEAD_WITHIN]):
        named = [(fields.get(_plain(cell)), place) for place, cell in enumerate(line)]
        places = {field: place for field, place in reversed(named) if field}
        if set(needed) <= set(places):
            return top, places
    names = _(", ").join(columns[field][0] for field in needed)
    raise Unreadable(_("The columns were not found. These are needed: %(names)s.") % {"names": names})


def _plain(cell: Any) -> str:
    """A column's name without what people add to it: a unit in brackets, stars, spaces."""
    text = unicodedata.normalize("NFKC", _text(cell)).casefold()
    return "".join(text.partition("(")[0].replace("_", "").replace("*", "").split())


def _cell(line: list[Any], place: int) -> str:
    return _text(line[place]) if place < len(line) else ""


def _text(cell: Any) -> str:
    """A cell as text: a day as 2026-03-01, a number as it is written, and one that has lost its last figures as the
    sheet shows it, 6.21700001234567E+15: whoever wants a code then sees that it is none."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, int | float) and abs(cell) >= FIRST_INEXACT:
        return f"{cell:.14E}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_text(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(cell))).strip()


COLUMN_NEEDED = gettext_lazy("This cell is empty.")
