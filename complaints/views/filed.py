"""After sending: the browser that filed remembers its case, and shows the receipt again as often as it likes (P9)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from casework.engine import codes, seats
from casework.engine.kinds import kind_of, matter_of, phrase
from casework.engine.models import Case, ContactDetails
from casework.ui.views import private
from complaints.models import Complaint
from complaints.receipts import Receipt, next_steps, qr_of, signed_address, tracking_address

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
    case = _filed_here(request, number)
    if case is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    return private(render(request, "complaints/filing/filed.html", {"next_steps": next_steps(case), **_keys(case)}))


@require_GET
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The same on one page to print, with what was told; nowhere else is the access code on paper with it."""
    case = _filed_here(request, number)
    if case is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    back_url = reverse("complaints:filed", args=[number])
    context = {"receipt": Receipt(case), "site": tracking_address(), "back_url": back_url, **_keys(case)}
    return private(render(request, "complaints/paper.html", context))


def _filed_here(request: HttpRequest, number: str) -> Complaint | None:
    """The case of this number, for the browser that filed it, as long as its seat holds."""
    mine = request.session.get(FILED_KEY, {}).values()
    cases = Complaint.objects.select_related("office", "campaign", "holder", "handler")
    case = cases.filter(pk__in=list(mine), number=number).first()
    return case if case is not None and seats.seated_actor(request, case.pk) else None


def _keys(case: Complaint) -> dict[str, Any]:
    contact = ContactDetails.objects.get(case=case)
    return {
        "case": case,
        "received": phrase(kind_of(case).opening.public, matter_of(case)),
        "mailed": bool(contact.email),
        "code": codes.access_code(contact),
        "qr": qr_of(signed_address(contact)),
    }
