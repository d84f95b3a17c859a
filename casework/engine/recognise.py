"""By what whoever filed a case is recognised: facts of the filing, typed in as told and compared with what is on file.

Those complained of know the matter, and often the name of whoever complains: one of the facts must be a way to reach
them, which no party is ever told (DESIGN §4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.parties.phones import EXTENSION
from casework.ui.days import DayField

from .forms import ActForm

LEAST = 2


def told(label: Any, **attrs: str) -> forms.CharField:
    """A fact in words, as somebody says it."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget)


def told_day(label: Any) -> forms.DateField:
    return DayField(label=label, required=False)


def which(facts: Mapping[str, Any]) -> forms.MultipleChoiceField:
    """Which facts were named, for the record: worked out from what is filled in, whatever is sent for it."""
    return forms.MultipleChoiceField(
        label=_("What was named"), required=False, choices=list(facts.items()), widget=forms.MultipleHiddenInput
    )


FACTS = {
    "phone_end": _("Last four figures of the phone number"),
    "email": _("E-mail"),
    "address": _("Postal address"),
    "name": _("Name"),
    "filed_on": _("Day on which it was filed"),
}


class NewCodeForm(ActForm):
    """What a caller names of their filing. Of what is typed nothing is kept, neither as a fact nor as words.

    own: facts that are told to no party; one of them is needed. parts: facts of which so many letters in a row are
    enough. A kind adds the facts of its matter to `private`, `conditional`, `named` and `on_file`.
    """

    own: ClassVar[tuple[str, ...]] = ("phone_end", "email", "address")
    parts: ClassVar[dict[str, int]] = {"address": 6}
    private = conditional = tuple(FACTS)

    phone_end = told(FACTS["phone_end"], inputmode="numeric")
    email = told(FACTS["email"], inputmode="email")
    address = told(FACTS["address"])
    name = told(FACTS["name"])
    filed_on = told_day(FACTS["filed_on"])
    named = which(FACTS)
    handed = forms.ChoiceField(
        label=_("How the caller gets the code"),
        choices=[
            ("phone", _("Read out on the phone")),
            ("printed", _("Printed and handed over")),
            ("sent", _("Sent to the phone or address on file")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone_end"].validators.append(RegexValidator(r"^\d{4}$", _("Please enter four digits.")))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["named"] = [name for name in self.private if said.get(name) not in (None, "")]
        faulty = set(self.errors) & set(self.private)
        if not faulty and len(said["named"]) < LEAST:
            raise ValidationError(_("Please type in two things that the caller named."))
        if not faulty and not set(said["named"]) & set(self.own):
            raise ValidationError(
                _("One of them must be the phone number, the e-mail or the postal address: others may know the rest.")
            )
        return said

    @cached_property
    def on_file(self) -> dict[str, Any]:
        """The same facts as they are on file; a list where each of several is right."""
        from .models import ContactDetails

        contact = ContactDetails.objects.filter(case=self.case.pk).first() or ContactDetails()
        return {
            "phone_end": contact.phone.partition(EXTENSION)[0][-4:],
            "email": contact.email,
            "address": contact.address,
            "name": contact.name,
            "filed_on": timezone.localdate(self.case.opened_at),
        }

    def holds(self) -> bool:
        """Whether everything that was named is so. Which of it is not, nobody is told."""
        return all(self._fits(name, self.cleaned_data[name]) for name in self.cleaned_data["named"])

    def _fits(self, name: str, said: Any) -> bool:
        known = self.on_file[name]
        if not isinstance(said, str):
            return said == known
        enough = self.parts.get(name)
        right = [plain(text) for text in (known if isinstance(known, list) else [known]) if text]
        said = plain(said)
        return said in right or bool(enough and len(said) >= enough and any(said in text for text in right))

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        if not self.holds():
            found.pop("handed", None)
        return found


def plain(text: str) -> str:
    """Letters and figures only, of one width and case: as one says them."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
