"""The door of tracking: number and code, or the signed link. Wrong is never told apart from not there."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods
from django_ratelimit.core import get_usage

from casework.engine import codes, seats
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.kinds import stage_of
from casework.engine.models import Case, ContactDetails
from casework.engine.reach import reached_by_page
from casework.portal.forms import TrackForm
from casework.ui.views import private, too_many

WRONG = _("This number and this access code do not belong together. Both are on the receipt; capitals do not matter.")
# Wrong tries only. Of one number: guessing its code is hopeless. Of one address: many people may share it.
PER_NUMBER, PER_ADDRESS = "10/h", "60/h"


@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The form, and the cases that this browser remembers."""
    if request.method == "GET":
        return _ask(request, TrackForm(initial={"number": request.GET.get("number", "")[:40]}))
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    number = form.cleaned_data["number"]
    again_at = _limited(request, number)
    if again_at:
        return too_many(request, again_at=again_at)
    contact = _opened_by(number, form.cleaned_data["code"])
    if contact is None:
        _usage(request, number, increment=True)
        form.add_error(None, WRONG)
        return _ask(request, form, status=422)
    # The code was typed in and the page comes next, also where no script runs that could say so.
    reached_by_page(contact.case, Actor.seat(contact.case_id, COMPLAINANT))
    return _seat(request, contact)


@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link. It changes nothing of the case, so a mail scanner may open it too (P8)."""
    contact = seats.open_link(token)
    if contact is None:
        return private(render(request, "portal/link_ended.html", {}, status=404))
    return _seat(request, contact)


def _seat(request: HttpRequest, contact: ContactDetails) -> HttpResponse:
    seats.take_seat(request, contact.case_id, contact.code_round)
    response = private(redirect("portal:case", contact.case.number))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _opened_by(number: str, code: str) -> ContactDetails | None:
    """The contact whose code this is. An unknown number costs the same work as a wrong code."""
    contact = ContactDetails.objects.select_related("case").filter(case__number=number).first()
    opens = codes.code_opens(contact or ContactDetails(case_id=0, code_seed=codes.new_seed()), code)
    return contact if contact is not None and opens else None


def _ask(request: HttpRequest, form: TrackForm, status: int = 200) -> HttpResponse:
    return private(render(request, "portal/track.html", {"form": form, "cases": _my_cases(request)}, status=status))


def _my_cases(request: HttpRequest) -> list[dict]:
    """Number, matter and stage of the cases remembered here, the newest first."""
    cases = Case.objects.filter(pk__in=seats.seated_cases(request)).order_by("-opened_at", "-pk")
    return [{"number": c.number, "title": c.title, "stage": stage_of(c), "at": c.opened_at} for c in cases]


# --- limits -----------------------------------------------------------------------------------------------------------
def _limited(request: HttpRequest, number: str) -> str:
    """From when it may be tried again, in words; "" while it may."""
    used = _usage(request, number, increment=False)
    waits = [usage["time_left"] for usage in used if usage["count"] >= usage["limit"]]
    return f"{timezone.localtime() + dt.timedelta(seconds=max(waits) + 60):%H:%M}" if waits else ""


def _usage(request: HttpRequest, number: str, *, increment: bool) -> list[dict]:
    limits = (("number", lambda group, request: number, PER_NUMBER), ("address", "ip", PER_ADDRESS))
    found = [
        get_usage(request, group=f"portal.track.{name}", key=key, rate=rate, increment=increment)
        for name, key, rate in limits
    ]
    return [usage for usage in found if usage]
