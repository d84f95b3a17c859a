"""What may be said with the acts of an unused balance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm
from casework.parties.models import Campaign, Unit
from casework.parties.sheets import Fault

from ..money import fen_of, yuan
from ..sheet_field import SheetField, SheetInput, shown_faults
from .arithmetic import Some, Stated
from .unions import MOST_VOUCHERS, OfUnion, UnionList, read_lines, read_union_sheet

FIGURES = ("sold", "redeemed", "refunded")


class AskBalanceForm(ActForm):
    """Of the clock: which platform is asked about which campaign, and until when its last voucher could be redeemed."""

    campaign = forms.ModelChoiceField(queryset=Campaign.objects.all())
    platform = forms.ModelChoiceField(queryset=Unit.objects.filter(kind=Unit.Kind.PLATFORM), label=_("Platform"))
    redeemed_until = forms.DateField(label=_("Last voucher redeemed until"))


class LinesField(forms.CharField):
    """A line for each union; cleans to a `UnionList`, every fault named by its line."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})

    def clean(self, value: Any) -> UnionList:
        found = read_lines(super().clean(value))
        if found.faults:
            raise ValidationError(shown_faults(found.faults))
        return found


class UnionSheetInput(SheetInput):
    salt = "casework.vouchers.balances.sheet"

    def read(self, source: Path) -> tuple[list[Any], list[Fault]]:
        found = read_union_sheet(source)
        return [[row.line, row.union, row.count, row.amount] for row in found.rows], found.faults


class UnionSheetField(SheetField):
    """Cleans to a `UnionList`."""

    widget = UnionSheetInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"})

    def made(self, rows: list[Any]) -> UnionList:
        return UnionList([OfUnion(*row) for row in rows])


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_VOUCHERS)


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2)


class DeclareBalanceForm(ActForm):
    """What was sold, redeemed and refunded, what is unused, and whose it is. The unions' rows must add up to what is
    unused; where that is not what the other figures leave, it is said why."""

    # They stand in rows of their own.
    private = ("unions", "sheet")
    conditional = ("unions", "sheet", "explanation")

    sold_count = _count(_("Vouchers sold"))
    sold = _amount(_("Sold for, face value in yuan"))
    redeemed_count = _count(_("Vouchers redeemed"))
    redeemed = _amount(_("Redeemed, yuan"))
    refunded_count = _count(_("Vouchers refunded"))
    refunded = _amount(_("Refunded, yuan"))
    count = _count(_("Vouchers unused"))
    amount = _amount(_("Unused, yuan"))
    unions = LinesField(
        label=_("Unused, by union"),
        required=False,
        help_text=_("A line for each: union, vouchers, yuan. Three columns copied from a sheet are read as well."),
    )
    sheet = UnionSheetField(
        label=_("Or a sheet"),
        required=False,
        help_text=_("XLSX, XLS, ODS or CSV with the columns 工会, 张数 and 金额; a row of totals is compared."),
    )
    explanation = forms.CharField(
        label=_("If the figures do not add up: why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sold less redeemed less refunded should be what is unused."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        found = self._listed(said)
        if self.errors:
            return said
        said["stated"] = stated = _stated(said)
        said["rows"] = found.rows
        self._compare("count", stated.unused.count, found.count, str)
        self._compare("amount", stated.unused.fen, found.amount, yuan)
        if not self.errors and stated.difference and not said.get("explanation"):
            words = _("Sold less redeemed less refunded leaves %(left)s; declared is %(said)s. Please say why.")
            self.add_error("explanation", words % {"left": stated.left, "said": stated.unused})
        return said

    def _listed(self, said: Mapping[str, Any]) -> UnionList:
        """Whose it is, typed or in the sheet."""
        typed, sheet = said.get("unions"), said.get("sheet")
        if typed is not None and typed.rows and sheet:
            self.add_error("sheet", _("Please type the unions or send a sheet, not both."))
        return sheet or typed or UnionList()

    def _compare(self, name: str, said: int, read: int, words: Any) -> None:
        if said != read:
            wrong = _("You wrote %(said)s; the unions' rows add up to %(read)s.")
            self.add_error(name, wrong % {"said": words(said), "read": words(read)})


def _stated(said: Mapping[str, Any]) -> Stated:
    parts = {name: Some(said[f"{name}_count"], fen_of(said[name])) for name in FIGURES}
    return Stated(**parts, unused=Some(said["count"], fen_of(said["amount"])))


class PressForm(ActForm):
    result = forms.CharField(
        label=_("With whom, and what was said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RoundForm(ActForm):
    """Of a word on one declaration: the one that was on the page. A later one was not seen."""

    private = ("round",)

    round = forms.IntegerField(widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "round" in said and said["round"] != self.case.round:
            # The form that is drawn again stands beside the figures as they are now.
            self.data = {**self.data, "round": self.case.round}
            words = _(
                "The platform has declared anew since. Please look at the figures as they are now, and send again."
            )
            raise ValidationError(words)
        return said


class ConfirmBalanceForm(RoundForm):
    note = forms.CharField(
        label=_("What the others should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnBalanceForm(RoundForm):
    reason = forms.CharField(
        label=_("What is to be put right"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The platform reads this."),
    )


class CorrectBalanceForm(ActForm):
    reason = forms.CharField(
        label=_("What is wrong"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The platform, both organisers and the association read this."),
    )
