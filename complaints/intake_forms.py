"""What reached staff by phone, letter, visit or transfer, and what the office opens out of another case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.access import roles_of
from casework.engine.acts import HANDLER, OFFICE
from casework.engine.kinds import can_be_told

from .categories import ROLES
from .fields import text
from .filing_forms import FilingForm
from .matters import COMPLAINT, REPORT
from .models import Complaint

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def why_no_report_from(origin: Complaint, actor: Actor) -> object | None:
    """Why this person opens no report out of a case; None where they do: a mixed one at triage, by whoever handles it,
    and a withdrawn one, by the office (投诉举报办法 art. 7; LAW §1)."""
    roles = roles_of(actor, origin)
    if origin.matter == COMPLAINT and origin.state == "submitted":
        return None if HANDLER in roles else _("Only whoever handles the case splits it.")
    if origin.matter == COMPLAINT and origin.state == "withdrawn":
        return None if OFFICE in roles else _("Only the office whose case it was opens a report from it.")
    return _("A report is split off before a complaint is accepted, or opened after it was withdrawn.")


class IntakeForm(FilingForm):
    """The same, told by phone, letter, visit or transfer and typed in by staff.

    The caller's words stand as near as can be in `story`; what the clerk makes of them is `summary`, for the office
    alone. A caller leaves a phone; a letter may have none: then an e-mail or a postal address is needed, so that there
    is always a way to reach whoever complains.
    """

    private = (*FilingForm.private, "address")
    internal = ("summary",)
    conditional = ("matter", "anonymous", "story", "name", "phone", "outside_no", "proof_shown", *ROLES)
    field_order = (
        "source",
        "outside_no",
        "matter",
        "category",
        "at_the_cinema",
        "cinema",
        "platform",
        "body",
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
        "anonymous",
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
    origin = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].queryset = Complaint.objects.select_related("office", "contact")
        for name, label in STAFF_LABELS.items():
            self.fields[name].label = label
        self.fields["matter"].initial, self.fields["anonymous"].initial = COMPLAINT, "no"
        self.fields["at_the_cinema"].choices = [("yes", _("Yes")), ("no", _("No"))]
        self.fields["anonymous"].choices = [("no", _("With a name")), ("yes", _("Without a name (reports only)"))]

    def clean_origin(self) -> Complaint | None:
        origin = self.cleaned_data["origin"]
        why = why_no_report_from(origin, self.actor) if origin is not None else None
        if why is not None:
            raise ValidationError(why)
        return origin

    def clean(self) -> dict[str, Any]:
        """A report opened out of another case is the same person's where it was split from their complaint, and the
        office's own where that was withdrawn."""
        origin = self.cleaned_data.get("origin")
        if origin is not None:
            self.cleaned_data |= {"matter": REPORT, "source": Complaint.Source.OFFICE}
            self.cleaned_data["anonymous"] = not (origin.is_open and can_be_told(origin))
            self.errors.pop("source", None)
        said = super().clean()
        if said.get("source") == Complaint.Source.HOTLINE:
            self._need(said, "outside_no", _("Please give the number that 12345 gave it."))
        return said

    def _need_person(self, said: dict[str, Any]) -> None:
        ways = {"phone", "email", "address"}
        if said["anonymous"] or said.get("origin"):
            self._forget_person(said)
            return
        if not any(said.get(way) for way in ways) and not ways & set(self.errors):
            self.add_error(
                "phone", _("A way to reach them is needed: a phone number, or else an e-mail or a postal address.")
            )
        if not said["at_the_cinema"]:
            self._need(said, "name", _("Please tell us what to call you."))


# What the public is asked in the second person is asked of staff in the third.
STAFF_LABELS = {
    "category": _("What it is about"),
    "anonymous": _("Are they giving their name?"),
    "at_the_cinema": _("Are they at the cinema right now?"),
    "story": _("The caller's own words, as near as can be"),
    "wish": _("What they want"),
    "name": _("Name of the caller or sender"),
}
