"""The clock publishes what is in force, once; staff see what was not published in time (R40, R41; 公示规定 9)."""

from __future__ import annotations

import pytest

from blacklist.listing.publishing import publish_all
from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.errors import Refused
from casework.engine.models import Event
from tests.blacklist.deciding import Deciding
from tests.engine.world import at, key

pytestmark = pytest.mark.django_db


def published(decision: Deciding) -> list[Event]:
    return list(Event.objects.filter(case=decision.pk, name="publish_decision"))


def test_a_served_decision_is_published_by_the_clock_and_once(world, read):
    decision = Deciding(world).to_in_force()
    assert decision.case.number not in read("/list/")
    decision.time_passes("2026-09-28 18:00")
    decision.time_passes("2026-09-28 18:01")
    (event,) = published(decision)
    assert event.actor_role == "clock"
    assert decision.case.published_at == event.at == at("2026-09-28 18:00")
    assert decision.case.state == "in_force"


def test_before_it_is_served_nothing_is_published(world):
    decision = Deciding(world).to_decided()
    assert publish_all(at("2026-09-28 18:00")) == 0
    with pytest.raises(Refused):
        door.perform(decision.pk, "publish_decision", by=CLOCK_ACTOR, key=key(), at=at("2026-09-28 18:00"))


def test_without_the_dishonesty_record_there_is_nothing_for_the_list(world, read):
    """R41: the list claims no more than the notice gives it."""
    decision = Deciding(world)
    decision.to_deliberation()
    decision.vote("union_judge", "disqualify").vote("bureau_judge", "disqualify", "subsidy", "record")
    decision.do("receive_decision", "cinema_clerk")
    decision.time_passes("2026-09-28 18:00")
    assert {one.kind for one in decision.case.measure_list if one.agreed} == {"disqualify", "subsidy"}
    assert published(decision) == []
    assert decision.case.published_at is None
    assert "publish" not in [clock.name for clock in decision.case.clocks.all()]


def test_who_published_it_cannot_be_a_person(world):
    decision = Deciding(world).to_in_force()
    for who in ("handler", "lead", "bureau_judge"):
        with pytest.raises(Refused):
            decision.do("publish_decision", who)


def test_the_days_for_publishing_run_from_the_decision_and_end_with_it(world):
    decision = Deciding(world).to_decided()
    clock = decision.case.clocks.get(name="publish")
    assert (clock.amount, clock.unit) == (world.campaign.decision_publish_days, "workdays")
    decision.do("receive_decision", "cinema_clerk")
    assert decision.case.clocks.get(name="publish").ended_at is None
    decision.time_passes("2026-09-28 18:00")
    assert decision.case.clocks.get(name="publish").ended_at == at("2026-09-28 18:00")


def test_a_decision_that_is_not_published_in_time_is_overdue_for_staff(world):
    decision = Deciding(world).to_decided()
    due = decision.case.clocks.get(name="publish").due_at
    decision.time_passes(due.strftime("%Y-%m-%d %H:%M"))
    decision.time_passes("2026-12-01 09:00")
    assert decision.case.clocks.get(name="publish").overdue_at is not None
    names = Event.objects.filter(case=decision.pk, name="become_overdue").values_list("facts__clock", flat=True)
    assert "publish" in list(names)
