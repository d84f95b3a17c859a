"""A member's request to extend one voucher, as the member reads it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.parties.models import Platform
from casework.ui.times import day_words
from casework.vouchers.models import ExtensionRequest, VoucherExtension
from casework.vouchers.money import yuan
from complaints.links import about_refused_extension
from complaints.receipts import filing_row

from .tracking import TrackPage

Outcome = VoucherExtension.Outcome


class ExtensionTrack(TrackPage):
    template: ClassVar[str] = "portal/extension.html"
    other_acts: ClassVar[tuple[str, ...]] = ("message", "urge", "withdraw_request")
    next_step: ClassVar[tuple[str, ...]] = ("confirmation", "decision")
    # Who asks and why stands below, as what was sent; the platform reads nothing of it.
    apart: ClassVar[tuple[str, ...]] = ("ask_for_vouchers",)
    # The platform's clock says the same.
    others: ClassVar[tuple[dict[str, str], ...]] = ()

    case: ExtensionRequest

    @cached_property
    def voucher(self) -> VoucherExtension:
        return self.case.vouchers.get()

    @property
    def lead(self) -> str:
        """What came of it, once that is known, with its day."""
        if self.voucher.outcome != Outcome.GRANTED:
            return super().lead
        return _("It is extended: you can redeem it until %(day)s.") % {"day": long_day(self.voucher.extended_to)}

    @property
    def both_sides(self) -> str:
        return _("You, the office and the platform can see this")

    @property
    def granted(self) -> bool:
        return self.voucher.outcome == Outcome.GRANTED

    @property
    def refused(self) -> bool:
        return self.voucher.outcome == Outcome.REFUSED

    @property
    def explanation(self) -> str:
        """What the association wrote to a refusal."""
        row = next((row for row in self.view.timeline if row.name == "decide_vouchers"), None)
        return "\n".join(text for _label, text in row.words) if row else ""

    @property
    def filed(self) -> dict[str, Any]:
        voucher = self.voucher
        lines = [
            (_("Voucher number"), voucher.typed),
            (_("Face value, yuan"), yuan(voucher.face_value)),
            (_("Last day so far"), long_day(voucher.expires_on)),
            *filing_row(self.view).words,
        ]
        return {"lines": lines, "files": []}

    @cached_property
    def complain_url(self) -> str:
        return about_refused_extension(self.case.platform)

    @cached_property
    def again_url(self) -> str:
        """The form with the platform filled in."""
        platform = Platform.objects.values_list("pk", flat=True).get(unit=self.case.platform)
        return f"{reverse('portal:extend')}?{urlencode({'platform': platform})}"


def long_day(day: Any) -> str:
    return day_words(day, weekday=False, year=True)
