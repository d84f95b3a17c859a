"""Many voucher numbers at once: typed into one field, or in a sheet; every refusal names its line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.engine.attachments.books import opened
from casework.parties.price_cells import read_day
from casework.parties.sheets import MOST_ROWS, Fault, sheet_of
from casework.ui.text import clean_text, half_width

from .money import fen_of
from .numbers import DASHES, LONGEST_TYPED, normal

MOST_IN_RANGE = 1000
MOST = MOST_ROWS
HIGHEST_FACE_VALUE = Decimal("9999.99")

# The first name is the one that is asked for.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "券号",
        "票券号",
        "电影票券号",
        "电子券号",
        "券码",
        "票券编号",
        "券编号",
        "卡号",
        "编号",
        "voucher",
        "number",
    ),
    "face_value": ("面值", "票面金额", "金额", "face value", "value", "amount"),
    "expires_on": (
        "到期日",
        "到期日期",
        "有效期至",
        "有效期",
        "截止日期",
        "失效日期",
        "expires on",
        "expiry",
        "valid until",
    ),
}

_PARTS = re.compile(r"[,，、;；\t]")
_RANGE = re.compile(r"^(.+?)[~〜至到](.+)$")
# One dash may also stand within a number: a range only if both ends are alike (see `_ends`).
_DASHED = re.compile(rf"^([^{DASHES}]+)[{DASHES}]+([^{DASHES}]+)$")
_TAIL = re.compile(r"(\d+)$")


@dataclass(frozen=True)
class Listed:
    """One voucher of a list. line: from 1. face_value in fen; it and expires_on: None where none is said."""

    line: int
    typed: str
    number: str
    face_value: int | None = None
    expires_on: dt.date | None = None


@dataclass
class VoucherList:
    """What was read, in its order, and every fault; with a fault nothing of it should be taken."""

    vouchers: list[Listed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_text(text: str) -> VoucherList:
    """Numbers as people type them: one a line, or with commas, 、 or tabs between them; ranges as 1001-1010 or
    1001~1010."""
    found = VoucherList()
    for line, words in enumerate(clean_text(text).split("\n"), 1):
        for part in filter(str.strip, _PARTS.split(words)):
            _take(found, line, "", part)
    return _checked(found)


def read_voucher_sheet(source: Path) -> VoucherList:
    """Numbers in a sheet on our disk, with face value and last day where it has them: the first of the book that is not
    hidden, opened apart. Raises sheets.Unreadable."""
    with opened(source) as book:
        seen = [(tab.number, number, cells) for tab, number, cells in book.rows() if number and not tab.hidden]
    first = seen[0][0] if seen else 0
    lines = [(number, cells) for tab, number, cells in seen if tab == first]
    sheet, found = sheet_of(lines, COLUMNS, ("number",)), VoucherList()
    for row in sheet.rows:
        said: dict[str, object] = {}
        for column, read in (("face_value", _read_face_value), ("expires_on", read_day)):
            if not row.cells.get(column):
                continue
            try:
                said[column] = read(half_width(row.cells[column]))
            except ValidationError as error:
                found.faults.append(Fault(row.number, sheet.headings[column], error.messages[0]))
        _take(found, row.number, sheet.headings["number"], row.cells["number"], **said)
    return _checked(found)


def _take(found: VoucherList, line: int, column: str, part: str, **said: object) -> None:
    if len(found.vouchers) > MOST:
        return
    try:
        for typed, number in _numbers(part.strip()):
            found.vouchers.append(Listed(line, typed, number, **said))
    except ValidationError as error:
        found.faults.append(Fault(line, column, error.messages[0]))


def _numbers(part: str) -> Iterable[tuple[str, str]]:
    """The numbers of one entry, as typed and normal: one, or those of a range."""
    ends = _ends(part)
    if ends is None:
        number = normal(part)
        if len(part) > LONGEST_TYPED:
            raise ValidationError(_("A voucher number takes at most %(limit)d signs.") % {"limit": LONGEST_TYPED})
        return [(part, number)]
    head, first, last = ends
    count = int(last) - int(first) + 1
    if not 0 < count <= MOST_IN_RANGE:
        raise ValidationError(
            _(
                "“%(text)s” reads as a range of %(count)d vouchers; it must have between 1 and %(limit)d. If it is one "
                "number, write it without the dash."
            ),
            params={"text": part[:LONGEST_TYPED], "count": max(count, 0), "limit": MOST_IN_RANGE},
        )
    numbers = (f"{head}{n:0{len(first)}d}" for n in range(int(first), int(last) + 1))
    return [(number, number) for number in numbers]


def _ends(part: str) -> tuple[str, str, str] | None:
    """What all numbers of a range begin with, and its first and last tail of as many figures; None for one number.

    With ~, 至 or 到 it is a range or a mistake. With a dash it is one only if both ends have the same beginning and
    length (A001-A010, or A001-010) and the second is not the lower one: 6217-0000 is a number in two groups.
    """
    plain = half_width(part)
    marked = _RANGE.match(plain)
    found = marked or _DASHED.match(plain)
    if not found:
        return None
    try:
        first, last = normal(found[1]), _last(found[2], normal(found[1]))
    except ValidationError:
        if marked:
            raise
        return None
    tail, end = _TAIL.search(first), _TAIL.search(last)
    alike = tail and end and len(first) == len(last) and first[: tail.start()] == last[: end.start()]
    if alike and (marked or tail[1] <= end[1]):
        return first[: tail.start()], tail[1], end[1]
    if not marked:
        return None
    raise ValidationError(
        _("“%(text)s” is no range: both ends need the same beginning and as many figures, as in 1001~1010."),
        params={"text": part[:LONGEST_TYPED]},
    )


def _last(text: str, first: str) -> str:
    """The end of a range, written whole or, behind letters, as its figures alone."""
    tail, figures = _TAIL.search(first), half_width(text)
    if tail and tail.start() and figures.isdecimal() and len(figures) == len(tail[1]):
        return first[: tail.start()] + figures
    return normal(text)


def _checked(found: VoucherList) -> VoucherList:
    """With a fault for each voucher that is there twice, or one where there are too many; in the order of lines."""
    if len(found.vouchers) > MOST:
        words = _("More than %(limit)d vouchers: please send them in several requests.")
        found.faults.append(Fault(found.vouchers[MOST].line, "", words % {"limit": MOST}))
    else:
        found.faults += _twice(found.vouchers)
    found.faults.sort(key=lambda fault: fault.line)
    return found


def _twice(vouchers: list[Listed]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for one in vouchers:
        if one.number in first:
            words = _("“%(text)s” is the voucher of row %(line)d again.")
            yield Fault(one.line, "", words % {"text": one.typed, "line": first[one.number]})
        else:
            first[one.number] = one.line


def _read_face_value(text: str) -> int:
    """Yuan as typed, in fen."""
    found = re.fullmatch(r"¥?\s*(\d{1,6}(?:\.\d{1,2})?)\s*元?", text.replace(",", ""))
    if not found or not 0 < Decimal(found[1]) <= HIGHEST_FACE_VALUE:
        raise ValidationError(
            _("“%(text)s” is no face value. Write yuan between 0.01 and 9999.99, as 200 or 200.00."),
            params={"text": text[:30]},
        )
    return fen_of(Decimal(found[1]))
