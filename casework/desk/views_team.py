"""The team over HTTP: its people and their cases; handing cases over, one or several."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from . import rail
from .people import Reader, for_leads
from .team import HandedOver, Team, hand_over


@require_GET
@for_leads
def team(request: HttpRequest, reader: Reader) -> HttpResponse:
    found = Team.asked(reader, request.GET.dict())
    context = {"team": found, "key": uuid.uuid4().hex, **rail.context(request, reader, "team")}
    return render(request, "desk/team.html", context)


@require_POST
@for_leads
def hand_over_cases(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The ticked cases to one person; whatever was refused is named with its reason."""
    found = Team.asked(reader, request.GET.dict())
    numbers, to = request.POST.getlist("n"), request.POST.get("to", "")
    if not numbers or not to:
        messages.warning(request, _("Please tick the cases and choose a person."))
        return redirect(found.address())
    note, key = request.POST.get("note", ""), request.POST.get("key") or uuid.uuid4().hex
    _say(request, hand_over(found, numbers, to=to, note=note, key=key))
    return redirect(found.address())


def _say(request: HttpRequest, outcome: HandedOver) -> None:
    if outcome.done:
        count = len(outcome.done)
        text = ngettext("%(count)d case was handed over.", "%(count)d cases were handed over.", count)
        messages.success(request, text % {"count": count})
    for number, why in outcome.refused:
        messages.warning(request, _("%(case)s was not handed over: %(why)s") % {"case": number, "why": why})
