"""What a cinema states when it enrols: where it is, who is reached there, and with each platform what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm
from casework.parties.models import Division, Platform
from casework.parties.phones import as_dialled, validate_service_phone
from casework.ui.text import person_name

from ..undertakings import CINEMA, UndertakingForm
from .terms_fields import DaysField, ProcedureField

OWN = ("county", "address", "duty_manager", "duty_phone", "extension_channel")


@dataclass(frozen=True)
class PlatformFields:
    """The fields of one platform. `qualified`: whether it takes part in the campaign now."""

    platform: Platform
    qualified: bool
    takes: BoundField
    procedure: BoundField
    days: BoundField


class StatementForm(ActForm):
    """All gaps are named at once. What is stated stands in rows of the case (`CinemaStatement`, `EnrolmentTerms`)."""

    private = OWN

    county = forms.ModelChoiceField(queryset=None, label=_("County that the cinema is in"))
    address = forms.CharField(
        label=_("Street and number"), max_length=120, help_text=_("Without prefecture and county; shown publicly.")
    )
    duty_manager = forms.CharField(label=_("Duty manager"), max_length=40)
    duty_phone = forms.CharField(
        label=_("Duty manager's phone"),
        max_length=40,
        help_text=_("Somebody answers it while films are shown; shown publicly."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    extension_channel = forms.CharField(
        label=_("Extension and pooling of vouchers"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Where a member asks here for an extension, and what becomes of what is left on a voucher; shown publicly."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = self._counties()
        for platform in self.platforms:
            self._add_fields_of(platform)

    def _counties(self) -> Any:
        """Those of the cinema's prefecture; all, where it is not known."""
        counties = Division.objects.filter(level=Division.Level.COUNTY).order_by("code")
        prefecture = self.case.cinema.cinema.prefecture
        return counties.filter(parent=prefecture) if prefecture is not None else counties.select_related("parent")

    @cached_property
    def platforms(self) -> list[Platform]:
        """Those that take part in the campaign, then those that do not yet: cinemas enrol beside platforms."""
        found = Platform.objects.active().select_related("unit").order_by("unit__name")
        return sorted(found, key=lambda platform: platform.pk not in self._qualified)

    @cached_property
    def _qualified(self) -> set[int]:
        found = Platform.objects.qualified(self.case.campaign, timezone.localdate(self.now))
        return set(found.values_list("pk", flat=True))

    def _add_fields_of(self, platform: Platform) -> None:
        pk = platform.pk
        new = {
            f"takes_{pk}": forms.BooleanField(
                label=_("Takes vouchers of %(platform)s") % {"platform": platform.name}, required=False
            ),
            f"procedure_{pk}": ProcedureField(required=False),
            f"days_{pk}": DaysField(required=False),
        }
        self.fields |= new
        # They stand in rows of their own; which are needed depends on the first of each three.
        self.private = (*self.private, *new)
        self.conditional = (*self.conditional, *new)

    def of_platforms(self) -> Iterator[PlatformFields]:
        for platform in self.platforms:
            pk = platform.pk
            yield PlatformFields(
                platform, pk in self._qualified, self[f"takes_{pk}"], self[f"procedure_{pk}"], self[f"days_{pk}"]
            )

    def of_cinema(self) -> list[BoundField]:
        return [self[name] for name in OWN]

    def clean_duty_manager(self) -> str:
        return person_name(self.cleaned_data["duty_manager"])

    def clean_duty_phone(self) -> str:
        phone = as_dialled(self.cleaned_data["duty_phone"])
        validate_service_phone(phone)
        return phone

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["terms"] = [self._terms(platform, said) for platform in self.platforms if said.get(f"takes_{platform.pk}")]
        for platform in self.platforms:
            self._refuse_forgotten(platform, said)
        if not said["terms"] and self.platforms:
            words = _("Please choose at least one platform whose vouchers the cinema takes.")
            self.add_error(f"takes_{self.platforms[0].pk}", words)
        return said

    def _terms(self, platform: Platform, said: dict[str, Any]) -> tuple[Platform, str, int | None]:
        procedure, days = said.get(f"procedure_{platform.pk}"), said.get(f"days_{platform.pk}")
        name = {"platform": platform.name}
        if not procedure and f"procedure_{platform.pk}" not in self.errors:
            words = _("Please write how vouchers of %(platform)s are redeemed.")
            self.add_error(f"procedure_{platform.pk}", words % name)
        if not days and f"days_{platform.pk}" not in self.errors:
            self.add_error(f"days_{platform.pk}", _("Please write within how many days %(platform)s settles.") % name)
        return platform, procedure or "", days

    def _refuse_forgotten(self, platform: Platform, said: dict[str, Any]) -> None:
        """Terms beside an empty box: nobody knows what is meant."""
        pk = platform.pk
        if not said.get(f"takes_{pk}") and (said.get(f"procedure_{pk}") or said.get(f"days_{pk}")):
            words = _("Below are terms with %(platform)s: please tick that its vouchers are taken, or empty them.")
            self.add_error(f"takes_{pk}", words % {"platform": platform.name})


class EnrolmentForm(UndertakingForm, StatementForm):
    """With what the cinema promises, signed (R32)."""

    undertakes = CINEMA

    def of_undertaking(self) -> tuple[str, ...]:
        """The names of the fields by which it is signed."""
        return self.FIELDS
