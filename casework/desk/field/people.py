"""Who stands before the desk of the field: people of a unit that work is given out to, and of those above it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import ClassVar

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from casework.engine import access
from casework.engine.actors import Actor
from casework.engine.acts import FIELD, FIELD_ABOVE, FIELD_LEAD, INSPECTOR
from casework.engine.given_out import FIELD_KINDS, in_the_field
from casework.engine.models import Case, CaseParty, CasePerson
from casework.parties.models import Membership

from ..people import Reader

ROLES = (*access.OFFICE_ROLES, "inspector")


class FieldReader(Reader):
    """A person out there for one request. Whatever else they are elsewhere, here they read what was given out."""

    desk: ClassVar[str] = "field"
    reads_as: ClassVar[frozenset[str]] = frozenset({FIELD, FIELD_LEAD, FIELD_ABOVE, INSPECTOR})

    @cached_property
    def membership(self) -> Membership | None:
        ours = [m for m in self.actor.memberships if m.unit.kind in FIELD_KINDS and m.role in ROLES]
        order = (Membership.Role.INSPECTOR, Membership.Role.HANDLER, Membership.Role.LEAD)
        return max(ours, key=lambda m: order.index(m.role), default=None)

    @property
    def only_inspects(self) -> bool:
        """Whether their work is on the phone, in a cinema."""
        return self.membership is not None and self.membership.role == Membership.Role.INSPECTOR

    @property
    def units(self) -> set[int]:
        """Their own units in the field."""
        return {m.unit_id for m in self.actor.memberships if m.unit.kind in FIELD_KINDS and m.role in ROLES}

    @cached_property
    def cases(self) -> QuerySet[Case]:
        """What was given out to their units and to those below, and what they are or were named in."""
        given = in_the_field(self.actor, CaseParty.objects.all(), CasePerson.objects.all())
        return access.visible_cases(self.actor).filter(given)


def for_field(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of this desk: the view is called with the reader after the request; everybody else is led home."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        reader = FieldReader(Actor.user(request.user))
        if reader.membership is None:
            return redirect("desk:home")
        return view(request, reader, *args, **kwargs)

    return guarded
