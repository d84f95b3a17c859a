"""What the public reads of a campaign's pool: what came in, what went out, what is left, each screening (R15)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, Sum

from casework.parties.models import Campaign, Unit

from .models import Account, Transfer

Kind = Account.Kind


@dataclass(frozen=True)
class PlatformFigures:
    """What a platform handed over, in fen."""

    unit: Unit
    pooled: int


@dataclass(frozen=True)
class ScreeningFigures:
    """One screening, by the number of its case. In fen; set_aside = spent + given_back + held."""

    case_number: str
    set_aside: int
    spent: int
    given_back: int

    @property
    def held(self) -> int:
        return self.set_aside - self.spent - self.given_back


@dataclass(frozen=True)
class PoolFigures:
    """In fen; pooled = balance + held by screenings + spent. What was reversed counts nowhere."""

    platforms: list[PlatformFigures]
    screenings: list[ScreeningFigures]
    balance: int

    @property
    def pooled(self) -> int:
        return sum(platform.pooled for platform in self.platforms)

    @property
    def held(self) -> int:
        return sum(screening.held for screening in self.screenings)

    @property
    def spent(self) -> int:
        return sum(screening.spent for screening in self.screenings)


def pool_figures(campaign: Campaign) -> PoolFigures:
    """The campaign's pool as it stands; platforms by name, screenings in the order in which money was first set aside.
    Who handed over nothing, and a screening whose money was taken back, are left out. Two statements."""
    accounts = list(Account.objects.filter(campaign=campaign).select_related("unit").order_by("pk"))
    went = _went(campaign)
    platforms = [
        PlatformFigures(account.unit, went[account.pk, Kind.POOL])
        for account in accounts
        if account.kind == Kind.UNUSED
    ]
    screenings = [_screening(account, went) for account in accounts if account.kind == Kind.SCREENING]
    balance = sum(platform.pooled for platform in platforms)
    balance -= sum(screening.set_aside - screening.given_back for screening in screenings)
    return PoolFigures(
        sorted((platform for platform in platforms if platform.pooled), key=lambda platform: platform.unit.name),
        [screening for screening in screenings if screening.set_aside],
        balance,
    )


def _screening(account: Account, went: Counter) -> ScreeningFigures:
    return ScreeningFigures(
        case_number=account.screening,
        set_aside=went[Kind.POOL, account.pk],
        spent=went[account.pk, Kind.SPENT],
        given_back=went[account.pk, Kind.POOL],
    )


def _went(campaign: Campaign) -> Counter:
    """Fen by (from, to), less what of them was reversed; an account by its id, pool and spent by their kind."""
    rows = Transfer.objects.filter(from_account__campaign=campaign).order_by().annotate(back=Q(reverses__isnull=False))
    rows = rows.values("from_account", "from_account__kind", "to_account", "to_account__kind", "back")
    found: Counter = Counter()
    for row in rows.annotate(total=Sum("fen")):
        payer = _name(row["from_account"], row["from_account__kind"])
        payee = _name(row["to_account"], row["to_account__kind"])
        if row["back"]:
            found[payee, payer] -= row["total"]
        else:
            found[payer, payee] += row["total"]
    return found


def _name(account: int, kind: str) -> int | str:
    return kind if kind in (Kind.POOL, Kind.SPENT) else account
