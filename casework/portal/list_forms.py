"""What the public may ask the lists of platforms and cinemas for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Division
from casework.parties.place_choices import Places, place_choices


class YearForm(forms.Form):
    """`year`: of the campaign; none is today's."""

    year = forms.IntegerField(min_value=2000, max_value=2999, required=False, widget=forms.HiddenInput)


class CinemasForm(YearForm):
    """Words, a county or a prefecture, a platform. `after`: the code of the last cinema seen."""

    q = forms.CharField(label=_("Name, code or place"), max_length=40, required=False)
    county = forms.ChoiceField(label=_("Prefecture or county"), required=False)
    platform = forms.TypedChoiceField(label=_("Takes vouchers of"), required=False, coerce=int, empty_value=None)
    after = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Places, platforms: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.divisions = {division.code: division for top, parts in places for division in (top, *parts)}
        self.fields["county"].choices = place_choices(places)
        self.fields["platform"].choices = [("", _("Any platform")), *platforms]

    @property
    def within(self) -> Division | None:
        return self.divisions.get(self.cleaned_data.get("county", ""))

    def narrowing(self) -> dict[str, Any]:
        """What narrows the list, as an address says it."""
        return {name: self.cleaned_data[name] for name in ("q", "county", "platform") if self.cleaned_data.get(name)}

    def link(self, **more: Any) -> str:
        """The address of the list so narrowed, of the same year."""
        year = {"year": self.cleaned_data["year"]} if self.cleaned_data.get("year") else {}
        return f"?{urlencode(year | self.narrowing() | more)}"
