"""Whatever is declared, given back, confirmed and corrected, in any order and sent twice: the journal balances, nothing
is below zero, and in the pool is what both organisers confirmed last."""

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.engine import door
from casework.engine.errors import Refused
from casework.vouchers import journal
from casework.vouchers.balances.kind import BALANCE
from casework.vouchers.figures import pool_figures
from casework.vouchers.journal import balances
from tests.engine.world import key

from .balancing import Balance, declared, make_balance_world

pytestmark = pytest.mark.django_db
PROFILE = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow],
)
ACTS = ("declare_balance", "confirm_balance", "return_balance", "correct_balance")
ORGANISERS = ("federation_handler", "bureau_handler")
# Yuan of each union: few and small, so that the pool often has less than a correction takes back. Whether an organiser
# agrees, which of the two is first, and whether a screening is given what there is.
STEP = st.tuples(
    st.lists(st.sampled_from([1, 2, 300]), max_size=3),
    st.sampled_from((True, True, True, False)),
    st.integers(0, 5),
    st.booleans(),
)


class Desks:
    """A book of its own beside the case: what was said last, who has not spoken on it, what was confirmed, and what
    screenings have. In fen."""

    def __init__(self, world) -> None:
        self.world = world
        self.balance = Balance(world)
        self.case = self.balance.case
        self.said = self.confirmed = self.given = 0
        self.waiting: list[str] = []
        self.returned = False
        self.pool, self.show = journal.pool(world.campaign), journal.screening(world.campaign, "GY1")

    def goes_on(self, amounts, agrees, dice, gives) -> None:
        """Somebody whose turn it is does something."""
        if self.case.state == "declaring":
            self.declares(amounts)
        elif self.case.state == "confirming":
            self.speaks(self.waiting[dice % len(self.waiting)], agrees)
        else:
            self.knock("correct_balance", ("platform_clerk", "bureau_handler", "handler")[dice % 3], reason="有误。")
        if gives and self.confirmed > self.given:
            self.grants(self.confirmed - self.given)

    def knock(self, act: str, who: str, **details) -> None:
        """Raises Refused. Sent twice it is the same, and what is not in turn then is refused."""
        said = {"by": getattr(self.world, who), "key": key(), "seen": self.case.version, "at": self.balance.now}
        first = door.perform(self.case.pk, act, **said, **details)
        again = door.perform(self.case.pk, act, **said, **details)
        assert (again.again, again.event) == (True, first.event)
        self.case = first.case
        here = {spec.name for spec in BALANCE.acts_from(self.case.state, "")}
        stray = next(name for name in ACTS if name not in here)
        with pytest.raises(Refused):
            door.perform(self.case.pk, stray, **said | {"key": key(), "seen": self.case.version}, round=self.case.round)

    def declares(self, amounts) -> None:
        rows = "\n".join(f"第{n}工会，1，{amount}.00" for n, amount in enumerate(amounts))
        figures = {"count": len(amounts), "amount": f"{sum(amounts)}.00", "explanation": "已核对。"}
        self.knock("declare_balance", "platform_clerk", **declared(rows, **figures))
        self.said, self.returned, self.waiting = sum(amounts) * 100, False, list(ORGANISERS)

    def speaks(self, who: str, agrees: bool) -> None:
        act, words = ("confirm_balance", {}) if agrees else ("return_balance", {"reason": "请更正。"})
        pools = agrees and len(self.waiting) == 1 and not self.returned
        if pools and self.said < self.given:
            # What a screening has cannot be taken back: it must go back to the platform.
            with pytest.raises(Refused):
                self.knock(act, who, round=self.case.round)
            return self.speaks(who, agrees=False)
        self.knock(act, who, round=self.case.round, **words)
        self.waiting.remove(who)
        self.returned |= not agrees
        self.confirmed = self.said if pools else self.confirmed
        return None

    def grants(self, fen: int) -> None:
        journal.transfer(key=key(), from_account=self.pool, to_account=self.show, fen=fen)
        self.given += fen

    def is_whole(self) -> None:
        held = {account.pk: account.balance for account in balances(self.world.campaign)}
        assert sum(held.values()) == 0
        assert held[self.show.pk] == self.given
        assert held[self.pool.pk] == self.confirmed - self.given >= 0
        assert pool_figures(self.world.campaign).pooled == self.confirmed


def test_the_journal_holds_what_was_confirmed_in_any_order_and_however_often_it_is_sent():
    with override("en"):
        world, ends = make_balance_world(), []

        @PROFILE
        @given(st.lists(STEP, min_size=11, max_size=11))
        def anything_happens(steps):
            example = transaction.atomic()
            # The door asks for the outermost transaction, as under Django's own TestCase.
            example._from_testcase = True
            with example:
                desks = Desks(world)
                for step in steps:
                    desks.goes_on(*step)
                    desks.is_whole()
                ends.append(desks.case.round)
                transaction.set_rollback(True)

        anything_happens()
    assert max(ends) > 1, "nobody ever declared anew"
