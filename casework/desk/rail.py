"""The rail: where one can go from anywhere at the desk, with counts. One statement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Func, IntegerField, Max, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from casework.engine import queues
from casework.engine.access import at_own_desk, takes_in_for
from notifications.models import Notification

from .field.people import FieldReader
from .openings import opening_links
from .people import Reader, reader_of


def counts(reader: Reader, now: dt.datetime | None = None) -> dict[str, int | None]:
    """How many cases there are in each list: mine, with what outlived its case; of open ones approve, queue, on_site,
    overdue; and the id of the newest notice to this reader, 0 before the first and None where no case is open."""
    now = now or timezone.now()
    here = at_own_desk(reader.actor)
    told = Notification.objects.told_to(reader.actor.address).newest_first()
    return reader.cases.opened().aggregate(
        mine=Count("pk", filter=here & queues.is_mine(reader.actor)) + _how_many(queues.outlived(reader.actor)),
        approve=Count("pk", filter=here & queues.waits_for_a_lead(reader.actor)),
        queue=Count("pk", filter=Q(handler__isnull=True, office__in=reader.actor.units_with("handler", "lead"))),
        on_site=Count("pk", filter=Q(urgent=True)),
        overdue=Count("pk", filter=Q(due_at__lte=now)),
        newest_id=Max(Coalesce(Subquery(told.values("pk")[:1]), 0)),
    )


def _how_many(cases: QuerySet) -> Subquery:
    """As a part of another statement."""
    return Subquery(cases.order_by().annotate(many=Func("pk", function="COUNT")).values("many"), IntegerField())


def context(request: HttpRequest, reader: Reader, current: str = "") -> dict[str, Any]:
    """What the base page of the desk needs (templates/base/desk.html)."""
    numbers = counts(reader)
    every = reverse("desk:all")
    approve = _link("approve", reverse("desk:approve"), "check2-all", _("To approve"), numbers["approve"], current)
    first = [
        _link("mine", reverse("desk:mine"), "inbox", _("My work"), numbers["mine"], current),
        *([approve] if reader.leads else []),
        _link("queue", reverse("desk:queue"), "people", _("Queue of the unit"), numbers["queue"], current),
        _link("all", every, "search", _("All cases"), None, current),
    ]
    if takes_in_for(reader.actor) is not None:
        first.append(_intake_link(current))
    office = [
        *([_link("team", reverse("desk:team"), "people-fill", _("Team"), None, current)] if reader.leads else []),
        _link("absences", reverse("desk:absences"), "calendar2-week", _("Absences"), None, current),
    ]
    views = [
        _link(
            "on_site", f"{every}?urgent=1", "lightning-charge-fill", _("At the counter"), numbers["on_site"], current
        ),
        _link(
            "overdue", f"{every}?overdue=1", "exclamation-octagon-fill", _("Overdue cases"), numbers["overdue"], current
        ),
    ]
    for link in views:
        link["hot"] = bool(link["count"])
    rail = [{"title": "", "links": first}, {"title": _("Views"), "links": views}]
    if opened := opening_links(reader, current) if reader.works else []:
        board = _link("board", reverse("desk:board"), "map", _("Board of the units"), None, current)
        rail.append({"title": _("Inspections"), "links": [board, *opened]})
    rail.append({"title": _("The list"), "links": _of_the_list(current)})
    if reader.works:
        rail.append({"title": _("Office"), "links": office})
    if elsewhere := _elsewhere(reader, current):
        rail.append({"title": _("Elsewhere"), "links": elsewhere})
    if request.user.is_staff:
        admin = _link("admin", reverse("admin:index"), "sliders", _("Administration"), None, current)
        rail.append({"title": _("Set up"), "links": [admin]})
    return {
        "rail": rail,
        "unit_name": reader.unit.label,
        "role_name": reader.membership.get_role_display(),
        "bell_newest_id": numbers["newest_id"],
    }


def _of_the_list(current: str) -> list[dict[str, Any]]:
    """What was on the public list of penalty decisions, and who is."""
    return [
        _link("archive", reverse("desk:archive"), "journal-text", _("Archive of the list"), None, current),
        _link("praise", reverse("desk:praise"), "award", _("Before praise"), None, current),
    ]


def _elsewhere(reader: Reader, current: str) -> list[dict[str, Any]]:
    """Where the same person works for a unit that is no office of cases."""
    found = []
    if FieldReader(reader.actor).membership is not None:
        given = reverse("field:home")
        found.append(_link("field", given, "clipboard-check", _("Given out to us"), None, current))
    if reader.is_party:
        found.append(_link("party", "/desk/party/", "building", _("Asked of my own unit"), None, current))
    return found


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The rail also around pages of other rooms that stand on the desk's base page (the bell, "someone acted first").

    A context processor: nothing is read unless a page draws it, and a page of the desk brings its own.
    """
    found = SimpleLazyObject(lambda: _for_anybody(request))
    names = ("rail", "unit_name", "role_name")
    return {name: SimpleLazyObject(lambda name=name: found[name]) for name in names}


def _for_anybody(request: HttpRequest) -> dict[str, Any]:
    reader = reader_of(request) if request.user.is_authenticated else None
    if reader is not None and reader.membership is not None:
        return context(request, reader)
    links = [_link("home", reverse("desk:home"), "inbox", _("My work"), None, "")]
    unit = takes_in_for(reader.actor) if reader is not None else None
    if unit is not None:
        links.append(_intake_link(""))
    return {"rail": [{"title": "", "links": links}], "unit_name": unit.label if unit else "", "role_name": ""}


def _intake_link(current: str) -> dict[str, Any]:
    return _link("intake", reverse("desk:intake"), "telephone", _("Take in a complaint"), None, current)


def _link(name: str, url: str, icon: str, label: str, count: int | None, current: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icon": icon, "label": label, "count": count, "current": name == current}
