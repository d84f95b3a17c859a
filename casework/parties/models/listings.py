"""When platforms and cinemas came onto the public lists and left them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .campaigns import Campaign
from .units import Unit


class ListingQuerySet(models.QuerySet):
    def open(self) -> "ListingQuerySet":
        """Of those that stand on a list now, as far as it was noted (`parties.listings`)."""
        return self.filter(left_at__isnull=True)


class Listing(models.Model):
    """A unit stood on a campaign's public list from then until then. Whose right changed, and by whom, is in the
    qualifications and their cases; here is only when the public could see it, for feeds that others copy from (R29).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="listings", verbose_name=_("unit"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="listings", verbose_name=_("campaign"))
    listed_at = models.DateTimeField(_("on the list since"))
    left_at = models.DateTimeField(_("left the list at"), null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("time on a public list")
        verbose_name_plural = _("times on public lists")
        ordering = ["campaign", "unit", "listed_at"]
        indexes = [models.Index(fields=["campaign", "unit"], name="listing_campaign_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "campaign"], condition=Q(left_at__isnull=True), name="listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.campaign}"
