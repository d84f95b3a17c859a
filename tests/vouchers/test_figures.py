"""What the public reads of a pool (issue 8 §4)."""

import re
from pathlib import Path

import pytest

from casework.vouchers import journal
from casework.vouchers.figures import ScreeningFigures, pool_figures
from casework.vouchers.journal import reverse, transfer
from tests.parties.factories import make_campaign

from .factories import make_world

pytestmark = pytest.mark.django_db


def test_in_out_balance_and_each_screening_without_what_was_taken_back(django_assert_num_queries):
    world = make_world()
    pool, spent = journal.pool(world.campaign), journal.spent(world.campaign)
    first, second = journal.unused(world.campaign, world.platform), journal.unused(world.campaign, world.other)
    one, two, none = (journal.screening(world.campaign, number) for number in ("S1", "S2", "S3"))
    rows = {}
    for key, payer, payee, fen in (
        ("in", first, pool, 100_000),
        ("wrong", second, pool, 99),
        ("one", pool, one, 30_000),
        ("two", pool, two, 20_000),
        ("three", pool, none, 10_000),
        ("bill", one, spent, 25_000),
        ("rest", one, pool, 5_000),
        ("wrong bill", two, spent, 20_000),
    ):
        rows[key] = transfer(key=key, from_account=payer, to_account=payee, fen=fen)
    for key in ("wrong", "three", "wrong bill", "rest"):
        reverse(key=f"{key} back", transfer=rows[key], note="…")
    transfer(key="right rest", from_account=one, to_account=pool, fen=4_000)

    with django_assert_num_queries(2):
        found = pool_figures(world.campaign)
    assert [(platform.unit, platform.pooled) for platform in found.platforms] == [(world.platform, 100_000)]
    assert found.screenings == [
        ScreeningFigures("S1", set_aside=30_000, spent=25_000, given_back=4_000),
        ScreeningFigures("S2", set_aside=20_000, spent=0, given_back=0),
    ]
    assert [screening.held for screening in found.screenings] == [1_000, 20_000]
    assert (found.pooled, found.held, found.spent, found.balance) == (100_000, 21_000, 25_000, 54_000)
    assert found.balance == journal.balance_of(pool)
    assert found.pooled == found.balance + found.held + found.spent


def test_a_campaign_in_which_nothing_was_pooled_has_figures_too():
    found = pool_figures(make_campaign())
    assert (found.pooled, found.held, found.spent, found.balance) == (0, 0, 0, 0)


def test_the_worked_example_of_the_page_is_what_happens():
    world = make_world()
    accounts = {
        "unused": journal.unused(world.campaign, world.platform),
        "pool": journal.pool(world.campaign),
        "S1": journal.screening(world.campaign, "S1"),
        "spent": journal.spent(world.campaign),
    }
    page = (Path(__file__).resolve().parents[2] / "docs/vouchers.md").read_text(encoding="utf-8")
    written = []
    for line in re.findall(r"^\| \d \|.*$", page, re.MULTILINE):
        key, payer, payee, fen, back, *held = (cell.strip(" `") for cell in line.strip("|").split("|")[1:])
        said = {"key": key, "from_account": accounts[payer], "to_account": accounts[payee], "fen": int(fen)}
        if back:
            written.append(reverse(key=key, transfer=written[int(back) - 1], note="…"))
            assert {name: getattr(written[-1], name) for name in said} == said
        else:
            written.append(transfer(**said))
        found = [journal.balance_of(account) for account in accounts.values()]
        assert found == [int(cell.replace("−", "-") or 0) for cell in held]
    assert len(written) == 6
    assert pool_figures(world.campaign).screenings == [ScreeningFigures("S1", 30_000, 28_750, 1_250)]
