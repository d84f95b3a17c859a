"""By what a caller is recognised who asks for a new access code."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.engine import recognise

OF_THE_MATTER = {
    "happened_on": _("Day on which it happened"),
    "happened_at": _("Time of the showing"),
    "place": _("Cinema or platform"),
    "price_paid": _("Price paid, yuan"),
}


class NewCodeForm(recognise.NewCodeForm):
    """What a caller may name of a complaint, beside what every filing has."""

    parts: ClassVar[dict[str, int]] = {**recognise.NewCodeForm.parts, "place": 4}
    private = conditional = (*recognise.FACTS, *OF_THE_MATTER)
    field_order = (*private, "named", "handed")

    happened_on = recognise.told_day(OF_THE_MATTER["happened_on"])
    happened_at = forms.TimeField(
        label=OF_THE_MATTER["happened_at"], required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    place = recognise.told(OF_THE_MATTER["place"])
    price_paid = forms.DecimalField(
        label=OF_THE_MATTER["price_paid"], required=False, min_value=0, max_digits=7, decimal_places=2
    )
    named = recognise.which({**recognise.FACTS, **OF_THE_MATTER})

    @cached_property
    def on_file(self) -> dict[str, Any]:
        case = self.case
        units = [party.unit for party in case.party_list]
        return super().on_file | {
            "happened_on": case.happened_on,
            "happened_at": case.happened_at,
            "place": [name for unit in units for name in (unit.name, unit.short_name)],
            "price_paid": case.price_paid,
        }


# What the public is asked in the second person is asked of staff in the third.
STAFF_LABELS = {
    "category": _("Matter"),
    "at_the_cinema": _("Are they at the cinema right now?"),
    "story": _("The caller's own words, as near as can be"),
    "wish": _("What they want"),
    "name": _("Name of the caller or sender"),
}
