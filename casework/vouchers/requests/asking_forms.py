"""Asking for more time: what a union says of a batch and a member of one voucher alike, and the union's form."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, OwnUnitForm
from casework.parties.models import Campaign, Platform, Unit
from casework.parties.sheets import Fault
from casework.ui.days import DayField
from casework.ui.times import day_words

from .. import extending
from ..extending import Voucher
from ..lists import MOST, Listed
from ..money import fen_of
from ..sheet_field import shown_faults
from .fields import NumbersField
from .read_back import ReadBack
from .sheet_field import VoucherSheetField
from .states import WHO_ASKS


class AskingForm(ActForm):
    """What was read is shown back before anything is asked for: `seen_back` is the mark of what was shown. Cleans also
    to `campaign` and `vouchers`, the normal form of what was named."""

    platform = forms.ModelChoiceField(queryset=None, label=_("Platform that sold them"), empty_label=_("Please choose"))
    face_value = forms.DecimalField(
        label=_("Face value of each, yuan"), min_value=Decimal("0.01"), max_value=Decimal("9999.99"), decimal_places=2
    )
    expires_on = DayField(label=_("Last day on which they may be redeemed"))
    seen_back = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Until its last extended voucher a campaign runs beside the next one: the last day says which is meant.
        running = Campaign.objects.filter(starts_on__lte=self.today, redeem_until__gte=self.today)
        sold = Q(pk__in=())
        for campaign in running:
            sold |= Q(pk__in=Platform.objects.qualified(campaign, self.today).values("unit"))
        self.fields["platform"].queryset = Unit.objects.filter(sold).order_by("name")
        if running:
            self.fields["face_value"].initial = running[0].face_value
        self.campaign: Campaign | None = None

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    def clean_expires_on(self) -> dt.date:
        day = self.cleaned_data["expires_on"]
        found = Campaign.objects.on(day)
        if found is None or found.redeem_until < self.today:
            raise ValidationError(_("No campaign that still runs has vouchers that end on this day."))
        if found.extensions_per_voucher < 1:
            raise ValidationError(_("Vouchers of this campaign are not extended."))
        self.campaign = found
        self.refuse_other_day(day)
        return day

    def refuse_other_day(self, day: dt.date) -> None:
        if not self.campaign.starts_on <= day <= self.campaign.ends_on:
            words = _("A voucher of %(campaign)s ends between %(first)s and %(last)s.")
            first, last = (
                day_words(one, weekday=False, year=True) for one in (self.campaign.starts_on, self.campaign.ends_on)
            )
            raise ValidationError(words % {"campaign": self.campaign.name, "first": first, "last": last})

    def refuse_unqualified(self, platform: Unit | None) -> None:
        if platform is None or self.campaign is None:
            return
        if not Platform.objects.qualified(self.campaign, self.today).filter(unit=platform).exists():
            words = _("This platform is not qualified for %(campaign)s.")
            self.add_error("platform", words % {"campaign": self.campaign.name})

    def show_back(self, said: Mapping[str, Any]) -> None:
        """What was read, until whoever sends it has seen just that."""
        mark = mark_of(said["platform"].pk, said["vouchers"])
        if said["seen_back"] == mark:
            return
        self.read_back = ReadBack(said["vouchers"], self.campaign)
        # The form that is drawn again carries the mark of what it shows.
        self.data = {**self.data, "seen_back": mark}
        self.add_error(None, _("Please look at what was read; if it is right, send it once more."))


class VouchersForm(OwnUnitForm, AskingForm):
    """Of a union: numbers typed or in a sheet."""

    own_kinds = WHO_ASKS
    # They stand in rows of their own.
    private = ("numbers", "sheet", "seen_back")
    recorded_as = {**OwnUnitForm.recorded_as, "count": None}
    conditional = ("numbers", "sheet")

    numbers = NumbersField(
        label=_("Voucher numbers"),
        required=False,
        help_text=_("One on each line, or with commas between them; 1001~1010 for a range."),
    )
    sheet = VoucherSheetField(
        label=_("Or a sheet"),
        required=False,
        help_text=_("XLSX, XLS, ODS or CSV with the column 券号; where there, 面值 and 到期日 count for each voucher."),
    )
    count = forms.IntegerField(
        label=_("How many vouchers are they?"), min_value=1, max_value=MOST, help_text=_("Compared with what is read.")
    )
    reason = forms.CharField(
        label=_("Why they could not be redeemed in time"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("unit", "platform", "numbers", "sheet", "count", "face_value", "expires_on", "reason")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        listed = self._listed(said)
        self.refuse_unqualified(said.get("platform"))
        if self.errors:
            return said
        said["campaign"], said["vouchers"] = self.campaign, self._vouchers(said, listed)
        self._refuse_taken(said, listed)
        if said["count"] != len(listed):
            words = _("You wrote %(said)d; %(read)d were read, from %(first)s to %(last)s.")
            parts = {"said": said["count"], "read": len(listed), "first": listed[0].typed, "last": listed[-1].typed}
            self.add_error("count", words % parts)
        if not self.errors:
            self.show_back(said)
        return said

    def _listed(self, said: Mapping[str, Any]) -> list[Listed]:
        """What was named, typed or in the sheet."""
        typed, sheet = said.get("numbers"), said.get("sheet")
        if typed is not None and typed.vouchers and sheet:
            self.add_error("sheet", _("Please type the numbers or send a sheet, not both."))
        found = sheet or typed
        if found is not None and not found.vouchers and "sheet" not in self.errors:
            self.add_error("numbers", _("Please type the voucher numbers, or choose a sheet."))
        return found.vouchers if found else []

    def _vouchers(self, said: Mapping[str, Any], listed: list[Listed]) -> list[Voucher]:
        found = vouchers_of(listed, fen_of(said["face_value"]), said["expires_on"])
        for one, voucher in zip(listed, found, strict=True):
            try:
                self.refuse_other_day(voucher.expires_on)
            except ValidationError as error:
                self.add_error("sheet", str(Fault(one.line, "", error.messages[0])))
        return found

    def _refuse_taken(self, said: Mapping[str, Any], listed: list[Listed]) -> None:
        lines = {one.number: one.line for one in listed}
        found = extending.taken(campaign=self.campaign, platform=said["platform"], numbers=lines)
        faults = sorted((Fault(lines[one.number], "", str(one)) for one in found), key=lambda fault: fault.line)
        if faults:
            self.add_error("sheet" if said.get("sheet") else "numbers", shown_faults(faults))


def vouchers_of(listed: list[Listed], face_value: int, expires_on: dt.date) -> list[Voucher]:
    """The vouchers of a list; face value (fen) and last day for those of which it says none."""
    return [
        Voucher(one.typed, one.number, one.face_value or face_value, one.expires_on or expires_on) for one in listed
    ]


def mark_of(platform: int, vouchers: list[Voucher]) -> str:
    """A short mark of exactly these vouchers of a platform, by its unit's id."""
    text = "\n".join(f"{one.number} {one.face_value} {one.expires_on}" for one in vouchers)
    return hashlib.sha256(f"{platform}\n{text}".encode()).hexdigest()[:24]
