"""How a cinema comes into the campaign: what it needs, who looks at it, how long it takes (R31-R35)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casework.parties.models import Campaign, Unit

from .home import shown_figures

FIGURES = ("enrolment_check_days", "enrolment_decide_days", "enrolment_supplement_days")


@require_GET
def enrolling(request: HttpRequest) -> HttpResponse:
    """Works without a campaign too: then it promises no days."""
    campaign = Campaign.objects.current(timezone.localdate())
    office = Unit.objects.provincial(Unit.Kind.ASSOCIATION).first()
    context = {"campaign": campaign, "figures": shown_figures(campaign, FIGURES), "office": office}
    return render(request, "portal/enrolling.html", context)
