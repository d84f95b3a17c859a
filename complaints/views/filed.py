"""After sending: the browser that filed remembers its case, and shows the receipt again as often as it likes (P9)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from casework.engine import codes
from casework.engine.filed import filed_here
from casework.engine.kinds import kind_of, matter_of, phrase
from casework.ui.views import private
from complaints.models import Complaint
from complaints.receipts import Receipt, next_steps, qr_of, signed_address, tracking_address


@require_GET
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt, for the browser that filed; everybody else is asked for number and code."""
    case = filed_here(request, Complaint, number)
    if case is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    return private(render(request, "complaints/filing/filed.html", {"next_steps": next_steps(case), **_keys(case)}))


@require_GET
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The same on one page to print, with what was told; nowhere else is the access code on paper with it."""
    case = filed_here(request, Complaint, number)
    if case is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    back_url = reverse("complaints:filed", args=[number])
    context = {"receipt": Receipt(case), "site": tracking_address(), "back_url": back_url, **_keys(case)}
    return private(render(request, "complaints/paper.html", context))


def _keys(case: Complaint) -> dict[str, Any]:
    contact = case.contact
    return {
        "case": case,
        "received": phrase(kind_of(case).opening.public, matter_of(case)),
        "mailed": bool(contact.email),
        "code": codes.access_code(contact),
        "qr": qr_of(signed_address(contact)),
    }
