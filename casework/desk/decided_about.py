"""The penalty decisions about what was found in a case, for the pages of the cases in which it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from blacklist.services import decisions_from
from casework.engine import access
from casework.engine.kinds import kind_named

if TYPE_CHECKING:
    from casework.engine.present import CaseView


def decided_about(view: CaseView) -> list[dict[str, Any]]:
    """Number, party, violation and stage of each, oldest first; `url` is "" for whoever may not open it. Never a
    party's to read before it is notified: for people of the office alone. Two statements."""
    found = list(decisions_from(view.case).select_related("unit"))
    if not found:
        return []
    numbers = [one.number for one in found]
    open_to = set(access.visible_cases(view.actor).filter(number__in=numbers).values_list("number", flat=True))
    stages = kind_named("penalty").stage_by_state
    return [
        {
            "number": one.number,
            "url": reverse("desk:case", args=[one.number]) if one.number in open_to else "",
            "unit": one.unit.label,
            "violation": one.get_violation_display(),
            "stage": stages[one.state].label,
        }
        for one in found
    ]
