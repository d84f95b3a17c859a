"""Asking for more time for one voucher: the form of a member, without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.calendar import Calendar
from casework.parties.models import Unit
from casework.parties.phones import as_e164
from casework.ui.text import person_name
from casework.ui.times import day_words

from .. import extending
from ..extending import Taken, Voucher
from ..models.extensions import VoucherExtension
from ..money import fen_of
from ..months import extended
from ..numbers import LONGEST_TYPED, normal
from .asking_forms import AskingForm


class MemberForm(AskingForm):
    """Of the platform's business are the voucher's number, value and last day; who asks and why, only of the office's.

    `why` is not the union's `reason`, which the platform reads: a member's own words say who they are.
    """

    # The number stands in a row of its own.
    private = ("number", "name", "phone", "email", "seen_back")
    internal = ("why",)

    number = forms.CharField(
        label=_("Voucher number"),
        max_length=LONGEST_TYPED,
        help_text=_("As it stands on the voucher or in the platform's app; gaps and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    why = forms.CharField(
        label=_("Why it could not be redeemed in time"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Every step is sent there. Without it, come back with number and access code."),
    )

    field_order = ("platform", "number", "face_value", "expires_on", "why", "name", "phone", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].label = _("Platform that sold it")
        self.fields["face_value"].label = _("Face value, yuan")
        self.fields["face_value"].widget.attrs["inputmode"] = "decimal"
        self.fields["expires_on"].label = _("Last day on which it may be redeemed")

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return as_e164(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self.refuse_unqualified(said.get("platform"))
        voucher = self._voucher(said)
        if voucher is None:
            return said
        said["campaign"], said["vouchers"] = self.campaign, [voucher]
        self._refuse_taken(said["platform"], voucher)
        self._refuse_too_late(voucher)
        if not self.errors:
            self.show_back(said)
        return said

    def _voucher(self, said: dict[str, Any]) -> Voucher | None:
        """The voucher that is meant, where enough was said of it."""
        number = self._number(said.get("number", ""))
        if not number or self.errors.keys() & {"platform", "face_value", "expires_on"}:
            return None
        return Voucher(said["number"], number, fen_of(said["face_value"]), said["expires_on"])

    def _number(self, typed: str) -> str:
        try:
            return normal(typed) if typed else ""
        except ValidationError as error:
            self.add_error("number", error)
            return ""

    def _refuse_taken(self, platform: Unit, voucher: Voucher) -> None:
        for one in extending.taken(campaign=self.campaign, platform=platform, numbers=[voucher.number]):
            self.add_error("number", said_of(one))

    def _refuse_too_late(self, voucher: Voucher) -> None:
        end = extended(voucher.expires_on, self.campaign.extension_months, Calendar.load(voucher.expires_on))
        if end.day < self.today:
            words = _("Extended, it would have been good until %(day)s, which is over.")
            self.add_error("expires_on", words % {"day": day_words(end.day, weekday=False, year=True)})


def said_of(taken: Taken) -> Any:
    """Why a voucher cannot be asked for, and what to do; not a word of who asked."""
    if taken.row.outcome == VoucherExtension.Outcome.ASKED:
        return _(
            "An extension of this voucher is being asked for already. If it was you or your union, there is nothing "
            "more to do. If you know of nobody, please tell the association: somebody may have mistyped a number."
        )
    words = _(
        "This voucher was extended already, until %(day)s; each voucher is extended once. Please redeem it by then."
    )
    return words % {"day": day_words(taken.row.extended_to, weekday=False, year=True)}
