"""A sheet of vouchers as a field of a form: it is read as it comes, and what was read comes back with the form, so that
nobody has to send the file again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from casework.engine.attachments import workbench
from casework.parties.sheets import Unreadable

from ..lists import Listed, VoucherList, read_voucher_sheet

SALT = "casework.vouchers.sheet"
# Behind the field's name: the sheet that was read is not meant any more.
DROP = "-drop"


class SheetInput(forms.FileInput):
    """Its value is what was read, as plain data: the file's name, the vouchers, the faults in words."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any] | None:
        sent, given = files.get(name), data.get(name)
        if sent:
            return _read(sent)
        if data.get(f"{name}{DROP}"):
            return None
        if not given or isinstance(given, dict):
            return given or None
        try:
            return signing.loads(given, salt=SALT)
        except signing.BadSignature:
            return None

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
        """The input, with what was read behind it where nothing is wrong with it."""
        picker = super().render(name, None, attrs, renderer)
        if not value or value["faults"]:
            return picker
        kept = signing.dumps(value, salt=SALT, compress=True)
        said = _("Read: %(name)s. Choose another file to replace it.") % {"name": value["name"]}
        hidden = format_html('<input type="hidden" name="{}" value="{}">', name, kept)
        drop = format_html(
            '<label class="pick"><input class="form-check-input" type="checkbox" name="{}{}"> {}</label>',
            name,
            DROP,
            _("Leave this sheet out"),
        )
        return format_html('{}<p class="form-text">{}</p>{}{}', hidden, said, picker, drop)


class SheetField(forms.Field):
    """Cleans to a `VoucherList`; None where no sheet was sent."""

    widget = SheetInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"})

    def clean(self, value: Any) -> VoucherList | None:
        if not value:
            return super().clean(None)
        if value["faults"]:
            raise ValidationError(value["faults"])
        return VoucherList([_listed(row) for row in value["vouchers"]])


def _read(sent: Any) -> dict[str, Any]:
    try:
        with workbench.folder() as folder:
            source = folder / "sheet"
            with source.open("wb") as file:
                file.writelines(sent.chunks())
            found = read_voucher_sheet(source)
    except Unreadable as error:
        return {"name": sent.name, "vouchers": [], "faults": [str(error)]}
    rows = [
        [one.line, one.typed, one.number, one.face_value, one.expires_on.isoformat() if one.expires_on else None]
        for one in found.vouchers
    ]
    return {"name": sent.name, "vouchers": rows, "faults": shown_faults(found)}


def _listed(row: list[Any]) -> Listed:
    line, typed, number, face_value, expires_on = row
    return Listed(line, typed, number, face_value, dt.date.fromisoformat(expires_on) if expires_on else None)


MOST_FAULTS = 20


def shown_faults(found: VoucherList) -> list[str]:
    """Every fault by its line, but not so many that nobody reads them."""
    words = [str(fault) for fault in found.faults[:MOST_FAULTS]]
    if len(found.faults) > MOST_FAULTS:
        words.append(_("And %(count)d more.") % {"count": len(found.faults) - MOST_FAULTS})
    return words
