"""Details of the acts of inspections that make sense, for whoever tries acts at random (tests/engine/property)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from casework.engine.calendar import Calendar
from casework.engine.forms import ActForm
from casework.parties.models import Campaign, Unit
from inspections.models import ChecklistVersion
from inspections.tasks.forms import inspectors_for
from tests.engine.property.files import waiting_file

from .factories import said

Pick = Callable[[Sequence[Any]], Any]

SENSE: Mapping[tuple[str, str], Sequence[Any]] = {
    ("DrawForm", "digits"): ("073115", "998877"),
    ("OrderForm", "rectify_days"): (3, 10),
    ("OrderForm", "recheck_days"): (3, 10),
    ("GrantTimeForm", "days"): (2, 5),
}


def _workday(form: ActForm, days: int) -> str:
    day = timezone.localdate(form.now) + dt.timedelta(days=days)
    calendar = Calendar.load(day)
    while not calendar.is_workday(day):
        day += dt.timedelta(days=1)
    return day.isoformat()


def _checklist() -> int:
    return ChecklistVersion.objects.get(checklist__name="示例清单").pk


def _field() -> int:
    return Unit.objects.get(name="天元区总工会").pk


def plan(form: ActForm, pick: Pick) -> dict[str, Any]:
    return {
        "name": "双随机核查",
        "campaign": Campaign.objects.get().pk,
        "nature": "agreed",
        "checklist": _checklist(),
        "first_day": timezone.localdate(form.now).isoformat(),
        "last_day": _workday(form, pick((10, 30))),
        "percent": pick((50, 100)),
        "publishes": pick((True, False)),
    }


def special(form: ActForm, pick: Pick) -> dict[str, Any]:
    return {
        "unit": Unit.objects.get(name="示例影城（天元店）").pk,
        "field": _field(),
        "origin": pick(("lead", "order")),
        "nature": "agreed",
        "checklist": _checklist(),
        "visit_by": _workday(form, pick((5, 25))),
        "because": "核对兑换规则的公示。",
        "publishes": True,
    }


def dispatched(form: ActForm, pick: Pick) -> dict[str, Any]:
    return {"field": _field()}


def arranged(form: ActForm, pick: Pick) -> dict[str, Any]:
    own = [user for user, unit in inspectors_for(form.case).items() if unit == form.case.field_unit]
    first = pick(own) if own else 0
    people = [first, *[user for user in own if user != first][:1]]
    return {
        "inspectors": people,
        "visit_on": timezone.localdate(form.now).isoformat(),
        "others_because": "抽中的人请假。",
    }


def reported(form: ActForm, pick: Pick) -> dict[str, Any]:
    def file() -> str:
        return str(waiting_file(form.actor, form.now).pk)

    photo, signed = file(), {person.user_id: file() for person in form.case.named} if form.case.pk else {}
    answers = {"posted": pick((said("yes"), said("no", "没有公示。", photo)))}
    report = {
        "began_at": (form.now - dt.timedelta(hours=1)).isoformat(),
        "ended_at": form.now.isoformat(),
        "account": "门关着。",
        "answers": answers,
        "signatures": [
            *({"role": "inspector", "user": user, "file": name} for user, name in signed.items()),
            {"role": "party", "refused": "不愿签。"},
        ],
    }
    return {"report": report, "attachments": [photo, *signed.values()]}


def not_inspected(form: ActForm, pick: Pick) -> dict[str, Any]:
    return {**reported(form, pick), "kind": pick(("closed", "refused"))}


def asked_for(form: ActForm, pick: Pick) -> dict[str, Any]:
    """A complaint asks for an inspection of the cinema it is about; for others there may be no checklist."""
    units, checklist = list(form.fields["unit"].queryset), form.fields["checklist"].queryset.last()
    return {
        "unit": units[0].pk if units else None,
        "checklist": checklist.pk if checklist else None,
        "because": "核对黄金场是否可以兑换。",
        "visit_by": pick(("", _workday(form, 10))),
    }


WHOLE: Mapping[str, Callable[[ActForm, Pick], dict[str, Any]]] = {
    "PlanForm": plan,
    "InspectionForm": special,
    "DispatchForm": dispatched,
    "InspectionRequestForm": asked_for,
    "ArrangeForm": arranged,
    "HandOverTaskForm": arranged,
    "ReportForm": reported,
    "OvertakenForm": reported,
    "NotInspectedForm": not_inspected,
}
