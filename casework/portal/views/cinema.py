"""One cinema for everybody: its page, and the poster that hangs at its counter (R11, R13, R16, R20, R33)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from blacklist.services import in_force_of
from casework.admissions.cinemas import CinemaInCampaign, cinema_in
from casework.admissions.lists import day_of
from casework.parties.models import Campaign, Cinema, Unit
from complaints.receipts import qr_of


@require_GET
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What one may expect there, what is decided about it, and how to complain; of a cinema that left the campaign,
    since when."""
    return render(request, "portal/cinema.html", _context(code))


@require_GET
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A page of A4 with a code that opens the complaint form with this cinema filled in; only while it takes part."""
    context = _context(code)
    if context["it"].since is None:
        raise Http404
    address = settings.PUBLIC_URL.rstrip("/") + context["complain_url"]
    office = Unit.objects.provincial(Unit.Kind.ASSOCIATION).first()
    back = reverse("portal:cinema", args=[code])
    return render(request, "portal/poster.html", {**context, "qr": qr_of(address), "office": office, "back_url": back})


def _context(code: str) -> dict[str, Any]:
    today = timezone.localdate()
    campaign = Campaign.objects.current(today)
    it = cinema_in(campaign, day_of(campaign, today), code) if campaign else None
    if it is None:
        raise Http404
    decisions = in_force_of(it.cinema.unit, today)
    return {"campaign": campaign, "it": it, "cinema": it.cinema, "decisions": decisions, **_ways_on(it)}


def _ways_on(it: CinemaInCampaign) -> dict[str, str]:
    results = urlencode({"name": it.cinema.name})
    return {"complain_url": complain_url(it.cinema), "results_url": f"{reverse('inspections:results')}?{results}"}


def complain_url(cinema: Cinema) -> str:
    """The complaint form with the cinema filled in."""
    return f"{reverse('complaints:new')}?{urlencode({'cinema': cinema.code})}"
