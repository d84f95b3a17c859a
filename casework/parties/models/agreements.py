"""What cinemas and platforms agreed: whose vouchers a cinema takes, and how (R31)."""

import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .campaigns import Campaign
from .profiles import Cinema, Platform, running


class AgreementQuerySet(models.QuerySet):
    def in_force(self, campaign: Campaign, day: datetime.date | None = None) -> "AgreementQuerySet":
        """Agreements for the campaign that count on the day (today): begun, not ended. Whether both sides are
        qualified is another question."""
        return self.filter(running(day or timezone.localdate()), campaign=campaign)


class Agreement(models.Model):
    """A cinema takes a platform's vouchers in a campaign: how they are redeemed, and within how many days the platform
    settles with it (R31, R33). A change is a new row: what was agreed before stays known.
    """

    cinema = models.ForeignKey(Cinema, models.PROTECT, related_name="agreements", verbose_name=_("cinema"))
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="agreements", verbose_name=_("platform"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="agreements", verbose_name=_("campaign"))
    procedure = models.TextField(
        _("redemption procedure"),
        blank=True,
        max_length=1000,
        help_text=_("How a voucher is redeemed, step by step, as members read it; shown publicly (R31)."),
    )
    settlement_days = models.PositiveSmallIntegerField(
        _("settlement, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Within how many days the platform pays the cinema what was redeemed (R31)."),
    )
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True, help_text=_("The last day; empty: no end."))

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["campaign", "cinema", "platform", "since"]
        indexes = [models.Index(fields=["campaign", "cinema"], name="agreement_campaign_cinema")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="agreement_dates_in_order",
                violation_error_message=_("An agreement cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["cinema", "platform", "campaign"],
                condition=Q(until__isnull=True),
                name="agreement_open_once",
                violation_error_message=_("These two have an agreement without an end already: end it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cinema} · {self.platform} · {self.campaign}"
