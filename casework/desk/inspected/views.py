"""An inspection over HTTP, for whoever was inspected: what was found, what is asked, what they answered."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from casework.engine.acts import OFFICE

from .. import views_cases
from ..outsiders import OutsidePane
from ..panes import pane_of
from ..people import Reader
from .people import for_inspected


class InspectedPane(OutsidePane):
    """A case as the unit that it is about sees it."""

    @property
    def home_url(self) -> str:
        return reverse("respondent:home")

    def around(self, request: HttpRequest) -> dict[str, Any]:
        home, member = reverse("respondent:home"), self.reader.membership
        links = [{"url": home, "icon": "chat-left-text", "label": _("Please answer"), "count": None, "current": False}]
        return {
            "list": {"title": _("Please answer")},
            "list_url": f"{home}?part=list&open={self.case.number}",
            "rail": [{"title": "", "links": links}],
            "unit_name": member.unit.label,
            "role_name": member.get_role_display(),
        }


def _draw(request: HttpRequest, reader: Reader, number: str) -> InspectedPane:
    """Of kinds whose work is given out: a complaint has pages of its own for those complained of."""
    pane = pane_of(reader, number, sort=InspectedPane)
    if not pane.view.kind.given_out or OFFICE in pane.view.roles:
        raise Http404
    return pane


views_cases.drawn_by("inspected", _draw)
case = require_GET(for_inspected(views_cases.show_case))
live = require_GET(for_inspected(views_cases.show_live))
act = require_http_methods(["GET", "POST"])(for_inspected(views_cases.do_act))
