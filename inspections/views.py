"""Pages for everybody: what came of inspections, and how a plan was drawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casework.engine.numbers import read_number

from .drawing import seed_of
from .models import Draw, Plan
from .public_forms import ResultsForm
from .publication import draw_as_data, is_open_to_all, is_public, result_page


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Published results, newest first; a name and a prefecture narrow them."""
    form = ResultsForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = result_page(**asked)
    context = {
        "form": form,
        "page": page,
        "narrowed": form.narrowing(),
        "start": form.link() if asked.get("before") else "",
        "following": form.link(before=page.older_than) if page.older_than else "",
    }
    return render(request, "inspections/results.html", context)


@require_GET
def draw_page(request: HttpRequest, number: str) -> HttpResponse:
    """The draws of a plan: what bound them, and once the plan is over who was drawn, and how to check it."""
    plan, today = _plan(number), timezone.localdate()
    shown = is_open_to_all(plan, today)
    context = {"plan": plan, "shown": shown, "draws": [_shown(draw, shown) for draw in plan.draw_list]}
    return render(request, "inspections/draw.html", context)


@require_GET
def draw_data(request: HttpRequest, number: str, draw: int) -> HttpResponse:
    """The same as JSON, for whoever makes the draw again."""
    plan = _plan(number)
    found = next((one for one in plan.draw_list if one.number == draw), None)
    if found is None:
        raise Http404
    data = draw_as_data(plan, found, timezone.localdate())
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _plan(number: str) -> Plan:
    plan = Plan.objects.select_related("office").filter(number=read_number(number)).first()
    if plan is None or not is_public(plan):
        raise Http404
    return plan


def _shown(draw: Draw, everything: bool) -> dict[str, Any]:
    if not everything or draw.result is None:
        return {"draw": draw}
    names = {unit["code"]: unit["name"] for unit in draw.snapshot["units"]}
    return {
        "draw": draw,
        "seed": seed_of(draw.secret, draw.digits),
        "pool": len(names),
        "drawn": [(row["code"], names[row["code"]]) for row in draw.result],
    }
