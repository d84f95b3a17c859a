"""Who stands before the desk: staff of an office, people of a cinema or platform, or nobody we have work for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import ClassVar

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from casework.engine import access
from casework.engine.actors import Actor
from casework.engine.acts import OFFICE, PARTY_ABOVE, RESPONDENT, Act
from casework.engine.models import Case
from casework.parties.models import Membership, Unit, User

OFFICE_KINDS = frozenset({Unit.Kind.ORGANISER, Unit.Kind.ASSOCIATION, Unit.Kind.FILM_OFFICE})
AUDITOR = "auditor"
DESK_ROLES = (*access.OFFICE_ROLES, AUDITOR)


@dataclass
class Reader:
    """A person of staff for one request. Made from the memberships, which are read once."""

    actor: Actor

    # Where their pages lie, and the roles in a case with which they are read.
    desk: ClassVar[str] = "desk"
    reads_as: ClassVar[frozenset[str]] = frozenset({OFFICE, access.AUDITOR})

    @property
    def person(self) -> User:
        return self.actor.person

    @cached_property
    def membership(self) -> Membership | None:
        """The one under which they sit at the desk: of an office, the lead's before the handler's."""
        ours = [m for m in self.actor.memberships if m.unit.kind in OFFICE_KINDS and m.role in DESK_ROLES]
        return max(ours, key=lambda m: m.role == Membership.Role.LEAD, default=None)

    @property
    def unit(self) -> Unit:
        return self.membership.unit

    @property
    def works(self) -> bool:
        """Whether they act on cases here, and do not only read them."""
        return self.membership is not None and self.membership.role in access.OFFICE_ROLES

    @property
    def leads(self) -> bool:
        """Whether they approve in the unit under which they sit at the desk."""
        return self.membership is not None and self.membership.role == Membership.Role.LEAD

    @property
    def is_party(self) -> bool:
        """Whether they speak for a unit that may be complained of."""
        return any(m.unit.kind in access.PARTY_KINDS and m.role in access.PARTY_ROLES for m in self.actor.memberships)

    @property
    def audits(self) -> bool:
        return access.audits(self.actor)

    def begins(self, opening: Act) -> bool:
        """Whether cases that begin with this act are begun at this desk, by whoever may."""
        return not (opening.opens_as or opening.opens_for or opening.hidden)

    @cached_property
    def cases(self) -> QuerySet[Case]:
        """Every case this reader may list; lists, counts and search all start here (P50)."""
        return access.visible_cases(self.actor) if self.audits else access.readable_cases(self.actor)


class PartyReader(Reader):
    """A person of units that may be asked, with the memberships of such units only."""

    desk: ClassVar[str] = "ours"
    reads_as: ClassVar[frozenset[str]] = frozenset({RESPONDENT, PARTY_ABOVE})

    @cached_property
    def membership(self) -> Membership:
        return self.actor.memberships[0]

    def begins(self, opening: Act) -> bool:
        return bool(opening.opens_for)


def reader_of(request: HttpRequest) -> Reader:
    return Reader(Actor.user(request.user))


def for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the desk: the view is called with the reader after the request; everybody else is led home."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        reader = reader_of(request)
        if reader.membership is None:
            return redirect("desk:home")
        return view(request, reader, *args, **kwargs)

    return guarded


def for_handlers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the desk for those who work on cases: auditors, who act on nothing, are led home."""

    @for_staff
    @wraps(view)
    def guarded(request: HttpRequest, reader: Reader, *args, **kwargs) -> HttpResponse:
        return view(request, reader, *args, **kwargs) if reader.works else redirect("desk:home")

    return guarded


def for_leads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the desk for those who approve; their colleagues are led to their own work."""

    @for_staff
    @wraps(view)
    def guarded(request: HttpRequest, reader: Reader, *args, **kwargs) -> HttpResponse:
        return view(request, reader, *args, **kwargs) if reader.leads else redirect("desk:home")

    return guarded
