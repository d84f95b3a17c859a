"""What a platform declares to be left of a campaign's vouchers, by union, and what became of it (R15)."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Case
from casework.parties.models import Unit

from ..balances.states import BalanceActs


class UnusedBalance(BalanceActs, Case):
    """One platform's unused balance of one campaign. `round`: which declaration counts, 0 until there is one."""

    platform = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("platform"))
    # Until when the last of its vouchers of this campaign could be redeemed.
    redeemed_until = models.DateField(_("last voucher redeemed until"))
    round = models.PositiveSmallIntegerField(_("declarations"), default=0)

    class Meta:
        verbose_name = _("unused balance")
        verbose_name_plural = _("unused balances")

    @cached_property
    def declaration(self) -> Declaration | None:
        """The one that counts; read once for each loading."""
        return self.declarations.filter(round=self.round).first() if self.round else None

    @property
    def pooled(self) -> Declaration | None:
        """The one that stands in the pool, which an earlier one may be while a correction is under way."""
        return self.declarations.filter(pooled_at__isnull=False).order_by("-round").first()


class Declaration(models.Model):
    """What the platform said in one round. Amounts in fen: `amount` and `count` are unused and the sum of its unions;
    of sold, redeemed and refunded it says how many vouchers and how much. Never changed but for `pooled_at`."""

    case = models.ForeignKey(UnusedBalance, models.PROTECT, related_name="declarations")
    round = models.PositiveSmallIntegerField()
    declared_at = models.DateTimeField()
    sold_count = models.PositiveIntegerField()
    sold = models.PositiveBigIntegerField()
    redeemed_count = models.PositiveIntegerField()
    redeemed = models.PositiveBigIntegerField()
    refunded_count = models.PositiveIntegerField()
    refunded = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField()
    pooled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="declared_once_a_round")]

    def __str__(self) -> str:
        return f"declaration {self.round} of {self.case_id}"


class UnionBalance(models.Model):
    """What of a declaration is one union's members'. `union`: its name as the platform has it; amount in fen."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="unions")
    position = models.PositiveIntegerField()
    union = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "position"], name="union_balance_once"),
            models.CheckConstraint(condition=Q(count__gt=0, amount__gt=0), name="union_balance_of_something"),
        ]

    def __str__(self) -> str:
        return self.union
