"""Opening a case at the desk: of a kind that staff begin themselves, and nobody files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework.engine import http
from casework.engine.door import Done, open_case
from casework.engine.errors import DoorClosed
from casework.engine.forms import ActForm
from casework.engine.kinds import Kind

from . import rail
from .openings import blank, opened_here
from .people import Reader, for_handlers


@require_http_methods(["GET", "POST"])
@for_handlers
def open_one(request: HttpRequest, reader: Reader, kind: str) -> HttpResponse:
    """GET shows the form of the opening act, POST sends it."""
    found = next((one for one in opened_here(reader) if one.name == kind), None)
    if found is None:
        raise Http404
    form_class = found.form_class(found.opening, reader.actor)
    if request.method == "GET":
        return _draw(request, reader, found, _form(form_class, found, reader), http.Marks.of())
    sent = http.read_form(request, _form(form_class, found, reader))
    return http.act_response(
        request,
        sent=sent,
        act=found.opening.label,
        back_url=reverse("desk:open", args=[kind]),
        page_layout="base/desk.html",
        perform=lambda: open_case(kind, by=reader.actor, key=sent.marks.key, **sent.details),
        on_done=lambda done: _done(request, done),
        redraw=lambda error: _again(request, reader, found, sent, error),
    )


def _form(form_class: type[ActForm], kind: Kind, reader: Reader, **options: Any) -> ActForm:
    return form_class(case=blank(kind), actor=reader.actor, now=timezone.now(), **options)


def _again(request: HttpRequest, reader: Reader, kind: Kind, sent: http.Sent, error: DoorClosed) -> HttpResponse:
    form_class = kind.form_class(kind.opening, reader.actor)
    form = http.refill(form_class, sent, error, case=blank(kind), actor=reader.actor)
    return _draw(request, reader, kind, form, sent.marks)


def _draw(request: HttpRequest, reader: Reader, kind: Kind, form: ActForm, marks: http.Marks) -> HttpResponse:
    context = {"kind": kind, "form": form, "marks": marks, **rail.context(request, reader, f"open-{kind.name}")}
    return render(request, "desk/open.html", context)


def _done(request: HttpRequest, done: Done) -> HttpResponse:
    messages.success(request, _("Recorded: %(case)s.") % {"case": done.case.number})
    return redirect("desk:case", done.case.number)
