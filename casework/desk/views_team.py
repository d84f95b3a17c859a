"""The team over HTTP: its people and their cases; handing cases over, one or several."""

from __future__ import annotations

import datetime as dt
import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from casework.engine.budgets import end_of, start_of
from casework.ui.days import DayField

from . import rail, turns
from .people import Reader, for_leads
from .team import HandedOver, Team, hand_over

USUAL_PERIOD = dt.timedelta(days=30)
LONGEST_PERIOD = dt.timedelta(days=400)


class PeriodForm(forms.Form):
    """From which day to which; without, or with what makes no sense, the last thirty."""

    since = DayField(label=gettext_lazy("From"))
    until = DayField(label=gettext_lazy("Until"))

    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day, not after today; a long period is shortened at its beginning."""
        today = timezone.localdate()
        if not self.is_valid() or self.cleaned_data["since"] > min(self.cleaned_data["until"], today):
            return today - USUAL_PERIOD, today
        last = min(self.cleaned_data["until"], today)
        return max(self.cleaned_data["since"], last - LONGEST_PERIOD), last


@require_GET
@for_leads
def team(request: HttpRequest, reader: Reader) -> HttpResponse:
    found = Team.asked(reader, request.GET.dict())
    context = {"team": found, "key": uuid.uuid4().hex, **rail.context(request, reader, "team")}
    return render(request, "desk/team.html", context)


@require_GET
@for_leads
def team_time(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Whose time the office's cases took within a period: alone for htmx, as a page without scripts."""
    form = PeriodForm(request.GET if {"since", "until"} & set(request.GET) else None)
    first, last = form.days()
    shares = turns.of_cases(Team(reader).every_case, start_of(first), min(end_of(last), timezone.now()))
    context = {"shares": shares, "first": first, "last": last, "form": form}
    if request.htmx:
        return render(request, "desk/_team_time.html", context)
    return render(request, "desk/team_time.html", context | rail.context(request, reader, "team"))


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
        messages.warning(request, _("%(case)s could not be handed over: %(why)s") % {"case": number, "why": why})
