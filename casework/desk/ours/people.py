"""Who stands before these pages: people of a unit that may be a party to a case."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from casework.ui.views import private

from ..people import PartyReader
from ..respondents.here import Member


def for_parties(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for signed-in people of a unit that may be asked. Everybody else: 403."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        member = Member.of(request.user)
        if member is None:
            raise PermissionDenied
        return private(view(request, PartyReader(member.actor), *args, **kwargs))

    return page
