"""A stand-in has the absent handler's cases, acts in their stead, hears what they hear; four eyes hold (issue 5 §4)."""

import datetime as dt

import pytest
import time_machine
from django.utils.translation import gettext as _

from casework.engine import access, door, present, queues
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.models import CaseDuty, Recusal
from casework.engine.tick import tick
from casework.parties import absences
from notifications.models import Notification
from tests.parties.factories import make_membership, make_user

from .world import Line, at, key, make_world

pytestmark = pytest.mark.django_db
AWAY = dt.date(2026, 10, 13), dt.date(2026, 10, 16)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False) as clock:
        yield clock


def goes_away(world, who, stand_in, days=AWAY):
    return absences.enter(
        user=who.person, unit=world.association, stand_in=stand_in.person, since=days[0], until=days[1], by=who.person
    )


def anew(actor: Actor) -> Actor:
    """As in the next request."""
    return Actor.user(actor.person)


def lead(world, name: str, *more: str) -> Actor:
    user = make_user(name)
    for role in ("lead", *more):
        make_membership(user=user, unit=world.association, role=role)
    return Actor.user(user)


def test_the_cases_and_tasks_of_the_absent_are_in_the_stand_ins_work_while_it_lasts(world, frozen):
    line = Line(world).to_answered()
    assert not queues.my_work(anew(world.colleague)).exists()
    goes_away(world, world.handler, world.colleague)
    assert queues.my_work(anew(world.colleague)).get().pk == line.pk
    assert access.roles_of(anew(world.colleague), line.case) == {"office", "handler"}
    frozen.move_to(at("2026-10-17 00:00"))
    assert not queues.my_work(anew(world.colleague)).exists()
    assert access.roles_of(anew(world.colleague), line.case) == {"office"}


def test_the_absent_may_still_act_themselves(world):
    line = Line(world).to_answered()
    goes_away(world, world.handler, world.colleague)
    line.do("note", anew(world.handler), note="我在路上看了一眼。")
    assert queues.my_work(anew(world.handler)).exists()


def propose(line, actor):
    finding = {"finding": "upheld", "facts_found": "拒绝兑换。", "evidence": ["account"], "rule": "R33"}
    return line.do("propose", actor, **finding)


def test_the_stand_in_does_what_the_handler_may_and_the_record_says_for_whom(world):
    line = Line(world).to_answered()
    goes_away(world, world.handler, world.colleague)
    event = propose(line, anew(world.colleague)).event
    assert (event.actor, event.facts["in_stead_of"]) == (world.colleague.person, world.handler.person.pk)
    assert line.case.handler == world.handler.person
    row = present.view(anew(world.lead), line.case).timeline[0]
    assert row.who.startswith("周小样（代林小例）")


def test_what_they_do_as_a_colleague_is_nobodys_stead(world):
    line = Line(world).to_answered()
    goes_away(world, world.handler, world.colleague)
    assert "in_stead_of" not in line.do("note", anew(world.colleague), note="内部。").event.facts
    assert not CaseDuty.objects.filter(case=line.pk, user=world.colleague.person).exists()


def test_the_stand_in_hears_what_the_handler_hears(world):
    line = Line(world).to_answered()
    goes_away(world, world.handler, world.colleague)
    event = line.do("message", "complainant", message="请问进展？").event
    told = set(Notification.objects.loud().filter(event_no=event.pk).values_list("address", flat=True))
    assert told == {world.handler.address, world.colleague.address}


def test_a_recused_stand_in_has_no_part_in_that_case_and_hears_nothing_of_it(world):
    line = Line(world).to_answered()
    goes_away(world, world.handler, world.colleague)
    Recusal.objects.create(case_id=line.pk, user=world.colleague.person, since=at("2026-10-13 09:00"))
    assert not queues.my_work(anew(world.colleague)).exists()
    with pytest.raises(NotFound):
        propose(line, anew(world.colleague))
    event = line.do("message", "complainant", message="请问进展？").event
    told = set(Notification.objects.loud().filter(event_no=event.pk).values_list("address", flat=True))
    assert told == {world.handler.address}


# --- four eyes --------------------------------------------------------------------------------------------------------
def cannot_approve(line, actor):
    with pytest.raises(Refused) as refusal:
        door.perform(line.pk, "approve", by=anew(actor), key=key(), seen=line.case.version)
    assert str(refusal.value) == str(_("You took part in this case yourself. Someone who did not must do this."))
    assert line.case not in [case.complaint for case in queues.to_approve(anew(actor))]
    assert line.case.state == "awaiting_approval"


def test_whoever_stood_in_and_acted_does_not_approve_also_when_it_is_over(world, frozen):
    line = Line(world).to_answered()
    second = lead(world, "陆二审")
    goes_away(world, world.handler, second)
    line.do("reply", anew(second), to="complainant", message="正在办理。")
    frozen.move_to(at("2026-10-19 09:00"))
    propose(line, anew(world.handler))
    cannot_approve(line, second)
    line.do("approve", "lead")


def test_whoever_stands_in_for_one_who_handled_it_does_not_approve_meanwhile(world, frozen):
    """The absent lead handled the case: their stand-in is no second pair of eyes while standing in."""
    first, second = lead(world, "沈双岗", "handler"), lead(world, "陆二审")
    line = Line(world)
    for act in ("claim", "accept"):
        line.do(act, first)
    line.do("propose", first, finding="not_upheld", because="on_its_face", facts_found="所述并不违反规则。")
    goes_away(world, first, second)
    cannot_approve(line, second)
    frozen.move_to(at("2026-10-19 09:00"))
    line.do("approve", anew(second))
    assert line.case.state == "closed"


def test_an_absent_leads_approvals_do_not_pass_to_a_handler(world):
    line = Line(world).to_proposed()
    goes_away(world, world.lead, world.colleague)
    assert not queues.to_approve(anew(world.colleague)).exists()
    with pytest.raises(Refused):
        line.do("approve", anew(world.colleague))


# --- the claim --------------------------------------------------------------------------------------------------------
def test_a_claim_does_not_fall_back_while_a_stand_in_has_it_and_its_days_begin_anew_on_return(world):
    """Away 13 to 30 October; back on Monday 2 November: 2, 3, 4, 5, 6 are the five days, the warning is on the 5th."""
    line = Line(world, start="2026-10-12 09:00")
    line.do("claim", "handler")
    goes_away(world, world.handler, world.colleague, (dt.date(2026, 10, 13), dt.date(2026, 10, 30)))
    names = lambda: list(line.case.events.values_list("name", flat=True))  # noqa: E731
    for day in ("10-20", "10-28", "11-04"):
        tick(at(f"2026-{day} 23:59"))
    assert "warn_claim" not in names()
    tick(at("2026-11-05 00:00"))
    assert "warn_claim" in names()


def test_what_the_stand_in_does_is_work_on_the_case(world):
    line = Line(world, start="2026-10-12 09:00")
    line.do("claim", "handler")
    goes_away(world, world.handler, world.colleague)
    line.do("accept", anew(world.colleague), when="2026-10-14 09:00")
    assert line.case.touched_at == at("2026-10-14 09:00")
