"""Fields that several forms of a request have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..lists import VoucherList, read_text
from ..sheet_field import shown_faults


class NumbersField(forms.CharField):
    """Voucher numbers as people type them; cleans to a `VoucherList`, every fault named by its line."""

    widget = forms.Textarea(attrs={"rows": 5, "spellcheck": "false"})

    def clean(self, value: Any) -> VoucherList:
        found = read_text(super().clean(value))
        if found.faults:
            raise ValidationError(shown_faults(found.faults))
        return found
