"""What may be said with the acts of an application."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, OldestForm, OwnUnitForm, in_words
from casework.engine.stages import FINAL
from casework.parties.models import Campaign, Qualification, Unit
from casework.ui.times import day_words

from ..models import Objection, Opinion, PlatformApplication
from ..undertakings import PLATFORM as UNDERTAKES
from ..undertakings import UndertakingForm
from . import stages
from .papers import PapersForm
from .rows import the_bodies
from .states import WHO_APPLIES

ENDED = [stage.state for stage in stages.STAGES if stage.category == FINAL]


class BeginForm(OwnUnitForm):
    """For which campaign, and whether an older file of theirs is taken over."""

    own_kinds = WHO_APPLIES

    campaign = forms.ModelChoiceField(queryset=None, label=_("Campaign"), empty_label=None)
    begun_from = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=_("Begin from an older application"),
        empty_label=_("No, from the beginning"),
        help_text=_("What was said there is filled in; papers are sent anew."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate(self.now)
        self.fields["campaign"].queryset = Campaign.objects.filter(redeem_until__gte=today)
        own = PlatformApplication.objects.filter(parties__unit__in=self.fields["unit"].queryset)
        self.fields["begun_from"].queryset = own.filter(state__in=ENDED).order_by("-pk")
        self.fields["begun_from"].label_from_instance = lambda case: f"{case.number} · {case.campaign}"

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            self._refuse_second(said["unit"], said["campaign"])
        return said

    def _refuse_second(self, unit: Unit, campaign: Campaign) -> None:
        """One application at a time, and none of whoever takes part already."""
        today = timezone.localdate(self.now)
        if Qualification.objects.in_force(campaign, today).filter(unit=unit).exists():
            self.add_error("campaign", _("The platform takes part in this campaign already."))
            return
        running = PlatformApplication.objects.opened().filter(parties__unit=unit, campaign=campaign).first()
        if running is not None:
            words = _("The platform applies for this campaign already: %(number)s.")
            self.add_error("campaign", words % {"number": running.number})


class SaidForm(PapersForm):
    """What the platform says of itself, as far as it can be checked at once."""

    def clean_uscc(self) -> str:
        said, known = self.cleaned_data["uscc"], self.case.platform.uscc
        if known and said != known:
            raise ValidationError(_("On our list of units the platform has another code: please compare, or call us."))
        return said

    def clean_licence_until(self) -> dt.date:
        day = self.cleaned_data["licence_until"]
        if day < timezone.localdate(self.now):
            raise ValidationError(
                _("This licence was valid until %(day)s only: please send the one in force.")
                % {"day": day_words(day, weekday=False, year=True)}
            )
        return day


class ApplicationForm(UndertakingForm, SaidForm):
    """The application itself, signed. Every gap is named at once."""

    undertakes = UNDERTAKES
    field_order = SaidForm.field_order
    private = SaidForm.private
    conditional = (*SaidForm.conditional, *UndertakingForm.conditional)


class SupplementForm(SaidForm):
    """The same once more: papers that are right need not be sent again."""

    keeps_papers = True

    account = in_words(_("What was supplied"), _("A line for each point that was asked for."))


class CompleteForm(ActForm):
    note = in_words(_("For the three bodies"), required=False)

    def clean(self) -> dict[str, Any]:
        if the_bodies(self.case.office) is None:
            raise ValidationError(
                _("Union and film bureau are not both entered as organisers: please tell an administrator.")
            )
        return super().clean()


class MissingForm(ActForm):
    items = in_words(
        _("What is missing"), _("One point on each line, and all of them: it can be asked for once only."), rows=6
    )


class RefuseForm(ActForm):
    reason = in_words(_("Why it is not accepted"), _("The platform reads this."))


class LapseForm(ActForm):
    told = in_words(_("When and how the platform was told"), _("For example: called on 12 May, spoke to Ms Gao."))


class LeaveForm(ActForm):
    reason = in_words(_("Why, and what becomes of vouchers not redeemed yet"))


class OpinionForm(ActForm):
    """Under seal: nobody else reads it before all three have said theirs."""

    word = forms.ChoiceField(label=_("Our opinion"), choices=Opinion.Word.choices, widget=forms.RadioSelect)
    reasons = in_words(_("Reasons"), _("Read by the other bodies once all three have said theirs."), rows=5)


class ObjectionForm(ActForm):
    """By anybody, on the public page. Who it is stands in the objection's row alone."""

    private = ("name", "contact")

    name = forms.CharField(label=_("Your name"), max_length=60)
    contact = forms.CharField(
        label=_("Phone or e-mail"), max_length=120, help_text=_("For questions; only the association reads it.")
    )
    reason = in_words(_("What speaks against it"), _("What you know, and how it can be checked."), rows=6)


class AnswerObjectionForm(OldestForm):
    about = "objection"
    recorded_as = {"objection": None}

    objection = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput())
    verdict = forms.ChoiceField(
        label=_("Does it stand?"),
        choices=[choice for choice in Objection.Verdict.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    answer = in_words(_("Answer, with what it rests on"), rows=5)

    def waiting(self) -> QuerySet:
        return self.case.objections.open()

    def words_of(self, row: Objection) -> str:
        return row.reason
