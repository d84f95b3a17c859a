"""The board of inspections over HTTP: how late each unit is; urging many at once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from casework.engine.door import perform
from casework.engine.errors import DoorClosed

from . import rail
from .board import Board, late_ones
from .people import Reader, for_handlers

# Urged in one go; what is more comes with the next.
MOST_URGED = 100


@require_GET
@for_handlers
def board(request: HttpRequest, reader: Reader) -> HttpResponse:
    context = {"board": Board(reader), "key": uuid.uuid4().hex}
    if request.htmx:
        return render(request, "desk/_board.html", context)
    return render(request, "desk/board.html", context | rail.context(request, reader, "board"))


@require_POST
@for_handlers
def urge(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Everything that the ticked units are late with, each by an act of its own."""
    units = [int(unit) for unit in request.POST.getlist("unit") if unit.isdecimal()]
    key, words = request.POST.get("key") or uuid.uuid4().hex, request.POST.get("words", "")
    done, refused = 0, 0
    for inspection in late_ones(reader, units, timezone.now())[:MOST_URGED]:
        try:
            perform(inspection, "urge_unit", by=reader.actor, key=f"{key}:{inspection.pk}", words=words)
        except DoorClosed:
            refused += 1
        else:
            done += 1
    _say(request, done, refused)
    return redirect("desk:board")


def _say(request: HttpRequest, done: int, refused: int) -> None:
    if done:
        text = ngettext("%(count)d inspection was urged.", "%(count)d inspections were urged.", done)
        messages.success(request, text % {"count": done})
    if refused:
        text = ngettext(
            "%(count)d was not: urged today already, or somebody else handles it.",
            "%(count)d were not: urged today already, or somebody else handles them.",
            refused,
        )
        messages.warning(request, text % {"count": refused})
    if not done and not refused:
        messages.warning(request, _("Please tick units that are late with something."))
