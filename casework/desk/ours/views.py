"""A case over HTTP, for a unit that is a party to it: what is asked, what was said; and opening one in its name."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework.engine.acts import OFFICE, Act

from .. import views_cases, views_cinema_list, views_drafts, views_letters
from ..kind_pages import page_of
from ..openings import party_links
from ..outsiders import OutsidePane
from ..panes import pane_of
from ..people import PartyReader, Reader
from ..views_open import show_opening
from .people import for_parties
from .proposing import show_proposing


class OurPane(OutsidePane):
    """A case as a unit that is a party to it sees it."""

    @property
    def home_url(self) -> str:
        return reverse("respondent:home")

    @property
    def open_at_once(self) -> Act | None:
        """What the unit fills in together."""
        return next((offer.act for offer in self.open_offers if offer.act.shared_draft), None)

    def around(self, request: HttpRequest) -> dict[str, Any]:
        listed = f"{self.home_url}?part=list&open={self.case.number}"
        return {"list": {"title": _("For us to do")}, "list_url": listed, **frame(request, self.reader)}


def frame(request: HttpRequest, reader: Reader, current: str = "") -> dict[str, Any]:
    """What the base page of the desk needs."""
    home = {"url": reverse("respondent:home"), "icon": "inbox", "label": _("For us to do"), "count": None}
    member = reader.membership
    return {
        "rail": [{"title": "", "links": [home, *party_links(reader, current)]}],
        "unit_name": member.unit.label,
        "role_name": member.get_role_display(),
    }


def _draw(request: HttpRequest, reader: Reader, number: str) -> OurPane:
    """Of kinds that have no other pages for parties; whoever is of the office has its pages."""
    pane = pane_of(reader, number, sort=OurPane)
    if page_of(pane.view.kind).parties_at != reader.desk or OFFICE in pane.view.roles:
        raise Http404
    return pane


def _open_one(request: HttpRequest, reader: PartyReader, kind: str) -> HttpResponse:
    return show_opening(request, reader, kind, frame=frame)


def _propose(request: HttpRequest, reader: PartyReader) -> HttpResponse:
    return show_proposing(request, reader, frame(request, reader, "open-enrolment"))


views_cases.drawn_by("ours", _draw)
case = require_GET(for_parties(views_cases.show_case))
live = require_GET(for_parties(views_cases.show_live))
sheet = require_GET(for_parties(views_cases.show_sheet))
act = require_http_methods(["GET", "POST"])(for_parties(views_cases.do_act))
draft = require_POST(for_parties(views_drafts.save_draft))
cinema_list = require_GET(for_parties(views_cinema_list.show_list))
cinema_list_line = require_POST(for_parties(views_cinema_list.decide_line))
cinema_list_copy = require_GET(for_parties(views_cinema_list.send_copy))
letter = require_GET(for_parties(views_letters.send_letter))
propose = require_http_methods(["GET", "POST"])(for_parties(_propose))
open_one = require_http_methods(["GET", "POST"])(for_parties(_open_one))
