"""What may be said with the acts of a plan."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.engine.access import takes_in_for
from casework.engine.calendar import Calendar
from casework.engine.common_forms import AwaitedForm
from casework.engine.forms import ActForm
from casework.engine.links import still_waits
from casework.parties.models import Campaign, Cinema, Division, Unit
from casework.ui.days import DayField

from ..models import ChecklistVersion
from ..natures import PLANNED_BY, Nature

FEWEST_DIGITS = 6


class NumbersField(forms.CharField):
    """One prefecture a line with how many are drawn there: {division code: number}."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> dict[str, int]:
        places, found = {place.name: place for place in Division.objects.prefectures()}, {}
        for line in filter(None, map(str.strip, super().clean(value).splitlines())):
            match = re.fullmatch(r"(\D+?)\s*(\d{1,4})", line)
            named = [place for name, place in places.items() if match and name.startswith(match[1])]
            if len(named) != 1:
                said = _("“%(line)s” is not understood. Write a prefecture and a number on each line: 株洲市 3")
                raise ValidationError(said % {"line": line})
            found[named[0].code] = int(match[2])
        return found


class PlanForm(ActForm):
    name = forms.CharField(label=_("What the round is called"), max_length=40)
    campaign = forms.ModelChoiceField(queryset=Campaign.objects.all(), label=_("Campaign"), empty_label=None)
    nature = forms.ChoiceField(label=_("Nature"), choices=Nature.choices, widget=forms.RadioSelect)
    checklist = forms.ModelChoiceField(queryset=None, label=_("Checklist"))
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("A working day, by which every visit is made."))
    percent = forms.IntegerField(
        label=_("Share drawn in each prefecture, percent"), min_value=1, max_value=100, initial=10
    )
    numbers = NumbersField(
        label=_("Other numbers for single prefectures"),
        required=False,
        help_text=_("A prefecture and a number on each line; 0 draws nobody there."),
    )
    chain = forms.CharField(label=_("Only this chain"), required=False, max_length=40)
    min_complaints = forms.IntegerField(
        label=_("Only with at least so many complaints in a year"), required=False, min_value=0, max_value=1000
    )
    never_visited = forms.BooleanField(label=_("Only where nobody was yet"), required=False)
    excluded = forms.ModelMultipleChoiceField(queryset=None, label=_("Never to be drawn"), required=False)
    excluded_because = forms.CharField(
        label=_("Why they are left out"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    publishes = forms.BooleanField(label=_("Results are made public"), required=False, initial=True)
    approval_no = forms.CharField(label=_("Number of the approval"), required=False, max_length=60)
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=200)
    yearly_cap = forms.IntegerField(
        label=_("Visits of one unit in a year, at most"), required=False, min_value=1, max_value=100
    )

    conditional = ("excluded_because", *("approval_no", "legal_basis", "yearly_cap"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].queryset = ChecklistVersion.objects.published().select_related("checklist")
        cinemas = Cinema.objects.active().values("unit")
        self.fields["excluded"].queryset = Unit.objects.filter(pk__in=cinemas).order_by("name")

    def clean_min_complaints(self) -> int:
        return self.cleaned_data["min_complaints"] or 0

    def clean_last_day(self) -> dt.date:
        day = self.cleaned_data["last_day"]
        if day < self.now.astimezone().date():
            raise ValidationError(_("This day is over."))
        if not Calendar.load(day).is_workday(day):
            raise ValidationError(
                _("This is no working day. Please choose one, so that nobody has less time than said.")
            )
        return day

    def clean_checklist(self) -> ChecklistVersion:
        version = self.cleaned_data["checklist"]
        if not version.checklist.suits_only([Unit.Kind.CINEMA]):
            raise ValidationError(_("Cinemas are drawn; this checklist is for others."))
        return version

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not lie before the first."))
        if said.get("excluded") and not said.get("excluded_because"):
            self.add_error("excluded_because", _("Please say why they are left out."))
        self._check_nature(said)
        if said.get("nature") == Nature.AGREED:
            said |= {"approval_no": "", "legal_basis": "", "yearly_cap": None}
        return said

    def _check_nature(self, said: dict[str, Any]) -> None:
        office = self.case.office if self.case.pk else takes_in_for(self.actor)
        nature = said.get("nature")
        if nature and office is not None and office.kind not in PLANNED_BY[nature]:
            only = gettext("An administrative inspection is a film authority's; yours are verifications.")
            self.add_error("nature", only if nature == Nature.ADMINISTRATIVE else gettext("Film authorities inspect."))
        if nature == Nature.ADMINISTRATIVE:
            for name in ("approval_no", "legal_basis", "yearly_cap"):
                if not said.get(name):
                    self.add_error(
                        name, _("An administrative inspection needs this; it is shown to whoever is inspected.")
                    )


class ApprovePlanForm(ActForm):
    note = forms.CharField(
        label=_("What should be heeded"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class DrawForm(ActForm):
    digits = forms.CharField(
        label=_("Digits"),
        max_length=40,
        help_text=_("At least six digits that nobody could know before: of today's lottery, or thrown with dice."),
    )
    digits_from = forms.CharField(label=_("Where they are from"), max_length=120)

    def clean_digits(self) -> str:
        digits = re.sub(r"\s", "", self.cleaned_data["digits"])
        if not digits.isdecimal() or not digits.isascii() or len(digits) < FEWEST_DIGITS:
            raise ValidationError(_("Please enter at least six digits, and nothing else."))
        return digits


class OverForm(AwaitedForm):
    def holds(self) -> bool:
        """Nothing is left that the plan waits for."""
        return not still_waits(self.case)
