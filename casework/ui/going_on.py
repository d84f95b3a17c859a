"""Signed out in the middle of a form: what was typed is held, and after signing in one press sends it on.

A decorator of any room that leads to the sign-in, ours or Django's, is enough: the middleware sees it lead a POST
there. Nothing is ever sent by itself: whoever has signed in reads first what would be sent, and in whose name, since
another site may have planted the form, or a colleague sat at the same computer. The form's own key goes along, so it is
done once (P1).
"""

from __future__ import annotations

import secrets
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .kept import Again, again, again_of, from_here
from .limits import ADDRESS, Limit
from .views import not_this_way, private

HELD = "held"
LIFE_SECONDS = 3600
MOST_FORMS, MOST_CHARACTERS = 5, 100_000
# A row in the database for whoever asks: so many from one address, and afterwards only on the page.
ROWS = Limit("held", "120/h", ADDRESS)


def signs_in_and_goes_on(get_response):
    """Middleware, after sessions and people are known."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 302 and _leads_to_sign_in(response) and not request.user.is_authenticated:
            return _sign_in_first(request, response)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            return not_this_way(request)
        if request.method == "POST" and response.status_code < 400 and "held" in request.POST:
            _forget(request, request.POST["held"])
        return response

    return middleware


def hold(request: HttpRequest, place: str = "") -> str:
    """Keep the posted form in this browser's session; the address that shows it again, "" where nothing is kept.

    Only what passed the check of its token comes this far: no other site's form is held. With a `place` it is shown to
    whoever proved there who they are (`release`); without one, to the person whose session ended, or, where that is not
    known any more, to whoever signs in in this browser.
    """
    same = again(request) if request.method == "POST" else None
    if same is None or not same.words or _size(same) > MOST_CHARACTERS or ROWS.reached(request):
        return ""
    ROWS.count(request)
    name = secrets.token_urlsafe(12)
    form = {
        "url": same.url,
        "fields": [(word.name, word.text) for word in same.words] + same.hidden,
        "files_lost": same.files_lost,
        "place": place,
        "person": "" if place else _who_was_here(request),
        "until": time.time() + LIFE_SECONDS,
    }
    forms = {**_forms(request), name: form}
    request.session[HELD] = dict(list(forms.items())[-MOST_FORMS:])
    return reverse("go_on", args=[name])


def release(request: HttpRequest, place: str) -> str:
    """They proved who they are at `place`: the address of what they had typed there, or ""."""
    for name, form in reversed(_forms(request).items()):
        if form["place"] == place:
            request.session[HELD] = _forms(request) | {name: form | {"place": "", "person": None}}
            return reverse("go_on", args=[name])
    return ""


def holds_for(request: HttpRequest, place: str) -> bool:
    """Whether something is held for whoever proves at `place` who they are."""
    return any(form["place"] == place for form in _forms(request).values())


@require_http_methods(["GET", "POST"])
def go_on(request: HttpRequest, name: str) -> HttpResponse:
    """What was typed before, to be sent by one press; a POST here drops it."""
    form = _forms(request).get(name)
    if form is None or form["place"]:
        _forget(request, "")  # those whose hour is over
        messages.info(request, _("What you had typed is not kept here any more."))
        return redirect(settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else "/")
    if request.method == "POST":
        _forget(request, name)
        return redirect(settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else "/")
    if form["person"] is not None and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if form["person"] not in (None, "", str(request.user.pk)):
        _forget(request, name)
        messages.warning(request, _("What had been typed here belongs to another account, so it is not shown to you."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    same = again_of(form["url"], [tuple(pair) for pair in form["fields"]], files_lost=form["files_lost"])
    return private(render(request, "go_on.html", {"again": same, "held": name}))


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return urlsplit(response.get("Location", "")).path in {resolve_url(settings.LOGIN_URL), reverse("admin:login")}


def _sign_in_first(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if getattr(request, "htmx", False):
        # A part of a page cannot hold the sign-in; the page stays, with all that is typed in it. app.js says so, and
        # sends a form that somebody sent once more as a whole page.
        return HttpResponse(status=401)
    if request.method in ("GET", "HEAD"):
        return response
    following = hold(request)
    if not following and (same := again(request)) and same.words:
        # It could not be held: it stays on the page, and the sign-in opens beside it.
        return render(request, "signed_out.html", {"kept": same.words}, status=403)
    sign_in = urlsplit(response["Location"]).path
    return redirect(f"{sign_in}?{urlencode({'next': following or _page_before(request)})}")


def _page_before(request: HttpRequest) -> str:
    """Where a press without words came from: its own address may be one that only takes forms."""
    return urlsplit(request.headers.get("Referer", "")).path if from_here(request) else settings.LOGIN_REDIRECT_URL


def _who_was_here(request: HttpRequest) -> str:
    """Whose session ended: its row stays until it is swept. "" where they signed out or it is gone."""
    row = Session.objects.filter(pk=request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")).first()
    return str(row.get_decoded().get(SESSION_KEY, "")) if row else ""


def _forms(request: HttpRequest) -> dict[str, dict[str, Any]]:
    return {name: form for name, form in request.session.get(HELD, {}).items() if form["until"] > time.time()}


def _forget(request: HttpRequest, name: str) -> None:
    forms = _forms(request)
    forms.pop(name, None)
    if forms != request.session.get(HELD, {}):
        request.session[HELD] = forms


def _size(same: Again) -> int:
    return sum(len(word.text) for word in same.words) + sum(len(text) for _name, text in same.hidden)
