"""What the public may ask the list of results for."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Division


class ResultsForm(forms.Form):
    """`name` of a unit, or part of it; `within` a prefecture; `before` is the key of the last result seen."""

    name = forms.CharField(label=_("Cinema or other unit"), max_length=40, required=False)
    within = forms.ModelChoiceField(
        queryset=Division.objects.prefectures(),
        label=_("Prefecture"),
        required=False,
        empty_label=_("All of Hunan"),
    )
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def narrowing(self) -> dict[str, str]:
        """What narrows the list, as an address says it."""
        return {name: self.data[name] for name in ("name", "within") if self.cleaned_data.get(name)}

    def link(self, **more: int) -> str:
        """The address of the list so narrowed."""
        return f"?{urlencode(self.narrowing() | more)}"
