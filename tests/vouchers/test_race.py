"""Several at the same moment, on connections of their own: nothing is extended twice, nothing spent twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connections

from casework.engine.errors import Refused
from casework.vouchers import journal
from casework.vouchers.extending import AlreadyTaken, claim, decide
from casework.vouchers.journal import NotEnough, balance_of, balances, reverse, transfer
from casework.vouchers.models import Account, Transfer, VoucherExtension

from .factories import make_world, request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
AT_ONCE = 6

Clash = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@pytest.fixture
def clash() -> Iterator[Clash]:
    """Lets attempts loose together; each gets what it was given, or the refusal. Any other error fails the test."""
    threads = ThreadPoolExecutor(AT_ONCE)

    def together(attempts: Sequence[Callable[[], Any]]) -> list[Any]:
        gate = threading.Barrier(len(attempts))

        def go(attempt: Callable[[], Any]) -> Any:
            gate.wait(timeout=30)
            try:
                return attempt()
            except Refused as refused:
                return refused
            finally:
                connections.close_all()

        return list(threads.map(go, attempts))

    yield together
    threads.shutdown()


def kinds(answers: Sequence[Any]) -> Counter:
    return Counter(type(answer).__name__ for answer in answers)


def test_of_requests_with_a_voucher_in_common_one_gets_it(clash):
    world = make_world()
    for n in range(5):
        common, numbers = f"9{n:03}", [f"8{n}{own}0" for own in range(AT_ONCE)]
        lists = [[own, common] if place % 2 else [common, own] for place, own in enumerate(numbers)]
        answers = clash([partial(claim, **request(world, f"A{n}-{i}", *said)) for i, said in enumerate(lists)])
        assert kinds(answers) == {"list": 1, "AlreadyTaken": AT_ONCE - 1}
        assert [str(one.number) for one in _refusal(answers).taken] == [common]
        assert VoucherExtension.objects.filter(number__in=[common, *numbers]).count() == 2


def _refusal(answers: Sequence[Any]) -> AlreadyTaken:
    return next(answer for answer in answers if isinstance(answer, AlreadyTaken))


def test_long_lists_in_opposite_orders_wait_for_each_other_and_never_for_ever(clash):
    world = make_world()
    numbers = [f"{n:04}" for n in range(300)]
    both = [numbers, numbers[::-1]]
    answers = clash([partial(claim, **request(world, f"A{i}", *said)) for i, said in enumerate(both)])
    assert kinds(answers) == {"list": 1, "AlreadyTaken": 1}
    assert VoucherExtension.objects.count() == 300


def test_a_case_is_decided_once(clash):
    world = make_world()
    claim(**request(world, "A1", "2001", "2002"))
    said = [{}, {"2001": "余额不符。"}, {"2002": "余额不符。"}] * 2
    answers = clash([partial(decide, case_number="A1", refused=refused) for refused in said])
    assert kinds(answers) == {"Decided": 1, "Refused": AT_ONCE - 1}
    assert not VoucherExtension.objects.asked().exists()


# --- the journal ------------------------------------------------------------------------------------------------------
def filled_pool(fen: int) -> tuple[Account, Transfer]:
    world = make_world()
    pool = journal.pool(world.campaign)
    unused = journal.unused(world.campaign, world.platform)
    return pool, transfer(key="in", from_account=unused, to_account=pool, fen=fen)


def aside(pool: Account, key: str, screening: str, fen: int) -> Callable[[], Transfer]:
    def attempt() -> Transfer:
        account = journal.screening(pool.campaign, screening)
        return transfer(key=key, from_account=pool, to_account=account, fen=fen)

    return attempt


def test_what_the_pool_holds_is_given_out_once(clash):
    pool, _first = filled_pool(1_000)
    answers = clash([aside(pool, f"aside {n}", f"S{n}", 400) for n in range(AT_ONCE)])
    assert kinds(answers) == {"Transfer": 2, "NotEnough": AT_ONCE - 2}
    assert balance_of(pool) == 200
    assert sum(account.balance for account in balances(pool.campaign)) == 0


def test_one_key_at_once_is_one_row_and_another_meaning_is_refused(clash):
    pool, _first = filled_pool(10_000)
    for n in range(5):
        same, other = aside(pool, f"aside {n}", "S1", 100), aside(pool, f"aside {n}", "S2", 100)
        answers = clash([same, other] * (AT_ONCE // 2))
        assert kinds(answers) == {"Transfer": AT_ONCE // 2, "Refused": AT_ONCE // 2}
        assert len({answer.pk for answer in answers if isinstance(answer, Transfer)}) == 1
    assert balance_of(pool) == 9_500


def test_one_key_from_two_accounts_at_once_is_one_row(clash):
    pool, _first = filled_pool(10_000)
    spent = journal.spent(pool.campaign)
    films = [journal.screening(pool.campaign, f"S{n}") for n in range(AT_ONCE)]
    for film in films:
        transfer(key=f"aside {film.screening}", from_account=pool, to_account=film, fen=100)
    bills = [partial(transfer, key="bill", from_account=film, to_account=spent, fen=100) for film in films]
    answers = clash(bills)
    assert kinds(answers) == {"Transfer": 1, "Refused": AT_ONCE - 1}
    assert balance_of(spent) == 100


def test_what_is_spent_at_the_moment_it_is_taken_back_goes_one_way(clash):
    pool, first = filled_pool(1_000)
    answers = clash(
        [aside(pool, f"aside {n}", "S1", 1_000) for n in range(AT_ONCE // 2)]
        + [partial(reverse, key=f"back {n}", transfer=first, note="…") for n in range(AT_ONCE // 2)]
    )
    assert kinds(answers)["Transfer"] == 1
    assert all(isinstance(answer, Transfer | NotEnough | Refused) for answer in answers)
    assert balance_of(pool) == 0
