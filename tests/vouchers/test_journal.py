"""The journal of the pool: it balances, holds what there is, and is never changed (R15, issue 8 §4)."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import override

from casework.engine import triggers
from casework.engine.errors import Refused
from casework.vouchers import journal
from casework.vouchers.journal import NotEnough, balance_of, balances, reverse, statement, transfer
from casework.vouchers.models import Account, Transfer
from tests.parties.factories import make_campaign

from .factories import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


class Purse:
    """A campaign's accounts, and short ways of moving money."""

    def __init__(self) -> None:
        self.world = make_world()
        campaign = self.world.campaign
        self.unused = journal.unused(campaign, self.world.platform)
        self.pool, self.spent = journal.pool(campaign), journal.spent(campaign)
        self.film, self.other_film = journal.screening(campaign, "S1"), journal.screening(campaign, "S2")

    def move(self, key: str, payer: Account, payee: Account, fen: int) -> Transfer:
        return transfer(key=key, from_account=payer, to_account=payee, fen=fen)

    def holds(self) -> list[int]:
        return [balance_of(account) for account in (self.unused, self.pool, self.film, self.spent)]


@pytest.fixture
def purse():
    return Purse()


@pytest.fixture
def filled(purse):
    purse.move("in", purse.unused, purse.pool, 100_000)
    return purse


def test_money_goes_from_a_platform_by_the_pool_into_a_screening_and_what_is_left_comes_back(filled):
    filled.move("aside", filled.pool, filled.film, 30_000)
    filled.move("bill", filled.film, filled.spent, 28_750)
    filled.move("rest", filled.film, filled.pool, 1_250)
    assert filled.holds() == [-100_000, 71_250, 0, 28_750]


def test_nothing_but_a_platforms_account_goes_below_zero(filled):
    with pytest.raises(NotEnough) as refusal:
        filled.move("aside", filled.pool, filled.film, 100_001)
    assert str(refusal.value) == "Pool holds 1,000.00 yuan; 1,000.01 yuan cannot be taken from it."
    filled.move("aside", filled.pool, filled.film, 100_000)
    with pytest.raises(NotEnough, match=r"Public-welfare screening · S1 holds 1,000.00 yuan"):
        filled.move("bill", filled.film, filled.spent, 100_001)
    assert filled.holds() == [-100_000, 0, 100_000, 0]


# --- once -------------------------------------------------------------------------------------------------------------
def test_the_same_key_and_transfer_is_the_same_row(filled):
    first = filled.move("aside", filled.pool, filled.film, 60_000)
    again = filled.move("aside", filled.pool, filled.film, 60_000)
    assert first.pk == again.pk
    assert filled.holds() == [-100_000, 40_000, 60_000, 0]


@pytest.mark.parametrize("change", ["fen", "payee"])
def test_the_same_key_and_another_transfer_is_refused(filled, change):
    filled.move("aside", filled.pool, filled.film, 60_000)
    payee, fen = (filled.film, 60_001) if change == "fen" else (filled.other_film, 60_000)
    with pytest.raises(Refused, match="sent before, with other figures"):
        filled.move("aside", filled.pool, payee, fen)
    assert filled.holds() == [-100_000, 40_000, 60_000, 0]


def test_the_same_key_from_two_accounts_at_the_same_moment_is_one_row(filled, monkeypatch):
    """The two lock two rows, so both find no such key; the database says no to the second, and then it is read."""
    filled.move("aside", filled.pool, filled.film, 60_000)
    read, old = journal._there, [None]
    monkeypatch.setattr(journal, "_there", lambda row: old.pop() if old else read(row))
    with pytest.raises(Refused, match="sent before"):
        filled.move("aside", filled.film, filled.spent, 60_000)
    assert filled.holds() == [-100_000, 40_000, 60_000, 0]


# --- back -------------------------------------------------------------------------------------------------------------
def test_a_row_is_taken_back_by_one_that_names_it(filled):
    row = filled.move("aside", filled.pool, filled.film, 60_000)
    back = reverse(key="back", transfer=row, note="影片换了")
    assert (back.from_account, back.to_account, back.fen, back.reverses) == (filled.film, filled.pool, 60_000, row)
    assert filled.holds() == [-100_000, 100_000, 0, 0]
    assert reverse(key="back", transfer=row, note="影片换了").pk == back.pk
    with pytest.raises(Refused, match="taken back already"):
        reverse(key="back again", transfer=row, note="…")
    with pytest.raises(Refused, match="sent before"):
        reverse(key="back", transfer=Transfer.objects.get(key="in"), note="…")
    with pytest.raises(ValueError, match="takes back another"):
        reverse(key="forth", transfer=back, note="…")


def test_what_has_gone_on_is_not_taken_back_before_it_is_there_again(filled):
    aside = filled.move("aside", filled.pool, filled.film, 60_000)
    bill = filled.move("bill", filled.film, filled.spent, 50_000)
    with pytest.raises(NotEnough):
        reverse(key="back", transfer=aside, note="…")
    with pytest.raises(NotEnough):
        reverse(key="all back", transfer=Transfer.objects.get(key="in"), note="…")
    reverse(key="bill back", transfer=bill, note="…")
    reverse(key="back", transfer=aside, note="…")
    reverse(key="all back", transfer=Transfer.objects.get(key="in"), note="…")
    assert filled.holds() == [0, 0, 0, 0]


# --- never ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("model", "change"), [(Transfer, {"fen": 1}), (Account, {"kind": "spent"})])
def test_the_database_refuses_to_change_or_delete_a_row(filled, model, change):
    row = model.objects.last()
    rows = model.objects.filter(pk=row.pk)
    for attempt in (lambda: rows.update(**change), lambda: rows._raw_delete("default"), lambda: row.save()):
        with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
            attempt()
    assert filled.holds()[1] == 100_000


def test_without_its_triggers_the_system_check_says_so(filled):
    triggers.lift()
    try:
        assert any("vouchers_transfer" in error.msg for error in triggers.record_is_append_only(None, ["default"]))
    finally:
        triggers.install()
    assert triggers.record_is_append_only(None, ["default"]) == []


def test_a_table_of_a_room_that_is_not_migrated_yet_is_passed_by(monkeypatch):
    monkeypatch.setattr(triggers, "_tables", [*triggers._tables, "vouchers_tomorrow"])
    triggers.install()
    assert triggers.missing() == []


@pytest.mark.parametrize("fen", [0, -1, 1.5, True])
def test_what_is_no_amount_is_refused(filled, fen):
    with pytest.raises(ValueError, match="no amount"):
        filled.move("x", filled.pool, filled.film, fen)


def test_money_goes_no_other_way(filled):
    everywhere = [filled.unused, filled.pool, filled.film, filled.other_film, filled.spent]
    ways = {(payer.kind, payee.kind) for payer in everywhere for payee in everywhere}
    for payer in everywhere:
        for payee in everywhere:
            if (payer.kind, payee.kind) not in journal.WAYS:
                with pytest.raises(ValueError, match="never goes"):
                    filled.move("x", payer, payee, 1)
    assert len(ways - journal.WAYS) == 12
    elsewhere = journal.screening(make_campaign(year=2027), "S1")
    with pytest.raises(ValueError, match="two campaigns"):
        filled.move("x", filled.pool, elsewhere, 1)


# --- reading ----------------------------------------------------------------------------------------------------------
def test_an_account_is_made_once(purse):
    assert journal.pool(purse.world.campaign) == purse.pool
    assert journal.unused(purse.world.campaign, purse.world.platform) == purse.unused
    assert journal.screening(purse.world.campaign, "S1") == purse.film
    for which in ({"kind": "pool"}, {"kind": "unused", "unit": purse.world.platform}, {"kind": "screening"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.create(campaign=purse.world.campaign, **which)


def test_all_balances_in_one_statement_and_they_add_up_to_nothing(filled, django_assert_num_queries):
    filled.move("aside", filled.pool, filled.film, 30_000)
    with django_assert_num_queries(1):
        found = {str(account): account.balance for account in balances(filled.world.campaign)}
    assert found == {
        "Unused balance · 示例平台": -100_000,
        "Pool": 70_000,
        "Spent": 0,
        "Public-welfare screening · S1": 30_000,
        "Public-welfare screening · S2": 0,
    }
    with django_assert_num_queries(1):
        assert balance_of(filled.pool) == 70_000


def test_a_statement_says_what_each_row_did_and_what_was_left(filled, django_assert_num_queries):
    row = filled.move("aside", filled.pool, filled.film, 30_000)
    reverse(key="back", transfer=row, note="…")
    with django_assert_num_queries(1):
        lines = [(line.transfer.key, line.fen, line.balance, str(line.other)) for line in statement(filled.pool)]
    assert lines == [
        ("in", 100_000, 100_000, "Unused balance · 示例平台"),
        ("aside", -30_000, 70_000, "Public-welfare screening · S1"),
        ("back", 30_000, 100_000, "Public-welfare screening · S1"),
    ]


def test_a_transfer_costs_the_same_however_long_the_journal_is(filled, django_assert_max_num_queries):
    for n in range(30):
        filled.move(f"aside {n}", filled.pool, filled.film, 100)
    with django_assert_max_num_queries(7):
        filled.move("one more", filled.pool, filled.film, 100)
