"""A member asks to extend one voucher: one page to fill in, one to check, and the receipt (R14, P4)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from casework.engine import codes, door, http, present
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.errors import DoorClosed
from casework.engine.filed import case_filed_with, filed_here, remember
from casework.engine.kinds import kind_named
from casework.parties.models import Campaign, Platform, Unit
from casework.ui.times import deadline_words, moment_words
from casework.ui.turnstile import Turnstile
from casework.ui.views import private
from casework.vouchers.models import ExtensionRequest
from casework.vouchers.requests.member_forms import MemberForm
from complaints.receipts import qr_of, signed_address

# What is checked is counted too: a number that is taken tells that somebody asked for it.
TURNSTILE = Turnstile("extend", of_browser=10, of_address=80)


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest) -> HttpResponse:
    """GET shows the form, with `?platform=` filled in; POST checks it, goes back to it (`go=change`), or sends it once
    what was read was seen."""
    if request.method == "GET":
        return _draw(request, _form(initial=_named(request)), http.Marks.of())
    sent = http.read_form(request, _form())
    case = case_filed_with(request, sent.marks.key)
    if case is not None:
        messages.warning(request, _("This was sent already; here is your request."))
        return redirect("portal:extend_sent", case.number)
    if request.POST.get("go") == "change":
        return _draw(request, _form(initial=sent.details), sent.marks)
    if stopped := TURNSTILE.stops(request, sent.marks.key):
        return _draw(request, _form(initial=sent.details), sent.marks, banner=stopped, status=429)
    return http.act_response(
        request,
        sent=sent,
        act=kind_named("extension").opening.label,
        back_url=reverse("portal:extend"),
        perform=lambda: door.open_case("extension", by=Actor.filer(), key=sent.marks.key, **sent.details),
        on_done=lambda done: _done(request, sent.marks.key, done),
        redraw=lambda error: _again(request, sent, error),
    )


@require_GET
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt, for the browser that asked; everybody else is asked for number and code."""
    case = filed_here(request, ExtensionRequest, number)
    if case is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    context = {
        "case": case,
        "next_steps": _next_steps(case),
        "code": codes.access_code(case.contact),
        "qr": qr_of(signed_address(case.contact)),
        "mailed": bool(case.contact.email),
    }
    return private(render(request, "portal/extend_sent.html", context))


def _form(**options: Any) -> MemberForm:
    unborn = kind_named("extension").model(kind="extension")
    return MemberForm(case=unborn, actor=Actor.filer(), now=timezone.now(), **options)


def _named(request: HttpRequest) -> dict[str, Any]:
    """The platform of the address, where there is one."""
    given = request.GET.get("platform", "")
    unit = Platform.objects.filter(pk=given).values_list("unit", flat=True).first() if given.isdecimal() else None
    return {"platform": unit} if unit else {}


def _done(request: HttpRequest, key: str, done: door.Done) -> HttpResponse:
    remember(request, key, done.case)
    return redirect("portal:extend_sent", done.case.number)


def _again(request: HttpRequest, sent: http.Sent, error: DoorClosed) -> HttpResponse:
    """The form with what is wrong beside its field; or, with nothing wrong, what was read."""
    unborn = kind_named("extension").model(kind="extension")
    form = http.refill(MemberForm, sent, error, case=unborn, actor=Actor.filer())
    return _draw(request, form, sent.marks)


def _draw(
    request: HttpRequest,
    form: MemberForm,
    marks: http.Marks,
    *,
    banner: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    checking = form.read_back is not None
    context = {
        "form": form,
        "form_title": _("Extend a voucher"),
        "marks": marks,
        "banner": banner,
        "proof": TURNSTILE.challenge(request, marks.key),
        "figures": form.campaign or Campaign.objects.current(timezone.localdate()),
        "office": Unit.objects.provincial(Unit.Kind.ASSOCIATION).first(),
    }
    template = "portal/extend_check.html" if checking else "portal/extend.html"
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def _next_steps(case: ExtensionRequest) -> list[dict[str, Any]]:
    """What happens next and by when."""
    view = present.view(Actor.seat(case, COMPLAINANT), case)
    due = {clock.clock.name: deadline_words(clock.due_at) for clock in view.clocks if clock.due_at}
    checked = _("By %(when)s; if it does not answer, it goes on without it") % {"when": due.get("confirmation", "")}
    decided = _("Within %(days)d working days of that") % {"days": case.campaign.extension_decide_days}
    steps = [
        (_("Sent to %(office)s") % {"office": case.platform.name}, moment_words(case.opened_at), "done"),
        (_("The platform checks number and balance"), checked if "confirmation" in due else "", "todo"),
        (_("The association decides"), decided, "todo"),
        (_("You read here whether it is extended, and until when"), _("A refusal says why"), "todo"),
    ]
    return [{"label": label, "note": note, "state": state} for label, note, state in steps]
