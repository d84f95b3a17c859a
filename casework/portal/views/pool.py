"""The pool of what was left of vouchers, and the screenings paid from it, for everybody (R15)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from casework.engine.attachments import vault
from casework.engine.attachments.opening import copy_response, page_response, public_or_404
from casework.engine.models import Attachment
from casework.portal.pool import pool_list
from casework.ui.published import briefly_kept
from casework.vouchers.screenings.services import whose_photo

from .lists import context, list_or_404


@require_GET
def pool(request: HttpRequest) -> HttpResponse:
    listed = list_or_404(pool_list, request)
    found = next(iter(listed.entries), None)
    return briefly_kept(render(request, "portal/pool.html", context(request, listed) | {"pool": found}))


@require_GET
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _shown_or_404(pk)
    return page_response(shown, shown, 1)


@require_GET
def photo_thumb(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _shown_or_404(pk)
    return copy_response(shown, vault.read(f"{shown.shown}/{vault.THUMB}"), "image/jpeg")


def _shown_or_404(pk: UUID) -> Attachment:
    """The copy of a photo that stands on the page; off it, it is gone."""
    union = whose_photo(pk)
    if union is None:
        raise Http404
    return public_or_404(pk, union)
