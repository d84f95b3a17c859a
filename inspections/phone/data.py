"""What lies on the inspectors' phone, ready for JSON: enough for a whole visit without network."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.engine.access import roles_of, visible_cases
from casework.engine.actors import Actor
from casework.engine.acts import INSPECTOR
from casework.engine.models import CasePerson, Event
from casework.parties.models import Cinema, Unit

from ..answers import as_data
from ..models import Answer, ChecklistVersion, Inspection
from ..natures import Nature
from ..tasks.states import ACKNOWLEDGED, VISITING
from .token import sign_visit

ON_THE_PHONE = (ACKNOWLEDGED, VISITING)
# Of one unit; what is older is in the record.
MOST_FINDINGS = 30
# What the office or their lead wrote for whoever goes: the act, and the field of its form.
WRITTEN = {"give_out_task": "because", "dispatch_again": "note", "return_for_more": "reason"}


@dataclass(frozen=True)
class Beside:
    """What belongs to several tasks at once: read once for all of them. By case, or by inspected unit."""

    people: Mapping[int, list[CasePerson]]
    cinemas: Mapping[int, Cinema]
    words: Mapping[int, dict[str, str]]
    findings: Mapping[int, list[dict[str, str]]]


def tasks_of(actor: Actor) -> list[Inspection]:
    """The inspections in which this person is named now and which wait for the visit or its report, by their day."""
    mine = CasePerson.objects.filter(user=actor.person, role=INSPECTOR, until__isnull=True)
    cases = visible_cases(actor, Inspection.objects.filter(pk__in=mine.values("case"), state__in=ON_THE_PHONE))
    cases = cases.select_related("unit__division__parent", "office", "of_plan")
    return list(cases.order_by("visit_on", "visit_by", "pk"))


def phone_data(actor: Actor) -> dict[str, Any]:
    """{person, tasks, checklists by id}: in so many statements, however many tasks there are."""
    cases = tasks_of(actor)
    beside = _beside(cases)
    versions = ChecklistVersion.objects.whole().in_bulk({case.checklist_id for case in cases})
    return {
        "person": person_data(actor),
        "tasks": [task_data(case, beside) for case in cases],
        "checklists": {pk: as_data(version) for pk, version in versions.items()},
        "pieces": reverse("files:announce"),
    }


def person_data(actor: Actor) -> dict[str, Any]:
    unit = next((member.unit.label for member in actor.memberships), "")
    return {"id": actor.person.pk, "name": actor.person.name, "unit": unit}


def task_data(case: Inspection, beside: Beside) -> dict[str, Any]:
    address, words = visit_address(case), beside.words.get(case.pk, {})
    return {
        **standing(case),
        "nature": case.nature,
        "nature_name": case.get_nature_display(),
        "basis": basis_of(case),
        "unit": _unit_data(case.unit, beside.cinemas.get(case.unit_id)),
        "visit_on": _iso(case.visit_on),
        "visit_by": _iso(case.visit_by),
        "because": "\n".join(filter(None, (words.get("because"), words.get("note")))),
        "returned": words.get("reason", ""),
        "inspectors": [
            {"id": person.user_id, "name": person.user.name, "unit": person.unit.label}
            for person in beside.people.get(case.pk, ())
        ],
        "findings": beside.findings.get(case.unit_id, []),
        "checklist": case.checklist_id,
        "office": {"name": case.office.name, "phone": case.office.phone},
        "code": {"url": address, "svg": _picture(address)},
    }


def standing(case: Inspection, actor: Actor | None = None) -> dict[str, Any]:
    """How far the case is, as every answer to the phone says it; with an actor also what they may still do."""
    said = {"number": case.number, "state": case.state, "version": case.version, "seq": case.last_seq}
    if actor is None:
        return said
    named = INSPECTOR in roles_of(actor, case)
    return said | {
        "may_start": named and case.state == ACKNOWLEDGED,
        "may_report": named and case.state == VISITING,
    }


def basis_of(case: Inspection) -> str:
    """On the strength of what it is inspected (LAW §0): as inspectors say it, and as the inspected unit reads it."""
    if case.nature == Nature.AGREED:
        return _("On the strength of the undertaking that the inspected unit gave when it joined the campaign.")
    plan = case.of_plan
    if plan is None:
        return ""
    return _("Approval: %(approval)s. Legal basis: %(basis)s.") % {
        "approval": plan.approval_no,
        "basis": plan.legal_basis,
    }


def visit_address(case: Inspection) -> str:
    """The address in the code that the inspectors show."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("inspect:visit", args=[sign_visit(case.pk)])


def people_of(cases: Iterable[Inspection]) -> Mapping[int, list[CasePerson]]:
    """Who goes, by case, in the order in which they were named."""
    found = defaultdict(list)
    named = CasePerson.objects.filter(case__in=[case.pk for case in cases], role=INSPECTOR, until__isnull=True)
    for person in named.select_related("user", "unit").order_by("pk"):
        found[person.case_id].append(person)
    return found


def _beside(cases: list[Inspection]) -> Beside:
    units = {case.unit_id for case in cases}
    return Beside(
        people=people_of(cases),
        cinemas={cinema.unit_id: cinema for cinema in Cinema.objects.filter(unit__in=units)},
        words=_words_in(cases),
        findings=_findings(units),
    )


def _words_in(cases: list[Inspection]) -> Mapping[int, dict[str, str]]:
    """By case, and by field of the form it was written in; the last word where there are several."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    events = Event.objects.filter(case__in=[case.pk for case in cases], name__in=WRITTEN)
    for event in events.select_related("text").order_by("seq"):
        if hasattr(event, "text"):
            field = WRITTEN[event.name]
            found[event.case_id][field] = event.text.values.get(field, "")
    return found


def _findings(units: set[int]) -> Mapping[int, list[dict[str, str]]]:
    """What earlier reports found in these units: the question and the day, the newest first."""
    rows = Answer.objects.filter(violation=True, report__overtaken=False, case__unit__in=units)
    rows = rows.select_related("item", "report", "case").order_by("-report__began_at", "item__order")
    found = defaultdict(list)
    for row in rows:
        if len(found[row.case.unit_id]) < MOST_FINDINGS:
            day = timezone.localdate(row.report.began_at)
            found[row.case.unit_id].append({"question": row.item.question, "day": _iso(day)})
    return found


def _unit_data(unit: Unit, cinema: Cinema | None) -> dict[str, str]:
    place = unit.division.name if unit.division else ""
    facts = {"name": unit.name, "kind": unit.get_kind_display(), "phone": unit.phone, "place": place}
    if cinema is None:
        return facts
    own = ("code", "chain", "address", "duty_manager", "duty_phone")
    return facts | {name: getattr(cinema, name) for name in own}


def _picture(address: str) -> str:
    """A QR code as an SVG of its own, for an image without network."""
    data = io.BytesIO()
    segno.make(address, error="m").save(data, kind="svg", border=2, omitsize=True, xmldecl=False)
    return data.getvalue().decode()


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
