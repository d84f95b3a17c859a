"""A case over HTTP: its page, its parts as they change, contact details on demand, its acts."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, retarget, trigger_client_event

from casework.engine import http, looks
from casework.engine.access import roles_of
from casework.engine.acts import Act
from casework.engine.door import Done, perform
from casework.engine.errors import DoorClosed, Refused
from casework.ui.words import listed
from notifications import deliveries
from notifications.models import Delivery, Notification
from notifications.services import mark_read

from . import jointly
from .approvals import ApprovalPane
from .jointly import Outcome
from .lists import WorkList
from .panes import CasePane, pane_of
from .people import Reader, for_staff
from .sheets import Sheet, fresh_sheet, make_form, sheet_again

_panes: dict[str, Callable[[HttpRequest, Reader, str], CasePane]] = {}


def drawn_by(desk: str, make: Callable[[HttpRequest, Reader, str], CasePane]) -> None:
    """Say how a case is drawn at a desk (`Reader.desk`). Called once, by the module that has its pages."""
    _panes[desk] = make


# Acts whose result has a page of its own.
PAGES_AFTER = {"reissue_code": "desk:new_code"}


def show_case(request: HttpRequest, reader: Reader, number: str) -> HttpResponse:
    """The page of a case, for a reader at any desk; so are `show_live` and `do_act`."""
    pane = pane_at(request, reader, number)
    _mark_seen(pane)
    spec = pane.open_at_once
    return _page(request, pane, **({"sheet": fresh_sheet(pane, spec)} if spec else {}))


def show_live(request: HttpRequest, reader: Reader, number: str) -> HttpResponse:
    """The parts of the page that may have changed; desk.js puts each in its place and leaves open forms alone."""
    pane = pane_at(request, reader, number)
    _mark_seen(pane)
    return render(request, pane.parts, {"pane": pane})


@require_POST
@for_staff
def contact(request: HttpRequest, reader: Reader, number: str) -> HttpResponse:
    """The complainant's name and ways to be reached; the look is recorded before anything is shown."""
    pane = pane_at(request, reader, number)
    if not pane.may_look:
        raise Http404
    found = looks.contact_details(reader.actor, pane.case)
    if request.htmx:
        return render(request, "desk/_contact.html", {"contact": found, "pane": pane})
    return _page(request, pane_at(request, reader, number), contact=found)


@require_POST
@for_staff
def send(request: HttpRequest, reader: Reader, number: str, delivery: int) -> HttpResponse:
    """Have a mail sent now or again, by whoever handles or leads. The delivery is its own one-time key: pressed twice,
    or by two people, it goes once; who asked stays written."""
    pane = pane_at(request, reader, number)
    row = get_object_or_404(Delivery, pk=delivery, case_no=pane.case.number)
    if not pane.may_send or not deliveries.may_send(row):
        raise Http404
    deliveries.send_now(row, by=reader.person)
    if request.htmx:
        return render(request, "desk/_told.html", {"pane": pane})
    messages.success(request, _("It is sent in a moment."))
    return redirect(f"{pane.url()}#told")


def show_sheet(request: HttpRequest, reader: Reader, number: str) -> HttpResponse:
    """What the case holds, as a sheet named by its number."""
    pane = pane_at(request, reader, number)
    data = pane.kind_page.sheet(pane.view)
    if data is None:
        raise Http404
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{pane.case.number}.xlsx")


def do_act(request: HttpRequest, reader: Reader, number: str, name: str) -> HttpResponse:
    """An act's form: drawn in place, or sent."""
    pane = pane_at(request, reader, number)
    spec = act_of(pane, name)
    if request.method == "GET":
        return draw_sheet(request, fresh_sheet(pane, spec, request.GET.dict()))
    place, boxes = pane.view.gate.draft_place(spec), request.POST.getlist(jointly.FIELD)
    sent = http.read_form(request, make_form(pane, spec), place)
    return http.act_response(
        request,
        sent=sent,
        act=spec.label,
        back_url=pane.url(),
        page_layout="base/desk.html",
        perform=lambda: perform(pane.case, name, by=reader.actor, **sent.arguments),
        on_done=lambda done: _done(request, pane, spec, sent, done, also=jointly.do_also(pane.view, spec, sent, boxes)),
        redraw=lambda error: _redraw(request, reader, spec, sent, error, boxes),
    )


def pane_at(request: HttpRequest, reader: Reader, number: str) -> CasePane:
    return _panes[reader.desk](request, reader, number)


def act_of(pane: CasePane, name: str) -> Act:
    spec = pane.view.kind.acts.get(name)
    if spec is None or spec.hidden or spec is pane.view.kind.opening:
        raise Http404
    return spec


def _page(request: HttpRequest, pane: CasePane, *, status: int = 200, **context: Any) -> HttpResponse:
    context["pane"] = pane
    if request.htmx:
        return render(request, pane.template, context, status=status)
    context |= pane.around(request)
    return render(request, "desk/case_page.html", context, status=status)


def draw_sheet(request: HttpRequest, sheet: Sheet, *, status: int = 200, **context: Any) -> HttpResponse:
    if request.htmx:
        return render(request, "desk/_sheet.html", {"sheet": sheet, "pane": sheet.pane, **context}, status=status)
    return _page(request, sheet.pane, status=status, sheet=sheet, **context)


def _redraw(
    request: HttpRequest, reader: Reader, spec: Act, sent: http.Sent, error: DoorClosed, boxes: list[str]
) -> HttpResponse:
    pane = pane_at(request, reader, request.resolver_match.kwargs["number"])
    return draw_sheet(request, sheet_again(pane, spec, sent, error, boxes))


def _done(
    request: HttpRequest, pane: CasePane, spec: Act, sent: http.Sent, done: Done, *, also: list[Outcome]
) -> HttpResponse:
    if done.event is not None and done.event.name != spec.name:
        return _did_not_hold(request, pane, spec, sent, done)
    if spec.name in PAGES_AFTER:
        after = reverse(PAGES_AFTER[spec.name], args=[pane.case.number])
        return HttpResponseClientRedirect(after) if request.htmx else redirect(after)
    cases = [pane.case, *(outcome.done.case for outcome in also if outcome.done)]
    is_sealed = done.event is None
    words = _("Recorded: %(act)s, %(case)s.")
    if is_sealed:
        words = _("Sealed until all have given theirs: %(act)s, %(case)s.")
    said = words % {"act": spec.label, "case": listed(case.number for case in cases)}
    refused = [outcome for outcome in also if outcome.done is None]
    if not roles_of(pane.reader.actor, done.case):
        # They stepped out, or it is another unit's now: for them the case is no more.
        messages.success(request, said)
        home = pane.home_url
        return HttpResponseClientRedirect(home) if request.htmx else redirect(home)
    # Whoever must read what was refused is not led on to the next case.
    following = "" if refused else pane.next_url()
    seq = None if is_sealed else done.event.seq
    if request.htmx:
        others = [case.number for case in cases[1:]]
        told = {"act": spec.name, "seq": seq, "said": said, "next": following, "also": others}
        outcome = render(request, "desk/_outcome.html", {"said": said, "refused": refused, "spec": spec, "also": also})
        return trigger_client_event(retarget(outcome, "#outcome"), "desk:acted", told)
    messages.success(request, said)
    for outcome in refused:
        messages.warning(request, _("Not done in %(case)s: %(why)s") % {"case": outcome.number, "why": outcome.why})
    return redirect(following or (pane.url() if is_sealed else f"{pane.url()}#e{seq}"))


def _did_not_hold(request: HttpRequest, pane: CasePane, spec: Act, sent: http.Sent, done: Done) -> HttpResponse:
    """What was told is not so, which is in the record now: the form again, ready for another try."""
    said = Refused(pane.view.kind.acts[done.event.name].hint)
    again = replace(sent, marks=http.Marks.of(done.case))
    response = _redraw(request, pane.reader, spec, again, said, [])
    response.status_code = said.code
    return response


def _mark_seen(pane: CasePane) -> None:
    """Whoever has the case before them has read its news. Asked first: a page that is only read takes no lock."""
    address = pane.reader.actor.address
    news = Notification.objects.told_to(address).unread().filter(case_no=pane.case.number)
    ids = list(news.values_list("pk", flat=True))
    if ids:
        mark_read(address=address, ids=ids)


def _at_the_office(request: HttpRequest, reader: Reader, number: str) -> CasePane:
    work = WorkList.asked(reader, request.GET.dict())
    return pane_of(reader, number, work.query, ApprovalPane if work.name == "approve" else CasePane)


drawn_by("desk", _at_the_office)
case = require_GET(for_staff(show_case))
live = require_GET(for_staff(show_live))
sheet = require_GET(for_staff(show_sheet))
act = require_http_methods(["GET", "POST"])(for_staff(do_act))
