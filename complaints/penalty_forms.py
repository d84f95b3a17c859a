"""What may be said when a complaint proposes a penalty decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.services import VIOLATIONS, check_day, parties
from casework.engine.forms import ActForm, in_words
from casework.engine.models import Case
from casework.engine.unnamed import check_names_nobody
from casework.ui.days import DayField


class ProposeDecisionForm(ActForm):
    """Which act of whom. The facts begin the draft, which the party reads word for word."""

    unit = forms.ModelChoiceField(queryset=None, label=_("Party"), empty_label="—")
    violation = forms.ChoiceField(label=_("Violation"), choices=[("", "—"), *VIOLATIONS])
    happened_on = DayField(label=_("Day of the violation"))
    facts = in_words(
        pgettext_lazy("penalty", "What was found"),
        _(
            "Where, when, what, and by what evidence. The party reads this word for word once it is notified: write "
            "nothing that tells who complained."
        ),
        rows=6,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [party.unit_id for party in self.case.party_list] if self.case.pk else []
        unit = self.fields["unit"]
        unit.queryset = parties().filter(pk__in=named).order_by("pk")
        unit.label_from_instance = lambda one: one.name
        if len(named) == 1:
            unit.empty_label = None
        self.initial = {
            "violation": self.case.topic,
            "happened_on": self.case.happened_on,
            **self.initial,
        }

    def clean_happened_on(self) -> dt.date:
        check_day(self.cleaned_data["happened_on"], self.now)
        return self.cleaned_data["happened_on"]

    def clean_facts(self) -> str:
        check_names_nobody(self.cleaned_data["facts"], Case.objects.filter(pk=self.case.pk))
        return self.cleaned_data["facts"]
