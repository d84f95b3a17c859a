"""Who stands before these pages: people of a unit that may be inspected."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import ClassVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from casework.engine.acts import PARTY_ABOVE, RESPONDENT
from casework.parties.models import Membership
from casework.ui.views import private

from ..people import Reader
from ..respondents.here import Member


class InspectedReader(Reader):
    """A person of a unit that is inspected, with the memberships of such units only."""

    desk: ClassVar[str] = "inspected"
    reads_as: ClassVar[frozenset[str]] = frozenset({RESPONDENT, PARTY_ABOVE})

    @cached_property
    def membership(self) -> Membership:
        return self.actor.memberships[0]


def for_inspected(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for signed-in people of a unit that may be asked. Everybody else: 403."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        member = Member.of(request.user)
        if member is None:
            raise PermissionDenied
        return private(view(request, InspectedReader(member.actor), *args, **kwargs))

    return page
