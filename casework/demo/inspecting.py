"""A report of the demo, as a phone would send it: everything as it should be, but what a story says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspections.answers import items_of, load_version
from inspections.models import Inspection, Item

SAID = {Item.Kind.MONEY: "35.00", Item.Kind.NUMBER: "2", Item.Kind.TEXT: "示例"}
AN_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Visited:
    """`wrong`: by a question's code, what was seen there."""

    wrong: Mapping[str, str] = field(default_factory=dict)

    def said(self, case: Inspection, moment: dt.datetime, files: Sequence[Any]) -> dict[str, Any]:
        """`files`: a photo, then a signature of each inspector."""
        photo, *signatures = (str(file) for file in files)
        items = items_of(load_version(case.checklist_id))
        inspectors = zip((person.user_id for person in case.named), signatures, strict=True)
        return {
            "began_at": (moment - AN_HOUR).isoformat(),
            "ended_at": moment.isoformat(),
            "answers": {item.code: self._answer(item, photo) for item in items},
            "signatures": [
                *({"role": "inspector", "user": user, "file": file} for user, file in inspectors),
                {"role": "party", "refused": "值班经理在场，称须请示总部后再签。"},
            ],
        }

    def _answer(self, item: Item, photo: str) -> dict[str, Any]:
        note = self.wrong.get(item.code, "")
        shown = note or item.kind == Item.Kind.PHOTO or item.photo == Item.Photo.ALWAYS
        return {"value": _value(item, bad=bool(note)), "note": note, "photos": [photo] if shown else []}


def _value(item: Item, *, bad: bool) -> str:
    if item.kind in SAID:
        return SAID[item.kind]
    return next((answer for answer in item.answers if (answer in item.violations) == bad), "")
