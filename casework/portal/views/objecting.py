"""Anybody objects to an entry of the list: one page to fill in, and the receipt (issue 9 §3; P4)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from blacklist.listing.entries import Entry, the_list
from blacklist.models import EntryObjection
from blacklist.objections.forms import PublicObjectionForm
from casework.engine import codes, door, http, present
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.attachments.posted import known_uploader, uploader_of
from casework.engine.errors import DoorClosed
from casework.engine.filed import case_filed_with, filed_here, remember
from casework.engine.kinds import kind_named
from casework.engine.numbers import read_number
from casework.parties.models import Campaign, Unit
from casework.ui.times import deadline_words, moment_words
from casework.ui.turnstile import Turnstile
from casework.ui.views import private
from complaints.receipts import qr_of, signed_address

KIND = "objection"
TURNSTILE = Turnstile("object")


@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """GET shows the form about one entry, POST sends it. 404 for what is not on the list."""
    entry = the_list().entry(read_number(number) or "")
    if entry is None:
        raise Http404
    if request.method == "GET":
        return _draw(request, entry, _form(request), http.Marks.of())
    case = case_filed_with(request, request.POST.get("key", ""))
    if case is not None:
        messages.warning(request, _("This was sent already; here is your objection."))
        return redirect("portal:object_sent", case.number)
    uploader_of(request)  # named before the actor is: a first photo may come with this very form
    sent = http.read_form(request, _form(request))
    sent.details["decision"] = entry.number
    if stopped := TURNSTILE.stops(request, sent.marks.key):
        typed = _form(request, initial=sent.details)
        return _draw(request, entry, typed, sent.marks, sent=sent, banner=stopped, status=429)
    return http.act_response(
        request,
        sent=sent,
        act=kind_named(KIND).opening.label,
        back_url=reverse("portal:object", args=[entry.number]),
        perform=lambda: door.open_case(KIND, by=_filer(request), key=sent.marks.key, **sent.details),
        on_done=lambda done: _done(request, sent.marks.key, done),
        redraw=lambda error: _again(request, entry, sent, error),
    )


@require_GET
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt, for the browser that objected; everybody else is asked for number and code."""
    case = filed_here(request, EntryObjection, number)
    if case is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    context = {
        "case": case,
        "next_steps": _next_steps(case),
        "code": codes.access_code(case.contact),
        "qr": qr_of(signed_address(case.contact)),
        "mailed": bool(case.contact.email),
    }
    return private(render(request, "portal/object_sent.html", context))


def _filer(request: HttpRequest) -> Actor:
    return Actor.filer(known_uploader(request))


def _unborn() -> EntryObjection:
    return EntryObjection(kind=KIND)


def _form(request: HttpRequest, **options: Any) -> PublicObjectionForm:
    return PublicObjectionForm(case=_unborn(), actor=_filer(request), now=timezone.now(), **options)


def _done(request: HttpRequest, key: str, done: door.Done) -> HttpResponse:
    remember(request, key, done.case)
    return redirect("portal:object_sent", done.case.number)


def _again(request: HttpRequest, entry: Entry, sent: http.Sent, error: DoorClosed) -> HttpResponse:
    """The form with what is wrong beside its field, and everything typed and sent still there."""
    form = http.refill(PublicObjectionForm, sent, error, case=_unborn(), actor=_filer(request))
    return _draw(request, entry, form, sent.marks, sent=sent)


def _draw(
    request: HttpRequest,
    entry: Entry,
    form: PublicObjectionForm,
    marks: http.Marks,
    *,
    sent: http.Sent | None = None,
    banner: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "form_title": _("Object to an entry"),
        "marks": marks,
        "entry": entry,
        "banner": banner,
        "proof": TURNSTILE.challenge(request, marks.key),
        "files": sent.files.get("attachments", []) if sent else [],
        "file_errors": sent.file_errors.get("attachments", []) if sent else [],
        "figures": Campaign.objects.current(timezone.localdate()),
        "office": Unit.objects.provincial(Unit.Kind.ASSOCIATION).first(),
        "back_url": reverse("listing:entry", args=[entry.number]),
    }
    response = render(request, "portal/object.html", context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def _next_steps(case: EntryObjection) -> list[dict[str, Any]]:
    """What happens next and by when."""
    view = present.view(Actor.seat(case, COMPLAINANT), case)
    due = next((deadline_words(clock.due_at) for clock in view.clocks if clock.due_at), "")
    checked = _("By %(when)s") % {"when": due} if due else ""
    steps = [
        (_("Sent to %(office)s") % {"office": case.office.name}, moment_words(case.opened_at), "done"),
        (_("Somebody who took no part in the decision checks the entry"), checked, "todo"),
        (_("You read here what was corrected, or why the entry stays as it is"), "", "todo"),
    ]
    return [{"label": label, "note": note, "state": state} for label, note, state in steps]
