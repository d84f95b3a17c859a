"""Acts on two cases, cases that wait for each other, and cases that are opened out of others."""

import pytest

from casework.engine import door, present, tick
from casework.engine.actors import Actor
from casework.engine.models import CaseLink, Event, FollowUp
from tests.toy.models import Toy

from .world import at, key, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def petition(world, wish="一件"):
    said = {"office": world.association.pk, "campaign": world.campaign.pk, "wish": wish}
    return door.open_case("toy", by=Actor.filer(), key=key(), at=at("2026-09-28 09:00"), **said).case


def test_an_act_on_two_cases_does_both_or_none(world):
    one, two = petition(world), petition(world)
    door.perform(one, "claim", by=world.handler, key=key())
    merged = door.perform(one, "merge", by=world.handler, key=key(), seen=door.load(one.pk).version, into=two.pk)
    assert merged.case.state == "merged"
    assert Toy.objects.get(pk=two.pk).absorbed == 1
    assert Event.objects.get(case=two, name="absorb").facts == {"from_case": one.pk}


def test_a_case_that_waits_goes_on_when_the_other_is_over(world):
    one, two = petition(world), petition(world)
    for case in (one, two):
        door.perform(case, "claim", by=world.handler, key=key())
    door.perform(one, "weigh", by=world.handler, key=key(), seen=door.load(one.pk).version)
    door.perform(one, "park", by=world.handler, key=key(), seen=door.load(one.pk).version, awaited=two.pk)
    assert door.load(one.pk).clocks.get(name="weighing").paused
    door.perform(two, "decline", by=world.handler, key=key(), seen=door.load(two.pk).version, reason="…")
    assert door.load(one.pk).state == "weighed"
    assert FollowUp.objects.get().done_at is not None
    assert not door.load(one.pk).clocks.get(name="weighing").paused


def weighed(world, wish="一件"):
    case = petition(world, wish)
    door.perform(case, "claim", by=world.handler, key=key())
    door.perform(case, "weigh", by=world.handler, key=key(), seen=door.load(case.pk).version)
    return door.load(case.pk)


def petition_on(world, case, wish="一件后来的"):
    door.perform(case, "petition_on", by=world.handler, key=key(), seen=case.version, wish=wish)
    return door.load(case.pk), Toy.objects.exclude(pk=case.pk).last()


def test_a_case_waits_for_the_one_that_it_has_opened(world):
    case, opened = petition_on(world, weighed(world))
    assert (case.state, opened.state) == ("parked", "filed")
    door.perform(opened, "claim", by=world.handler, key=key())
    door.perform(opened, "decline", by=world.handler, key=key(), seen=door.load(opened.pk).version, reason="…")
    assert door.load(case.pk).state == "weighed"
    assert not CaseLink.objects.filter(ended_at=None).exists()


def test_a_case_that_went_on_meanwhile_does_not_wait_for_what_is_opened_late(world, monkeypatch):
    monkeypatch.setattr(door, "KEPT_AT_ONCE", 0)
    case, opened = petition_on(world, weighed(world))
    assert (case.state, opened) == ("parked", None)
    door.perform(case, "resume", by=world.handler, key=key(), seen=case.version)
    assert tick.keep_promises() == 1
    assert Toy.objects.count() == 2
    assert not CaseLink.objects.exists()


def test_a_case_does_not_wait_for_one_that_could_not_be_opened(world):
    case, opened = petition_on(world, weighed(world), wish="impossible")
    assert (case.state, opened) == ("weighed", None)
    assert FollowUp.objects.get().refused


def test_an_act_may_stop_a_clock_within_its_stage_until_another_lets_it_go_on(world):
    case = weighed(world)
    door.perform(case, "ask_around", by=world.handler, key=key())
    (paused,) = [view for view in present.view(world.handler, door.load(case.pk)).clocks if view.clock.paused]
    assert (paused.clock.name, paused.paused_for) == ("weighing", "people are being asked")
    door.perform(case, "hear", by=world.handler, key=key())
    assert not door.load(case.pk).clocks.get(name="weighing").paused
