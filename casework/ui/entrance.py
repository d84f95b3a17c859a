"""The one place where text from outside enters: every request is cleaned before a view reads it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from .text import clean_text

# A secret is taken as it was typed, to the last sign; it is never shown, searched or stored as text.
SECRET = "password"


class CleanText:
    """Answers, query and cookies without control and invisible characters (see `ui.text`), files' names apart.

    So no view, filter or lookup ever meets a NUL, which PostgreSQL answers with an error and a person with a page that
    broke. An address with such a sign in it is nobody's: 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = cleaned(request.GET)
        request.COOKIES = {name: clean_text(value) for name, value in request.COOKIES.items()}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Here, and not on the way in, so that the limits on a request's size are answered as ever."""
        if any(isinstance(part, str) and clean_text(part) != part for part in kwargs.values()):
            raise Http404
        if request.method == "POST":
            with suppress(UnreadablePostError):
                request.POST = cleaned(request.POST)


def cleaned(said: QueryDict) -> QueryDict:
    """The same names and values, in the same order."""
    found = QueryDict(mutable=True, encoding=said.encoding)
    for name, values in said.lists():
        kept = values if SECRET in name else [clean_text(value) for value in values]
        found.setlist(clean_text(name), kept)
    found._mutable = False
    return found
