"""Vouchers for which an extension was asked, one row for each asking (R14)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.parties.models import Campaign, Unit
from casework.vouchers.numbers import LONGEST, LONGEST_TYPED


class VoucherExtensionQuerySet(models.QuerySet):
    def of_case(self, number: str) -> VoucherExtensionQuerySet:
        """What one case asked for, in the order in which it was listed."""
        return self.filter(case_number=number).order_by("position")

    def asked(self) -> VoucherExtensionQuerySet:
        return self.filter(outcome=VoucherExtension.Outcome.ASKED)

    def granted(self) -> VoucherExtensionQuerySet:
        return self.filter(outcome=VoucherExtension.Outcome.GRANTED)

    def holding(self, platform: Unit, numbers: Iterable[str]) -> VoucherExtensionQuerySet:
        """Rows that stand in the way of asking again for one of these vouchers of the platform."""
        return self.filter(platform=platform, number__in=list(numbers), turn__isnull=False)


class VoucherExtension(models.Model):
    """One voucher in one request. `number`: the normal form of what was typed (`vouchers.numbers`). `turn`: which
    extension of this voucher it is or would be, from 1; empty where it came to nothing, which frees the number.
    `face_value` in fen. `said`: what its platform says of it, "" until then. `extended_to` is the last day, once
    granted; `provisional` (暂定): a day that decided it was of a year whose calendar nobody had announced.

    Case and voucher are text: the room's cases lie above this, and vouchers are the platform's own.
    """

    class Outcome(models.TextChoices):
        ASKED = "asked", pgettext_lazy("extension of a voucher", "Asked")
        GRANTED = "granted", pgettext_lazy("extension of a voucher", "Granted")
        REFUSED = "refused", pgettext_lazy("extension of a voucher", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("extension of a voucher", "Withdrawn")

    class Because(models.TextChoices):
        """Why a voucher is refused; what a platform may say against one."""

        NOT_FOUND = "not_found", _("There is no voucher of this number")
        USED = "used", _("It was redeemed, or nothing is left on it")
        OTHER_VALUE = "other_value", _("Its face value is another one")
        OTHER_DAY = "other_day", _("Its last day is another one")
        NOT_THEIRS = "not_theirs", _("It was not sold to this union")
        OTHER = "other", _("Another reason")

    CONFIRMED = "confirmed"
    SAID = [(CONFIRMED, pgettext_lazy("what a platform says of a voucher", "Confirmed")), *Because.choices]

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    platform = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=24, db_index=True)
    position = models.PositiveIntegerField()
    typed = models.CharField(max_length=LONGEST_TYPED)
    number = models.CharField(max_length=LONGEST)
    face_value = models.PositiveBigIntegerField()
    expires_on = models.DateField()
    extended_to = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    turn = models.PositiveSmallIntegerField(null=True, default=1)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.ASKED)
    said = models.CharField(max_length=20, choices=SAID, blank=True)
    reason = models.CharField(max_length=400, choices=Because, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = VoucherExtensionQuerySet.as_manager()

    class Meta:
        # What the clock looks at every time is little, however many vouchers there are.
        indexes = [
            models.Index(fields=["campaign", "expires_on"], condition=Q(provisional=True), name="voucher_provisional")
        ]
        constraints = [
            models.UniqueConstraint(fields=["platform", "number", "turn"], name="voucher_extended_once_a_turn"),
            models.UniqueConstraint(
                fields=["platform", "number"], condition=Q(outcome="asked"), name="voucher_asked_for_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["asked", "granted"], turn__gte=1)
                | Q(outcome__in=["refused", "withdrawn"], turn__isnull=True),
                name="voucher_held_while_asked_or_granted",
            ),
            models.CheckConstraint(
                condition=Q(outcome="granted", extended_to__gt=F("expires_on"))
                | Q(~Q(outcome="granted"), extended_to__isnull=True),
                name="voucher_extended_when_granted",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused", reason=""), name="voucher_refused_with_reason"),
            models.CheckConstraint(condition=Q(face_value__gt=0), name="voucher_is_worth_something"),
        ]

    def __str__(self) -> str:
        return self.number
