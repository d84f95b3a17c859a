"""The public lists of platforms and cinemas: pages, and the same pages for frames of other sites (R29)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from casework.admissions.lists import (
    NoSuchYear,
    PublicList,
    accepted_platforms,
    cinema_list,
    platform_list,
    search_cinemas,
)
from casework.parties.models import Division
from casework.portal.list_forms import CinemasForm, YearForm
from casework.ui.published import briefly_kept, page_after

PAGE_SIZE = 24


def year_asked(request: HttpRequest) -> int | None:
    """The year of the address, if it has one. Raises Http404 for what is no year."""
    form = YearForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["year"]


def list_or_404(read: Callable[[int | None], PublicList], request: HttpRequest) -> PublicList:
    try:
        return read(year_asked(request))
    except NoSuchYear as missing:
        raise Http404 from missing


@require_GET
def platforms(request: HttpRequest) -> HttpResponse:
    return briefly_kept(render(request, "portal/platforms.html", _platforms(request)))


@require_GET
def cinemas(request: HttpRequest) -> HttpResponse:
    return briefly_kept(render(request, "portal/cinemas.html", _cinemas(request)))


def for_frames(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The page may stand in a frame of the sites that EMBED_SITES names, and of no other."""

    @wraps(view)
    def framed(request: HttpRequest) -> HttpResponse:
        if not settings.EMBED_SITES:
            return view(request)
        allowed = csp_replace({"frame-ancestors": settings.EMBED_SITES})(view)
        return xframe_options_exempt(allowed)(request)

    return framed


@require_GET
@for_frames
def embedded_platforms(request: HttpRequest) -> HttpResponse:
    return briefly_kept(render(request, "portal/platforms.html", _platforms(request) | _in_a_frame()))


@require_GET
@for_frames
def embedded_cinemas(request: HttpRequest) -> HttpResponse:
    return briefly_kept(render(request, "portal/cinemas.html", _cinemas(request) | _in_a_frame()))


def _in_a_frame() -> dict[str, Any]:
    """No menu, links open a page of their own, and no cookie: browsers would not send it back from a frame."""
    return {"layout": "base/embed.html", "embedded": True, "csrf_token": ""}


def _platforms(request: HttpRequest) -> dict[str, Any]:
    return context(request, list_or_404(platform_list, request))


def _cinemas(request: HttpRequest) -> dict[str, Any]:
    listed = list_or_404(cinema_list, request)
    choices = accepted_platforms(listed.entries, listed.day)
    form = CinemasForm(request.GET, places=Division.objects.by_prefecture(), platforms=choices)
    asked = form.cleaned_data if form.is_valid() else {}
    found = search_cinemas(listed, asked.get("q", ""), form.within, asked.get("platform"))
    page = page_after(found, lambda entry: entry.code, asked.get("after", ""), PAGE_SIZE)
    return context(request, listed) | {
        "form": form,
        "page": page,
        "narrowed": form.narrowing(),
        "start": form.link() if asked.get("after") else "",
        "following": form.link(after=page.after) if page.after else "",
    }


def context(request: HttpRequest, listed: PublicList) -> dict[str, Any]:
    """`year_query`: what the addresses of the same list say where it is not today's."""
    year = year_asked(request)
    return {"layout": "base/portal.html", "listed": listed, "year_query": f"?year={year}" if year else ""}
