"""What may be said with the acts of a screening."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField, OwnUnitForm, in_words
from casework.engine.models import Attachment
from casework.parties.models import Campaign, Cinema, Unit
from casework.ui.days import DayField

from .. import journal
from ..money import fen_of, yuan
from .guards import WHO_PROPOSES
from .rows import campaigns_with_money, photos_to_show, too_little_words

# Nobody knows today what a cinema plays later than that.
FARTHEST = dt.timedelta(days=366)
MOST_SEATS = 5000


def amount(label: Any, *, least: str = "0.00", **options: Any) -> forms.DecimalField:
    most = Decimal("99999999.99")
    return forms.DecimalField(label=label, min_value=Decimal(least), max_value=most, decimal_places=2, **options)


class CinemaField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.name} · {unit.division.name}" if unit.division else unit.name


class WhatForm(ActForm):
    """Where, when, which film, for whom, for how much; cleans to `starts_at` and `cost_fen` besides."""

    cinema = CinemaField(queryset=None, label=_("Cinema"))
    day = DayField(label=_("Day"))
    hour = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    film = forms.CharField(label=_("Film"), max_length=60)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    cost = amount(_("What it costs, yuan"), least="0.01", help_text=_("All of it: tickets or the hall, nothing else."))
    purpose = in_words(
        _("For whom, and why"), help_text=_("Which workers, how they are chosen. Please name no single person.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A cinema that is suspended takes no money of the campaign.
        found = Cinema.objects.active().exclude(unit__qualifications__suspended=True)
        units = Unit.objects.filter(pk__in=found.values("unit")).select_related("division")
        self.fields["cinema"].queryset = units.order_by("division", "name")

    def money_of(self, said: dict[str, Any]) -> Campaign | None:
        """The campaign from whose pool it is to be paid."""
        return self.case.campaign

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self._check_moment(said)
        campaign = self.money_of(said)
        if campaign is not None and said.get("cost"):
            said["cost_fen"] = fen_of(said["cost"])
            balance = journal.balance_of(journal.pool(campaign))
            if balance < said["cost_fen"]:
                held = _("The pool holds %(balance)s yuan now; please propose no more than that.")
                self.add_error("cost", held % {"balance": yuan(balance)})
        return said

    def _check_moment(self, said: dict[str, Any]) -> None:
        day, hour = said.get("day"), said.get("hour")
        if day is None or hour is None:
            return
        today = timezone.localdate(self.now)
        if not today < day <= today + FARTHEST:
            self.add_error("day", _("Please choose a day from tomorrow on, within a year."))
        said["starts_at"] = timezone.make_aware(dt.datetime.combine(day, hour))


class ScreeningForm(WhatForm, OwnUnitForm):
    """By a union, in its own name."""

    own_kinds = WHO_PROPOSES
    field_order = ("unit", "campaign", "cinema", "day", "hour", "film", "seats", "cost", "purpose")

    campaign = forms.ModelChoiceField(queryset=None, label=_("From the pool of"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, found = self.fields["campaign"], campaigns_with_money()
        field.queryset, self.only_campaign = found, None
        if len(found) == 1:
            self.only_campaign = found[0]
            field.required, field.widget = False, forms.HiddenInput()
            held = yuan(journal.balance_of(journal.pool(self.only_campaign)))
            text = _("All of it: tickets or the hall, nothing else. The pool holds %(balance)s yuan now.")
            self.fields["cost"].help_text = text % {"balance": held}

    def clean_campaign(self) -> Campaign | None:
        return self.cleaned_data["campaign"] or self.only_campaign

    def money_of(self, said: dict[str, Any]) -> Campaign | None:
        return said.get("campaign")


class AmendedForm(WhatForm):
    """By the union, to the organisers' questions; what it proposes may be another from here on."""

    field_order = ("answer", "cinema", "day", "hour", "film", "seats", "cost", "purpose")

    answer = in_words(_("Your answer"))


class ApprovalForm(ActForm):
    note = in_words(_("What the union should heed"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """Whatever happens between this and the other organiser's word is seen when the money is set aside."""
        said = super().clean()
        if self.case.starts_at <= self.now:
            raise ValidationError(_("Its time is over: please refuse it, or ask the union for another day."))
        balance = journal.balance_of(journal.pool(self.case.campaign))
        if balance < self.case.cost:
            raise ValidationError(too_little_words(balance, self.case.cost))
        return said


class QuestionsForm(ActForm):
    questions = in_words(_("What do you ask?"), help_text=_("Once; the union may change what it proposes."))


class RefuseForm(ActForm):
    reason = in_words(_("Why"), help_text=_("The union reads this."))


class CancelForm(ActForm):
    reason = in_words(_("Why"), help_text=_("Both organisers and the association read this."))


class HeldForm(ActForm):
    """By the union; photos where anybody came."""

    conditional = ("attachments",)
    recorded_as: ClassVar[dict[str, Any]] = {"attendance": _("People who came")}

    attendance = forms.IntegerField(
        label=_("How many came?"), min_value=0, max_value=MOST_SEATS, help_text=_("0 if it did not take place.")
    )
    spent = amount(_("What was spent, yuan"), help_text=_("As the bills say. The rest goes back to the pool."))
    account = in_words(_("How it went"), help_text=_("Please name no single person."))
    attachments = AttachmentsField(label=_("Photos of the screening and of the bills"), required=False)
    publishable = forms.BooleanField(
        label=_("Photos of the screening may be shown to everybody"),
        required=False,
        help_text=_(
            "Faces are personal data. Tick this only if everybody who can be recognised has agreed; better, take them "
            "from behind. Bills are never shown. The association chooses, and takes one off again if asked."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        came = said.get("attendance") or 0
        if came > self.case.seats:
            self.add_error("attendance", _("There were %(seats)d seats.") % {"seats": self.case.seats})
        if said.get("spent") is not None:
            said["spent_fen"] = fen_of(said["spent"])
            if said["spent_fen"] > self.case.cost:
                text = _("%(cost)s yuan were set aside; no more can be paid from the pool.")
                self.add_error("spent", text % {"cost": yuan(self.case.cost)})
        if came and not self._has_a_photo(said.get("attachments") or []):
            self.add_error("attachments", _("Please add at least one photo of the screening."))
        return said

    @staticmethod
    def _has_a_photo(files: list[Any]) -> bool:
        return Attachment.objects.filter(pk__in=files, media_type__startswith="image/").exists()


class PressForm(ActForm):
    message = in_words(_("To the union"))


class ReturnForm(ActForm):
    reason = in_words(_("What is missing or wrong"), help_text=_("The union reads this, and reports again."))


class PhotosForm(ActForm):
    """Which photos everybody sees."""

    # They stand in rows of their own.
    private = ("photos",)

    photos = forms.MultipleChoiceField(
        label=_("Photos that everybody sees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look at each first: no bills, no papers, nobody who has not agreed. Only the copy is shown."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].choices = photos_to_show(self.case)


class SettleForm(PhotosForm):
    note = in_words(_("To the union"), rows=2, required=False)


class CorrectForm(ActForm):
    spent = amount(_("What was truly spent, yuan"))
    found = in_words(_("What turned out, and how"))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("spent") is not None:
            said["spent_fen"] = fen_of(said["spent"])
            if said["spent_fen"] >= self.case.spent:
                text = _("%(spent)s yuan are entered; only less than that is a correction.")
                self.add_error("spent", text % {"spent": yuan(self.case.spent)})
        return said
