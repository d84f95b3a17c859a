"""Opens a sheet's file, and gives its cells as text. Imports nothing of ours: it may run as a process of its own.

A sheet from outside is opened here, apart from the server (`admissions.sheets.opening`): a book of a few kilobytes may
declare seventeen billion cells, and what the reader does then takes only this process with it.

    python -I unpack.py SOURCE FOLDER

writes rows.jsonl into FOLDER: a line {"name", "hidden", "merged"} for each sheet of the book, and after it [number,
[text, …]] for each of its rows with something in it; and last result.json: {} or {"refused": "password" | …}.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How a book is named inside that Excel locked with a password.
LOCKED = "EncryptedPackage".encode("utf-16-le")
WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version:")
DELIMITERS = ",;\t"

# Of what a book holds unpacked, in bytes; of all texts in it, in characters.
MOST_UNPACKED = 300_000_000
MOST_TEXT = 12_000_000
MOST_ROWS = 30_000
# What stands further to the right, or further in a cell, is not part of a list that people keep.
MOST_COLUMNS = 100
MOST_IN_CELL = 500
MOST_MERGED = 60_000
# Excel keeps 15 figures of a number and writes zeros for the rest.
FIRST_INEXACT = 10**15
MEMORY = 1_200_000_000
CPU_SECONDS = 40


class CannotOpen(Exception):
    """The message is the reason: "password", "web_page", "damaged", "unknown", "large" or "rows"."""


@dataclass(frozen=True)
class Tab:
    """One sheet of a book. merged: (first row, column, last row) of cells that reach down over several rows, counted
    from 1 and 0. rows: (number in the file, texts), also of empty rows; nothing of a hidden sheet."""

    name: str
    rows: Iterator[tuple[int, list[str]]]
    hidden: bool = False
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def tabs(data: bytes) -> Iterator[Tab]:
    """The sheets of a book (XLSX, XLS, ODS), or the one of a CSV. Judged by the bytes, never by a name. Raises
    CannotOpen."""
    if data.startswith((ZIP, OLE)):
        yield from _tabs_of_book(data)
        return
    if data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE):
        raise CannotOpen("web_page")
    yield Tab("", enumerate(_rows_of_text(data), 1))


# --- books ------------------------------------------------------------------------------------------------------------
def _tabs_of_book(data: bytes) -> Iterator[Tab]:
    if data.startswith(OLE) and LOCKED in data:
        raise CannotOpen("password")
    if data.startswith(ZIP):
        _check_unpacked(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for place, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                yield Tab(about.name, iter(()), hidden=True)
                continue
            sheet = book.get_sheet_by_index(place)
            yield Tab(about.name, _rows_of_sheet(sheet), merged=_merged(sheet))
    except PasswordError:
        raise CannotOpen("password") from None
    except (CalamineError, OSError, ValueError, IndexError):
        raise CannotOpen("damaged") from None


def _check_unpacked(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            entries = book.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise CannotOpen("damaged") from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotOpen("password")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise CannotOpen("large")


def _rows_of_sheet(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    if sheet.start is None:
        return
    # The reader begins with the book's first row, but with the first column that is not empty.
    left = [""] * min(sheet.start[1], MOST_COLUMNS)
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, left + [text(cell) for cell in row[: MOST_COLUMNS - len(left)]]


def _merged(sheet: Any) -> list[tuple[int, int, int]]:
    ranges = (sheet.merged_cell_ranges or [])[:MOST_MERGED]
    return [(top + 1, left, bottom + 1) for (top, left), (bottom, _right) in ranges if bottom > top]


def text(cell: Any) -> str:
    """A cell as text: a day as 2026-03-01, a number as it is written, and one that has lost its last figures as the
    sheet shows it, 6.21700001234567E+15: whoever wants a code then sees that it is none. Of a formula what it came to.
    """
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, int | float) and abs(cell) >= FIRST_INEXACT:
        return f"{cell:.14E}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


# --- text -------------------------------------------------------------------------------------------------------------
def _rows_of_text(data: bytes) -> Iterator[list[str]]:
    """CSV as Excel writes it: UTF-8, UTF-16 or the Chinese code page; commas, semicolons or tabs."""
    lines = io.StringIO(_decoded(data), newline="")
    try:
        yield from csv.reader(lines, delimiter=_delimiter(lines), strict=True)
    except csv.Error:
        raise CannotOpen("unknown") from None


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide:
        raise CannotOpen("unknown")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotOpen("unknown")


def _delimiter(lines: io.StringIO) -> str:
    """What parts the cells: the sign that stands most often in the first lines, as the very first may be a title.
    Leaves `lines` where the rows begin: Excel's own "sep=;" is none."""
    first = lines.readline()
    if first.startswith("sep=") and first[4:5] in tuple(DELIMITERS):
        return first[4]
    head = first + "".join(lines.readline() for _ in range(20))
    lines.seek(0)
    return max(DELIMITERS, key=head.count)


# --- as a process of its own ------------------------------------------------------------------------------------------
def write(data: bytes, target: Any) -> None:
    """All sheets as lines of JSON. Raises CannotOpen."""
    rows = letters = 0
    for tab in tabs(data):
        target.write(json.dumps({"name": tab.name, "hidden": tab.hidden, "merged": tab.merged}) + "\n")
        for number, cells in tab.rows:
            cells = [cell[:MOST_IN_CELL] for cell in cells[:MOST_COLUMNS]]
            if not any(cell.strip() for cell in cells):
                continue
            rows, letters = rows + 1, letters + sum(map(len, cells))
            if rows > MOST_ROWS:
                raise CannotOpen("rows")
            if letters > MOST_TEXT:
                raise CannotOpen("large")
            target.write(json.dumps([number, cells], ensure_ascii=False) + "\n")


def main(source: str, folder: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    result = {}
    try:
        with (Path(folder) / "rows.jsonl").open("w", encoding="utf-8", errors="surrogatepass") as target:
            write(Path(source).read_bytes(), target)
    except CannotOpen as refused:
        result = {"refused": str(refused)}
    except MemoryError:
        result = {"refused": "large"}
    (Path(folder) / "result.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
