"""The campaign's table of how grave violations are."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.parties.models import Campaign

from ..violations import CHOICES


class Severity(models.TextChoices):
    """The three classes of dishonest acts (国办发〔2025〕22号)."""

    MINOR = "minor", pgettext_lazy("severity", "Minor")
    GENERAL = "general", pgettext_lazy("severity", "General")
    SERIOUS = "serious", pgettext_lazy("severity", "Serious")


class TariffRow(models.Model):
    """After `earlier` decisions within two years (or more, up to the next row) the violation is of this class."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tariff", verbose_name=_("campaign"))
    violation = models.CharField(_("violation"), max_length=30, choices=CHOICES)
    earlier = models.PositiveSmallIntegerField(_("earlier decisions within two years, at least"), default=0)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    months = models.PositiveSmallIntegerField(_("months of the term"))

    class Meta:
        verbose_name = _("row of the severity table")
        verbose_name_plural = _("severity table")
        ordering = ["campaign", "violation", "earlier"]
        constraints = [models.UniqueConstraint(fields=["campaign", "violation", "earlier"], name="tariff_row_once")]

    def __str__(self) -> str:
        return f"{self.get_violation_display()} · {self.earlier}"

    def clean(self) -> None:
        from ..tariff import TERMS

        if self.severity and self.months is not None:
            shortest, longest = TERMS[Severity(self.severity)]
            if not shortest <= self.months <= longest:
                words = _("A term of this class has between %(shortest)d and %(longest)d months.")
                raise ValidationError({"months": words % {"shortest": shortest, "longest": longest}})
