"""A complaint as it is filed: by whoever it happened to, or typed in by staff who were told of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine import recognise
from casework.engine.forms import ActForm, AttachmentsField
from casework.parties.models import Campaign, Cinema, Hall, Platform
from casework.parties.phones import as_e164

from .categories import BY_CODE, CHOICES
from .fields import text
from .models import Complaint


class FilingForm(ActForm):
    """A complaint as it is filed, whichever page or desk it comes from. One thing a page is the wizard's business.

    At the counter only three answers are needed: what, which cinema, a phone number; the rest can follow.
    """

    private = ("name", "phone", "email")
    recorded_as: ClassVar[dict[str, Any]] = {"story": _("What happened, as told"), "wish": _("What is wanted")}

    category = forms.ChoiceField(label=_("What happened"), choices=CHOICES)
    at_the_cinema = forms.TypedChoiceField(
        label=_("Are you at the cinema now?"),
        coerce=lambda value: value == "yes",
        required=False,
        empty_value=False,
        choices=[("yes", _("Yes, I am at the cinema now")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    cinema = forms.ModelChoiceField(queryset=None, label=_("Cinema"), required=False)
    platform = forms.ModelChoiceField(queryset=None, label=_("Payment platform"), required=False)
    happened_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    happened_at = forms.TimeField(
        label=_("Time of the showing"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    film = forms.CharField(label=_("Film"), required=False, max_length=60)
    price_paid = forms.DecimalField(
        label=_("Price paid, yuan"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    service_fee = forms.DecimalField(
        label=_("Of which network service fee, yuan"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    hall = forms.ChoiceField(
        label=_("Hall"),
        required=False,
        choices=[("", _("I do not know")), *Hall.choices],
        widget=forms.RadioSelect,
    )
    proof_shown = forms.ChoiceField(
        label=_("What was shown"), required=False, choices=[("", "—"), *Complaint.Proof.choices]
    )
    story = text(_("What happened, in your own words"), required=False, limit=5000, rows=6)
    wish = text(_("What you want"), required=False, limit=500, rows=2)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)
    name = forms.CharField(label=_("Your name"), required=False, max_length=60)
    phone = forms.CharField(label=_("Mobile phone"), max_length=20)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cinema"].queryset = Cinema.objects.active().select_related("unit")
        self.fields["platform"].queryset = Platform.objects.active().select_related("unit")

    def clean_phone(self) -> str:
        return as_e164(self.cleaned_data["phone"])

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > self.now.astimezone().date():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self._find_campaign(said)
        self._need_party(said)
        if not said.get("at_the_cinema"):
            self._need(said, "story", _("Please tell us what happened, in a sentence or two."))
            self._need(said, "name", _("Please tell us what to call you."))
        if (said.get("service_fee") or 0) > (said.get("price_paid") or 0):
            self.add_error("service_fee", _("The fee is a part of the price paid, so it cannot be more."))
        category = BY_CODE.get(said.get("category", ""))
        if category and category.proof and not said.get("at_the_cinema"):
            self._need(said, "proof_shown", _("Please say what was shown."))
        return said

    def _find_campaign(self, said: dict[str, Any]) -> None:
        """The campaign is picked by the day of the event (R8)."""
        day = said.get("happened_on")
        said["campaign"] = Campaign.objects.on(day) if day else None
        if day and said["campaign"] is None:
            self.add_error("happened_on", _("No campaign was running on this day. For other matters call 12345."))

    def _need_party(self, said: dict[str, Any]) -> None:
        category = BY_CODE.get(said.get("category", ""))
        if category is None or said.get("cinema") or said.get("platform"):
            return
        first = category.answers[0]
        words = {"cinema": _("Please choose the cinema."), "platform": _("Please choose the platform.")}[first]
        if len(category.answers) > 1:
            words = _("Please choose the cinema, the platform, or both.")
        self.add_error(first, words)

    def _need(self, said: dict[str, Any], name: str, message: Any) -> None:
        if not said.get(name) and name not in self.errors:
            self.add_error(name, message)


class IntakeForm(FilingForm):
    """The same, told by phone, letter, visit or transfer and typed in by staff.

    The caller's words stand as near as can be in `story`; what the clerk makes of them is `summary`, for the office
    alone. A caller leaves a phone; a letter may have none: then an e-mail or a postal address is needed, so that there
    is always a way to reach whoever complains.
    """

    private = (*FilingForm.private, "address")
    internal = ("summary",)
    conditional = ("story", "name", "phone", "outside_no", "proof_shown", "cinema", "platform")
    field_order = (
        "source",
        "outside_no",
        "category",
        "at_the_cinema",
        "cinema",
        "platform",
        "happened_on",
        "happened_at",
        "film",
        "hall",
        "price_paid",
        "service_fee",
        "proof_shown",
        "story",
        "wish",
        "summary",
        "attachments",
        "name",
        "phone",
        "email",
        "address",
    )

    source = forms.ChoiceField(
        label=_("How it reached us"), choices=Complaint.Source.told(), widget=forms.RadioSelect, initial="phone"
    )
    # No free text: this number is a fact of the record, and stays when the words are erased.
    outside_no = forms.RegexField(
        r"^[0-9A-Za-z〔〕()（）\-_/#.号字第]+$",
        label=_("The sender's own number"),
        required=False,
        max_length=40,
        help_text=_("Of a transfer from 12345 or a registered letter."),
        error_messages={"invalid": _("Only the number itself: letters, figures and dashes.")},
    )
    summary = text(
        _("Summary by the clerk"), required=False, limit=1000, rows=3, help_text=_("Only the office reads this.")
    )
    address = forms.CharField(label=_("Postal address"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = False
        for name, label in STAFF_LABELS.items():
            self.fields[name].label = label
        self.fields["at_the_cinema"].choices = [("yes", _("Yes")), ("no", _("No"))]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("source") == Complaint.Source.HOTLINE:
            self._need(said, "outside_no", _("Please give the number that 12345 gave it."))
        if not any(said.get(way) for way in ("phone", "email", "address")) and not self._faulty_ways():
            self.add_error(
                "phone", _("A way to reach them is needed: a phone number, or else an e-mail or a postal address.")
            )
        return said

    def _faulty_ways(self) -> bool:
        return bool({"phone", "email", "address"} & set(self.errors))


OF_THE_MATTER = {
    "happened_on": _("Day on which it happened"),
    "happened_at": _("Time of the showing"),
    "place": _("Cinema or platform"),
    "price_paid": _("Price paid, yuan"),
}


class NewCodeForm(recognise.NewCodeForm):
    """What a caller may name of a complaint, beside what every filing has."""

    parts: ClassVar[dict[str, int]] = {**recognise.NewCodeForm.parts, "place": 4}
    private = conditional = (*recognise.FACTS, *OF_THE_MATTER)
    field_order = (*private, "named", "handed")

    happened_on = recognise.told_day(OF_THE_MATTER["happened_on"])
    happened_at = forms.TimeField(
        label=OF_THE_MATTER["happened_at"], required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    place = recognise.told(OF_THE_MATTER["place"])
    price_paid = forms.DecimalField(
        label=OF_THE_MATTER["price_paid"], required=False, min_value=0, max_digits=7, decimal_places=2
    )
    named = recognise.which({**recognise.FACTS, **OF_THE_MATTER})

    @cached_property
    def on_file(self) -> dict[str, Any]:
        case = self.case
        units = [party.unit for party in case.party_list]
        return super().on_file | {
            "happened_on": case.happened_on,
            "happened_at": case.happened_at,
            "place": [name for unit in units for name in (unit.name, unit.short_name)],
            "price_paid": case.price_paid,
        }


# What the public is asked in the second person is asked of staff in the third.
STAFF_LABELS = {
    "category": _("Matter"),
    "at_the_cinema": _("Are they at the cinema now?"),
    "story": _("The caller's own words, as near as can be"),
    "wish": _("What they want"),
    "name": _("Name of the caller or sender"),
}
