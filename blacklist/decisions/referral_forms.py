"""What may be said about a referral to the film authority."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField, OldestForm, in_words

from ..models import Referral


class ReferForm(ActForm):
    authority = forms.CharField(label=_("Authority"), max_length=80)
    grounds = in_words(_("What is to be examined, and under which rule"), rows=5)
    attachments = AttachmentsField(label=_("Evidence"))


class AuthorityForm(OldestForm):
    """About the oldest referral without an answer."""

    about = "referral"
    recorded_as = {"referral": None}
    conditional = ("number",)

    referral = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput())
    result = forms.ChoiceField(
        label=_("What the authority decided"), choices=Referral.Result.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("Number of its document"), max_length=60, required=False)
    account = in_words(_("In short"), required=False)
    attachments = AttachmentsField(label=_("Its document"), required=False)

    def waiting(self) -> QuerySet:
        return self.case.referrals.filter(result="")

    def words_of(self, row: Any) -> str:
        return f"{row.authority} · {row.grounds}"

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("result") == Referral.Result.PENALTY and not said.get("number"):
            self.add_error("number", _("A penalty has a document with a number."))
        return said
