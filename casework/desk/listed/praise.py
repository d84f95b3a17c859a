"""Before praise (R46, 评先评优): who of those named has a penalty decision in force today, and with which measures.

A name or a code that nobody here has is said to be unknown, which is not the same as blameless.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from blacklist.services import InForce, in_force
from casework.parties.models import Unit
from casework.parties.sheets import BOOKS, Unreadable, read_sheet
from casework.ui.text import half_width, one_line
from casework.ui.words import listed

MOST_NAMES = 2000
COLUMNS = {
    "code": ("统一社会信用代码", "信用代码", "影院编码", "影院代码", "编码", "code", "uscc"),
    "name": ("名称", "单位名称", "影院名称", "单位", "影院", "name"),
}


@dataclass(frozen=True)
class Answer:
    """What is in force against a unit. asked: as it was named, "" where everybody was asked for. unit: None where
    nobody here is called so. decisions: none where nothing is in force."""

    asked: str
    unit: Unit | None
    decisions: list[InForce] = field(default_factory=list)


class PraiseForm(forms.Form):
    """Names and codes, one in a line, or a sheet of them; nothing asks for everybody. Afterwards `names` holds all."""

    names = forms.CharField(
        label=gettext_lazy("Names or codes, one in a line"),
        help_text=gettext_lazy("Unit's name, unified social credit code, or cinema code. Empty: all."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    sheet = forms.FileField(
        label=gettext_lazy("Or a sheet"),
        help_text=gettext_lazy("XLSX or CSV with a column for the name, or for the code."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join([*BOOKS, ".csv"])}),
    )

    def clean(self) -> dict[str, Any]:
        lines = [*self.cleaned_data.get("names", "").splitlines(), *self._of_the_sheet()]
        names = list(dict.fromkeys(filter(None, map(one_line, lines))))
        if len(names) > MOST_NAMES:
            text = ngettext("At most %(limit)d name at once.", "At most %(limit)d names at once.", MOST_NAMES)
            raise ValidationError(text % {"limit": MOST_NAMES})
        return {**self.cleaned_data, "names": names}

    def _of_the_sheet(self) -> list[str]:
        upload = self.cleaned_data.get("sheet")
        if upload is None:
            return []
        try:
            return _column(upload.read())
        except Unreadable as why:
            self.add_error("sheet", str(why))
            return []


def _column(data: bytes) -> list[str]:
    """Of each row its code, or its name where it has none. Raises Unreadable."""
    try:
        sheet = read_sheet(data, COLUMNS, ("code",))
    except Unreadable:
        sheet = read_sheet(data, COLUMNS, ("name",))
    return [row.cells.get("code") or row.cells.get("name", "") for row in sheet.rows]


def answers(names: list[str], day: dt.date) -> list[Answer]:
    """For each name, in their order, every unit that is called so; without names, all against whom something is in
    force. Two statements."""
    if not names:
        held = in_force(day)
        units = Unit.objects.filter(pk__in=held).select_related("cinema").order_by("name", "pk")
        return [Answer("", unit, held[unit.pk]) for unit in units]
    called = _by_name()
    meant = {name: called.get(_key(name), []) for name in names}
    held = in_force(day, {unit.pk for units in meant.values() for unit in units})
    return [
        answer
        for name, units in meant.items()
        for answer in ([Answer(name, unit, held.get(unit.pk, [])) for unit in units] or [Answer(name, None)])
    ]


def _by_name() -> dict[str, list[Unit]]:
    """Units by whatever they may be called, in letters of one width and without spaces. One statement."""
    found: dict[str, list[Unit]] = defaultdict(list)
    units = Unit.objects.select_related("cinema").only("name", "short_name", "uscc", "kind", "cinema__code")
    for unit in units.order_by("name", "pk"):
        for key in {_key(text) for text in (unit.name, unit.short_name, unit.uscc, code_of(unit)) if text}:
            found[key].append(unit)
    return found


def _key(text: str) -> str:
    return half_width(text).replace(" ", "").casefold()


def code_of(unit: Unit) -> str:
    """The code of a cinema; "" of others."""
    cinema = getattr(unit, "cinema", None)
    return cinema.code if cinema else ""


# --- to keep ----------------------------------------------------------------------------------------------------------
WIDTHS = (30, 36, 22, 12, 20, 16, 24, 14, 50)


def rows(found: Iterable[Answer]) -> Iterator[tuple]:
    """The answers as rows of a sheet, one for each decision; the first of them is the head."""
    yield (
        pgettext("name", "Asked for"),
        _("Unit"),
        _("Unified social credit code"),
        _("Cinema code"),
        _("Today"),
        _("Number of the decision"),
        _("Violation"),
        _("Decided on"),
        _("Measures"),
    )
    for one in found:
        if one.unit is None:
            yield one.asked, "", "", "", _("Not known here"), "", "", "", ""
            continue
        unit = (one.asked, one.unit.name, one.unit.uscc, code_of(one.unit))
        if not one.decisions:
            yield *unit, _("Nothing in force"), "", "", "", ""
        for decision in one.decisions:
            held = listed(f"{label} {since} – {until or ''}".rstrip() for label, since, until in decision.measures)
            said = (decision.number, decision.violation, decision.decided_on.isoformat(), held)
            yield *unit, _("Decision in force"), *said
