"""What may be said with the acts of an enrolment."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, OwnUnitForm
from casework.parties.models import Agreement, Campaign, Qualification, Unit

from ..models.enrolments import Enrolment
from .states import WHO_ENROLS
from .terms_fields import DaysField, ProcedureField

Fact = Enrolment.Fact
Kind = Unit.Kind


class EnrolForm(OwnUnitForm):
    """How an enrolment begins: for which campaign; by a platform also for which cinema, with the terms it proposes."""

    own_kinds = WHO_ENROLS
    conditional = ("cinema",)
    private = ("procedure", "settlement_days")
    recorded_as: ClassVar[dict[str, Any]] = {**OwnUnitForm.recorded_as, "earlier": None}

    campaign = forms.ModelChoiceField(queryset=None, label=_("For which campaign"), empty_label=None)
    cinema = forms.ModelChoiceField(queryset=None, label=_("Cinema that is proposed"), required=False)
    procedure = ProcedureField(required=False)
    settlement_days = DaysField(required=False)
    earlier = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate(self.now)
        running = Campaign.objects.filter(redeem_until__gte=today).order_by("-starts_on")
        self.fields["campaign"].queryset = running
        self.fields["cinema"].queryset = Unit.objects.active().filter(kind=Kind.CINEMA, cinema__isnull=False)
        self.only_campaign = running[0] if len(running) == 1 else None
        if self.only_campaign is not None:
            self.fields["campaign"].required, self.fields["campaign"].widget = False, forms.HiddenInput()
        if not any(unit.kind == Kind.PLATFORM for unit in self.fields["unit"].queryset):
            for name in ("cinema", "procedure", "settlement_days"):
                del self.fields[name]

    def clean_campaign(self) -> Campaign:
        return self.cleaned_data["campaign"] or self.only_campaign

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        unit, campaign = said.get("unit"), said.get("campaign")
        if unit is None or campaign is None:
            return said
        if unit.kind == Kind.CINEMA:
            said["cinema"] = unit
        elif said.get("cinema") is None:
            self.add_error("cinema", _("Please choose the cinema that you propose."))
        today = timezone.localdate(self.now)
        if said.get("cinema") is not None and (why := why_not(said["cinema"], campaign, today, by=unit)):
            self.add_error("cinema" if unit.kind == Kind.PLATFORM else None, why)
        said["earlier"] = self._earlier(said)
        return said

    def _earlier(self, said: dict[str, Any]) -> str:
        """The number of a file of this very cinema; nobody begins from somebody else's."""
        asked, cinema = said.get("earlier"), said.get("cinema")
        if not asked or cinema is None:
            return ""
        known = Enrolment.objects.filter(number=asked, parties__unit=cinema, parties__role="cinema")
        return asked if known.exists() else ""


def why_not(cinema: Unit, campaign: Campaign, today: dt.date, *, by: Unit) -> str:
    """Why this unit cannot enrol the cinema for the campaign, in words; "" if it can. The same under lock (`rows`).

    A cinema that takes part may enrol once more, to change what it states, or be proposed by a platform that is new to
    it; until that is decided, what stands holds.
    """
    if not hasattr(cinema, "cinema") or not cinema.active:
        return str(_("This cinema is closed, or its code is not entered."))
    under_way = Enrolment.objects.of(cinema, campaign).under_way().first()
    if under_way is not None:
        return str(_("An enrolment of this cinema is under way: %(number)s.") % {"number": under_way.number})
    rights = Qualification.objects.filter(unit=cinema, campaign=campaign).exclude(until__lt=today)
    if rights.filter(suspended=True).exists():
        return str(_("The right of this cinema is suspended; what suspended it must end first."))
    agreed = Agreement.objects.in_force(campaign, today).filter(cinema=cinema.pk, platform=by.pk)
    if by.pk != cinema.pk and rights.exists() and agreed.exists():
        return str(_("This cinema takes part already, and takes your vouchers."))
    return ""


class DeclineForm(ActForm):
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The platform and the association read this."),
    )


class CheckFactsForm(ActForm):
    """By the film office. That all holds is said, and not left to boxes that somebody did not see."""

    ALL, SOME = "all", "some"
    conditional = ("wrong", "remarks")

    holds = forms.ChoiceField(
        label=_("Do the facts hold?"),
        choices=[(ALL, _("All of them hold")), (SOME, _("Some do not hold"))],
        widget=forms.RadioSelect,
    )
    wrong = forms.MultipleChoiceField(
        label=_("What does not hold"), choices=Fact.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    remarks = forms.CharField(
        label=_("What the association should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The association reads this; the cinema does not."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        wrong = said.get("wrong") or []
        if said.get("holds") == self.ALL and wrong:
            self.add_error("holds", _("Below something is marked: please choose what is meant."))
        if said.get("holds") == self.SOME and not wrong:
            self.add_error("wrong", _("Please mark what does not hold."))
        if wrong and not said.get("remarks"):
            self.add_error("remarks", _("Please say how it really is."))
        said["wrong"] = wrong
        return said


class QualifyForm(ActForm):
    note = forms.CharField(
        label=_("To the cinema"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class RefuseForm(ActForm):
    reason = forms.CharField(
        label=_("Why it is refused"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The cinema and the film office read this."),
    )


class MissingForm(ActForm):
    items = forms.CharField(
        label=_("What is missing"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("All of it, one thing on each line: it is asked for once."),
    )

    def clean_items(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if not lines:
            raise ValidationError(_("Please write what is missing, one thing on each line."))
        return "\n".join(lines)


class LeaveForm(ActForm):
    reason = forms.CharField(label=_("Why the cinema leaves"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
