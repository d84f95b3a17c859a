"""Whatever is moved, sent twice or taken back, in whatever order: the journal balances, and nothing is below zero.

Beside it a slow book of its own: a dictionary of what each account holds.
"""

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from casework.engine.errors import Refused
from casework.vouchers import journal
from casework.vouchers.figures import pool_figures
from casework.vouchers.journal import NotEnough, balances, reverse, statement, transfer
from casework.vouchers.models import Transfer

from .factories import make_world

pytestmark = pytest.mark.django_db
PROFILE = settings(max_examples=8, stateful_step_count=20, deadline=None)
# Few and small, so that accounts often run dry.
FEN = st.sampled_from([1, 2, 99, 100, 101, 500])


class _Undo(Exception):
    pass


class Clerks(RuleBasedStateMachine):
    rows = Bundle("rows")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.keys = 0

    @initialize()
    def open(self) -> None:
        world = make_world()
        self.campaign = world.campaign
        self.accounts = [
            journal.unused(world.campaign, world.platform),
            journal.unused(world.campaign, world.other),
            journal.pool(world.campaign),
            journal.screening(world.campaign, "S1"),
            journal.screening(world.campaign, "S2"),
            journal.spent(world.campaign),
        ]
        self.book = {account.pk: 0 for account in self.accounts}
        self.taken_back: set[int] = set()
        self.written = 0

    def teardown(self) -> None:
        self.atomic.__exit__(_Undo, _Undo(), None)

    def key(self) -> str:
        self.keys += 1
        return f"key {self.keys}"

    def noted(self, row: Transfer) -> None:
        self.book[row.from_account_id] -= row.fen
        self.book[row.to_account_id] += row.fen
        self.written += 1

    def enough(self, account, fen: int) -> bool:
        return account.may_go_below_zero or self.book[account.pk] >= fen

    @rule(target=rows, way=st.sampled_from(sorted(journal.WAYS)), pick=st.integers(0, 3), fen=FEN)
    def money_is_moved(self, way, pick, fen):
        payers, payees = ([one for one in self.accounts if one.kind == kind] for kind in way)
        payer, payee = payers[pick % len(payers)], payees[pick // 2 % len(payees)]
        try:
            row = transfer(key=self.key(), from_account=payer, to_account=payee, fen=fen)
        except NotEnough:
            assert not self.enough(payer, fen)
            return multiple()
        assert self.enough(payer, fen)
        self.noted(row)
        return row

    @rule(row=rows)
    def it_is_sent_twice(self, row):
        payer, payee = row.from_account, row.to_account
        assert transfer(key=row.key, from_account=payer, to_account=payee, fen=row.fen) == row

    @rule(row=rows)
    def it_is_sent_twice_with_another_amount(self, row):
        with pytest.raises(Refused):
            transfer(key=row.key, from_account=row.from_account, to_account=row.to_account, fen=row.fen + 1)

    @rule(row=rows, twice=st.booleans())
    def it_is_taken_back(self, row, twice):
        key = self.key()
        try:
            back = reverse(key=key, transfer=row, note="…")
        except NotEnough:
            assert not self.enough(row.to_account, row.fen)
            return
        except Refused:
            assert row.pk in self.taken_back
            return
        assert row.pk not in self.taken_back
        self.taken_back.add(row.pk)
        self.noted(back)
        if twice:
            assert reverse(key=key, transfer=row, note="…") == back

    @invariant()
    def the_books_agree_balance_and_hold_nothing_below_zero(self):
        held = {account.pk: account.balance for account in balances(self.campaign)}
        assert held == self.book
        assert sum(held.values()) == 0
        assert all(held[one.pk] >= 0 for one in self.accounts if not one.may_go_below_zero)
        assert Transfer.objects.count() == self.written

    @rule(pick=st.integers(0, 5))
    def somebody_reads(self, pick):
        found = pool_figures(self.campaign)
        assert found.balance == self.book[self.accounts[2].pk]
        assert found.spent == self.book[self.accounts[-1].pk]
        assert found.pooled == found.balance + found.held + found.spent
        account = self.accounts[pick]
        lines = statement(account)
        assert (lines[-1].balance if lines else 0) == self.book[account.pk]
        assert account.may_go_below_zero or all(line.balance >= 0 for line in lines)


def test_the_journal_balances_in_any_order_and_however_often_it_is_sent():
    with override("en"):
        run_state_machine_as_test(Clerks, settings=PROFILE)
