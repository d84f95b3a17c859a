"""What may be said with the acts of `rights`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.access import office_cases
from casework.engine.budgets import last_day
from casework.engine.common_forms import colleagues
from casework.engine.forms import ActForm, AttachmentsField
from casework.engine.models import Clock
from casework.ui.lengths import OWN_WORDS
from casework.ui.times import day_words

from .afterwards import latest_investigation_day
from .fields import text
from .finding_forms import ProposalForm
from .models import Complaint, Review

if TYPE_CHECKING:
    from casework.engine.actors import Actor


# --- before it is accepted --------------------------------------------------------------------------------------------
class AskSupplementForm(ActForm):
    """Itemised: what is missing, from a list, and in words."""

    ITEMS = (
        ("voucher", _("The voucher: its number or a picture of it")),
        ("showing", _("Which cinema, film and showing it was")),
        ("payment", _("The bill, receipt or ticket")),
        ("proof", _("What was shown as a model worker")),
        ("respondent", _("Who exactly is complained of")),
        ("wish", _("What is wanted")),
        ("other", _("Something else, described below")),
    )

    items = forms.MultipleChoiceField(label=_("What is missing"), choices=ITEMS, widget=forms.CheckboxSelectMultiple)
    explanation = text(
        _("Explain it to the %(filer)s"), limit=1000, rows=3, help_text=_("What exactly, and how it can be sent.")
    )


class SupplementForm(ActForm):
    message = text(_("What was missing"), limit=OWN_WORDS)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class TransferForm(ActForm):
    """To a named body outside; what was sent stands in the record."""

    BODIES = (
        ("12345", _("Government service hotline 12345")),
        ("12315", _("Market regulation 12315")),
        ("tax", _("Tax service 12366")),
        ("film_authority", _("The film authority of the county or city")),
        ("culture_enforcement", _("Cultural market enforcement")),
        ("union", _("The union that bought the vouchers")),
        ("police", _("Police")),
        ("other", _("Another body, named below")),
    )
    conditional: ClassVar[tuple[str, ...]] = ("body_name",)

    body = forms.ChoiceField(label=_("To whom"), choices=BODIES)
    body_name = forms.CharField(label=_("Name of the body"), required=False, max_length=80)
    sent = text(_("What was sent"), limit=1000, rows=3, help_text=_("The %(filer)s reads this."))
    their_number = forms.CharField(label=_("Their number, if known"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("body") == "other" and not said.get("body_name"):
            self.add_error("body_name", _("Please name the body."))
        return said


class BodyAnswerForm(ActForm):
    answered_on = forms.DateField(label=_("Answered on"), widget=forms.DateInput(attrs={"type": "date"}))
    result = text(_("What it answered"), limit=1000, rows=3, help_text=_("The %(filer)s reads this."))

    def clean_answered_on(self) -> dt.date:
        day = self.cleaned_data["answered_on"]
        if day > self.now.astimezone().date():
            raise ValidationError(_("This day is still to come."))
        return day


class SentBackForm(ActForm):
    reason = text(_("Why it was sent back"), limit=1000, rows=3, help_text=_("The %(filer)s reads this."))


class MergeForm(ActForm):
    """Into another open case of the same person."""

    into = forms.ModelChoiceField(queryset=None, label=_("Which case it belongs to"))
    reason = text(_("Why it is the same matter"), limit=500, rows=2, help_text=_("The %(filer)s reads this."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = same_persons_cases(self.case, self.actor)
        self.fields["into"].label_from_instance = lambda case: f"{case.number} {case.title}"


def same_persons_cases(case: Complaint, actor: Actor) -> Any:
    """Other open cases of the same office and matter that the same phone number filed, as far as this actor sees
    them."""
    digest = case.contact.phone_digest if hasattr(case, "contact") else ""
    if not digest:
        return Complaint.objects.none()
    same = {"contact__phone_digest": digest, "office": case.office_id, "matter": case.matter}
    return office_cases(actor, Complaint.objects.opened()).filter(**same).exclude(pk=case.pk)


class OtherCaseForm(ActForm):
    number = forms.SlugField(label=_("Other case"), max_length=24)
    from_case = forms.IntegerField(required=False)


# --- more time --------------------------------------------------------------------------------------------------------
class ExtensionForm(ActForm):
    """Until which day, within the limit of the law, once (see `latest_investigation_day`)."""

    until = forms.DateField(label=_("Until which day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = text(_("Why more time is needed"), limit=1000, rows=3)

    def clean_until(self) -> dt.date:
        until = self.cleaned_data["until"]
        clock = Clock.objects.filter(case_id=self.case.pk, name="investigation", ended_at__isnull=True).first()
        if clock is None or clock.due_at is None:
            raise ValidationError(_("The investigation's time does not run at the moment."))
        present, latest = last_day(clock.due_at), latest_investigation_day(self.case, clock)
        if not present < until <= latest:
            raise ValidationError(
                _("Choose a day after %(present)s and not later than %(latest)s."),
                params={"present": day_words(present), "latest": day_words(latest)},
            )
        return until


class GrantExtensionForm(ExtensionForm):
    reason = text(_("What the %(filer)s is told"), limit=1000, rows=3)


# --- the remedy -------------------------------------------------------------------------------------------------------
class NotReceivedForm(ActForm):
    message = text(_("What is missing"), limit=1000, rows=3)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class CloseUnperformedForm(ActForm):
    HOW = (
        ("not_performed", _("The remedy was not carried out")),
        ("disputed", _("The proof shows it carried out; the complainant disagrees")),
    )

    how = forms.ChoiceField(label=_("How it stands"), choices=HOW, widget=forms.RadioSelect)
    reason = text(_("Explain it to the %(filer)s"), limit=1000, rows=3)
    other_ways = text(
        _("Other ways"), limit=500, rows=2, help_text=_("Where they can go instead, with phone number or address.")
    )


# --- the review -------------------------------------------------------------------------------------------------------
class AskReviewForm(ActForm):
    reason = text(_("What you think is wrong"), limit=OWN_WORDS)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class ProposeReviewForm(ProposalForm):
    """Uphold with an opinion, or another finding with everything that a finding needs."""

    conditional = (*ProposalForm.conditional, "finding", "facts_found")
    field_order = ("outcome", "opinion")

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Review.Outcome.choices, widget=forms.RadioSelect)
    opinion = text(_("Opinion"), limit=2000, help_text=_("Both sides read this when it is decided."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("finding", "facts_found"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("outcome") != Review.Outcome.CHANGE:
            return self.cleaned_data
        said = super().clean()
        self._need(said, "finding", _("Please choose: %(label)s") % {"label": self.fields["finding"].label})
        self._need(said, "facts_found", _("Please fill in: %(label)s") % {"label": self.fields["facts_found"].label})
        return said


# --- how it ended -----------------------------------------------------------------------------------------------------
class ContestForm(ActForm):
    reason = text(_("What you do not agree with"), limit=OWN_WORDS)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class RedoForm(ActForm):
    to = forms.ModelChoiceField(queryset=None, label=_("Who investigates it"), required=False)
    reason = text(_("What must be looked at again"), limit=1000, rows=3, help_text=_("The %(filer)s reads this."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues(self.case)
        self.fields["to"].label_from_instance = lambda user: user.name
        self.fields["to"].empty_label = _("The same handler")


class ExplainForm(ActForm):
    reason = text(_("Explain it to the %(filer)s"), limit=1000, rows=3)
    other_ways = text(
        _("Other ways"), limit=500, rows=2, help_text=_("Where they can go instead, with phone number or address.")
    )


class RatingForm(ActForm):
    STARS = tuple((n, str(n)) for n in (5, 4, 3, 2, 1))

    stars = forms.TypedChoiceField(label=_("How many stars"), coerce=int, choices=STARS, widget=forms.RadioSelect)
    words = text(_("Anything to add"), required=False, limit=500, rows=2)
