"""Pages for when something stands in the way: each says what happened, that nothing typed is lost, and a way on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django_ratelimit.exceptions import Ratelimited

# Fields of a request that are the machinery's, not the person's words.
MACHINERY = {"csrfmiddlewaretoken", "key", "seen"}


@dataclass(frozen=True)
class Kept:
    """Something a person typed, given back."""

    label: str
    text: str


def layout(request: HttpRequest) -> str:
    """The page around the content; none for an htmx request, which puts the content into a page already open."""
    return "base/bare.html" if getattr(request, "htmx", False) else "base/portal.html"


def private(response: HttpResponse) -> HttpResponse:
    """A page of one person's matter: no search engine lists it, and no browser shows it again unasked."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-cache"
    return response


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, or 429 when the reason is that it was tried too often."""
    if isinstance(exception, Ratelimited):
        return too_many(request)
    return render(request, "403.html", {"layout": layout(request)}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"layout": layout(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Rendered without the request: whatever broke may break again."""
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or cookies are off. What was typed is given back."""
    context = {"layout": layout(request), "kept": kept_words(request)}
    return render(request, "403_csrf.html", context, status=403)


@requires_csrf_token
def too_many(request: HttpRequest, *, again_at: str = "") -> HttpResponse:
    """429. ``again_at``: the time in words from which it works again, where it is known."""
    return render(request, "429.html", {"layout": layout(request), "again_at": again_at}, status=429)


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


def kept_words(request: HttpRequest) -> list[Kept]:
    """The words of a POST whose form cannot be shown again."""
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    return [
        Kept(label="", text=value)
        for name, value in pairs
        if name not in MACHINERY and "password" not in name and value
    ]
