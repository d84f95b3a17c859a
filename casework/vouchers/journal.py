"""Moving what was pooled, and reading where it is (R15; docs/vouchers.md). Amounts are whole fen.

    transfer(key="…", from_account=unused(campaign, platform), to_account=pool(campaign), fen=1_250_000)
    reverse(key="…", transfer=row, note="…")
    balance_of(pool(campaign))

One row is both sides, so the journal always balances. No account but a platform's goes below zero: whoever takes from
one locks its row first, and then counts. Both are called within the act's transaction or open one of their own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.engine.errors import Refused
from casework.engine.locking import be_patient, busy_in_words
from casework.parties.models import Campaign, Unit

from .models import Account, Transfer
from .money import yuan

Kind = Account.Kind
# A way back is a reversal, but for what a screening did not need.
WAYS = {
    (Kind.UNUSED, Kind.POOL),
    (Kind.POOL, Kind.SCREENING),
    (Kind.SCREENING, Kind.SPENT),
    (Kind.SCREENING, Kind.POOL),
}


class NotEnough(Refused):
    """The account holds less than what is to be taken from it. `balance` in fen."""

    def __init__(self, account: Account, balance: int, fen: int) -> None:
        self.account, self.balance = account, balance
        words = _("%(account)s holds %(balance)s yuan; %(wanted)s yuan cannot be taken from it.")
        super().__init__(words % {"account": account, "balance": yuan(balance), "wanted": yuan(fen)})


# --- accounts ---------------------------------------------------------------------------------------------------------
def unused(campaign: Campaign, platform: Unit) -> Account:
    """Where a platform's unused balance comes from: below zero by what it has handed over."""
    return _account(campaign, Kind.UNUSED, unit=platform)


def pool(campaign: Campaign) -> Account:
    return _account(campaign, Kind.POOL)


def screening(campaign: Campaign, case_number: str) -> Account:
    """What was set aside for a screening and is neither spent nor given back yet."""
    return _account(campaign, Kind.SCREENING, screening=case_number)


def spent(campaign: Campaign) -> Account:
    return _account(campaign, Kind.SPENT)


def _account(campaign: Campaign, kind: Kind, **which: object) -> Account:
    account, _new = Account.objects.get_or_create(campaign=campaign, kind=kind, **which)
    return account


# --- rows -------------------------------------------------------------------------------------------------------------
def transfer(
    *,
    key: str,
    from_account: Account,
    to_account: Account,
    fen: int,
    case_number: str = "",
    note: str = "",
    at: dt.datetime | None = None,
) -> Transfer:
    """So many fen from one account to another. The same key with the same accounts and fen: the row there is.

    Raises NotEnough; Refused where the key means another transfer; Busy where somebody is at the account for too long;
    ValueError for a way that money never goes, another campaign, or fen that are no whole number above 0.
    """
    _refuse_what_never_goes(from_account, to_account, fen)
    row = Transfer(key=key, from_account=from_account, to_account=to_account, fen=fen)
    row.case_number, row.note, row.at = case_number, note, at or timezone.now()
    return _write(row)


def reverse(*, key: str, transfer: Transfer, note: str, at: dt.datetime | None = None) -> Transfer:
    """Take a whole row back by another that names it; for a part, reverse it and transfer the rest anew.

    The same key once more: the row there is. Raises NotEnough where the money has gone on; Refused where the row is
    taken back already; ValueError for a row that takes back another.
    """
    if transfer.reverses_id:
        raise ValueError(f"transfer {transfer.pk} takes back another, and is not taken back itself")
    row = Transfer(key=key, from_account=transfer.to_account, to_account=transfer.from_account, fen=transfer.fen)
    row.reverses, row.case_number, row.note, row.at = transfer, transfer.case_number, note, at or timezone.now()
    return _write(row)


def _refuse_what_never_goes(from_account: Account, to_account: Account, fen: int) -> None:
    if (from_account.kind, to_account.kind) not in WAYS:
        raise ValueError(f"money never goes from {from_account.kind} to {to_account.kind}")
    if from_account.campaign_id != to_account.campaign_id:
        raise ValueError("the two accounts are of two campaigns")
    if type(fen) is not int or fen <= 0:
        raise ValueError(f"{fen!r} is no amount in fen")


def _write(row: Transfer) -> Transfer:
    try:
        with busy_in_words(), transaction.atomic():
            _lock(row.from_account)
            if there := _there(row):
                return there
            _refuse_more_than_there_is(row)
            row.save(force_insert=True)
    except IntegrityError:
        # The same key, from another account, at the same moment: now that row can be read.
        if there := _there(row):
            return there
        raise
    return row


def _refuse_more_than_there_is(row: Transfer) -> None:
    if row.from_account.may_go_below_zero:
        return
    balance = balance_of(row.from_account)
    if balance < row.fen:
        raise NotEnough(row.from_account, balance, row.fen)


def _lock(account: Account) -> None:
    """Until the transaction ends nobody else takes from the account. SQLite's transaction is the lock (IMMEDIATE)."""
    be_patient()
    Account.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)


def _there(row: Transfer) -> Transfer | None:
    """The row of this key, if it means the same. Raises Refused if it does not, or if another row did what can be done
    only once."""
    there = Transfer.objects.filter(key=row.key).first()
    if there and _meaning(there) != _meaning(row):
        raise Refused(_("This was sent before, with other figures. Please look at what is there, and begin anew."))
    if there is None and row.reverses_id and Transfer.objects.filter(reverses=row.reverses_id).exists():
        raise Refused(_("This transfer is taken back already."))
    return there


def _meaning(row: Transfer) -> tuple[int | None, ...]:
    return row.from_account_id, row.to_account_id, row.fen, row.reverses_id


# --- reading ----------------------------------------------------------------------------------------------------------
def balance_of(account: Account) -> int:
    """What the account holds, in fen. One statement."""
    return Account.objects.with_balances().values_list("balance", flat=True).get(pk=account.pk)


def balances(campaign: Campaign) -> list[Account]:
    """All accounts of the campaign with `came`, `went` and `balance`; the balances add up to 0. One statement."""
    return list(Account.objects.with_balances().filter(campaign=campaign).select_related("unit").order_by("pk"))


@dataclass(frozen=True)
class Line:
    """A row of an account's statement: what it did to the account, and what the account held after it, in fen."""

    transfer: Transfer
    fen: int
    balance: int

    @property
    def other(self) -> Account:
        return self.transfer.from_account if self.fen > 0 else self.transfer.to_account


def statement(account: Account) -> list[Line]:
    """Every transfer to and from the account, the oldest first. One statement."""
    rows = Transfer.objects.filter(Q(from_account=account) | Q(to_account=account)).order_by("pk")
    lines, held = [], 0
    for row in rows.select_related("from_account__unit", "to_account__unit"):
        fen = row.fen if row.to_account_id == account.pk else -row.fen
        held += fen
        lines.append(Line(row, fen, held))
    return lines
