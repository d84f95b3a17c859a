"""A platform's list of cinemas over HTTP: looked at, its rows decided, taken away with what came of each."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casework.admissions import list_access
from casework.admissions.models import SheetLine
from casework.admissions.sheets import services
from casework.admissions.sheets.marked import write_marked_copy
from casework.parties.models import Cinema

from .cinema_list_page import CinemaListPage
from .people import Reader, for_staff
from .views_cases import pane_at


def show_list(request: HttpRequest, reader: Reader, number: str, pk: int) -> HttpResponse:
    """For a reader at any desk; so are the others. 404 for a list that is not theirs to read."""
    page = _page(request, reader, number, pk, request.GET.dict())
    return render(request, "admissions/list/page.html", {"page": page, "pane": page.pane, **page.pane.around(request)})


def decide_line(request: HttpRequest, reader: Reader, number: str, pk: int, line: int) -> HttpResponse:
    """Which cinema a row means (`cinema`), or that it counts for nothing."""
    page = _page(request, reader, number, pk, request.POST.dict())
    if not page.decides:
        raise Http404
    row = get_object_or_404(SheetLine.objects.about_cinemas(), pk=line, sheet=page.sheet)
    chosen = request.POST.get("cinema", "")
    if chosen:
        cinema = get_object_or_404(Cinema, pk=int(chosen) if chosen.isdecimal() else 0)
        row = services.choose(line=row, cinema=cinema, by=reader.actor)
        said = {"cinema": cinema.name, "outcome": row.get_outcome_display()}
        messages.success(request, _("%(cinema)s was chosen: %(outcome)s.") % said)
    else:
        services.dismiss(line=row, by=reader.actor)
        messages.success(request, _("The row was set aside. It counts for nothing; choosing a cinema undoes this."))
    return redirect(page.back_to(row))


def send_copy(request: HttpRequest, reader: Reader, number: str, pk: int) -> HttpResponseBase:
    """Their own sheet with what came of each row beside it (XLSX)."""
    page = _page(request, reader, number, pk, {})
    file = io.BytesIO()
    write_marked_copy(page.sheet, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{page.pane.case.number}-cinemas-{pk}.xlsx")


def _page(request: HttpRequest, reader: Reader, number: str, pk: int, asked: dict[str, str]) -> CinemaListPage:
    pane = pane_at(request, reader, number)
    sheet = list_access.find(pane.view, pk)
    if sheet is None:
        raise Http404
    return CinemaListPage(pane, sheet, asked)


cinema_list = require_GET(for_staff(show_list))
cinema_list_line = require_POST(for_staff(decide_line))
cinema_list_copy = require_GET(for_staff(send_copy))
