"""A new access code, shown once to whoever gave it out (`engine.reissue`): to read out, or to print and hand over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casework.engine import codes
from casework.engine.outside import whom_to_ask
from casework.engine.reissue import show_once
from complaints.receipts import qr_of, signed_address, tracking_address

from . import rail
from .intake.spelling import spelled
from .panes import pane_of
from .people import Reader, for_staff


@require_GET
@for_staff
def new_code(request: HttpRequest, reader: Reader, number: str) -> HttpResponse:
    """The code, the first time; after that, and for everybody else, what to do instead. No browser keeps this page."""
    pane = pane_of(reader, number)
    contact = show_once(pane.case, reader.actor, timezone.now())
    context = {"pane": pane, "case": pane.case, "site": tracking_address(), **rail.context(request, reader, "")}
    if contact is not None:
        code = codes.access_code(contact)
        context |= {
            "code": code,
            "number_spelled": spelled(pane.case.number),
            "code_spelled": spelled(code),
            "qr": qr_of(signed_address(contact)),
            "now": timezone.now(),
            "whom_to_ask": whom_to_ask(pane.case),
        }
    response = render(request, "desk/new_code.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
