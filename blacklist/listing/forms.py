"""What may be asked of the list, by the public and at the desk: one form, whose answers have addresses to share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Division
from casework.parties.place_choices import Places, place_choices
from casework.ui.days import DayField
from casework.ui.text import half_width

from ..violations import CHOICES
from .entries import Entry

NARROWS = ("q", "county", "violation", "since", "until")


class ListForm(forms.Form):
    """Words of a name, a code or a number; a county or a prefecture; a violation; from when until when it was decided.
    `after`: what the page before ended with."""

    q = forms.CharField(label=_("Name, code or number"), max_length=80, required=False)
    county = forms.ChoiceField(label=_("Prefecture or county"), required=False)
    violation = forms.ChoiceField(label=_("Violation"), required=False, choices=[("", _("Any violation")), *CHOICES])
    since = DayField(label=_("Decided from"), required=False)
    until = DayField(label=_("Decided until"), required=False)
    after = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.divisions = {division.code: division for top, parts in places for division in (top, *parts)}
        self.fields["county"].choices = place_choices(places)

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for; nothing where it makes no sense, which the form says."""
        return self.cleaned_data if self.is_valid() else {}

    @property
    def within(self) -> Division | None:
        return self.divisions.get(self.asked.get("county", ""))

    @property
    def asks_more(self) -> bool:
        """Whether anything is asked for, or wrong, beside name and place."""
        return any(self[name].value() for name in ("violation", "since", "until"))

    def narrowing(self) -> dict[str, Any]:
        """What narrows the list, as an address says it."""
        return {name: self.asked[name] for name in NARROWS if self.asked.get(name)}

    def link(self, **more: Any) -> str:
        """The address of the list so narrowed."""
        return f"?{urlencode(self.narrowing() | more)}"


def narrowed(entries: Iterable[Entry], form: ListForm) -> list[Entry]:
    """The entries that fit all that was asked for, in their order. No statement."""
    asked, within = form.asked, form.within
    words = _plain(asked.get("q", "")).split()
    since, until = asked.get("since"), asked.get("until")
    return [
        one
        for one in entries
        if all(word in _said(one) for word in words)
        and (within is None or one.place.startswith(within.prefix))
        and asked.get("violation", "") in ("", one.violation_code)
        and (since is None or one.decided_on >= since)
        and (until is None or one.decided_on <= until)
    ]


def _said(one: Entry) -> str:
    """What the entry itself shows, so that nobody learns a masked name by trying."""
    return _plain(f"{one.name} {one.uscc} {one.code} {one.number}")


def _plain(text: str) -> str:
    return half_width(text).casefold()
