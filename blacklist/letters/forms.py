"""What somebody types from a letter on paper to have it checked."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import numbers
from .canonical import DIGEST_LENGTH, squeezed

_DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_LENGTH}}}")


class CheckForm(forms.Form):
    """`number` is cleaned to how it stands in the address of the check."""

    number = forms.CharField(
        label=_("Number of the letter"),
        max_length=60,
        help_text=_("Below the heading of the letter, such as 湘观影决字〔2026〕1号."),
    )
    digest = forms.CharField(
        label=_("Check code"),
        max_length=60,
        help_text=_("The last 16 figures and letters of the address below the QR code."),
    )

    def clean_number(self) -> str:
        found = numbers.numbers_in(squeezed(self.cleaned_data["number"]))
        if len(found) != 1:
            raise forms.ValidationError(
                _("Letters of ours have another form of number, such as 湘观影决字〔2026〕1号.")
            )
        return numbers.slug_of_number(found[0])

    def clean_digest(self) -> str:
        digest = squeezed(self.cleaned_data["digest"]).strip("/").lower()
        if not _DIGEST.fullmatch(digest):
            raise forms.ValidationError(_("The check code has 16 places, figures and the letters a to f."))
        return digest

    def place(self) -> dict[str, Any]:
        return {"slug": self.cleaned_data["number"], "digest": self.cleaned_data["digest"]}
