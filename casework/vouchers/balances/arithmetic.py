"""Whether a declaration adds up: sold less redeemed less refunded should be what is unused, to the fen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from casework.parties.models import Campaign, Unit

from ..models.extensions import VoucherExtension
from ..money import fen_of, yuan


@dataclass(frozen=True)
class Some:
    """So many vouchers, and so many fen; either may be below zero where it is a difference."""

    count: int
    fen: int

    def __sub__(self, other: Some) -> Some:
        return Some(self.count - other.count, self.fen - other.fen)

    def __bool__(self) -> bool:
        return bool(self.count or self.fen)

    def __str__(self) -> str:
        return _("%(count)d, %(yuan)s yuan") % {"count": self.count, "yuan": yuan(self.fen)}


@dataclass(frozen=True)
class Stated:
    """The figures of a declaration."""

    sold: Some
    redeemed: Some
    refunded: Some
    unused: Some

    @property
    def left(self) -> Some:
        """What should be unused."""
        return self.sold - self.redeemed - self.refunded

    @property
    def difference(self) -> Some:
        """By how much more is declared than is left; nothing where the figures add up."""
        return self.unused - self.left


def at_face_value(count: int, campaign: Campaign) -> Some:
    """So many vouchers of the campaign, at what each was sold for (R9)."""
    return Some(count, count * fen_of(campaign.face_value))


def extended_here(campaign: Campaign, platform: Unit) -> Some:
    """What was extended of the platform's vouchers, as this system knows it. One statement."""
    rows = VoucherExtension.objects.granted().filter(campaign=campaign, platform=platform)
    found = rows.aggregate(count=Count("pk"), fen=Sum("face_value"))
    return Some(found["count"], found["fen"] or 0)
