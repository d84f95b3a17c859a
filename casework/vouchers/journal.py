"""Moving what was pooled, and reading where it is (R15; docs/vouchers.md). Amounts are whole fen.

    transfer(key="…", from_account=unused(campaign, platform), to_account=pool(campaign), fen=1_250_000)
    transfer_all([Part(key="…", fen=1_000, note="…"), …], from_account=…, to_account=…)
    reverse(key="…", transfer=row, note="…")
    balance_of(pool(campaign))

One row is both sides, so the journal always balances. No account but a platform's goes below zero: whoever takes from
one locks its row first, and then counts. Both are called within the act's transaction or open one of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
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
    part = Part(key, fen, note)
    return transfer_all([part], from_account=from_account, to_account=to_account, case_number=case_number, at=at)[0]


@dataclass(frozen=True)
class Part:
    """One row of several between the same two accounts. fen: a whole number above 0."""

    key: str
    fen: int
    note: str = ""


def transfer_all(
    parts: Sequence[Part],
    *,
    from_account: Account,
    to_account: Account,
    case_number: str = "",
    at: dt.datetime | None = None,
) -> list[Transfer]:
    """As `transfer`, a row for each part: all of them or none, at the statements of one."""
    rows = []
    for part in parts:
        _refuse_what_never_goes(from_account, to_account, part.fen)
        row = Transfer(key=part.key, from_account=from_account, to_account=to_account, fen=part.fen)
        row.case_number, row.note, row.at = case_number, part.note, at or timezone.now()
        rows.append(row)
    return _write(rows)


def reverse(*, key: str, transfer: Transfer, note: str, at: dt.datetime | None = None) -> Transfer:
    """Take a whole row back by another that names it; for a part, reverse it and transfer the rest anew.

    The same key once more: the row there is. Raises NotEnough where the money has gone on; Refused where the row is
    taken back already; ValueError for a row that takes back another.
    """
    return reverse_all({key: transfer}, note=note, at=at)[0]


def reverse_all(transfers: Mapping[str, Transfer], *, note: str, at: dt.datetime | None = None) -> list[Transfer]:
    """As `reverse`, of several rows to one account, by key: all of them or none, at the statements of one."""
    rows = []
    for key, old in transfers.items():
        if old.reverses_id:
            raise ValueError(f"transfer {old.pk} takes back another, and is not taken back itself")
        row = Transfer(key=key, from_account=old.to_account, to_account=old.from_account, fen=old.fen)
        row.reverses, row.case_number, row.note, row.at = old, old.case_number, note, at or timezone.now()
        rows.append(row)
    return _write(rows)


def _refuse_what_never_goes(from_account: Account, to_account: Account, fen: int) -> None:
    if (from_account.kind, to_account.kind) not in WAYS:
        raise ValueError(f"money never goes from {from_account.kind} to {to_account.kind}")
    if from_account.campaign_id != to_account.campaign_id:
        raise ValueError("the two accounts are of two campaigns")
    if type(fen) is not int or fen <= 0:
        raise ValueError(f"{fen!r} is no amount in fen")


def _write(rows: list[Transfer]) -> list[Transfer]:
    """All of them or none; all take from the same account."""
    if not rows:
        return []
    payer = rows[0].from_account
    try:
        with busy_in_words(), transaction.atomic():
            _lock(payer)
            if there := _there(rows):
                return there
            _refuse_more_than_there_is(payer, sum(row.fen for row in rows))
            Transfer.objects.bulk_create(rows)
    except IntegrityError:
        # The same key, from another account, at the same moment: now that row can be read.
        if there := _there(rows):
            return there
        raise
    return rows


def _refuse_more_than_there_is(account: Account, fen: int) -> None:
    if account.may_go_below_zero:
        return
    balance = balance_of(account)
    if balance < fen:
        raise NotEnough(account, balance, fen)


def _lock(account: Account) -> None:
    """Until the transaction ends nobody else takes from the account. SQLite's transaction is the lock (IMMEDIATE)."""
    be_patient()
    Account.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)


def _there(rows: list[Transfer]) -> list[Transfer]:
    """The rows of these keys, if they mean the same; none where none is there. Raises Refused if they do not, or if
    other rows did what can be done only once."""
    found = {row.key: row for row in Transfer.objects.filter(key__in=[row.key for row in rows])}
    there = [found[row.key] for row in rows if row.key in found]
    if there and [_meaning(row) for row in there] != [_meaning(row) for row in rows]:
        raise Refused(_("This was sent before, with other figures. Please look at what is there, and begin anew."))
    undone = [row.reverses_id for row in rows if row.reverses_id and row.key not in found]
    if undone and Transfer.objects.filter(reverses__in=undone).exists():
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
