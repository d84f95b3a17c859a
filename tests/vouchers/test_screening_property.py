"""Proposals, approvals, reports, cancellations and corrections in any order, sent once or twice: the journal balances,
nothing but what comes from outside is below zero, and the pool is what came in less what is set aside and spent. Where
the money must be is worked out from the cases alone.
"""

import datetime as dt
import random

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.engine import door
from casework.engine.errors import DoorClosed
from casework.vouchers.figures import pool_figures
from casework.vouchers.journal import balances
from casework.vouchers.models import Screening, Transfer
from tests.engine.world import at, key, make_file

from .holding import make_holding_world, proposal, put_into_pool

pytestmark = pytest.mark.django_db
PROFILE = settings(
    max_examples=2,
    deadline=None,
    # The first failing one, printed as its seed, tells more than minutes of shrinking.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MOVES = 50
YUAN = ("0.01", "99.99", "250.50", "700")
# What is tried in each state, and what leads on more often; some of it is refused.
TRIED = {
    "proposed": ("approve_screening",) * 9 + ("ask_back", "refuse_screening", "cancel_screening"),
    "answering": ("answer_questions", "answer_questions", "cancel_screening", "approve_screening"),
    "planned": ("report_screening",) * 3 + ("cancel_screening", "settle_screening"),
    "reported": ("settle_screening",) * 3 + ("return_report", "cancel_screening"),
    "settled": ("correct_spending", "report_screening", "cancel_screening"),
    "refused": ("approve_screening",),
    "cancelled": ("approve_screening", "cancel_screening"),
}
UNION, OFFICE = ("answer_questions", "cancel_screening", "report_screening"), ("settle_screening", "return_report")


class _Undo(Exception):
    pass


class Everybody:
    def __init__(self, dice: random.Random) -> None:
        self.dice, self.world, self.now = dice, make_holding_world(100_000), at("2026-10-12 10:00")
        self.came_in, self.calls = 100_000, []

    def move(self) -> None:
        moves, often = (self.propose, self.go_on, self.send_twice, self.pool_more), (2, 12, 1, 1)
        self.dice.choices(moves, often)[0](self.dice)
        self.the_money_is_where_the_cases_say()

    def knock(self, do, **said) -> None:
        self.now += dt.timedelta(minutes=7)
        said |= {"key": key(), "at": self.now}
        try:
            do(**said)
        except DoorClosed:
            return
        self.calls.append((do, said))

    def proposed(self, dice) -> dict:
        day = self.now.date() + dt.timedelta(days=dice.choice((1, 3)))
        return proposal(self.world, cost=dice.choice(YUAN), day=day.isoformat())

    def propose(self, dice) -> None:
        said = self.proposed(dice)
        self.knock(lambda **more: door.open_case("screening", by=self.world.union_clerk, **more), **said)

    def go_on(self, dice) -> None:
        """Mostly with what is not over, and for the organiser that has not spoken."""
        cases = list(Screening.objects.order_by("pk"))
        alive = [case for case in cases if case.is_open] if dice.random() < 0.8 else []
        if cases:
            case = door.load(dice.choice(alive[:3] or cases).pk)
            self.do(case, dice.choice(TRIED[case.state]), dice)

    def send_twice(self, dice) -> None:
        if self.calls:
            rows, (do, said) = Transfer.objects.count(), dice.choice(self.calls)
            assert do(**said).again
            assert Transfer.objects.count() == rows

    def pool_more(self, dice) -> None:
        fen = dice.choice((1, 5_000, 30_000))
        put_into_pool(self.world, fen)
        self.came_in += fen

    def do(self, case, act, dice) -> None:
        world = self.world
        spoken = {one.unit_id for one in case.approved}
        by = world.bureau_handler if world.federation.pk in spoken else world.federation_handler
        by = dice.choice((by, by, by, world.bureau_handler))
        by = world.union_clerk if act in UNION else world.lead if act == "correct_spending" else by
        if act in OFFICE:
            by = world.handler
            self.knock(lambda **more: door.perform(case.pk, "claim", by=by, **more))
        if act == "report_screening":
            self.now = max(self.now, case.starts_at)
        said, seen = self.said(act, dice), door.load(case.pk).version
        self.knock(lambda **more: door.perform(case.pk, act, by=by, seen=seen, **more), **said)

    def said(self, act, dice) -> dict:
        if act == "answer_questions":
            return {"answer": "…"} | self.proposed(dice)
        words = dict.fromkeys(("reason", "questions", "found", "account"), "…") | {"spent": dice.choice(YUAN)}
        if act != "report_screening":
            return words
        return words | {"attendance": 9, "attachments": [make_file(self, self.world.union_clerk)]}

    def the_money_is_where_the_cases_say(self) -> None:
        accounts = balances(self.world.campaign)
        assert sum(account.balance for account in accounts) == 0
        assert all(account.balance >= 0 for account in accounts if account.kind != "unused")
        held = {account.screening: account.balance for account in accounts if account.screening}
        cases = list(Screening.objects.all())
        aside = {case.number: case.cost for case in cases if case.state in ("planned", "reported")}
        assert {number: fen for number, fen in held.items() if fen} == aside
        spent = sum(case.spent for case in cases if case.state == "settled")
        figures = pool_figures(self.world.campaign)
        assert (figures.pooled, figures.spent) == (self.came_in, spent)
        assert figures.balance == self.came_in - sum(aside.values()) - spent


@PROFILE
@given(seed=st.integers(0, 2**32 - 1))
def test_whatever_is_done_in_whatever_order_no_fen_is_lost_or_spent_twice(seed):
    atomic = transaction.atomic()
    # The door asks for the outermost transaction, and gets a savepoint inside the test's.
    atomic._from_testcase = True
    try:
        with override("en"), atomic:
            town = Everybody(random.Random(seed))
            for _move in range(MOVES):
                town.move()
            raise _Undo
    except _Undo:
        pass
