"""What may be said on the review of a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField, in_words

from .forms import OfOurBody


class AskReviewForm(ActForm):
    account = in_words(_("Why the decision should be changed or revoked"), rows=8)
    attachments = AttachmentsField(label=_("Evidence"), required=False)


class SuspendForm(ActForm):
    reason = in_words(_("Why the measures must not hold until the review is over"))


class ReviewVoteForm(OfOurBody):
    """A body says which of the measures stay; a term may become shorter, never longer."""

    conditional = ("months",)

    kept = forms.MultipleChoiceField(
        label=_("Measures that stay"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A measure stays only where every body that decided it keeps it."),
    )
    months = forms.IntegerField(
        label=_("Shorter term, in months"), min_value=1, required=False, help_text=_("Empty: as it was decided.")
    )
    reasons = in_words(_("Reasons"))
    about = "kept"

    def clean_months(self) -> int | None:
        months = self.cleaned_data["months"]
        longest = max((one.months for one in self.case.at_issue if one.months), default=None)
        if months is None or longest is None:
            return None
        if months > longest:
            words = _("On a review nothing becomes heavier: at most %(months)d months.")
            raise forms.ValidationError(words % {"months": longest})
        return months


class RepairedForm(ActForm):
    """Because of which repair."""

    repair = forms.CharField(max_length=24)


class CorrectForm(ActForm):
    facts = in_words(_("Facts"), _("The party reads this word for word."), rows=8)
    reason = in_words(_("What was wrong"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"facts": self.case.facts, **self.initial}
