"""A sheet as a field of a form: it is read as it comes, and what was read comes back with the form, so that nobody has
to send the file again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from casework.engine.attachments import workbench
from casework.parties.sheets import Fault, Unreadable

# Behind the field's name: the sheet that was read is not meant any more.
DROP = "-drop"
MOST_FAULTS = 20


class SheetInput(forms.FileInput):
    """Its value is what was read, as plain data: the file's name, the rows, the faults in words. What sort of sheet it
    is says `salt`, and `read`, which a widget of its own defines."""

    salt = ""

    def read(self, source: Path) -> tuple[list[Any], list[Fault]]:
        """The rows of a file on our disk, as plain data, and every fault. Raises sheets.Unreadable."""
        raise NotImplementedError

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any] | None:
        sent, given = files.get(name), data.get(name)
        if sent:
            return self._read(sent)
        if data.get(f"{name}{DROP}"):
            return None
        if not given or isinstance(given, dict):
            return given or None
        try:
            return signing.loads(given, salt=self.salt)
        except signing.BadSignature:
            return None

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
        """The input, with what was read behind it where nothing is wrong with it."""
        picker = super().render(name, None, attrs, renderer)
        if not value or value["faults"]:
            return picker
        kept = signing.dumps(value, salt=self.salt, compress=True)
        said = _("Read: %(name)s. Choose another file to replace it.") % {"name": value["name"]}
        hidden = format_html('<input type="hidden" name="{}" value="{}">', name, kept)
        drop = format_html(
            '<label class="pick"><input class="form-check-input" type="checkbox" name="{}{}"> {}</label>',
            name,
            DROP,
            _("Leave this sheet out"),
        )
        return format_html('{}<p class="form-text">{}</p>{}{}', hidden, said, picker, drop)

    def _read(self, sent: Any) -> dict[str, Any]:
        try:
            with workbench.folder() as folder:
                source = folder / "sheet"
                with source.open("wb") as file:
                    file.writelines(sent.chunks())
                rows, faults = self.read(source)
        except Unreadable as error:
            return {"name": sent.name, "rows": [], "faults": [str(error)]}
        return {"name": sent.name, "rows": rows, "faults": shown_faults(faults)}


class SheetField(forms.Field):
    """Cleans to what `made` makes of the rows; None where no sheet was sent."""

    def clean(self, value: Any) -> Any:
        if not value:
            return super().clean(None)
        if value["faults"]:
            raise ValidationError(value["faults"])
        return self.made(value["rows"])

    def made(self, rows: list[Any]) -> Any:
        raise NotImplementedError


def shown_faults(faults: Sequence[Fault]) -> list[str]:
    """Every fault by its line, but not so many that nobody reads them."""
    words = [str(fault) for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        words.append(_("And %(count)d more.") % {"count": len(faults) - MOST_FAULTS})
    return words
