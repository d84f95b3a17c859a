"""What the acts of a screening write: its parties, the organisers' word, and where the money goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.engine import bodies
from casework.engine.errors import Refused
from casework.engine.models import Attachment
from casework.engine.organisers import organisers
from casework.parties.models import Campaign, Unit

from .. import journal
from ..journal import NotEnough
from ..models import Account, Screening, ScreeningApproval, ScreeningPhoto, Transfer
from ..money import yuan

if TYPE_CHECKING:
    from casework.engine.acts import Context

PROPOSED_AS = ("cinema", "starts_at", "film", "seats")


def campaigns_with_money() -> QuerySet[Campaign]:
    """Whose pools hold something, the latest first."""
    pools = Account.objects.with_balances().filter(kind=Account.Kind.POOL, balance__gt=0)
    return Campaign.objects.filter(pk__in=pools.values("campaign")).order_by("-starts_on")


def fill_in(case: Screening, ctx: Context) -> None:
    case.office = Unit.objects.provincial(Unit.Kind.ASSOCIATION).select_related("parent").get()
    case.campaign = ctx.details["campaign"]
    _take_over(case, ctx)


def change(case: Screening, ctx: Context) -> None:
    """As the union proposes it now; both organisers look at it anew."""
    _take_over(case, ctx)
    case.round += 1


def _take_over(case: Screening, ctx: Context) -> None:
    for name in PROPOSED_AS:
        setattr(case, name, ctx.details[name])
    case.cost = ctx.details["cost_fen"]


def call_in_the_organisers(ctx: Context) -> None:
    """Both are parties from now on. Raises Refused where one is missing."""
    bodies.ask(ctx.case, organisers(), ctx.now)


def approve(ctx: Context) -> None:
    case = ctx.case
    ScreeningApproval.objects.create(case=case, unit=ctx.unit, by=ctx.actor.person, round=case.round, at=ctx.now)
    del case.approved


# --- the money --------------------------------------------------------------------------------------------------------
def set_aside(ctx: Context) -> None:
    """From the pool, in the transaction of the second approval. Raises Refused where the pool holds less by now."""
    case = ctx.case
    pool, own = journal.pool(case.campaign), _account(case)
    try:
        _move(ctx, "set aside", pool, own, case.cost)
    except NotEnough as short:
        raise Refused(too_little_words(short.balance, case.cost)) from short
    ctx.facts["set_aside"] = case.cost


def too_little_words(balance: int, cost: int) -> str:
    words = _("The pool holds %(balance)s yuan now, and this screening needs %(cost)s: it cannot be approved as it is.")
    return words % {"balance": yuan(balance), "cost": yuan(cost)}


def give_all_back(ctx: Context) -> None:
    """What was set aside, if anything was."""
    held = Account.objects.with_balances().filter(campaign=ctx.case.campaign, screening=ctx.case.number)
    back = held.values_list("balance", flat=True).first() or 0
    _move(ctx, "back", _account(ctx.case) if back else None, journal.pool(ctx.case.campaign), back)
    ctx.facts["back"] = back


def settle(ctx: Context) -> None:
    """What was spent is spent; the rest is the pool's again."""
    case = ctx.case
    _move(ctx, "spent", _account(case), journal.spent(case.campaign), case.spent)
    _move(ctx, "rest", _account(case), journal.pool(case.campaign), case.cost - case.spent)
    ctx.facts |= {"spent_fen": case.spent, "back": case.cost - case.spent}
    show_photos(ctx)


def correct(ctx: Context) -> None:
    """The bill is taken back whole, what is true is entered anew, and the difference is the pool's again."""
    case, own, spent = ctx.case, _account(ctx.case), journal.spent(ctx.case.campaign)
    wrong = Transfer.objects.get(from_account=own, to_account=spent, reverses=None, reversal=None)
    journal.reverse(key=_key(ctx, "wrong"), transfer=wrong, note=case.number, at=ctx.now)
    _move(ctx, "spent", own, spent, case.spent)
    _move(ctx, "rest", own, journal.pool(case.campaign), wrong.fen - case.spent)
    ctx.facts |= {"spent_fen": case.spent, "back": wrong.fen - case.spent}


def _account(case: Screening) -> Account:
    return journal.screening(case.campaign, case.number)


def _key(ctx: Context, what: str) -> str:
    """The act's own: one event moves money once."""
    return f"{ctx.case.number} {ctx.seq} {what}"


def _move(ctx: Context, what: str, payer: Account | None, payee: Account, fen: int) -> None:
    """Nothing is no transfer."""
    if fen:
        details: dict[str, Any] = {"case_number": ctx.case.number, "at": ctx.now}
        journal.transfer(key=_key(ctx, what), from_account=payer, to_account=payee, fen=fen, **details)


# --- photos -----------------------------------------------------------------------------------------------------------
def photos_to_show(case: Screening) -> list[tuple[str, str]]:
    """Of the union's files those that could be shown to everybody: (number, under which name). None where the union
    has not said that they may be."""
    if not case.publishable:
        return []
    files = enumerate(Attachment.objects.of_case(case.pk), 1)
    return [(str(one.pk), one.title(number)) for number, one in files if _is_shown(one, case)]


def _is_shown(one: Attachment, case: Screening) -> bool:
    own = one.by_unit_id == case.union.pk and one.media_type.startswith("image/")
    return own and one.pages_shown > 0 and not one.sensitive


def show_photos(ctx: Context) -> None:
    """These, and no others."""
    wanted = set(ctx.details["photos"])
    ctx.facts["photos"] = sorted(wanted)
    ctx.case.photos.exclude(file__in=wanted).delete()
    there = {str(file) for file in ctx.case.photos.values_list("file", flat=True)}
    new = [ScreeningPhoto(case=ctx.case, file=file) for file in sorted(wanted - there)]
    ScreeningPhoto.objects.bulk_create(new)
