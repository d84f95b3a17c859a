"""Answers to any form, made from its fields; what a form needs of sense stands in `SENSE`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from casework.engine.actors import Actor
from casework.engine.forms import ActForm, AttachmentsField
from casework.engine.kinds import Kind
from casework.engine.models import Case
from complaints.joins import requests_heard
from tests.admissions import sense as admissions
from tests.admissions.enrolments import sense as enrolments
from tests.blacklist import sense as decisions
from tests.inspections import sense
from tests.vouchers import sense as vouchers

from .files import waiting_file

# From a list, one; hypothesis or a seeded dice decide.
Pick = Callable[[Sequence[Any]], Any]

WORDS = ("当晚的情况属实。", "请补兑两张票。", "没有这回事", "材料见附件，电话里说过一次。")
# (form, field): what a value must be beyond its type.
SENSE: dict[tuple[str, str], Sequence[Any]] = {
    ("FilingForm", "phone"): ("13800138000", "13900139000"),
    ("FilingForm", "email"): ("", "lin@example.com"),
    ("FilingForm", "category"): ("refused_redemption", "cash_first", "model_worker", "over_price", "invoice", "body"),
    ("FilingForm", "happened_on"): ("2026-09-18", "2026-09-20"),
    ("IntakeForm", "phone"): ("13800138000",),
    ("IntakeForm", "email"): ("",),
    ("IntakeForm", "outside_no"): ("42",),
    ("IntakeForm", "happened_on"): ("2026-09-18",),
    ("ProposeDecisionForm", "happened_on"): ("2026-09-18", "2026-09-20"),
    **sense.SENSE,
}
Sense = Callable[[ActForm, Pick], dict[str, Any]]
# Forms that only make sense as a whole, by their room and name: two rooms may have a form of one name.
WHOLE: dict[str, Mapping[str, Sense]] = {
    "casework.engine": {"NewCodeForm": lambda form, pick: _named(form, pick)},
    "complaints": {
        "NewCodeForm": lambda form, pick: _named(form, pick),
        "InspectionRequestForm": sense.WHOLE["InspectionRequestForm"],
        "ProposalForm": lambda form, pick: _found(form, pick),
    },
    "inspections": sense.WHOLE,
    "blacklist": decisions.WHOLE,
    "casework.vouchers": vouchers.WHOLE,
    "casework.admissions.applications": admissions.WHOLE,
    "casework.admissions.enrolments": enrolments.WHOLE,
}


def make_details(
    kind: Kind,
    form_class: type[ActForm] | None,
    case: Case,
    actor: Actor,
    now: dt.datetime,
    pick: Pick,
    wanted: Mapping[str, Any] | None = None,
):
    """Details that the form accepts, if a few tries find some; the last fills in everything but what is `wanted`."""
    if form_class is None:
        return {}
    for everything in (False, True, True, True):
        said = _fill(form_class(None, case=case, actor=actor, now=now), pick, everything) | dict(wanted or {})
        if form_class(said, case=case, actor=actor, now=now).is_valid():
            break
    return said


def _whole(form_class: type[ActForm]) -> Sense | None:
    rooms = (forms for room, forms in WHOLE.items() if f"{form_class.__module__}.".startswith(f"{room}."))
    return next((forms[form_class.__name__] for forms in rooms if form_class.__name__ in forms), None)


def _fill(form: ActForm, pick: Pick, everything: bool) -> dict[str, Any]:
    said = {}
    whole = _whole(type(form))
    if whole is not None:
        return whole(form, pick)
    for name, field in form.fields.items():
        if field.required or everything or pick((True, False)):
            sensible = SENSE.get((type(form).__name__, name))
            value = pick(sensible) if sensible else _value(field, form, pick)
            if value is not None:
                said[name] = value
    return said


def _value(field: forms.Field, form: ActForm, pick: Pick) -> Any:
    match field:
        case AttachmentsField():
            return [str(waiting_file(form.actor, form.now).pk)]
        case forms.ModelChoiceField():
            found = list(field.queryset[:6])
            return pick(found).pk if found else None
        case forms.MultipleChoiceField():
            return [pick(field.choices)[0]] if field.choices else []
        case forms.ChoiceField():
            given = [value for value, _label in field.choices if value != ""]
            return pick(given) if given else None
        case forms.DateField():
            # Today, or a day on which some deadline may be put off.
            return (form.now.date() + dt.timedelta(days=pick((0, 20, 40)))).isoformat()
        case forms.TimeField():
            return "19:30"
        case forms.DecimalField():
            return "45.00"
        case forms.IntegerField():
            others = Case.objects.filter(kind=form.case.kind).exclude(pk=form.case.pk)
            found = list(others.values_list("pk", flat=True)[:6])
            return pick(found) if found else None
        case forms.CharField() if type(field) is forms.CharField:
            return pick(WORDS)
    return None


def _found(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Once everybody who was asked has answered, mostly what a penalty decision may be proposed about."""
    said = {
        name: _value(field, form, pick)
        for name, field in form.fields.items()
        if field.required or pick((True, True, True, False))
    }
    asked = requests_heard(form.case, form.actor)
    if asked.exists() and not asked.waiting().exists():
        said["finding"] = pick(("upheld", "upheld", "partly_upheld", said["finding"]))
    return {name: value for name, value in said.items() if value is not None}


def _named(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Two facts of the filing as they are on file, or one of them not."""
    said = {"phone_end": form.on_file["phone_end"], "filed_on": form.on_file["filed_on"].isoformat(), "handed": "phone"}
    return said | pick(({}, {}, {"phone_end": "0007"}, {"filed_on": "2026-01-05"}))
