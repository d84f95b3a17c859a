"""Pages for when something stands in the way: each says what happened, that nothing typed is lost, and a way on."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django_ratelimit.exceptions import Ratelimited

from .kept import Kept, again, from_here, kept_words

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def layout(request: HttpRequest) -> str:
    """The page around the content; none for an htmx request, which puts the content into a page already open."""
    return "base/bare.html" if getattr(request, "htmx", False) else "base/portal.html"


def private(response: HttpResponse) -> HttpResponse:
    """A page of one person's matter: no search engine lists it, and no browser shows it again unasked."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-cache"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for a form that is too large. Rendered without the request: it is what is wrong."""
    if isinstance(exception, DisallowedHost):
        # No page: its links would lead wherever the wrong name leads.
        return HttpResponse("400 请核对网址。 Please check the address.\n", status=400, content_type="text/plain")
    if isinstance(exception, TOO_LARGE):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html", {"kept": kept_words(request)}), status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, or 429 when the reason is that it was tried too often."""
    if isinstance(exception, Ratelimited):
        return too_many(request)
    return _page(request, "403.html", 403, kept=kept_words(request))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404, kept=kept_words(request))


@requires_csrf_token
def not_this_way(request: HttpRequest) -> HttpResponse:
    """405: somebody opened the address that a form is sent to."""
    return _page(request, "404.html", 405, kept=kept_words(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Rendered without the request, the session and the database: whatever broke may break again.

    A form that had passed the check of its token is offered again: its key sees to it that it is done once.
    """
    same = again(request) if getattr(request, "csrf_processing_done", False) else None
    context: dict[str, Any] = {"again": same, "kept": [] if same else kept_words(request)}
    if same:
        context["csrf_token"] = get_token(request)
    return HttpResponse(render_to_string("500.html", context), status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was too old, or cookies are off. One press sends the same again, where it came from our own page."""
    no_cookie = settings.CSRF_COOKIE_NAME not in request.COOKIES
    same = again(request) if from_here(request) else None
    context = {
        "again": same,
        "kept": [] if same else kept_words(request),
        # The first time the cookie may only have run out; the page we answered with has set it anew.
        "cookies_off": no_cookie and "again" in request.POST,
    }
    return _page(request, "403_csrf.html", 403, **context)


@requires_csrf_token
def too_many(request: HttpRequest, *, again_at: str = "") -> HttpResponse:
    """429. ``again_at``: the time in words from which it works again, where it is known."""
    same = again(request)
    return _page(
        request, "429.html", 429, again_at=again_at, again=same, kept=[] if same else kept_words(request), later=True
    )


def _page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    return render(request, template, {"layout": layout(request), **context}, status=status)


def stale(
    request: HttpRequest,
    *,
    act: str,
    changes: Iterable,
    kept: Iterable[Kept],
    back_url: str,
    advice: str = "",
    page_layout: str = "",
) -> HttpResponse:
    """409: someone acted first. Nothing was written and nothing typed is lost.

    ``act`` is the label of what the person wanted to do; ``changes`` are rows for the `feed` tag, newest first;
    ``kept`` the words they typed; ``advice`` what they may do now; ``page_layout`` the base template of their room.
    """
    context = {
        "layout": "base/bare.html" if getattr(request, "htmx", False) else page_layout or "base/portal.html",
        "act": act,
        "changes": list(changes),
        "kept": list(kept),
        "back_url": back_url,
        "advice": advice,
    }
    return render(request, "stale.html", context, status=409)


def busy(request: HttpRequest, *, act: str, back_url: str, page_layout: str = "") -> HttpResponse:
    """409: someone is acting on the case at this moment. One press sends the very same form again."""
    context = {
        "layout": "base/bare.html" if getattr(request, "htmx", False) else page_layout or "base/portal.html",
        "act": act,
        "again": [
            (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
        ],
        "back_url": back_url,
    }
    return render(request, "busy.html", context, status=409)
