"""A request with its outcome: as a sheet, for the platform to enter into its books and the union to pass on, and as
data for the platform's own system (docs/webhooks.md)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _

from casework.engine.kinds import stage_of

from ..models.extensions import VoucherExtension

if TYPE_CHECKING:
    from casework.engine.models import Event

    from ..models import ExtensionRequest


def result_sheet(case: ExtensionRequest) -> bytes:
    """One row for each voucher, in the order in which it was asked for. Numbers are text and nothing is a formula,
    whatever somebody typed: leading zeros stay, and Excel calculates nothing."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(case.number)
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
        for column, text in enumerate((case.number, case.asker, case.platform.name, str(stage_of(case).label))):
            sheet.write_string(0, column, text, bold)
        for column, name in enumerate(_columns()):
            sheet.write_string(1, column, name, bold)
        for line, row in enumerate(case.vouchers, 2):
            sheet.write_string(line, 0, row.typed)
            sheet.write_string(line, 1, row.number)
            sheet.write_number(line, 2, row.face_value / 100, money)
            for column, day in ((3, row.expires_on), (6, row.extended_to)):
                if day is not None:
                    sheet.write_datetime(line, column, day)
            sheet.write_string(line, 4, str(row.get_said_display()))
            sheet.write_string(line, 5, str(row.get_outcome_display()))
            sheet.write_string(line, 7, _why(row))
        sheet.set_column(0, 7, 18)
        sheet.freeze_panes(2, 0)
    return out.getvalue()


def _columns() -> list[str]:
    return [
        _("As typed"),
        _("Voucher number"),
        _("Face value, yuan"),
        _("Last day so far"),
        _("What the platform says"),
        _("Outcome"),
        _("Last day now"),
        _("Reason"),
    ]


def _why(row: VoucherExtension) -> str:
    if row.provisional:
        return str(_("Provisional: the calendar of that year is not announced yet."))
    return str(row.get_reason_display())


def posted(event: Event) -> dict[str, Any]:
    """What became of each voucher by now, by its number; of who asked nothing."""
    rows = VoucherExtension.objects.of_case(event.case.number)
    return {"request": event.case.number, "vouchers": [_posted(row) for row in rows]}


def _posted(row: VoucherExtension) -> dict[str, Any]:
    granted = row.outcome == VoucherExtension.Outcome.GRANTED
    day = row.extended_to if granted else row.expires_on
    said = {"number": row.number, "outcome": row.outcome, "last_day": day.isoformat()}
    return said | ({"provisional": row.provisional} if granted else {"reason": row.reason})
