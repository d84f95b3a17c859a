"""Lists over HTTP: whole pages, the list alone for htmx, rows that have changed, and "take the most urgent"."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casework.engine import numbers, queues
from casework.engine.access import takes_in_for
from casework.engine.door import perform
from casework.engine.errors import DoorClosed
from casework.engine.models import Receipt
from casework.parties.models import Unit

from . import rail
from .field.people import FieldReader
from .lists import WorkList
from .people import Reader, for_leads, for_staff, reader_of

# How many unclaimed cases are tried when colleagues are faster.
TRIES = 20


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the right place by membership; whoever has none is told whom to ask."""
    reader = reader_of(request)
    field = FieldReader(reader.actor)
    if reader.membership is not None and not _is_given_all_its_work(reader):
        return redirect("desk:all" if reader.audits else "desk:mine")
    if field.membership is not None:
        return redirect("inspect:page" if field.only_inspects else "field:home")
    takes_in = takes_in_for(reader.actor) is not None
    if reader.is_party and not takes_in:
        return redirect("respondent:home")
    if request.user.is_staff:
        return redirect("admin:index")
    context = {"memberships": reader.actor.memberships, "takes_in": takes_in, "is_party": reader.is_party}
    return render(request, "desk/nothing.html", context)


def _is_given_all_its_work(reader: Reader) -> bool:
    """Whether this is somebody of a film office that holds no case and only does what others give it."""
    return reader.works and reader.unit.kind == Unit.Kind.FILM_OFFICE and not reader.cases.exists()


@require_GET
@for_staff
def mine(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _list(request, reader, "mine")


@require_GET
@for_leads
def approve(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _list(request, reader, "approve")


@require_GET
@for_staff
def queue(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _list(request, reader, "queue")


@require_GET
@for_staff
def every(request: HttpRequest, reader: Reader) -> HttpResponse:
    """All cases of the office, with filters; a case number typed anyhow goes straight to its case."""
    number = numbers.read_number(request.GET.get("q", ""))
    if number and reader.cases.filter(number=number).exists():
        return redirect("desk:case", number)
    return _list(request, reader, "all")


def _list(request: HttpRequest, reader: Reader, name: str) -> HttpResponse:
    work = WorkList.asked(reader, request.GET.dict(), name)
    context = {"list": work, "key": uuid.uuid4().hex}
    if request.htmx:
        return render(request, "desk/_list.html", context)
    return render(request, "desk/list_page.html", context | rail.context(request, reader, _current(work)))


def _current(work: WorkList) -> str:
    """Which link of the rail this list is."""
    named = {("urgent",): "on_site", ("overdue",): "overdue"}
    return named.get(tuple(sorted(work.params)), work.name) if work.name == "all" else work.name


@require_GET
@for_staff
def rows(request: HttpRequest, reader: Reader) -> HttpResponse:
    """These cases (`n`, repeated) as rows of the list that is shown, with the rail's counts; desk.js patches them in
    place (P47)."""
    work = WorkList.asked(reader, request.GET.dict())
    found = work.of_numbers(request.GET.getlist("n"))
    return render(request, "desk/_rows.html", {"rows": found, "counts": rail.counts(reader)})


@require_POST
@for_staff
def take(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Claim the most urgent case that nobody has; where a colleague was faster, the next. Sent twice it takes one."""
    key = request.POST.get("key") or uuid.uuid4().hex
    taken = Receipt.objects.filter(actor=reader.actor.address, key__startswith=f"{key}:").first()
    number = taken.case.number if taken else _take(reader, key)
    if number is None:
        messages.info(request, _("Nothing is waiting in the queue: every case has a handler."))
        return redirect("desk:queue")
    return redirect(f"{reverse('desk:case', args=[number])}?list=mine")


def _take(reader: Reader, key: str) -> str | None:
    for case in queues.unit_queue(reader.actor)[:TRIES]:
        try:
            done = perform(case, "claim", by=reader.actor, key=f"{key}:{case.pk}", seen=case.version)
        except DoorClosed:
            continue
        return done.case.number
    return None
