"""What may be said with the acts after the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.services import VIOLATIONS
from casework.engine.forms import ActForm, AttachmentsField, in_words
from casework.engine.models import Case
from casework.engine.unnamed import check_names_nobody

MOST_DAYS = 60


class PassForm(ActForm):
    note = in_words(_("What was verified"), required=False, limit=500, rows=2)


class FindingsForm(ActForm):
    findings = in_words(
        _("Findings"),
        help_text=_("The inspected unit reads this word for word: what was found, and which rule it breaks."),
    )


class AnswerFindingsForm(ActForm):
    answer = in_words(_("Your answer"))
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class OrderForm(ActForm):
    order = in_words(_("What must be put right"), help_text=_("The inspected unit reads this word for word."))
    rectify_days = forms.IntegerField(
        label=_("Working days to put it right"), min_value=1, max_value=MOST_DAYS, required=False
    )
    recheck_days = forms.IntegerField(
        label=_("Working days to check it again"), min_value=1, max_value=MOST_DAYS, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.campaign_id:
            self.fields["rectify_days"].initial = self.case.campaign.inspection_rectify_days
            self.fields["recheck_days"].initial = self.case.campaign.inspection_recheck_days

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        figures = self.case.campaign
        said["rectify_days"] = said.get("rectify_days") or figures.inspection_rectify_days
        said["recheck_days"] = said.get("recheck_days") or figures.inspection_recheck_days
        return said


class ProposePenaltyForm(ActForm):
    internal = ("violation",)

    violation = forms.ChoiceField(label=_("Violation"), choices=[("", "—"), *VIOLATIONS])
    facts = in_words(
        pgettext_lazy("penalty", "What was found"),
        _("Where, when, what, and by what evidence. The draft of the decision begins with this: name no complainant."),
        rows=6,
    )

    def clean_facts(self) -> str:
        check_names_nobody(self.cleaned_data["facts"], Case.objects.filter(pk=self.case.pk))
        return self.cleaned_data["facts"]


class RectifiedForm(ActForm):
    account = in_words(_("What was put right"))
    attachments = AttachmentsField(label=_("Proof"))


class MoreTimeForm(ActForm):
    reason = in_words(_("Why more time is needed"), limit=500, rows=3)


class GrantTimeForm(ActForm):
    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=MOST_DAYS)
    note = in_words(_("Note for the unit"), required=False, limit=300, rows=2)


class ReasonForPartyForm(ActForm):
    reason = in_words(_("Reason"), limit=500, rows=3, help_text=_("The inspected unit reads this."))


class RecheckForm(ActForm):
    way = forms.ChoiceField(
        label=_("How it was checked"),
        choices=[("visit", _("By another visit")), ("documents", _("By documents"))],
        widget=forms.RadioSelect,
    )
    result = in_words(_("What was found"), limit=1000, rows=3)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class PublishForm(ActForm):
    summary = in_words(
        _("Words for the public"),
        limit=500,
        rows=3,
        help_text=_("One or two sentences beside the unit, the day and the result; no names of people."),
    )
