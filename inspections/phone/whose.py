"""Whose phone it is: a cookie that the page can read without network.

It names the person who signed in here last, and goes when they sign out or somebody else signs in: from then on the
page shows and sends nothing of theirs until they sign in again. A session that only ran out takes nothing away: an
inspector in a cellar goes on with the visit, and signs in when there is a network.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest, HttpResponse

COOKIE = "casework-inspects"
YEAR = 365 * 24 * 3600


def remember(response: HttpResponse, person: int) -> None:
    response.set_cookie(COOKIE, str(person), max_age=YEAR, secure=settings.HTTPS, samesite="Lax")


def forgets_who_left(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after people are known."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if COOKIE in request.COOKIES and COOKIE not in response.cookies and _is_left(request):
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    return middleware


def _is_left(request: HttpRequest) -> bool:
    if getattr(request, "signs_out", False):
        return True
    return request.user.is_authenticated and str(request.user.pk) != request.COOKIES[COOKIE]


def _note(request: HttpRequest | None, **_kwargs: object) -> None:
    if request is not None:
        request.signs_out = True


user_logged_out.connect(_note, dispatch_uid="inspections.phone.whose")
