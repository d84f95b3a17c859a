"""Cases that may be about the same, over HTTP: alone for htmx, as a page without scripts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import rail
from .like import Likes
from .lists import WorkList
from .panes import pane_of
from .people import Reader, for_staff


@require_GET
@for_staff
def like(request: HttpRequest, reader: Reader, number: str) -> HttpResponse:
    """Side by side with the case, each with what can be made of the two."""
    pane = pane_of(reader, number, WorkList.asked(reader, request.GET.dict()).query)
    if not pane.like_url:
        raise Http404
    context = {"pane": pane, "likes": Likes(reader, pane.view)}
    if request.htmx:
        return render(request, "desk/_like.html", context)
    return render(request, "desk/like.html", context | rail.context(request, reader))
