"""A sheet of vouchers as a field of a form."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from casework.parties.sheets import Fault

from ..lists import Listed, VoucherList, read_voucher_sheet
from ..sheet_field import SheetField, SheetInput


class VoucherSheetInput(SheetInput):
    salt = "casework.vouchers.sheet"

    def read(self, source: Path) -> tuple[list[Any], list[Fault]]:
        found = read_voucher_sheet(source)
        rows = [
            [one.line, one.typed, one.number, one.face_value, one.expires_on.isoformat() if one.expires_on else None]
            for one in found.vouchers
        ]
        return rows, found.faults


class VoucherSheetField(SheetField):
    """Cleans to a `VoucherList`."""

    widget = VoucherSheetInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"})

    def made(self, rows: list[Any]) -> VoucherList:
        return VoucherList([_listed(row) for row in rows])


def _listed(row: list[Any]) -> Listed:
    line, typed, number, face_value, expires_on = row
    return Listed(line, typed, number, face_value, dt.date.fromisoformat(expires_on) if expires_on else None)
