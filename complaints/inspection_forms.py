"""What may be said when a complaint asks for an inspection."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.calendar import Calendar
from casework.engine.forms import ActForm
from casework.parties.models import Unit
from casework.ui.days import DayField
from inspections.services import checklists_for, who_inspects

from .fields import text


class InspectionRequestForm(ActForm):
    unit = forms.ModelChoiceField(queryset=None, label=_("Unit to be inspected"))
    checklist = forms.ModelChoiceField(queryset=None, label=_("Checklist"))
    because = text(
        _("What to look at"),
        limit=1000,
        rows=3,
        help_text=_(
            "The inspectors read this word for word: write nothing that tells who complained, or that anybody did."
        ),
    )
    visit_by = DayField(
        label=_("Visit by"), required=False, help_text=_("A working day; left empty, as many days as usual.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [party.unit for party in self.case.party_list] if self.case.pk else []
        versions = checklists_for(units)
        fitting = [unit.pk for unit in units if any(version.checklist.suits(unit) for version in versions)]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=fitting)
        self.fields["unit"].label_from_instance = lambda unit: unit.name
        self.fields["checklist"].queryset = versions

    def clean_unit(self) -> Unit:
        unit = self.cleaned_data["unit"]
        if who_inspects(unit) is None:
            raise ValidationError(_("No union is responsible for where this unit is seated."))
        return unit

    def clean_visit_by(self) -> dt.date | None:
        day = self.cleaned_data["visit_by"]
        if day is not None and day <= timezone.localdate(self.now):
            raise ValidationError(_("Please leave at least until tomorrow."))
        if day is not None and not Calendar.load(day).is_workday(day):
            raise ValidationError(_("This is no working day."))
        return day
