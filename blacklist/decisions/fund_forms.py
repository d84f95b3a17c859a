"""What may be said about a notice to the fund's office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField

from .forms import WAYS


class LetterField(forms.CharField):
    """The number of a letter, which the record keeps as a fact."""


class TellFundForm(ActForm):
    """About the newest notice alone: whoever sent an earlier one must send this one too."""

    recorded_as = {"letter": _("Notice that was sent")}

    letter = LetterField(label=_("Notice that was sent"), max_length=40, widget=forms.HiddenInput())
    way = forms.ChoiceField(label=_("How it was sent"), choices=WAYS, widget=forms.RadioSelect)
    attachments = AttachmentsField(label=_("Proof that it was sent"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter"].initial = self.case.fund_letter
        words = {"number": self.case.fund_letter, "office": self.case.campaign.fund_office}
        self.fields["way"].help_text = _("%(number)s, to %(office)s") % words

    def clean_letter(self) -> str:
        if self.cleaned_data["letter"] != self.case.fund_letter:
            raise forms.ValidationError(
                _("A newer notice was written meanwhile: %(number)s. Please send that one.")
                % {"number": self.case.fund_letter}
            )
        return self.cleaned_data["letter"]
