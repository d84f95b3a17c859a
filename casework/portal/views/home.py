"""The first page: what one can do here, what happens then, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casework.parties.models import Campaign, Unit
from casework.parties.models.campaigns import figure_source
from casework.portal.forms import TrackForm

SHOWN = (
    "triage_days",
    "answer_days",
    "investigation_days",
    "approval_days",
    "remedy_days",
    "first_contact_hours",
    "duty_from",
    "duty_until",
    "outer_limit_days",
    "extension_months",
)


@dataclass(frozen=True)
class Shown:
    """A figure of the campaign as it is shown: the number, and who fixed it."""

    value: int
    source: Any


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Works without a campaign too: then it promises no days."""
    today = timezone.localdate()
    campaign = Campaign.objects.current(today)
    office = Unit.objects.provincial(Unit.Kind.ASSOCIATION).first()
    context = {"campaign": campaign, "figures": shown_figures(campaign, SHOWN), "office": office, "form": TrackForm()}
    return render(request, "portal/home.html", context)


def shown_figures(campaign: Campaign | None, names: Iterable[str]) -> dict[str, Shown]:
    """These figures of the campaign, for a page; none without a campaign."""
    if campaign is None:
        return {}
    return {name: Shown(getattr(campaign, name), figure_source(name).label) for name in names}
