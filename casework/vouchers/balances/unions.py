"""An unused balance by union: typed, a line each, or in a sheet; every fault names its row, its column, what was read
and what was expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from casework.engine.attachments.books import opened
from casework.parties.sheets import COLUMN_NEEDED, MOST_ROWS, Fault, sheet_of
from casework.ui.text import clean_text, half_width, one_line

from ..money import fen_of, yuan

LONGEST_NAME = 80
MOST_VOUCHERS = 9_999_999
HIGHEST = Decimal("99999999.99")
# The first name is the one that is asked for.
COLUMNS = {
    "union": ("工会", "工会名称", "单位", "单位名称", "购券单位", "基层工会", "union", "trade union"),
    "count": ("张数", "未使用张数", "剩余张数", "数量", "票券数", "count", "vouchers", "number"),
    "amount": ("金额", "未使用金额", "剩余金额", "余额", "amount", "balance", "yuan"),
}
TOTALS = ("合计", "总计", "共计", "合 计", "总 计", "total")
_PARTS = re.compile(r"[,，、;；]")
_COUNT = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0+)?张?$")
_AMOUNT = re.compile(r"^[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,8})(\.\d+)?元?$")
# In place of the cells, of a line that has not as many parts as there are columns.
WHOLE = "whole"
# What is left behind the cents of an amount that a sheet has worked out.
NOISE = Decimal("0.000001")


@dataclass(frozen=True)
class OfUnion:
    """What one union's members have left. line: from 1; amount in fen."""

    line: int
    union: str
    count: int
    amount: int


@dataclass
class UnionList:
    """What was read, in its order, and every fault; with a fault nothing of it should be taken."""

    rows: list[OfUnion] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def amount(self) -> int:
        return sum(row.amount for row in self.rows)


def read_lines(text: str) -> UnionList:
    """A line for each union: name, vouchers, yuan, with commas between them, or with tabs as a sheet copies them."""
    return _read(_typed(clean_text(text)), {"union": "", "count": "", "amount": ""})


def read_union_sheet(source: Path) -> UnionList:
    """The same in a sheet on our disk: the first of the book that is not hidden, opened apart. Raises
    sheets.Unreadable."""
    with opened(source) as book:
        seen = [(tab.number, number, cells) for tab, number, cells in book.rows() if number and not tab.hidden]
    first = seen[0][0] if seen else 0
    sheet = sheet_of([(number, cells) for tab, number, cells in seen if tab == first], COLUMNS, tuple(COLUMNS))
    return _read(((row.number, dict(row.cells)) for row in sheet.rows), sheet.headings)


def _typed(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    for line, words in enumerate(text.split("\n"), 1):
        if not words.strip():
            continue
        parts = words.split("\t") if "\t" in words else _PARTS.split(words)
        cells = dict(zip(COLUMNS, (part.strip() for part in parts), strict=False))
        yield line, cells if len(parts) == len(COLUMNS) else {WHOLE: words.strip()}


def _read(lines: Iterable[tuple[int, dict[str, str]]], headings: dict[str, str]) -> UnionList:
    found, first = UnionList(), {}
    for line, cells in lines:
        try:
            row = _row(line, cells)
        except _Wrong as wrong:
            found.faults.append(Fault(line, headings.get(wrong.column, ""), wrong.reason))
            continue
        if row.union.casefold() in TOTALS:
            found.faults += _other_total(found, row)
        elif row.union in first:
            words = _("“%(text)s” is the union of row %(line)d again. Expected: one row for each union.")
            found.faults.append(Fault(line, headings["union"], words % {"text": row.union, "line": first[row.union]}))
        else:
            first[row.union] = line
            found.rows.append(row)
    if len(found.rows) > MOST_ROWS:
        words = _("%(count)d rows were read; at most %(limit)d go in one declaration.")
        found.faults.append(
            Fault(found.rows[MOST_ROWS].line, "", words % {"count": len(found.rows), "limit": MOST_ROWS})
        )
    return found


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason


def _row(line: int, cells: dict[str, str]) -> OfUnion:
    if WHOLE in cells:
        words = _("“%(text)s” was read. Expected: union, vouchers, yuan, as in 示例机械厂工会，12，2400.00.")
        raise _Wrong("", words % {"text": cells[WHOLE][:LONGEST_NAME]})
    for name in COLUMNS:
        if not cells.get(name):
            raise _Wrong(name, str(COLUMN_NEEDED))
    union = one_line(cells["union"])
    if len(union) > LONGEST_NAME:
        words = _("“%(text)s…” was read. Expected: a name of at most %(limit)d signs.")
        raise _Wrong("union", words % {"text": union[:20], "limit": LONGEST_NAME})
    return OfUnion(line, union, _count(cells["count"]), _amount(cells["amount"]))


def _count(text: str) -> int:
    found = _COUNT.match(half_width(text).replace(" ", ""))
    number = int(found[1].replace(",", "")) if found else 0
    if not 0 < number <= MOST_VOUCHERS:
        words = _("“%(text)s” was read. Expected: a whole number of vouchers, at least 1.")
        raise _Wrong("count", words % {"text": text[:30]})
    return number


def _amount(text: str) -> int:
    """Yuan as typed, in fen. What a sheet has worked out may be off by less than anybody can pay."""
    found = _AMOUNT.match(half_width(text).replace(" ", ""))
    exact = Decimal(found[1].replace(",", "") + (found[2] or "")) if found else Decimal(0)
    amount = exact.quantize(Decimal("0.01"))
    if not 0 < amount <= HIGHEST or abs(amount - exact) > NOISE:
        words = _("“%(text)s” was read. Expected: an amount in yuan with at most two decimals, as 2400.00.")
        raise _Wrong("amount", words % {"text": text[:30]})
    return fen_of(amount)


def _other_total(found: UnionList, total: OfUnion) -> Iterator[Fault]:
    """The row of totals at the bottom is no union; it is compared, where all above it was read."""
    if found.faults or (total.count, total.amount) == (found.count, found.amount):
        return
    words = _("The total was read as %(count)d vouchers, %(yuan)s yuan. Expected, as the rows above add up: %(right)s.")
    right = _("%(count)d, %(yuan)s yuan") % {"count": found.count, "yuan": yuan(found.amount)}
    parts = {"count": total.count, "yuan": yuan(total.amount), "right": right}
    yield Fault(total.line, "", words % parts)


def as_lines(rows: Sequence[OfUnion]) -> str:
    """What `read_lines` reads as these rows."""
    return "\n".join(f"{row.union}\t{row.count}\t{row.amount // 100}.{row.amount % 100:02d}" for row in rows)
