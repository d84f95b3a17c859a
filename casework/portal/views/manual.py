"""A platform's operation manual for everybody: the copy of what came with its application, page by page (R29)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casework.admissions.lists import day_of
from casework.engine.attachments.opening import page_response, public_or_404
from casework.engine.models import Attachment
from casework.parties.models import Campaign, Platform


@require_GET
def manual(request: HttpRequest, pk: int) -> HttpResponse:
    platform, attachment = _manual(pk)
    pages = range(1, attachment.pages_shown + 1)
    left_out = max(0, attachment.pages - attachment.pages_shown)
    return render(request, "portal/manual.html", {"platform": platform, "pages": pages, "left_out": left_out})


@require_GET
def manual_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    _platform, attachment = _manual(pk)
    return page_response(attachment, attachment, number)


def _manual(pk: int) -> tuple[Platform, Attachment]:
    """Of a platform that is on the list today. Raises Http404."""
    today = timezone.localdate()
    campaign = Campaign.objects.current(today)
    listed = Platform.objects.qualified(campaign, day_of(campaign, today)) if campaign else Platform.objects.none()
    platform = listed.filter(pk=pk, manual__isnull=False).first()
    if platform is None:
        raise Http404
    return platform, public_or_404(platform.manual, platform.unit)
