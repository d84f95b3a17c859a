"""The tracking page and what whoever brought the case does on it. GET shows, POST acts (P8)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from casework.engine import door, http, outside, present, seats
from casework.engine.actors import Actor
from casework.engine.attachments.posted import seats_of, uploader_of
from casework.engine.errors import DoorClosed, NotFound
from casework.engine.forms import ActForm
from casework.engine.kinds import kind_of
from casework.engine.models import Case
from casework.engine.reach import reached_by_page
from casework.portal.complaint_track import ComplaintTrack
from casework.portal.extension_track import ExtensionTrack
from casework.portal.objection_track import ObjectionTrack
from casework.portal.tracking import TrackPage
from casework.ui import going_on
from casework.ui.views import Kept, private
from complaints.receipts import Receipt, qr_of, tracking_address
from notifications.addresses import sign_seat

# The kinds of case that somebody brings without an account.
PAGES: dict[str, type[TrackPage]] = {
    "complaint": ComplaintTrack,
    "extension": ExtensionTrack,
    "objection": ObjectionTrack,
}

THANKS = {
    "message": _("Your message has arrived. The person handling the case will read it."),
    "evidence": _("Your files have arrived and are part of the case now."),
    "urge": _("We have heard you. The answer is in the record below."),
    "withdraw": _("You have withdrawn the complaint."),
    "withdraw_request": _("You have withdrawn the request. The voucher can be asked for again."),
    "withdraw_objection": _("You have withdrawn the objection."),
    "supplement": _("What was missing has arrived. We now decide whether to accept it."),
    "confirm_received": _("Thank you. The case is closed."),
    "deny_received": _("Thank you for telling us. The handler looks into it."),
    "agree_settlement": _("We have recorded that you agree. Until it takes effect you can take that back."),
    "decline_settlement": _("We have recorded that you do not agree. The case goes on."),
    "withdraw_consent": _("Your consent is taken back. The case goes on."),
    "ask_recusal": _("A lead decides on it and tells you."),
    "rate": _("Thank you for telling us how it went."),
    "ask_review": _("The review begins. People who took no part take a fresh look."),
    "contest": _("We have received it. A lead who took no part will look at it."),
    "contest_transfer": _("We have received it and will decide again whether to accept the case."),
}

ENDED = _("A new access code was issued for this case. Please enter it; the earlier one no longer works.")


@require_GET
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Where the case is, for the browser that proved to be its complainant; others are asked for number and code."""
    found = _mine(request, number)
    if found is None:
        return _to_the_door(number)
    return _draw(request, *found)


@require_GET
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The case on paper, for its complainant to keep or to hand in elsewhere. Nothing on it opens the case: no access
    code, and the address asks for it."""
    found = _mine(request, number)
    if found is None:
        return _to_the_door(number)
    if found[0].kind != "complaint":
        raise Http404
    view = present.view(found[1], found[0])
    address = tracking_address(view.case)
    context = {
        "page": ComplaintTrack(view),
        "case": view.case,
        "receipt": Receipt(view.case, view),
        "standing": outside.where_it_stands(view),
        "qr": qr_of(address),
        "site": tracking_address(),
        "back_url": reverse("portal:case", args=[view.case.number]),
    }
    return private(render(request, "complaints/paper.html", context))


def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """One of the complainant's acts; without scripts its form is on the page itself."""
    if request.method == "POST":
        uploader_of(request)  # named before the actor is: a first photo may come with this very form
    found = _mine(request, number)
    if found is None:
        # What they had typed waits behind the door.
        going_on.hold(request, place=reverse("portal:case", args=[number]))
        return _to_the_door(number)
    case, actor = found
    url = reverse("portal:case", args=[case.number])
    if request.method != "POST":
        return redirect(f"{url}#{act}")
    if not PAGES[case.kind].has(act):
        raise Http404
    spec = kind_of(case).acts[act]
    form_class = kind_of(case).form_class(spec) or ActForm
    sent = http.read_form(request, form_class(case=case, actor=actor, now=timezone.now()))

    def on_done(done: door.Done) -> HttpResponse:
        messages.success(request, THANKS[act])
        return redirect(url)

    return http.act_response(
        request,
        sent=sent,
        act=spec.label,
        back_url=url,
        on_done=on_done,
        perform=lambda: door.perform(case, act, by=actor, **sent.arguments),
        redraw=lambda error: _draw(request, *_mine(request, number), again=(act, form_class, sent, error)),
    )


@require_POST
def seen(request: HttpRequest, number: str) -> HttpResponse:
    """The open page says so by itself: from now on they know what happened, and their windows run (DESIGN §5)."""
    found = _mine(request, number)
    if found is not None:
        reached_by_page(*found)
    return HttpResponse(status=204)


def _mine(request: HttpRequest, number: str) -> tuple[Case, Actor] | None:
    found = Case.objects.filter(number=number, kind__in=PAGES).values_list("pk", "kind").first()
    case = door.load(*found) if found else None
    was_here = case is not None and case.pk in seats_of(request)
    actor = seats.seated_actor(request, case.pk) if case else None
    if was_here and actor is None:
        messages.warning(request, ENDED)
    return (case, actor) if actor else None


def _to_the_door(number: str) -> HttpResponse:
    """The same for a case of others and for one that is not there."""
    return redirect(f"{reverse('portal:track')}?number={number}")


def _draw(request: HttpRequest, case: Case, actor: Actor, again: tuple | None = None) -> HttpResponse:
    try:
        view = present.view(actor, case)
    except NotFound as error:
        raise Http404 from error
    tracked = PAGES[case.kind](view, again=_refilled(again, case, actor) if again else None)
    context = {"page": tracked, "case": case, "seat_token": sign_seat(actor.address, seats.bell_mark(request, case.pk))}
    if again:
        context |= _stopped(tracked, *again)
    return private(render(request, tracked.template, context))


def _stopped(tracked: TrackPage, name: str, form_class: type[ActForm], sent: http.Sent, error: DoorClosed) -> dict:
    """Why it was not sent, what happened meanwhile, and the words whose form is gone with the stage it belonged to."""
    gone = name not in tracked.acts or not tracked.acts[name].offer.open
    typed = [
        Kept(str(field.label), str(sent.details[part]))
        for part, field in form_class.base_fields.items()
        if gone and sent.details.get(part) and part != "attachments"
    ]
    spec = tracked.view.kind.acts[name]
    return {"stopped": error, "stopped_act": spec, "news": tracked.news(error), "kept": typed}


def _refilled(again: tuple, case: Case, actor: Actor) -> dict[str, Any]:
    """The form that the door sent back, with everything typed and its files."""
    name, form_class, sent, error = again
    form = http.refill(form_class, sent, error, case=case, actor=actor, auto_id=f"{name}_%s")
    marks = http.marks_after(sent, error, case)
    files, errors = sent.files.get("attachments", []), sent.file_errors.get("attachments", [])
    return {name: {"form": form, "marks": marks, "files": files, "file_errors": errors}}
