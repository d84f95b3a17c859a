"""A complaint or a report as it is filed: by whoever it happened to or saw it, or typed in by staff who were told."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField
from casework.parties.models import Campaign, Cinema, Hall, Platform, Unit
from casework.parties.phones import as_e164
from casework.ui.lengths import OWN_WORDS
from casework.ui.text import person_name

from .categories import BODY, BY_CODE, CHOICES, CINEMA, PLATFORM, ROLES
from .fields import text
from .matters import COMPLAINT, REPORT
from .models import Complaint

# What is said where nobody was chosen, by who must answer.
WHICH = {
    (CINEMA,): _("Please choose the cinema."),
    (PLATFORM,): _("Please choose the platform."),
    (BODY,): _("Please choose the association or the union."),
    (CINEMA, PLATFORM): _("Please choose the cinema, the platform, or both."),
}


def bodies() -> QuerySet[Unit]:
    """Whom the film bureau looks into itself (DESIGN §4): the provincial association and the unions."""
    unions = Q(kind=Unit.Kind.UNION)
    return Unit.objects.active().filter(unions | Q(pk__in=Unit.objects.provincial(Unit.Kind.ASSOCIATION)))


class FilingForm(ActForm):
    """A complaint or a report as it is filed, whichever page or desk it comes from. One thing a page is the wizard's
    business.

    At the counter only three answers are needed: what, which cinema, a phone number; the rest can follow. A report may
    be filed without a name: then nothing of the person is kept, whatever was typed before.
    """

    private = ("name", "phone", "email")
    recorded_as: ClassVar[dict[str, Any]] = {
        "story": _("What happened, as told"),
        "wish": _("What is wanted"),
        "matter": None,
        "anonymous": None,
    }

    matter = forms.ChoiceField(
        label=_("Complaint or report"),
        required=False,
        choices=[(COMPLAINT, _("A complaint: it happened to them")), (REPORT, _("A report: a violation they know of"))],
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(label=_("What happened"), choices=CHOICES)
    at_the_cinema = forms.TypedChoiceField(
        label=_("Are you at the cinema right now?"),
        coerce=lambda value: value == "yes",
        required=False,
        empty_value=False,
        choices=[("yes", _("Yes, I am at the cinema now")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    cinema = forms.ModelChoiceField(
        queryset=Cinema.objects.active().select_related("unit"), label=_("Cinema"), required=False
    )
    platform = forms.ModelChoiceField(
        queryset=Platform.objects.active().select_related("unit"), label=_("Payment platform"), required=False
    )
    body = forms.ModelChoiceField(queryset=bodies(), label=_("Association or union"), required=False)
    happened_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    happened_at = forms.TimeField(
        label=_("Time of the showing"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    film = forms.CharField(label=_("Film"), required=False, max_length=60)
    price_paid = forms.DecimalField(
        label=_("Price paid, yuan"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    service_fee = forms.DecimalField(
        label=_("Of which network service fee, yuan"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    hall = forms.ChoiceField(
        label=_("Hall"),
        required=False,
        choices=[("", _("I do not know")), *Hall.choices],
        widget=forms.RadioSelect,
    )
    proof_shown = forms.ChoiceField(
        label=_("What was shown"), required=False, choices=[("", "—"), *Complaint.Proof.choices]
    )
    story = text(_("What happened, in your own words"), required=False, limit=OWN_WORDS, rows=6)
    wish = text(_("What you want"), required=False, limit=500, rows=2)
    attachments = AttachmentsField(label=_("Photos or files"), required=False)
    anonymous = forms.TypedChoiceField(
        label=_("Will you give your name?"),
        coerce=lambda value: value == "yes",
        required=False,
        empty_value=False,
        choices=[("no", _("Yes, with name and phone number")), ("yes", _("No, without a name"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=60)
    phone = forms.CharField(label=_("Mobile phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def clean_matter(self) -> str:
        return self.cleaned_data["matter"] or COMPLAINT

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return as_e164(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > self.now.astimezone().date():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        reports = said.get("matter") == REPORT
        # Somebody at the counter is called at once: that needs a dispute of theirs and a phone.
        said["at_the_cinema"] = bool(said.get("at_the_cinema")) and not reports
        said["anonymous"] = bool(said.get("anonymous")) and reports
        self._find_campaign(said)
        self._need_party(said)
        if not said["at_the_cinema"]:
            self._need(said, "story", _("Please tell us what happened, in a sentence or two."))
        self._need_person(said)
        if (said.get("service_fee") or 0) > (said.get("price_paid") or 0):
            self.add_error("service_fee", _("The fee is a part of the price paid, so it cannot be more."))
        category = BY_CODE.get(said.get("category", ""))
        if category and category.proof and not said["at_the_cinema"] and not reports:
            self._need(said, "proof_shown", _("Please say what was shown."))
        return said

    def _need_person(self, said: dict[str, Any]) -> None:
        """Who it is, and a phone to reach them; of whoever gives no name nothing is kept."""
        if said["anonymous"]:
            self._forget_person(said)
            return
        self._need(said, "phone", _("Please enter a phone number so that we can reach you."))
        if not said["at_the_cinema"]:
            self._need(said, "name", _("Please tell us what to call you."))

    def _forget_person(self, said: dict[str, Any]) -> None:
        for name in self.private:
            self.errors.pop(name, None)
            said[name] = ""

    @property
    def campaign(self) -> Campaign | None:
        """The campaign that ran on the day of the event, once that is known."""
        self.full_clean()
        return self.cleaned_data.get("campaign")

    def _find_campaign(self, said: dict[str, Any]) -> None:
        """The campaign is picked by the day of the event (R8)."""
        day = said.get("happened_on")
        said["campaign"] = Campaign.objects.on(day) if day else None
        if day and said["campaign"] is None:
            self.add_error("happened_on", _("No campaign was running on this day. For other matters call 12345."))

    def _need_party(self, said: dict[str, Any]) -> None:
        category = BY_CODE.get(said.get("category", ""))
        if category is None:
            return
        roles = (BODY,) if BODY in category.answers else (CINEMA, PLATFORM)
        for role in set(ROLES) - set(roles):
            # Left behind by another choice of matter.
            said[role] = None
        if not any(said.get(role) for role in roles):
            self.add_error(category.answers[0], WHICH[category.answers])

    def _need(self, said: dict[str, Any], name: str, message: Any) -> None:
        if not said.get(name) and name not in self.errors:
            self.add_error(name, message)
