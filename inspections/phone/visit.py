"""The page behind the code that inspectors show (扫码入企): for the inspected unit, without an account."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.engine import door
from casework.engine.actors import ENGINE_ACTOR
from casework.engine.errors import DoorClosed
from casework.ui.views import private

from ..answers import load_version
from ..models import Inspection
from ..tasks.states import ACKNOWLEDGED, REPORTED, VISITING
from .data import basis_of, people_of
from .token import open_visit

# While somebody is named and goes, or was there a moment ago.
GOOD_IN = (ACKNOWLEDGED, VISITING, REPORTED)


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, token: str) -> HttpResponse:
    """Which nature, who comes, what is checked, whom to ask whether it is true; nothing else of the case. Opening it
    changes nothing (P8: scanners of links open too); what the page then posts is kept, once a day."""
    case = _case_of(token)
    people = people_of([case]).get(case.pk, []) if case.state in GOOD_IN else []
    if request.method == "POST":
        _note(case, bool(people))
        return HttpResponse(status=204)
    context = {
        "case": case,
        "people": people,
        "basis": basis_of(case),
        "checklist": load_version(case.checklist_id) if people else None,
    }
    return private(render(request, "inspections/phone/visit.html", context, status=200 if people else 410))


def _case_of(token: str) -> Inspection:
    pk = open_visit(token)
    try:
        return Inspection.objects.select_related("unit", "office", "of_plan").get(pk=pk)
    except ObjectDoesNotExist as error:
        raise Http404 from error


def _note(case: Inspection, is_good: bool) -> None:
    """One key a day: whoever opens it again adds nothing. What became impossible meanwhile needs no note."""
    if not is_good:
        return
    try:
        door.perform(case.pk, "be_scanned", by=ENGINE_ACTOR, key=f"scan:{case.pk}:{timezone.localdate():%Y%m%d}")
    except DoorClosed:
        return
