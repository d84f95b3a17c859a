"""What rooms above may call: asking for an inspection from a case of theirs, and the reports that came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from casework.engine.models import CaseLink

from .models import ChecklistVersion, Inspection
from .natures import SENT, Nature
from .pool import field_of, measure_complaints_by

if TYPE_CHECKING:
    from casework.engine.acts import Context
    from casework.engine.models import Case
    from casework.parties.models import Unit

__all__ = ["ask_for_inspection", "checklists_for", "inspections_for", "measure_complaints_by", "who_inspects"]


def who_inspects(unit: Unit, nature: str = Nature.AGREED) -> Unit | None:
    """The unit in the field for whatever lies where this unit is seated; None where nobody is."""
    return field_of(SENT[nature]).of(unit.division)


def checklists_for(units: Iterable[Unit]) -> QuerySet[ChecklistVersion]:
    """The published versions by which one of these may be inspected, the newest of each checklist."""
    newest: dict[int, int] = {}
    for version in ChecklistVersion.objects.published().select_related("checklist").order_by("number"):
        if any(version.checklist.suits(unit) for unit in units):
            newest[version.checklist_id] = version.pk
    return ChecklistVersion.objects.filter(pk__in=newest.values()).select_related("checklist")


def ask_for_inspection(
    ctx: Context, *, unit: Unit, checklist: ChecklistVersion, because: str, visit_by: dt.date | None, then: str
) -> None:
    """From an act's `writes`: an inspection of the unit is opened after commit, and the case waits for it; when it is
    over, or could not be opened, `then` follows. What the case is about is not told."""
    case, field = ctx.case, who_inspects(unit)
    details: dict[str, Any] = {
        "origin": Inspection.Origin.COMPLAINT,
        "unit": unit.pk,
        "field": field.pk if field else None,
        "nature": Nature.AGREED,
        "checklist": checklist.pk,
        "because": because,
        "visit_by": visit_by.isoformat() if visit_by else "",
        "office": case.office_id,
        "handler": case.handler_id,
        "campaign": case.campaign_id,
    }
    ctx.promise_case("inspection", then=then, **details)


def inspections_for(case: Case) -> QuerySet[Inspection]:
    """Those that this case waits or waited for, oldest first."""
    awaited = CaseLink.objects.filter(waiting=case.pk).values("awaited")
    return Inspection.objects.filter(pk__in=awaited).select_related("unit").order_by("pk")
