"""What may be said about a hearing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.budgets import Budget, BudgetUnit, due
from casework.engine.forms import ActForm, AttachmentsField, in_words
from casework.engine.reckoning import calendar_since
from casework.ui.times import day_words


class MomentField(forms.DateTimeField):
    """A day with its hour, in local time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, **kwargs)


class AskHearingForm(ActForm):
    account = in_words(_("What you wish to say at the hearing"), required=False)


class FixHearingForm(ActForm):
    """行政处罚法 art. 64, by analogy: so many working days ahead."""

    hearing_at = MomentField(label=_("Day and time"))
    place = forms.CharField(label=_("Place"), max_length=120)

    def clean_hearing_at(self) -> dt.datetime:
        moment = self.cleaned_data["hearing_at"]
        ahead = Budget(self.case.campaign.hearing_notice_days, BudgetUnit.WORKDAYS)
        first = due(self.now, ahead, [], calendar_since(self.now)).at
        if moment < first:
            day = day_words(timezone.localdate(first) + dt.timedelta(days=1), year=True)
            words = _("The party must know %(count)d working days ahead: from %(day)s on.")
            raise forms.ValidationError(words % {"count": ahead.amount, "day": day})
        return moment


class MoveHearingForm(FixHearingForm):
    reason = in_words(_("For what good reason"))


class HeldForm(ActForm):
    """Held, or the party stayed away without a good reason, which counts as given up."""

    how = forms.ChoiceField(
        label=_("How it went"),
        choices=[("held", _("Held")), ("absent", _("The party did not come, and gave no good reason"))],
        widget=forms.RadioSelect,
    )
    account = in_words(_("What was said, in short"), rows=6)
    attachments = AttachmentsField(label=_("Minutes, signed by all"))
