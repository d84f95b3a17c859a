"""The journal of what was pooled and what became of it (R15): accounts, and transfers between two of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from casework.parties.models import Campaign, Unit


class AccountQuerySet(models.QuerySet):
    def with_balances(self) -> AccountQuerySet:
        """Each with `came` and `went`, all that was ever transferred to it and from it, and `balance`, in fen."""
        came, went = _total("to_account"), _total("from_account")
        return self.annotate(came=came, went=went).annotate(balance=F("came") - F("went"))


def _total(side: str) -> Coalesce:
    rows = Transfer.objects.filter(**{side: OuterRef("pk")}).order_by().values(side)
    return Coalesce(Subquery(rows.annotate(total=Sum("fen")).values("total")), 0, output_field=models.BigIntegerField())


class Account(models.Model):
    """Where a campaign's unused money is. `unit`: whose unused balance; `screening`: the number of its case, as text.

    An account has no balance of its own: what it holds is the sum of its transfers. Its row is what is locked.
    """

    class Kind(models.TextChoices):
        UNUSED = "unused", pgettext_lazy("account", "Unused balance")
        POOL = "pool", pgettext_lazy("account", "Pool")
        SCREENING = "screening", pgettext_lazy("account", "Public-welfare screening")
        SPENT = "spent", pgettext_lazy("account", "Spent")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    screening = models.CharField(max_length=24, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="account_of_a_platform_once"),
            models.UniqueConstraint(
                fields=["campaign", "screening"], condition=Q(kind="screening"), name="account_of_a_screening_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind"], condition=Q(kind__in=["pool", "spent"]), name="account_of_a_campaign_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="unused", unit__isnull=False) | Q(~Q(kind="unused"), unit__isnull=True),
                name="account_unused_of_a_platform",
            ),
            models.CheckConstraint(
                condition=Q(~Q(screening=""), kind="screening") | Q(~Q(kind="screening"), screening=""),
                name="account_of_a_screening_names_it",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [str(self.get_kind_display()), self.unit and self.unit.name, self.screening]))

    @property
    def may_go_below_zero(self) -> bool:
        """Only where money comes from: what a platform has handed over is how far its account is below zero."""
        return self.kind == self.Kind.UNUSED


class Transfer(models.Model):
    """So many fen from one account to another: both sides are one row, so the journal balances whatever happens.

    Never changed, never deleted: the database refuses it (`engine.triggers`). `reverses` names the one row that this
    takes back; that is the only way back. `key` is the caller's own name of the deed. `note` is never about a person:
    nothing can be erased from it.
    """

    key = models.CharField(max_length=80, unique=True)
    from_account = models.ForeignKey(Account, models.PROTECT, related_name="outgoing")
    to_account = models.ForeignKey(Account, models.PROTECT, related_name="incoming")
    fen = models.PositiveBigIntegerField()
    case_number = models.CharField(max_length=24, blank=True)
    note = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="transfer_of_something"),
            models.CheckConstraint(condition=~Q(from_account=F("to_account")), name="transfer_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.fen} fen, {self.from_account_id} to {self.to_account_id}"
