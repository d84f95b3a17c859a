"""What a platform says of itself and sends along, as fields: for the application, and for what changes later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField
from casework.parties.identifiers import as_uscc, validate_uscc
from casework.parties.models import UnitContact
from casework.parties.phones import as_dialled, validate_service_phone
from casework.ui.days import DayField

from ..list_field import CinemaListForm
from ..models import CinemaSheet
from ..undertakings import UndertakingForm

LEVELS = UnitContact.Level
# The files, by field: R23, R25.
PAPERS = ("licence", "invoice", "manual", "stamped_list", "agreements")


class UsccInput(forms.CharField):
    """A code typed with gaps or in small letters is the same code."""

    default_validators = [validate_uscc]

    def to_python(self, value: Any) -> str:
        return as_uscc(super().to_python(value))


class ServicePhoneInput(forms.CharField):
    """A unit's number as it is dialled."""

    default_validators = [validate_service_phone]

    def to_python(self, value: Any) -> str:
        return as_dialled(super().to_python(value))


class ContactsForm(ActForm):
    """Whom to call, for each level of the unions (R30); cleans to `contacts`, by level {"name", "phone"}."""

    all_levels = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level, label in LEVELS.choices:
            said = {"required": self.all_levels}
            name, phone = _("%(level)s: contact"), _("%(level)s: phone")
            self.fields[f"name_{level}"] = forms.CharField(label=name % {"level": label}, max_length=40, **said)
            self.fields[f"phone_{level}"] = ServicePhoneInput(label=phone % {"level": label}, max_length=32, **said)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["contacts"] = {level: self._contact(said, level) for level in LEVELS.values if said.get(f"name_{level}")}
        return said

    @staticmethod
    def _contact(said: Mapping[str, Any], level: str) -> dict[str, str]:
        return {"name": said[f"name_{level}"], "phone": said.get(f"phone_{level}", "")}


class PapersForm(CinemaListForm, ContactsForm):
    """Everything that R16, R23, R25 and R30 ask for. keeps_papers: those that were sent already may be left out."""

    keeps_papers = False
    # People are called by what the application says last; the record names none of them.
    private = tuple(f"{part}_{level}" for level in LEVELS.values for part in ("name", "phone"))

    conditional = ("about_list",)
    field_order = (
        *("account", "uscc", "licence", "licence_until", "invoice", "manual", "service_phone", "extension_channel"),
        *(f"{part}_{level}" for level in LEVELS.values for part in ("name", "phone")),
        *("cinema_list", "about_list", "stamped_list", "agreements"),
        *UndertakingForm.FIELDS,
    )

    uscc = UsccInput(label=_("Unified social credit code"), max_length=36)
    licence = AttachmentsField(label=_("Business licence"))
    licence_until = DayField(label=_("Licence valid until"))
    invoice = AttachmentsField(label=_("Sample of an invoice, with its annex"))
    manual = AttachmentsField(
        label=_("Operation manual"), help_text=_("Shown to everybody once the platform is in public notice (R29).")
    )
    stamped_list = AttachmentsField(label=_("List of cooperating cinemas, with the seal"))
    agreements = AttachmentsField(label=_("Copies of the agreements with the cinemas"))
    service_phone = ServicePhoneInput(label=_("Service phone"), max_length=32)
    extension_channel = forms.CharField(
        label=_("Extension and pooling: where and how"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How a voucher is extended, and what becomes of what is left on it; shown to everybody (R16)."),
    )

    about_list = forms.CharField(
        label=_("Where the list falls short: what the bodies should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.keeps_papers:
            for name in PAPERS:
                self.fields[name].required = not self.case.papers.get(name)
            self.fields["cinema_list"].required = self.case.cinema_sheet_id is None

    def clean(self) -> dict[str, Any]:
        """A list below the figures is no gap: the bodies see what was read of it and decide (R24). But nobody sends
        one without having been told, and saying something to it."""
        said = super().clean()
        read = said["cinema_sheet"] or self.case.cinema_sheet
        if read is not None and not said.get("about_list") and "about_list" not in self.errors:
            for words in short_of(read):
                self.add_error("about_list", words)
        return said


def short_of(read: CinemaSheet) -> list[str]:
    """In what a list falls short of the figures, and which rows nobody has looked at; nothing where it does not."""
    found = []
    if not read.covers_counties:
        words = _("The list covers %(covered)d of %(total)d counties; %(needed)d are needed. Please say how it comes.")
        campaign = read.campaign
        parts = {"covered": read.counties, "total": campaign.county_total, "needed": campaign.counties_needed}
        found.append(words % parts)
    if not read.has_cinemas:
        words = _("The list has %(cinemas)d cinemas that count; %(needed)d are needed. Please say how it comes.")
        found.append(words % {"cinemas": read.cinemas, "needed": read.campaign.cinema_minimum})
    if read.to_look_at:
        words = _("%(rows)d rows of the list count for nothing yet: look at each of them, or say what they are.")
        found.append(words % {"rows": read.to_look_at})
    return found


def as_typed(case: Any) -> dict[str, Any]:
    """What a form of these fields begins with, from what the case says already."""
    found = {name: getattr(case, name) for name in ("uscc", "licence_until", "service_phone", "extension_channel")}
    for level, contact in case.contacts.items():
        found |= {f"name_{level}": contact["name"], f"phone_{level}": contact["phone"]}
    return found
