"""Following a case without an account: its number and its access code."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.numbers import read_number

PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class TrackForm(forms.Form):
    """Only the shape is checked here; whether number and code belong together is said in one sentence for both."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=40,
        error_messages={"required": _("Please type the case number.")},
        widget=forms.TextInput(attrs={**PLAIN, "placeholder": _("such as TS26-004217-K")}),
    )
    code = forms.CharField(
        label=_("Access code"),
        max_length=40,
        error_messages={"required": _("Please type the access code.")},
        widget=forms.TextInput(attrs={**PLAIN, "placeholder": _("8 letters and figures")}),
    )

    def clean_number(self) -> str:
        number = read_number(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(_("One character of this number cannot be right. It should look like TS26-004217-K."))
        return number
