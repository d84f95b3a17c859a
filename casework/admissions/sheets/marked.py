"""Their own sheet back, with what every row came to beside it, each where it stood and ready for correcting (P59)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from casework.engine.attachments import workbench

from ..models import CinemaSheet, SheetLine
from .words import notes, sentence

# What Excel would take for a formula if the cell were typed in anew.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
LONGEST_NAME = 31
AT_ONCE = 1000
WIDTHS = (14, 30, 12, 14, 60)


def write_marked_copy(sheet: CinemaSheet, target: BinaryIO) -> None:
    """An XLSX in the reader's language. Every cell is text, so that no code becomes a number and nothing a formula; a
    row is on its way to the file as soon as it is read, however many there are. One statement for each sheet."""
    with workbench.folder() as folder:
        options = {"constant_memory": True, "tmpdir": str(folder)}
        with xlsxwriter.Workbook(target, options) as book:
            styles = _Styles(book)
            for tab, name in _named(sheet):
                _Page(book.add_worksheet(name), styles, sheet, tab).write()


class _Styles:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.heading = book.add_format({"bold": True, "bg_color": "#D9D9D9"})
        self.good = book.add_format({"bg_color": "#E2F0D9"})
        self.other = book.add_format({"bg_color": "#FFF2CC"})
        # Stays text when somebody clicks into the cell, or saves the sheet as CSV and opens that.
        self.quoted = book.add_format({"quote_prefix": True})


class _Page:
    """One sheet of theirs, with our columns to the right of it."""

    def __init__(self, page: Worksheet, styles: _Styles, sheet: CinemaSheet, tab: dict) -> None:
        self.page, self.styles, self.sheet, self.tab = page, styles, sheet, tab
        # One column stays empty between theirs and ours.
        self.ours = tab["width"] + 1

    def write(self) -> None:
        self.page.set_column(0, max(self.ours - 2, 0), 16)
        for place, width in enumerate(WIDTHS):
            self.page.set_column(self.ours + place, self.ours + place, width)
        for line in self._lines():
            for place, text in enumerate(line.cells):
                self._text(line.row - 1, place, text)
            if line.row == self.tab["heading"]:
                self._ours(line, _titles(), self.styles.heading)
            elif line.outcome != SheetLine.Outcome.ASIDE:
                counted = line.outcome == SheetLine.Outcome.COUNTED
                self._ours(line, self._said(line), self.styles.good if counted else self.styles.other)
            elif line.reason == "no_heading":
                self._ours(line, ["", "", "", "", sentence(line, self.sheet)], self.styles.other)

    def _lines(self) -> Iterator[SheetLine]:
        lines = self.sheet.lines.filter(tab=self.tab["number"]).order_by("row")
        return lines.select_related("cinema__unit", "county").iterator(chunk_size=AT_ONCE)

    def _said(self, line: SheetLine) -> list[str]:
        offered = [f"{one['name']} {one['code']} ({one['score']} %)" for one in line.candidates if not line.decision]
        words = [sentence(line, self.sheet), *notes(line), _("; ").join(offered)]
        return [
            line.get_outcome_display(),
            line.cinema.name if line.cinema else "",
            line.cinema.code if line.cinema else "",
            line.county.name if line.county and line.cinema else "",
            " ".join(filter(None, words)),
        ]

    def _ours(self, line: SheetLine, texts: list[str], style: Format) -> None:
        for place, text in enumerate(texts):
            self._text(line.row - 1, self.ours + place, text, style)

    def _text(self, row: int, column: int, text: str, style: Format | None = None) -> None:
        if text:
            self.page.write_string(row, column, text, self.styles.quoted if text.startswith(_FORMULA) else style)


def _titles() -> list[str]:
    return [_("Outcome"), _("Cinema in the register"), _("Code"), _("County"), _("What to know and do")]


def _named(sheet: CinemaSheet) -> Iterator[tuple[dict, str]]:
    """Their sheets under their names, as far as Excel takes them: 31 signs, none twice. Hidden ones were not read."""
    used: set[str] = set()
    for tab in sheet.tabs:
        if tab["hidden"]:
            continue
        name = _NOT_IN_A_NAME.sub("_", tab["name"])[:LONGEST_NAME] or f"Sheet{tab['number']}"
        if name.casefold() in used:
            name = f"{name[: LONGEST_NAME - 4]} {tab['number']}"
        used.add(name.casefold())
        yield tab, name
