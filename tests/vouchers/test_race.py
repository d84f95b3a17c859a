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
from casework.vouchers.journal import balance_of, balances, reverse, transfer
from casework.vouchers.models import Account, Transfer, VoucherExtension
from tests.parties.factories import make_campaign

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


# --- vouchers ---------------------------------------------------------------------------------------------------------
def in_common(world, clash: Clash) -> None:
    for n in range(5):
        common, numbers = f"9{n:03}", [f"8{n}{own}0" for own in range(AT_ONCE)]
        lists = [[own, common] if place % 2 else [common, own] for place, own in enumerate(numbers)]
        answers = clash([partial(claim, **request(world, f"A{n}-{i}", *said)) for i, said in enumerate(lists)])
        assert kinds(answers) == {"list": 1, "AlreadyTaken": AT_ONCE - 1}
        refusals = [answer for answer in answers if isinstance(answer, AlreadyTaken)]
        assert {one.number for refusal in refusals for one in refusal.taken} == {common}
        assert VoucherExtension.objects.filter(number__in=[common, *numbers]).count() == 2


def long_lists_in_opposite_orders(world, clash: Clash) -> None:
    """Neither waits for what the other holds while the other waits for it."""
    numbers = [f"7{n:03}" for n in range(300)]
    lists = [numbers, numbers[::-1]] * (AT_ONCE // 2)
    answers = clash([partial(claim, **request(world, f"B{i}", *said)) for i, said in enumerate(lists)])
    assert kinds(answers) == {"list": 1, "AlreadyTaken": AT_ONCE - 1}
    assert VoucherExtension.objects.filter(number__in=numbers).count() == 300


def one_case_decided_by_many(world, clash: Clash) -> None:
    claim(**request(world, "C1", "2001", "2002"))
    said = [{}, {"2001": "余额不符。"}, {"2002": "余额不符。"}] * 2
    answers = clash([partial(decide, case_number="C1", refused=refused) for refused in said])
    assert kinds(answers) == {"Decided": 1, "Refused": AT_ONCE - 1}
    assert not VoucherExtension.objects.of_case("C1").asked().exists()


def test_no_voucher_is_extended_twice(clash):
    world = make_world()
    for play in (in_common, long_lists_in_opposite_orders, one_case_decided_by_many):
        play(world, clash)


# --- the journal ------------------------------------------------------------------------------------------------------
def filled_pool(platform, year: int, fen: int) -> tuple[Account, Transfer]:
    campaign = make_campaign(year=year)
    pool, unused = journal.pool(campaign), journal.unused(campaign, platform)
    return pool, transfer(key=f"in {year}", from_account=unused, to_account=pool, fen=fen)


def aside(pool: Account, key: str, screening: str, fen: int) -> Callable[[], Transfer]:
    def attempt() -> Transfer:
        account = journal.screening(pool.campaign, screening)
        return transfer(key=key, from_account=pool, to_account=account, fen=fen)

    return attempt


def more_is_asked_for_than_there_is(platform, clash: Clash) -> None:
    pool, _first = filled_pool(platform, 2021, 1_000)
    answers = clash([aside(pool, f"aside {n}", f"S{n}", 400) for n in range(AT_ONCE)])
    assert kinds(answers) == {"Transfer": 2, "NotEnough": AT_ONCE - 2}
    assert balance_of(pool) == 200
    assert sum(account.balance for account in balances(pool.campaign)) == 0


def one_key_of_two_meanings(platform, clash: Clash) -> None:
    pool, _first = filled_pool(platform, 2022, 10_000)
    for n in range(5):
        same, other = aside(pool, f"once {n}", "S1", 100), aside(pool, f"once {n}", "S2", 100)
        answers = clash([same, other] * (AT_ONCE // 2))
        assert kinds(answers) == {"Transfer": AT_ONCE // 2, "Refused": AT_ONCE // 2}
        assert len({answer.pk for answer in answers if isinstance(answer, Transfer)}) == 1
    assert balance_of(pool) == 9_500


def one_key_from_several_accounts(platform, clash: Clash) -> None:
    """Each locks another row, so only the database sees that the key is there."""
    pool, _first = filled_pool(platform, 2023, 10_000)
    spent = journal.spent(pool.campaign)
    films = [journal.screening(pool.campaign, f"S{n}") for n in range(AT_ONCE)]
    for film in films:
        transfer(key=f"for {film.screening}", from_account=pool, to_account=film, fen=100)
    answers = clash([partial(transfer, key="bill", from_account=film, to_account=spent, fen=100) for film in films])
    assert kinds(answers) == {"Transfer": 1, "Refused": AT_ONCE - 1}
    assert balance_of(spent) == 100


def spent_and_taken_back(platform, clash: Clash) -> None:
    pool, first = filled_pool(platform, 2024, 1_000)
    answers = clash(
        [aside(pool, f"gone {n}", "S1", 1_000) for n in range(AT_ONCE // 2)]
        + [partial(reverse, key=f"back {n}", transfer=first, note="…") for n in range(AT_ONCE // 2)]
    )
    assert kinds(answers)["Transfer"] == 1
    assert balance_of(pool) == 0


def test_no_fen_is_spent_twice(clash):
    platform = make_world().platform
    for play in (
        more_is_asked_for_than_there_is,
        one_key_of_two_meanings,
        one_key_from_several_accounts,
        spent_and_taken_back,
    ):
        play(platform, clash)
