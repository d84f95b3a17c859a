"""Who takes in complaints: people of the offices, and of unions, who read nothing of them afterwards (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from casework.desk import rail
from casework.desk.people import Reader, reader_of
from casework.engine.access import takes_in_for


def for_clerks(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for whoever takes in complaints; it is given the reader. Everybody else is led to their own work."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        reader = reader_of(request)
        if takes_in_for(reader.actor) is None:
            return redirect("desk:home")
        return view(request, reader, *args, **kwargs)

    return guarded


def reads_complaints(reader: Reader) -> bool:
    """Whether they also work on cases: then like ones are shown beside the form."""
    return reader.membership is not None


def frame(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    """The context of the desk's base page; people of unions have the rail that everybody has."""
    return rail.context(request, reader, "intake") if reads_complaints(reader) else {}
