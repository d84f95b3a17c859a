"""What became of each platform's unused balance of a campaign, for everybody to read (R15)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Clock
from casework.parties.models import Campaign, Unit

from ..figures import pool_figures
from ..models import Declaration, UnusedBalance
from .states import CONFIRMING, DECLARING


class Standing(models.TextChoices):
    """How far a platform has come."""

    ASKED = "asked", _("Asked to declare")
    SILENT = "silent", _("Has not declared in time")
    DECLARED = "declared", _("Declared, being confirmed")
    POOLED = "pooled", _("In the pool")


@dataclass(frozen=True)
class PlatformStanding:
    """One platform. since: of this standing; due_at: until when it is to declare, where it is to. declared: so many
    fen and vouchers in what it declared last, None where it never has. pooled: fen of it in the pool, which an earlier
    declaration may have brought there while a correction is under way."""

    unit: Unit
    standing: Standing
    since: dt.datetime
    due_at: dt.datetime | None
    declared_count: int | None
    declared: int | None
    pooled: int


@dataclass(frozen=True)
class Standings:
    """All platforms that were asked, by name; sums in fen."""

    platforms: list[PlatformStanding]

    @property
    def declared(self) -> int:
        return sum(one.declared or 0 for one in self.platforms)

    @property
    def pooled(self) -> int:
        return sum(one.pooled for one in self.platforms)

    @property
    def silent(self) -> list[PlatformStanding]:
        return [one for one in self.platforms if one.standing == Standing.SILENT]


def standings(campaign: Campaign) -> Standings:
    """Every platform that was asked for its unused balance of the campaign. Three statements."""
    pooled = {one.unit.pk: one.pooled for one in pool_figures(campaign).platforms}
    declared = Declaration.objects.filter(case=OuterRef("pk"), round=OuterRef("round"))
    running = Clock.objects.filter(case=OuterRef("pk"), name="declaration", ended_at__isnull=True)
    cases = (
        UnusedBalance.objects.filter(campaign=campaign)
        .select_related("platform")
        .annotate(
            declared_count=declared.values("count")[:1],
            declared_fen=declared.values("amount")[:1],
            declare_by=running.values("due_at")[:1],
            is_silent=Exists(running.filter(overdue_at__isnull=False)),
        )
    )
    return Standings([_standing(case, pooled) for case in cases.order_by("platform__name", "pk")])


def _standing(case: UnusedBalance, pooled: dict[int, int]) -> PlatformStanding:
    standing = {DECLARING: Standing.ASKED, CONFIRMING: Standing.DECLARED}.get(case.state, Standing.POOLED)
    return PlatformStanding(
        unit=case.platform,
        standing=Standing.SILENT if case.is_silent and case.state == DECLARING else standing,
        since=case.state_since,
        due_at=case.declare_by if case.state == DECLARING else None,
        declared_count=case.declared_count,
        declared=case.declared_fen,
        pooled=pooled.get(case.platform_id, 0),
    )
