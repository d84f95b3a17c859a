"""After sending: the browser that filed remembers its case, and shows the receipt again as often as it likes (P9)."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from casework.engine import codes, present, seats
from casework.engine.actors import Actor
from casework.engine.kinds import kind_of, matter_of, phrase
from casework.engine.models import Case, ContactDetails
from casework.ui.times import deadline_words, moment_words
from complaints.matters import is_report
from complaints.models import Complaint

# In the session: the one-time key of each filing sent from here, and its case.
FILED_KEY = "filed"
MOST_FILED = 20


def remember(request: HttpRequest, key: str, case: Case) -> None:
    """This browser filed the case: it gets its seat, and may see the receipt with the code."""
    filed = {**request.session.get(FILED_KEY, {}), key: case.pk}
    request.session[FILED_KEY] = dict(list(filed.items())[-MOST_FILED:])
    seats.take_seat(request, case.pk, code_round=0)


def case_filed_with(request: HttpRequest, key: str) -> Case | None:
    """The case that this browser filed with this key, if it did."""
    pk = request.session.get(FILED_KEY, {}).get(key)
    return Case.objects.filter(pk=pk).first() if pk else None


@require_GET
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt, for the browser that filed; everybody else is asked for number and code."""
    mine = request.session.get(FILED_KEY, {}).values()
    cases = Complaint.objects.select_related("office", "campaign", "holder", "handler")
    case = cases.filter(pk__in=list(mine), number=number).first()
    if case is None or seats.seated_actor(request, case.pk) is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    contact = ContactDetails.objects.get(case=case)
    link = settings.PUBLIC_URL.rstrip("/") + reverse("portal:link", args=[seats.sign_link(case.pk, contact.code_round)])
    context = {
        "case": case,
        "received": phrase(kind_of(case).opening.public, matter_of(case)),
        "code": codes.access_code(contact),
        "next_steps": next_steps(case),
        "qr": segno.make(link, error="m").png_data_uri(scale=8, border=3),
    }
    response = render(request, "complaints/filing/filed.html", context)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _complaint_steps(case: Complaint) -> list[tuple[Any, Any, str]]:
    days = _("A finding within %(days)d working days of acceptance") % {"days": case.campaign.investigation_days}
    return [
        (_("Those concerned answer, we check"), days, "todo"),
        (_("We tell you the result"), _("With the facts, the rule and what is to be done"), "todo"),
    ]


def _report_steps(case: Complaint) -> list[tuple[Any, Any, str]]:
    days = _("Within %(days)d working days of acceptance") % {"days": case.campaign.report_check_days}
    told = _("Within %(days)d working days of the decision") % {"days": case.campaign.reporter_told_days}
    if case.anonymous:
        told = _("Only on this page: you gave no name, so nobody can reach you. Look again with number and code.")
    return [(_("We check whether it is so"), days, "todo"), (_("You learn the result"), told, "todo")]


def next_steps(case: Complaint) -> list[dict[str, Any]]:
    """What happens next and by when, as on the ticket."""
    view = present.view(Actor.seat(case, "complainant"), case)
    due = {clock.clock.name: clock.due_at for clock in view.clocks}
    latest = {"when": deadline_words(due["triage"])} if due.get("triage") else None
    steps = [
        (_("Sent to %(office)s") % {"office": case.office.name}, moment_words(case.opened_at), "done"),
        (_("We tell you whether it is accepted"), _("At the latest %(when)s") % latest if latest else "", "todo"),
        *(_report_steps(case) if is_report(case) else _complaint_steps(case)),
    ]
    if due.get("first_contact"):
        call = (_("Somebody calls you"), _("At the latest %(when)s") % {"when": deadline_words(due["first_contact"])})
        steps.insert(1, (*call, "todo"))
    return [{"label": label, "note": note, "state": state} for label, note, state in steps]
