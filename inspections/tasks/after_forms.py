"""What may be said with the acts after the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField

MOST_DAYS = 60


def text(
    label: Any, *, limit: int = 2000, rows: int = 4, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    """A free text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=required, help_text=help_text, widget=widget)


class PassForm(ActForm):
    note = text(_("What was verified"), required=False, limit=500, rows=2)


class FindingsForm(ActForm):
    findings = text(
        _("Findings"),
        help_text=_("The inspected unit reads this word for word: what was found, and which rule it breaks."),
    )


class AnswerFindingsForm(ActForm):
    answer = text(_("Your answer"))
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class OrderForm(ActForm):
    order = text(_("What must be put right"), help_text=_("The inspected unit reads this word for word."))
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
    reason = text(
        _("What was found, and what is proposed"), help_text=_("For whoever decides on it; the unit does not read it.")
    )


class RectifiedForm(ActForm):
    account = text(_("What was put right"))
    attachments = AttachmentsField(label=_("Proof"))


class MoreTimeForm(ActForm):
    reason = text(_("Why more time is needed"), limit=500, rows=3)


class GrantTimeForm(ActForm):
    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=MOST_DAYS)
    note = text(_("Note for the unit"), required=False, limit=300, rows=2)


class ReasonForPartyForm(ActForm):
    reason = text(_("Reason"), limit=500, rows=3, help_text=_("The inspected unit reads this."))


class RecheckForm(ActForm):
    way = forms.ChoiceField(
        label=_("How it was checked"),
        choices=[("visit", _("By another visit")), ("documents", _("By documents"))],
        widget=forms.RadioSelect,
    )
    result = text(_("What was found"), limit=1000, rows=3)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class PublishForm(ActForm):
    summary = text(
        _("Words for the public"),
        limit=500,
        rows=3,
        help_text=_("One or two sentences beside the unit, the day and the result; no names of people."),
    )


class PenaltyOutcomeForm(ActForm):
    outcome = text(_("What came of it"), limit=500, rows=2)
