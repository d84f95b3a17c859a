"""Fields of what a cinema and a platform agree (R31)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_SETTLEMENT = 180


class ProcedureField(forms.CharField):
    """How vouchers are redeemed, step by step."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "label": _("How its vouchers are redeemed"),
            "max_length": 1000,
            "help_text": _("Step by step, as members read it; shown publicly."),
        }
        super().__init__(**{**defaults, **kwargs})


class DaysField(forms.IntegerField):
    """Within how many days the platform settles."""

    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "label": _("Settles within, days"),
            "min_value": 1,
            "max_value": LONGEST_SETTLEMENT,
            "help_text": _("Within how many days the platform pays the cinema what was redeemed, as agreed."),
        }
        super().__init__(**{**defaults, **kwargs})
