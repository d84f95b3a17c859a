"""What may be said with the acts of a credit repair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.forms import ActForm, AttachmentsField, OwnUnitForm, in_words

from ..decidable import PARTIES
from ..models import Decision, Repair
from .rows import decisions_of, is_owing

YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]
UNDERTAKING = _(
    "We undertake: what we hand in is true; we keep the rules of the campaign; if it proves false, the decision holds "
    "again for its whole term."
)


class DecisionField(forms.ModelChoiceField):
    def label_from_instance(self, decision: Decision) -> str:
        return f"{decision.number} · {decision.get_violation_display()} · {decision.unit.label}"


class ApplyForm(OwnUnitForm):
    """国办发〔2025〕22号: after the shortest term, with proof of performance and an undertaking."""

    own_kinds = PARTIES
    recorded_as = {"undertaken": _("Undertaking given")}

    decision = DecisionField(queryset=None, label=_("Decision"), empty_label=None)
    account = in_words(_("What was done, and how the harm was made good"), rows=6)
    attachments = AttachmentsField(label=_("Proof that it was done"))
    undertaken = forms.BooleanField(label=UNDERTAKING)
    signed_by = forms.CharField(label=_("Signed by (name)"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = decisions_of(self.fields["unit"].queryset, timezone.localdate(self.now))
        field = self.fields["decision"]
        field.queryset = Decision.objects.filter(pk__in=[one.pk for one in found]).select_related("unit").order_by("pk")
        if not found:
            field.help_text = _(
                "None can be repaired today: it must be in force, with the shortest term of its class over, and not be "
                "under review."
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        decision, unit = said.get("decision"), said.get("unit")
        if decision is None or unit is None:
            return said
        if decision.unit_id != unit.pk:
            self.add_error("decision", _("This decision is about another unit of yours."))
        elif Repair.objects.filter(about=decision, asked=True).exists():
            self.add_error("decision", _("An application about this decision is being looked at already."))
        elif is_owing(decision):
            self.add_error("decision", _("Something that was ordered is not recorded as done yet."))
        return said


class DeclineForm(ActForm):
    reason = in_words(_("What is missing, or why the time has not come"))


class VerifyForm(ActForm):
    confirmed = forms.TypedChoiceField(
        label=_("Does what the party proves hold?"),
        choices=YES_OR_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    account = in_words(_("What was looked at, and what was found"), rows=5)
    attachments = AttachmentsField(label=_("Evidence"), required=False)


class WordForm(ActForm):
    agrees = forms.TypedChoiceField(
        label=_("Do we agree that the measures end?"),
        choices=[("yes", pgettext_lazy("opinion", "Agrees")), ("no", pgettext_lazy("opinion", "Does not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = in_words(_("Reasons"))


class FalseForm(ActForm):
    reason = in_words(_("What of it was false, and how that was found"), rows=5)
    attachments = AttachmentsField(label=_("Evidence"))
