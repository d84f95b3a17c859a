"""Whatever the sides, the handler and time do to terms, in whatever order: "settled" can be found exactly while both
sides' last word to the terms on the table is yes (issue 5 §1)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.engine.errors import DoorClosed
from casework.engine.tick import tick
from complaints.finding_forms import ProposalForm
from complaints.models import Proposal
from tests.access.cast import undone
from tests.engine.world import Line, make_world

from .settling import offer, record, words
from .truths import settled_with_both_consents

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PEOPLE = {"complainant": "complainant", "cinema": "cinema_clerk", "platform": "platform_clerk"}
BOTH, ALL = ("cinema",), ("cinema", "platform")
SETTLED = {"finding": "settled", "facts_found": "双方同意。"}
OFFICE = {
    "drop": ("drop_settlement", "handler", {"reason": "另提。"}),
    "propose": ("propose", "handler", SETTLED),
    "return": ("send_back", "lead", {"reason": "再看。"}),
}
SAYS = st.tuples(
    st.sampled_from(("agree", "decline", "withdraw", "phone yes", "phone no")), st.sampled_from(sorted(PEOPLE))
)
DOES = st.sampled_from((("offer", BOTH), ("offer", ALL), ("drop", ""), ("time", ""), ("return", "")))
# So that what comes after a yes of both is tried as often as what comes before.
SETTLES = st.sampled_from(
    (("everybody", ""), ("everybody but", "complainant"), ("everybody but", "cinema"), ("propose", ""))
)
STEPS = st.lists(st.one_of(SAYS, DOES, SETTLES, SETTLES), min_size=4, max_size=14)


class Terms:
    """What each side has said to the terms on the table, kept here in the plainest way."""

    def __init__(self, line: Line) -> None:
        self.line, self.said = line, {}

    def step(self, name: str, arg) -> None:
        """Somebody tries something; what the door refused has changed nothing."""
        if name.startswith("everybody"):
            for side in [side for side in self.said if side != arg]:
                self.step("agree", side)
            return
        try:
            self._try(name, arg)
        except DoorClosed:
            return
        self._note(name, arg)

    def _try(self, name: str, arg) -> None:
        line = self.line
        match name:
            case "agree" | "decline":
                line.do(f"{name}_settlement", PEOPLE[arg], terms=line.case.settlement_id)
            case "withdraw":
                line.do("withdraw_consent", PEOPLE[arg])
            case "phone yes" | "phone no" if arg in self.said:
                record(line, arg, name.removeprefix("phone "))
            case "time":
                self._time_passes()
            case "offer":
                offer(line, *arg)
            case _ if name in OFFICE:
                act, who, said = OFFICE[name]
                line.do(act, who, **said)

    def _time_passes(self) -> None:
        line = self.line
        line.now += dt.timedelta(days=15)
        tick(line.now)
        if line.case.handler is None:
            line.do("claim", "handler")

    def _note(self, name: str, arg) -> None:
        match name:
            case "offer":
                self.said = dict.fromkeys(("complainant", *arg), "")
            case "drop":
                self.said = {}
            case "time":
                # Whether the day has come is for the clock; what it may make of silence is not.
                now = words(self.line)
                assert all(now[side] == said or (said, now[side]) == ("", "unsaid") for side, said in self.said.items())
                self.said = now
            case _ if arg in self.said:
                self.said[arg] = self._word(name, self.said[arg])

    @staticmethod
    def _word(name: str, before: str) -> str:
        no = "withdrawn" if before == "yes" else "no"
        return {"agree": "yes", "phone yes": "yes", "decline": "no", "withdraw": "withdrawn"}.get(name, no)

    @property
    def both_agree(self) -> bool:
        return len(self.said) > 1 and set(self.said.values()) == {"yes"}

    def holds(self) -> None:
        case = self.line.case
        assert words(self.line) == self.said
        assert self._may_be_proposed() == self.both_agree
        if case.state == "awaiting_approval":
            with undone():
                assert self._is_approved() == self.both_agree
        settled_with_both_consents(case, list(case.events.select_related("text").order_by("seq")))

    def _may_be_proposed(self) -> bool:
        form = ProposalForm(None, case=self.line.case, actor=self.line.world.handler, now=self.line.now)
        return Proposal.Finding.SETTLED in dict(form.fields["finding"].choices)

    def _is_approved(self) -> bool:
        try:
            self.line.do("approve", "lead")
        except DoorClosed:
            return False
        case = self.line.case
        settled_with_both_consents(case, list(case.events.select_related("text").order_by("seq")))
        return case.finding == "settled"


@settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=STEPS)
def test_settled_is_found_exactly_while_both_sides_last_word_is_yes(world, steps):
    with undone():
        terms = Terms(Line(world).to_investigating())
        offer(terms.line)
        terms.said = {"complainant": "", "cinema": ""}
        for name, arg in steps:
            terms.step(name, arg)
            terms.holds()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield make_world()
