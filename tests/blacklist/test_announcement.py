"""Service by public announcement, where all else failed (LAW §9, 民事诉讼法 art. 95 by analogy: 30 days)."""

import pytest
import time_machine

from casework.engine.errors import Refused
from casework.engine.models import Case
from casework.engine.record import verify
from tests.engine.world import at

from .deciding import Deciding, make_deciding_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_deciding_world()


def announces(decision, **changes) -> None:
    said = {"account": "两次邮寄退回，电话停机。", "attachments": decision.proof()}
    decision.do("announce", "handler", **(said | changes))


def page(client, moment) -> str:
    with time_machine.travel(moment, tick=False):
        return client.get("/announcements/").content.decode()


def test_it_needs_proof_of_what_was_tried_before(world):
    decision = Deciding(world).to_notified()
    with pytest.raises(Refused) as refused:
        announces(decision, attachments=[], account="")
    assert set(refused.value.fields) == {"attachments", "account"}


def test_the_notice_is_served_after_thirty_days_and_only_then_the_partys_days_run(world):
    """Announced on 28 September: the thirtieth day is 28 October; five working days after it end with 4 November."""
    decision = Deciding(world).to_notified()
    announces(decision)
    decision.time_passes("2026-10-28 23:00")
    assert decision.case.served_at is None
    decision.time_passes("2026-10-29 00:01")
    assert decision.case.served_at == at("2026-10-29 00:01")
    decision.time_passes("2026-11-05 12:00")
    assert decision.case.state == "notified"
    decision.time_passes("2026-11-06 00:01")
    assert decision.case.state == "deliberation"
    assert verify(Case.objects.all()) == []


def test_meanwhile_the_clock_of_the_decision_waits(world):
    """90 days end with Sunday 27 December, and so with Monday; thirty more with Tuesday 26 January."""
    decision = Deciding(world).to_notified()
    assert decision.case.clocks.get(name="decision").due_at == at("2026-12-29 00:00")
    announces(decision)
    decision.time_passes("2026-10-29 00:01")
    assert decision.case.clocks.get(name="decision").due_at == at("2027-01-27 00:00")


def test_the_decision_takes_effect_after_thirty_days(world):
    decision = Deciding(world).to_decided()
    announces(decision)
    decision.time_passes("2026-10-28 23:00")
    assert decision.case.state == "decided"
    decision.time_passes("2026-10-29 00:01")
    assert decision.case.state == "in_force"
    assert {one.starts for one in decision.measures.values()} == {at("2026-10-29 00:01").date()}


def test_a_party_that_comes_meanwhile_is_served_then(world, client):
    decision = Deciding(world).to_decided()
    announces(decision)
    decision.do("receive_decision", "cinema_clerk", when="2026-10-12 10:00")
    assert decision.case.in_force_at == at("2026-10-12 10:00")
    decision.time_passes("2026-11-02 09:00")
    assert decision.case.in_force_at == at("2026-10-12 10:00")
    assert world.cinema.unit.name not in page(client, "2026-10-12 11:00+08:00")


def test_the_page_says_who_fetches_which_letter_and_not_a_word_of_what_it_says(world, client):
    decision = Deciding(world).to_notified()
    announces(decision)
    text = page(client, "2026-10-01 09:00+08:00")
    assert world.cinema.unit.name in text
    assert "湘观影告字〔2026〕1号" in text
    for said in ("Refused redemption", "拒绝兑换", decision.case.number):
        assert said not in text


def test_what_was_served_is_not_announced(world):
    decision = Deciding(world).to_served()
    with pytest.raises(Refused):
        announces(decision)
