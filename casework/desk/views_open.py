"""Opening a case: at the desk of a kind that staff begin themselves, at a party's of one that it begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework.engine import describe, http
from casework.engine.door import Done, open_case
from casework.engine.errors import DoorClosed
from casework.engine.forms import ActForm
from casework.engine.kinds import Kind

from . import rail
from .kind_pages import page_of
from .openings import blank, opened_here
from .people import Reader, for_handlers
from .sheets import drawn

# What stands around the form, by the current place in the rail.
Frame = Callable[[HttpRequest, Reader, str], dict[str, Any]]


@require_http_methods(["GET", "POST"])
@for_handlers
def open_one(request: HttpRequest, reader: Reader, kind: str) -> HttpResponse:
    return show_opening(request, reader, kind, frame=rail.context)


def show_opening(request: HttpRequest, reader: Reader, kind: str, *, frame: Frame) -> HttpResponse:
    """GET shows the form of the opening act, with what the page's address gives, POST sends it: for a reader at any
    desk."""
    found = next((one for one in opened_here(reader) if one.name == kind), None)
    if found is None:
        raise Http404
    form_class = found.form_class(found.opening, reader.actor)

    def draw(form: ActForm, came: http.Sent) -> HttpResponse:
        fields = drawn(form, came.files, came.file_errors)
        context = {"kind": found, "form": form, "fields": fields, "marks": came.marks, "kind_page": page_of(found)}
        return render(request, "desk/open.html", context | frame(request, reader, f"open-{found.name}"))

    def again(error: DoorClosed) -> HttpResponse:
        return draw(http.refill(form_class, sent, error, case=blank(found), actor=reader.actor), sent)

    if request.method == "GET":
        given = {name: value for name, value in request.GET.items() if name in form_class.base_fields}
        return draw(_form(form_class, found, reader, initial=given), http.Sent(http.Marks.of(), {}))
    sent = http.read_form(request, _form(form_class, found, reader))
    return http.act_response(
        request,
        sent=sent,
        act=found.opening.label,
        back_url=reverse(f"{reader.desk}:open", args=[kind]),
        page_layout="base/desk.html",
        perform=lambda: open_case(kind, by=reader.actor, key=sent.marks.key, **sent.details),
        on_done=lambda done: _done(request, reader, done),
        redraw=again,
    )


def _form(form_class: type[ActForm], kind: Kind, reader: Reader, **options: Any) -> ActForm:
    return form_class(case=blank(kind), actor=reader.actor, now=timezone.now(), **options)


def _done(request: HttpRequest, reader: Reader, done: Done) -> HttpResponse:
    messages.success(request, _("Recorded: %(case)s.") % {"case": done.case.number})
    return redirect(describe.url_for(reader.actor, done.case))
