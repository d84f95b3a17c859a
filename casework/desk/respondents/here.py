"""Who is at this desk: a person of a unit that may be complained of, with the units they speak for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.engine.access import PARTY_KINDS, PARTY_ROLES
from casework.engine.actors import Actor
from casework.engine.models import WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Unit, memberships_of
from casework.ui.views import private

from ..openings import party_links
from ..people import PartyReader


@dataclass(frozen=True)
class Member:
    """A person of one or more units that are asked. `actor` carries those memberships only: whatever else the person is
    elsewhere, here they read and act as the party."""

    actor: Actor
    units: dict[int, Unit]

    @property
    def name(self) -> str:
        """The unit's name, or the first one's with how many more there are."""
        first, *more = self.units.values()
        if not more:
            return first.name
        words = ngettext("%(unit)s and %(count)d more", "%(unit)s and %(count)d more", len(more))
        return words % {"unit": first.name, "count": len(more)}

    def names(self, unit_id: int) -> str:
        """The unit's name where it must be told apart; nothing for somebody of one unit only."""
        return self.units[unit_id].label if len(self.units) > 1 else ""

    @classmethod
    def of(cls, user: Any) -> Member | None:
        """Nothing for somebody of no such unit. One statement."""
        held = [m for m in memberships_of(user) if m.unit.kind in PARTY_KINDS and m.role in PARTY_ROLES]
        if not held:
            return None
        return cls(Actor.user(user, held), {m.unit_id: m.unit for m in held})


def for_respondents(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for signed-in people of a unit that may be asked; it is given the `Member`. Everybody else: 403."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = Member.of(request.user)
        if member is None:
            raise PermissionDenied
        return private(view(request, member, *args, **kwargs))

    return page


def frame(member: Member, *, current: str = "", count: int | None = None) -> dict[str, Any]:
    """The context of templates/base/respondent.html. `count`: what waits for these units, where it is known."""
    home, opens = reverse("respondent:home"), party_links(PartyReader(member.actor), current)
    waits = tasks_of(member).count() if count is None else count
    links = [
        {"url": home, "icon": "inbox", "label": _("For us to do"), "count": waits, "key": "todo"},
        {"url": f"{home}?group=waiting", "icon": "hourglass", "label": _("Awaiting the result"), "key": "waiting"},
        {"url": f"{home}?group=ended", "icon": "archive", "label": _("Ended"), "key": "ended"},
    ]
    for link in links:
        link["current"] = link["key"] == current
    return {"unit_name": member.name, "desk_name": _("Desk for those who are asked"), "nav": [*links, *opens]}


def tasks_of(member: Member) -> Any:
    """What waits for these units."""
    return WorkTask.objects.filter(unit__in=member.units, role="respondent", status__in=WAITING)
