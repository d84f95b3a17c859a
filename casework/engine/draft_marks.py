"""That a party is filling in a form together, as others may know of it: when it was saved last, and never its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .acts import AUDITOR, OFFICE, Act
from .models import Draft

if TYPE_CHECKING:
    from .gate import Gate


@dataclass(frozen=True)
class DraftMark:
    """One draft. `by`: who saved it last, for its own unit; "" for the office. `act`: what the form is for."""

    act: Act
    unit: str
    version: int
    at: dt.datetime
    by: str

    @property
    def own(self) -> bool:
        return bool(self.by)


def draft_marks(gate: Gate) -> list[DraftMark]:
    """Of the parties' drafts at this stage, the reader's own, and for whoever reads the whole case all of them. One
    statement, of cases whose stage has such an act."""
    specs = {f"act:{spec.name}": spec for spec in gate.acts_here() if spec.shared_draft and gate.is_outside(spec)}
    if not specs:
        return []
    rows = Draft.objects.filter(case=gate.case.pk, form__in=specs).select_related("unit", "saved_by").order_by("pk")
    marks = [_mark(row, specs[row.form], gate) for row in rows]
    return [mark for mark in marks if mark.own or gate.roles & {OFFICE, AUDITOR}]


def _mark(row: Draft, spec: Act, gate: Gate) -> DraftMark:
    place = gate.draft_place(spec)
    own = place is not None and place.unit_id == row.unit_id
    return DraftMark(spec, row.unit.label, row.version, row.saved_at, row.saved_by.name if own else "")
