"""A declaration as a sheet: its figures, and what is left of each union's."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter
from django.utils.translation import gettext as _

from .rows import stated

if TYPE_CHECKING:
    from ..models import Declaration, UnusedBalance


def declared_sheet(case: UnusedBalance) -> bytes | None:
    """The declaration that counts; None where there is none. Names are text and nothing is a formula."""
    declared = case.declaration
    if declared is None:
        return None
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet(case.number)
        for column, text in enumerate((case.number, case.platform.name, case.campaign.name)):
            sheet.write_string(0, column, text, bold)
        figures, unions = _figures(declared), _unions(declared)
        for first, title, rows in ((2, _("Figure"), figures), (len(figures) + 4, _("Union"), unions)):
            for column, text in enumerate((title, _("Vouchers"), _("Yuan"))):
                sheet.write_string(first, column, text, bold)
            for line, (name, count, fen) in enumerate(rows, first + 1):
                sheet.write_string(line, 0, name)
                sheet.write_number(line, 1, count)
                sheet.write_number(line, 2, fen / 100, money)
        sheet.set_column(0, 2, 24)
    return out.getvalue()


def _figures(declared: Declaration) -> list[tuple[str, int, int]]:
    said = stated(declared)
    parts = [
        (_("Sold"), said.sold),
        (_("Redeemed"), said.redeemed),
        (_("Refunded"), said.refunded),
        (_("Unused"), said.unused),
        (_("Difference"), said.difference),
    ]
    return [(name, some.count, some.fen) for name, some in parts]


def _unions(declared: Declaration) -> list[tuple[str, int, int]]:
    return [(row.union, row.count, row.amount) for row in declared.unions.all()]
