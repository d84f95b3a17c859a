"""The door of tracking: number and code, or the signed link. Wrong is never told apart from not there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from casework.engine import codes, seats
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.kinds import stage_of
from casework.engine.models import Case, ContactDetails
from casework.engine.reach import reached_by_page
from casework.portal.forms import TrackForm
from casework.ui import going_on, proof
from casework.ui.limits import ADDRESS, BROWSER, Limit, clock_after
from casework.ui.views import private, too_many

WRONG = _("This number and this access code do not belong together. Both are on the receipt; capitals do not matter.")
# Wrong tries only. Whoever guesses the code of one number from a thousand addresses pays for each guess; nobody can
# keep the right person out, who has the signed link, or the code and a second of work. Only a browser has to wait.
OF_NUMBER, OF_ADDRESS = Limit("track", "5/h", "number"), Limit("track", "20/h", ADDRESS)
OF_BROWSER = Limit("track", "30/h", BROWSER)
# From here on each guess at the same number costs eight times as much.
SIEGE = Limit("track.siege", "30/h", "number")


@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The form, and the cases that this browser remembers."""
    if request.method == "GET":
        return _ask(request, TrackForm(initial={"number": request.GET.get("number", "")[:40]}))
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    number = form.cleaned_data["number"]
    if wait := OF_BROWSER.reached(request):
        return too_many(request, again_at=clock_after(wait))
    if _must_prove(request, number) and not proof.holds_once(request.POST.get("proof", ""), _use(number)):
        form.add_error(None, proof.ASKED)
        return _ask(request, form, status=429)
    contact = _opened_by(number, form.cleaned_data["code"])
    if contact is None:
        for limit in (OF_NUMBER, OF_ADDRESS, OF_BROWSER, SIEGE):
            limit.count(request, number)
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
    seats.take_seat_anew(request, contact.case_id, contact.code_round)
    place = reverse("portal:case", args=[contact.case.number])
    response = private(redirect(going_on.release(request, place) or place))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _opened_by(number: str, code: str) -> ContactDetails | None:
    """The contact whose code this is. An unknown number costs the same work as a wrong code."""
    contact = ContactDetails.objects.select_related("case").filter(case__number=number).first()
    opens = codes.code_opens(contact or ContactDetails(case_id=0, code_seed=codes.new_seed()), code)
    return contact if contact is not None and opens else None


def _ask(request: HttpRequest, form: TrackForm, status: int = 200) -> HttpResponse:
    number = getattr(form, "cleaned_data", {}).get("number", "") if form.is_bound else form.initial["number"]
    context = {
        "form": form,
        "cases": _my_cases(request),
        "kept": bool(number) and going_on.holds_for(request, reverse("portal:case", args=[number])),
        "proof": _challenge(request, number) if form.is_bound and number and _must_prove(request, number) else None,
    }
    return private(render(request, "portal/track.html", context, status=status))


def _my_cases(request: HttpRequest) -> list[dict]:
    """Number, matter and stage of the cases remembered here, the newest first."""
    cases = Case.objects.filter(pk__in=seats.seated_cases(request)).order_by("-opened_at", "-pk")
    return [{"number": c.number, "title": c.title, "stage": stage_of(c), "at": c.opened_at} for c in cases]


# --- after a few tries ------------------------------------------------------------------------------------------------
def _must_prove(request: HttpRequest, number: str) -> bool:
    return bool(OF_NUMBER.reached(request, number) or OF_ADDRESS.reached(request))


def _challenge(request: HttpRequest, number: str) -> dict[str, str]:
    """What the page's script solves while the person types, and from when on it is not needed any more."""
    wait = max(OF_NUMBER.reached(request, number), OF_ADDRESS.reached(request))
    times = 8 if SIEGE.reached(request, number) else 1
    return {"challenge": proof.challenge(_use(number), times=times), "again_at": clock_after(wait)}


def _use(number: str) -> str:
    return f"track:{number}"
