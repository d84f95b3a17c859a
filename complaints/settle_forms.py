"""What may be said with the acts of `rights_settle`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm
from casework.ui.times import day_words

from .categories import THE_PARTY
from .fields import text
from .models import Consent, Settlement
from .settling import whose


class OfferSettlementForm(ActForm):
    """Terms in plain words, who carries them out, and who of those complained of must agree with the complainant."""

    parties = forms.MultipleChoiceField(
        label=_("Who settles with the complainant"),
        choices=list(THE_PARTY.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    terms = text(
        _("Terms"),
        limit=1000,
        help_text=_(
            "Who does what, and by when. Everybody who is asked reads this word for word: "
            "write nothing that tells who complained."
        ),
    )
    owed_by = forms.ChoiceField(
        label=_("Who must carry it out"), required=False, choices=[("", _("Nobody")), *THE_PARTY.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {party.role for party in self.case.party_list} if self.case.pk else set()
        roles = [(role, name) for role, name in THE_PARTY.items() if role in there]
        self.fields["parties"].choices = roles
        self.fields["owed_by"].choices = [("", _("Nobody")), *roles]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("owed_by") and said["owed_by"] not in said.get("parties", []):
            self.add_error("parties", _("Whoever must carry it out must agree to it."))
        return said


class OfferRemedyForm(ActForm):
    terms = text(
        _("What must be done instead"),
        limit=1000,
        rows=3,
        help_text=_("The complainant and whoever owes it read this word for word, and both must agree."),
    )


class ShownTerms(forms.HiddenInput):
    """Whatever was sent before: a page that is drawn now shows the terms that are on the table now."""

    def __init__(self, shown: int | None) -> None:
        super().__init__()
        self.shown = shown

    def format_value(self, value: Any) -> str | None:
        return super().format_value(self.shown)


class TermsForm(ActForm):
    """A word on terms counts for those that its page showed. Terms put in their place meanwhile are others."""

    terms = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].queryset = Settlement.objects.filter(case=self.case.pk).order_by("-pk")
        self.fields["terms"].widget = ShownTerms(self.case.settlement_id)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("terms") is None or said["terms"].pk != self.case.settlement_id:
            raise ValidationError(_("The terms have changed in the meantime. Please read the current ones."))
        return said


class DeclineSettlementForm(TermsForm):
    message = text(
        _("What you would need instead"),
        required=False,
        limit=1000,
        rows=3,
        help_text=_("Only the handler reads this; the other side does not."),
    )


class WithdrawConsentForm(ActForm):
    message = text(
        _("Why"),
        required=False,
        limit=500,
        rows=2,
        help_text=_("Only the handler reads this; the other side does not."),
    )


class RecordConsentForm(TermsForm):
    """What a side told the handler. While the finding waits for approval, only that it does not agree any more."""

    # Whose word it is is chosen as `consent`; in this form it stands in the record.
    side = forms.ChoiceField(
        label=_("Whose word"),
        required=False,
        choices=[("complainant", _("The complainant")), *THE_PARTY.items()],
        widget=forms.HiddenInput,
    )
    consent = forms.ModelChoiceField(queryset=None, label=_("Whose word"), empty_label=None, widget=forms.RadioSelect)
    said = forms.ChoiceField(
        label=_("What they say"),
        choices=[(Consent.Said.YES, _("They agree")), (Consent.Said.NO, _("They do not agree, or not any more"))],
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(label=_("How"), choices=Consent.Way.told())
    told_on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}))
    result = text(_("What was said"), limit=1000, rows=3, help_text=_("Colleagues read this, the two sides do not."))
    field_order = ("consent", "said", "way", "told_on", "result")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Consent.objects.filter(settlement=self.case.settlement_id).select_related("unit")
        self.fields["consent"].queryset = rows.order_by("pk")
        self.fields["consent"].label_from_instance = whose
        self.fields["told_on"].initial = timezone.localdate(self.now).isoformat()
        if self.case.state == "awaiting_approval":
            self.fields["said"].choices = self.fields["said"].choices[1:]

    def clean_told_on(self) -> Any:
        day = self.cleaned_data["told_on"]
        if day > timezone.localdate(self.now):
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["side"] = said["consent"].side if said.get("consent") else ""
        offered = timezone.localdate(said["terms"].at)
        if said.get("told_on") and said["told_on"] < offered:
            message = _("The terms were offered on %(day)s; nobody could have agreed to them earlier.")
            self.add_error("told_on", ValidationError(message, params={"day": day_words(offered)}))
        return said


class DropSettlementForm(ActForm):
    reason = text(_("Reason"), limit=500, rows=2, help_text=_("Everybody who was asked reads this."))
