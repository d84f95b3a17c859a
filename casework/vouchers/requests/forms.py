"""What the platform and the association may say of the vouchers of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm
from casework.parties.sheets import Fault

from ..lists import Listed
from ..models.extensions import VoucherExtension
from .fields import NumbersField

Because = VoucherExtension.Because


class NamedForm(ActForm):
    """Of the request's vouchers some, each under why; cleans to `named`: by number why. That none are is said, and not
    left to fields that somebody did not see. Where there is one voucher, nobody types its number: `which` itself says
    why. `one`: how it is said then that nothing is against it."""

    private = tuple(Because.values)
    conditional = tuple(Because.values)
    recorded_as = {"which": None}
    ALL, SOME = "all", "some"

    one: ClassVar[Any]
    which: forms.ChoiceField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        because = [
            (value, label) for value, label in Because.choices if value != Because.NOT_THEIRS or self._of_a_union
        ]
        if self.case.count == 1:
            self.fields["which"].choices = [(self.ALL, self.one), *because]
            return
        fields = {
            value: NumbersField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))
            for value, label in because
        }
        self.fields = {"which": self.fields["which"], **fields, **self.fields}

    @property
    def _of_a_union(self) -> bool:
        return not self.case.by_member

    @cached_property
    def asked(self) -> dict[str, str]:
        """The numbers of the request, by their normal form."""
        return dict(self.case.vouchers.values_list("number", "typed"))

    def clean(self) -> dict[str, Any]:
        said, named = super().clean(), {}
        if said.get("which") in Because.values:
            named = dict.fromkeys(self.asked, said["which"])
        for value in Because.values:
            for one in said[value].vouchers if said.get(value) else ():
                if fault := self._fault(one, named):
                    self.add_error(value, str(Fault(one.line, "", fault)))
                named.setdefault(one.number, value)
        self._check_which(said.get("which"), named)
        said["named"] = named
        return said

    def _check_which(self, which: str | None, named: Mapping[str, str]) -> None:
        if which == self.ALL and named:
            self.add_error("which", _("Below some are named: please choose what is meant."))
        if which == self.SOME and not named and not self.errors:
            self.add_error("which", _("Please name them below, each under its reason."))

    def _fault(self, one: Listed, named: Mapping[str, str]) -> str:
        if one.number not in self.asked:
            return gettext("“%(text)s” is not among the vouchers of this request.") % {"text": one.typed}
        if one.number in named:
            words = gettext("“%(text)s” stands under “%(reason)s” already.")
            return words % {"text": one.typed, "reason": Because(named[one.number]).label}
        return ""


class ConfirmForm(NamedForm):
    """By the platform."""

    one = _("The voucher is as the request says")
    which = forms.ChoiceField(
        label=_("What do your books say?"),
        choices=[
            (NamedForm.ALL, _("All vouchers are as the request says")),
            (NamedForm.SOME, _("Those named below are not; the others are")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What the association should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever asked reads this as well."),
    )


class DecideForm(NamedForm):
    """By the association. What is not named is granted; what is refused needs words as well."""

    conditional = (*NamedForm.conditional, "explanation")
    one = _("It is extended")

    which = forms.ChoiceField(
        label=_("Which are extended?"),
        choices=[(NamedForm.ALL, _("All of them")), (NamedForm.SOME, _("All but those named below"))],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("To whoever asked: why some are not extended"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They and the platform read this, beside the reason of each voucher."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.count == 1:
            self.fields["which"].label = _("Is it extended?")
            self.fields["explanation"].label = _("To whoever asked: why it is not extended")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said["named"] and not said.get("explanation"):
            self.add_error("explanation", _("Please say why; whoever asked reads it."))
        return said
