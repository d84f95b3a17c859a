"""A platform proposes many cinemas at once: what is read of its list is shown before any case is opened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.admissions.enrolments import proposals
from casework.admissions.enrolments.proposals import MOST, MOST_LINES, ReadList
from casework.admissions.enrolments.terms_fields import DaysField, ProcedureField
from casework.engine.access import speaks_for
from casework.engine.http import Marks
from casework.parties.models import Campaign, Division, Unit
from casework.ui.lengths import limit_lengths

from ..people import PartyReader

PROPOSE = "propose"


class ProposeForm(forms.Form):
    """Which cinemas, and the terms that each of them finds filled in. Any of the three ways to name them will do."""

    unit = forms.ModelChoiceField(queryset=None, label=_("For which unit"), empty_label=None)
    campaign = forms.ModelChoiceField(queryset=None, label=_("For which campaign"), empty_label=None)
    listed = forms.CharField(
        label=_("Cinemas, by name or code"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("One on each line, as your list has them: a name, a code of 8 digits, or both."),
    )
    place = forms.ChoiceField(label=_("Or all open cinemas of a place"), required=False)
    sheet = forms.BooleanField(label=_("Or those of the list that you sent in last"), required=False)
    procedure = ProcedureField(
        required=False, help_text=_("As you agree it with all of them; each cinema can change it before it sends it.")
    )
    settlement_days = DaysField(required=False)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("name")
        today = timezone.localdate()
        self.fields["campaign"].queryset = Campaign.objects.filter(redeem_until__gte=today).order_by("-starts_on")
        places = Division.objects.by_prefecture()
        self.fields["place"].choices = [
            ("", _("No place chosen")),
            *((top.name, _choices(top, parts)) for top, parts in places),
        ]
        for name in ("unit", "campaign"):
            found = list(self.fields[name].queryset[:2])
            if len(found) == 1:
                self.fields[name].initial, self.fields[name].widget = found[0].pk, forms.HiddenInput()
        for field in self.fields.values():
            limit_lengths(field)

    def clean_listed(self) -> str:
        text = self.cleaned_data["listed"]
        lines = len([line for line in text.splitlines() if line.strip()])
        if lines > MOST_LINES:
            words = _("These are %(lines)d lines; at most %(most)d are read at a time.")
            raise forms.ValidationError(words % {"lines": lines, "most": MOST_LINES})
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not any(said.get(name) for name in ("listed", "place", "sheet")) and "listed" not in self.errors:
            self.add_error("listed", _("Please name the cinemas: type them, or choose one of the ways below."))
        return said


def _choices(top: Division, parts: list[Division]) -> list[tuple[str, Any]]:
    return [(top.code, _("All of %(city)s") % {"city": top.name}), *((part.code, part.name) for part in parts)]


def show_proposing(request: HttpRequest, reader: PartyReader, frame: dict[str, Any]) -> HttpResponse:
    """GET shows the form; POST what was read; POST with `step` the proposals, and what became of each."""
    units = speaks_for(reader.actor, (Unit.Kind.PLATFORM,))
    if not units:
        raise Http404
    form = ProposeForm(request.POST if request.method == "POST" else None, units=units)
    # What was read and what is sent are one form to whoever fills it in, and to the browser that keeps it.
    key = request.POST.get("key", "")[:40]
    marks = replace(Marks.of(), key=key) if key else Marks.of()
    context: dict[str, Any] = {"form": form, "marks": marks, "most": MOST, **frame}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _go_on(request, reader, form, context)
    return render(request, "admissions/desk/propose.html", context, status=status)


def _go_on(request: HttpRequest, reader: PartyReader, form: ProposeForm, context: dict[str, Any]) -> int:
    """Read, or propose what was ticked; the answer's status."""
    said = form.cleaned_data
    lists = proposals.Reader(said["unit"], said["campaign"], timezone.localdate())
    context["read"] = _read(lists, said)
    if request.POST.get("step") != PROPOSE:
        return 200
    ticked = _ticked(request)
    context["ticked"] = ticked
    key = request.POST.get("key", "")
    if not ticked or len(ticked) > MOST or not key:
        context["too_many"] = len(ticked) if len(ticked) > MOST else 0
        context["none_ticked"] = not ticked
        return 422
    terms = {name: said[name] for name in ("procedure", "settlement_days") if said[name]}
    context["done"] = proposals.propose(reader=lists, cinemas=ticked, by=reader.actor, key=key, **terms)
    return 200


def _read(lists: proposals.Reader, said: dict[str, Any]) -> ReadList:
    typed = lists.read(said["listed"])
    known = {one.cinema.pk: one for one in typed.known}
    picked = proposals.of_their_sheet(said["unit"], said["campaign"]) if said["sheet"] else []
    more = [*lists.listed(picked).known, *(lists.within(said["place"]).known if said["place"] else [])]
    return ReadList([*known.values(), *(one for one in more if one.cinema.pk not in known)], typed.unread)


def _ticked(request: HttpRequest) -> list[int]:
    """The cinemas that were ticked, and those chosen for lines that were doubtful."""
    chosen = [*request.POST.getlist("cinema"), *request.POST.getlist("meant")]
    return list(dict.fromkeys(int(pk) for pk in chosen if pk.isdecimal() and len(pk) < 19))
