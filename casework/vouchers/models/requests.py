"""A request to extend vouchers: who asks whom for how many, and what came of it (R14)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Case
from casework.parties.models import Unit

from ..requests.states import PLATFORM, REQUESTER, ExtensionActs
from .extensions import VoucherExtension, VoucherExtensionQuerySet


class ExtensionRequest(ExtensionActs, Case):
    """What stands of each voucher is in its row (`vouchers`); here only how many."""

    class Word(models.TextChoices):
        """What the platform has said so far."""

        NONE = "", _("Has not answered yet")
        CONFIRMED = "confirmed", pgettext_lazy("vouchers", "Confirmed all")
        DOUBTED = "doubted", _("Said that some are not so")
        SILENT = "silent", _("Did not answer in time")

    # By a member without an account, for one voucher; else by a union, which is a party.
    by_member = models.BooleanField(_("by a member"), default=False)
    count = models.PositiveSmallIntegerField(_("vouchers asked for"))
    word = models.CharField(_("what the platform says"), max_length=10, choices=Word, default=Word.NONE, blank=True)
    granted = models.PositiveSmallIntegerField(_("granted"), null=True)
    refused = models.PositiveSmallIntegerField(_("refused"), null=True)

    class Meta:
        verbose_name = _("extension of vouchers")
        verbose_name_plural = _("extensions of vouchers")

    @property
    def vouchers(self) -> VoucherExtensionQuerySet:
        return VoucherExtension.objects.of_case(self.number)

    @property
    def platform(self) -> Unit:
        """Whose vouchers they are."""
        return next(party.unit for party in self.party_list if party.role == PLATFORM)

    @property
    def union(self) -> Unit | None:
        """Who asks; None where it is a member."""
        return next((party.unit for party in self.party_list if party.role == REQUESTER), None)

    @property
    def asker(self) -> str:
        """Who asks, in words; of a member no more than that."""
        return self.union.name if self.union else gettext("A member")
