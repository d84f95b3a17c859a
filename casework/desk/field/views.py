"""The desk of the field over HTTP: the list of what was given out, a case, its acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from casework.engine.access import takes_in_for

from .. import views_cases
from ..outsiders import OutsidePane
from ..panes import pane_of
from .lists import groups
from .people import FieldReader, for_field


class FieldPane(OutsidePane):
    """A case as those out there see it: what its acts show to them."""

    @property
    def home_url(self) -> str:
        return reverse("field:home")

    def around(self, request: HttpRequest) -> dict[str, Any]:
        title = {"title": _("Given out to us")}
        return {"list": title, "list_url": reverse("field:home"), **frame(request, self.reader)}


def frame(request: HttpRequest, reader: FieldReader) -> dict[str, Any]:
    """What the base page of a desk needs (templates/base/desk.html)."""
    home = reverse("field:home")
    links = [
        _link("field", home, "clipboard-check", _("Given out to us"), request.path == home),
        _link("inspect", reverse("inspect:page"), "phone", _("Inspect on this phone"), False),
    ]
    if reader.is_party:
        links.append(_link("party", reverse("respondent:home"), "chat-left-text", _("Asked of my own unit"), False))
    if takes_in_for(reader.actor) is not None:
        links.append(_link("intake", reverse("desk:intake"), "telephone", _("Take in a complaint"), False))
    role = reader.membership.get_role_display()
    return {"rail": [{"title": "", "links": links}], "unit_name": reader.unit.label, "role_name": role}


def _link(name: str, url: str, icon: str, label: str, current: bool) -> dict[str, Any]:
    return {"name": name, "url": url, "icon": icon, "label": label, "count": None, "current": current}


@require_GET
@for_field
def home(request: HttpRequest, reader: FieldReader) -> HttpResponse:
    context = {"groups": groups(reader), **frame(request, reader)}
    return render(request, "desk/field/_list.html" if request.htmx else "desk/field/home.html", context)


views_cases.drawn_by("field", lambda request, reader, number: pane_of(reader, number, sort=FieldPane))
case = require_GET(for_field(views_cases.show_case))
live = require_GET(for_field(views_cases.show_live))
act = require_http_methods(["GET", "POST"])(for_field(views_cases.do_act))
