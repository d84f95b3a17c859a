"""Reading a sheet that somebody made by hand: XLSX, XLS, ODS or CSV, columns in any order, everything as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.parties import unpack
from casework.ui.text import clean_text

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
# A title or a note may stand above the line with the columns' names.
HEAD_WITHIN = 10
BOOKS = (".xlsx", ".xls", ".ods")
# How a book of Excel writes what XML has no sign for: _x000D_ is the end of a line (ECMA-376, ST_Xstring).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


# A row's number in the file, from 1, and its cells.
Line = tuple[int, list[str]]


class Unreadable(Exception):
    """The file is no sheet of this sort; the message says why, for the person who sent it."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, for whoever made the sheet. column: as it is called in the file, "" for the whole row; tab: the
    sheet's name, where the book has several."""

    line: int
    column: str
    reason: str
    tab: str = ""

    def __str__(self) -> str:
        parts = {"tab": self.tab, "line": self.line, "column": self.column, "reason": self.reason}
        if self.tab and self.column:
            return _("Sheet “%(tab)s”, row %(line)d, “%(column)s”: %(reason)s") % parts
        if self.tab:
            return _("Sheet “%(tab)s”, row %(line)d: %(reason)s") % parts
        if self.column:
            return _("Row %(line)d, “%(column)s”: %(reason)s") % parts
        return _("Row %(line)d: %(reason)s") % parts


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


def read_sheet(data: bytes, columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Sheet:
    """The rows of the first sheet. columns: by field, the names its column may have; needed: fields without which the
    file is another one. For files of our own people: whatever comes from outside is opened apart. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(limit)d MB.") % {"limit": MOST_BYTES // 1024 // 1024})
    return sheet_of(_lines(data), columns, needed)


def sheet_of(lines: list[Line], columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Sheet:
    """The same of the rows of a sheet that is open. Raises Unreadable."""
    top, places = _find_head(lines, columns, needed)
    rows = [
        SheetRow(number, {field: cell(line, place) for field, place in places.items()})
        for number, line in lines[top + 1 :]
        if any(line)
    ]
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The file has %(count)d rows; at most %(limit)d go in one.") % {"count": len(rows), "limit": MOST_ROWS}
        )
    return Sheet({field: lines[top][1][place] for field, place in places.items()}, rows)


def _lines(data: bytes) -> list[Line]:
    try:
        tab = next((tab for tab in unpack.tabs(data) if not tab.hidden), None)
        return [(number, [cell_text(text) for text in row]) for number, row in tab.rows] if tab else []
    except unpack.CannotOpen as reason:
        raise why_not(str(reason)) from None


def why_not(reason: str) -> Unreadable:
    """The sentence for whoever sent what `unpack` cannot open."""
    words = {
        "password": _("The file is locked with a password. Please save it without one and choose it again."),
        "web_page": _(
            "The file is a web page that is only called a sheet. Please open it in Excel or WPS, save it as XLSX and "
            "choose that."
        ),
        "unknown": _("The file is neither XLSX nor CSV. Please save it as one of these."),
    }
    return Unreadable(words.get(reason) or _("The file cannot be opened as a sheet. Please save it anew as XLSX."))


def _find_head(
    lines: list[Line], columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> tuple[int, dict[str, int]]:
    """The line with the columns' names, and where each field stands."""
    fields = {heading_key(name): field for field, names in columns.items() for name in names}
    for top, (_number, line) in enumerate(lines[:HEAD_WITHIN]):
        named = [(fields.get(heading_key(text)), place) for place, text in enumerate(line)]
        places = {field: place for field, place in reversed(named) if field}
        if set(needed) <= set(places):
            return top, places
    names = _(", ").join(columns[field][0] for field in needed)
    raise Unreadable(_("The columns were not found. These are needed: %(names)s.") % {"names": names})


def heading_key(text: str) -> str:
    """A column's name without what people add to it: a unit in brackets, stars, spaces, strokes."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_*:/、·.-]", "", text.partition("(")[0])


def cell(line: Sequence[str], place: int) -> str:
    """The text at a place of a row, which may end before it."""
    return line[place] if place < len(line) else ""


def cell_text(text: str) -> str:
    """A cell as it is kept: without what nobody sees, and without what a book of Excel writes for a line's end."""
    return clean_text(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)).strip()


COLUMN_NEEDED = gettext_lazy("This cell is empty.")
