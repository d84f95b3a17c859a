"""Who of the office is away and who stands in for them: entered by a lead for anybody, by others for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from casework.engine.access import OFFICE_ROLES
from casework.parties import absences
from casework.parties.models import Absence, Membership, User
from casework.ui.days import DayField

from . import rail
from .people import Reader, for_handlers

# The model's fields under the names that the form gives them.
SHOWN_AT = {"user": "person"}


class AbsenceForm(forms.Form):
    """`person` only where a lead enters it."""

    person = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Who is away"))
    since = DayField(label=gettext_lazy("First day away"))
    until = DayField(label=gettext_lazy("Last day away"))
    stand_in = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Who stands in"))

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.in_force(unit=reader.unit, role__in=OFFICE_ROLES)
        people = User.objects.filter(pk__in=members.values("user")).order_by("name")
        self.fields["person"].queryset = people
        self.fields["stand_in"].queryset = people if reader.leads else people.exclude(pk=reader.person.pk)
        if not reader.leads:
            del self.fields["person"]


@require_http_methods(["GET", "POST"])
@for_handlers
def absences_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = AbsenceForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid() and _entered(form, reader):
        messages.success(request, _("It is entered. The stand-in has the cases on these days, and gets the messages."))
        return redirect("desk:absences")
    context = {"form": form, "absences": _absences(reader), "today": timezone.localdate()}
    status = 422 if form.errors else 200
    return render(request, "desk/absences.html", context | rail.context(request, reader, "absences"), status=status)


@require_POST
@for_handlers
def end_absence(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """The person is back today."""
    absences.end(get_object_or_404(_theirs_to_end(reader), pk=pk))
    messages.success(request, _("The absence is ended."))
    return redirect("desk:absences")


def _entered(form: AbsenceForm, reader: Reader) -> bool:
    said = form.cleaned_data
    person = said.get("person") or reader.person
    days = {"since": said["since"], "until": said["until"]}
    try:
        absences.enter(user=person, unit=reader.unit, stand_in=said["stand_in"], by=reader.person, **days)
    except ValidationError as faults:
        for name, texts in faults.message_dict.items():
            shown = SHOWN_AT.get(name, name)
            form.add_error(shown if shown in form.fields else None, texts)
        return False
    return True


def _theirs_to_end(reader: Reader) -> Any:
    ours = Absence.objects.filter(unit=reader.unit)
    return ours if reader.leads else ours.filter(user=reader.person)


def _absences(reader: Reader) -> list[dict[str, Any]]:
    """What lasts or is to come; everybody of the office sees who is away."""
    today = timezone.localdate()
    rows = Absence.objects.filter(unit=reader.unit, until__gte=today).select_related("user", "stand_in")
    return [
        {"row": row, "now": row.since <= today, "may_end": reader.leads or row.user_id == reader.person.pk}
        for row in rows
    ]
