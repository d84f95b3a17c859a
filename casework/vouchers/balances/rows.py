"""What the acts of an unused balance write: its parties, what was declared, and the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.engine import bodies
from casework.engine.models import CaseParty
from casework.engine.organisers import association, organisers

from .. import journal
from ..models import Declaration, Transfer, UnionBalance, UnusedBalance
from .arithmetic import Some, Stated
from .states import PLATFORM

if TYPE_CHECKING:
    from casework.engine.acts import Context


def fill_in(case: UnusedBalance, ctx: Context) -> None:
    said = ctx.details
    case.office = association()
    case.campaign, case.platform, case.redeemed_until = said["campaign"], said["platform"], said["redeemed_until"]


def ask(ctx: Context) -> None:
    """The platform is a party, and the organisers decide; both know of it from the first day on. Raises Refused."""
    case = ctx.case
    case.add_parties([CaseParty(case=case, unit=case.platform, role=PLATFORM, involved_at=ctx.now)])
    bodies.ask(case, organisers(), ctx.now)


def declare(ctx: Context) -> None:
    case, stated, rows = ctx.case, ctx.details["stated"], ctx.details["rows"]
    parts = {"sold": stated.sold, "redeemed": stated.redeemed, "refunded": stated.refunded}
    figures = {f"{name}_count": some.count for name, some in parts.items()}
    figures |= {name: some.fen for name, some in parts.items()}
    declared = Declaration.objects.create(
        case=case,
        round=case.round,
        declared_at=ctx.now,
        count=stated.unused.count,
        amount=stated.unused.fen,
        **figures,
    )
    UnionBalance.objects.bulk_create(
        UnionBalance(declaration=declared, position=position, union=row.union, count=row.count, amount=row.amount)
        for position, row in enumerate(rows, 1)
    )
    ctx.facts |= {"round": case.round, "rows": len(rows)}


def stated(declared: Declaration) -> Stated:
    return Stated(
        sold=Some(declared.sold_count, declared.sold),
        redeemed=Some(declared.redeemed_count, declared.redeemed),
        refunded=Some(declared.refunded_count, declared.refunded),
        unused=Some(declared.count, declared.amount),
    )


# --- the journal ------------------------------------------------------------------------------------------------------
def pool(ctx: Context) -> None:
    """What was confirmed goes into the pool, a row for each union; then what was pooled before is taken back. In this
    order the pool never runs dry in between. Raises NotEnough where the difference has been given out already."""
    case = ctx.case
    old = _standing(case)
    journal.transfer_all(
        [
            journal.Part(f"pooled {case.number} {case.round} {row.position}", row.amount, row.union)
            for row in case.declaration.unions.all()
        ],
        from_account=journal.unused(case.campaign, case.platform),
        to_account=journal.pool(case.campaign),
        case_number=case.number,
        at=ctx.now,
    )
    journal.reverse_all({f"{row.key} back": row for row in old}, note=f"#{case.round}", at=ctx.now)
    Declaration.objects.filter(pk=case.declaration.pk).update(pooled_at=ctx.now)
    ctx.facts |= {"round": case.round, "fen": case.declaration.amount, "taken_back": sum(row.fen for row in old)}


def _standing(case: UnusedBalance) -> list[Transfer]:
    """What this case has pooled and was not taken back."""
    rows = Transfer.objects.filter(case_number=case.number, reverses=None, reversal=None)
    return list(rows.select_related("from_account", "to_account").order_by("pk"))
