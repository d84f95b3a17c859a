"""Four eyes (issue 4 §6): whoever took part in a case does not approve it, by no way round. Each is stopped when the
task is completed, with the reason in words, and nothing is written.
"""

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Event, Recusal, WorkTask
from tests.parties.factories import make_membership, make_user

from .world import Line, key, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    world.both = member(world, "沈双岗", "handler", "lead")
    return world


def member(world, name: str, *roles: str, phone: str = "") -> Actor:
    user = make_user(name, phone=phone)
    for role in roles:
        make_membership(user=user, unit=world.association, role=role)
    return Actor.user(user)


def proposed_by(world, actor: Actor, line: Line | None = None) -> Line:
    """A complaint whose finding this person proposed."""
    line = line or Line(world)
    if line.case.handler is None:
        line.do("claim", actor)
    line.do("accept", actor)
    return propose(line, actor)


def propose(line: Line, actor: Actor) -> Line:
    line.do("propose", actor, finding="not_upheld", because="on_its_face", facts_found="所述并不违反规则。")
    return line


def cannot_decide(line: Line, actor: Actor) -> None:
    """Neither approve nor return, neither by the act nor by the task, and the record does not grow."""
    before, version = Event.objects.count(), line.case.version
    task = WorkTask.objects.get(process__case=line.pk, role="lead", finished=None)
    page = {"by": Actor.user(actor.person), "seen": version}
    why = str(_("You took part in this case yourself. Someone who did not must do this."))
    for act, details in (("approve", {}), ("send_back", {"reason": "再查。"})):
        with pytest.raises(Refused) as refusal:
            door.perform(line.pk, act, key=key(), **page, **details)
        assert str(refusal.value) == why
        with pytest.raises(Refused) as refusal:
            door.complete_task(task, act=act, key=key(), **page, **details)
        assert str(refusal.value) == why
    assert (Event.objects.count(), line.case.state) == (before, "awaiting_approval")


def test_nobody_approves_what_they_proposed_though_they_are_also_a_lead(world):
    line = proposed_by(world, world.both)
    cannot_decide(line, world.both)
    line.do("approve", "lead")
    assert line.case.state == "closed"


def test_handing_the_case_over_before_the_proposal_does_not_help(world):
    line = Line(world)
    line.do("claim", world.both)
    line.do("hand_over", world.both, to=world.handler.person.pk)
    cannot_decide(proposed_by(world, world.handler, line), world.both)


def test_handing_the_case_over_after_the_proposal_does_not_help(world):
    line = proposed_by(world, world.both)
    line.do("hand_over", world.both, to=world.handler.person.pk)
    cannot_decide(line, world.both)


def test_whoever_was_given_the_case_for_a_while_has_handled_it(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("hand_over", "handler", to=world.both.person.pk)
    line.do("hand_over", world.both, to=world.handler.person.pk)
    cannot_decide(proposed_by(world, world.handler, line), world.both)


def test_a_second_account_of_the_same_person_is_the_same_person(world):
    clerk = member(world, "林小例（经办）", "handler", phone="13700137000")
    second = member(world, "林小例（负责）", "lead", phone="137 0013 7000")
    cannot_decide(proposed_by(world, clerk), second)


def test_putting_the_case_back_for_a_colleague_to_claim_does_not_help(world):
    line = Line(world)
    line.do("claim", world.both)
    line.do("put_back", world.both, reason="请假。")
    line.do("claim", "colleague")
    cannot_decide(proposed_by(world, world.colleague, line), world.both)


def test_whoever_proposed_a_returned_finding_does_not_approve_the_next_one(world):
    line = proposed_by(world, world.both)
    line.do("send_back", "lead", reason="依据不足。")
    line.do("hand_over", world.both, to=world.handler.person.pk)
    propose(line, world.handler)
    cannot_decide(line, world.both)


def test_a_handler_who_is_made_lead_meanwhile_does_not_approve(world):
    line = proposed_by(world, world.handler)
    make_membership(user=world.handler.person, unit=world.association, role="lead")
    cannot_decide(line, world.handler)


def test_a_task_that_was_already_taken_is_checked_when_it_is_completed(world):
    """However the task came to be hers (PITFALLS workflow 15: assignment checks nobody)."""
    line = proposed_by(world, world.both)
    WorkTask.objects.filter(process__case=line.pk, role="lead").update(owner=world.both.person, status="ASSIGNED")
    cannot_decide(line, world.both)


def test_a_recused_lead_is_out_of_the_room(world):
    line = proposed_by(world, world.handler)
    Recusal.objects.create(case_id=line.pk, user=world.lead.person, since=timezone.now())
    with pytest.raises(NotFound):
        line.do("approve", Actor.user(world.lead.person))
    assert line.case.state == "awaiting_approval"


def test_a_lead_who_returned_a_finding_may_approve_the_better_one(world):
    line = proposed_by(world, world.handler)
    line.do("send_back", "lead", reason="依据不足。")
    propose(line, world.handler)
    line.do("approve", "lead")
    assert line.case.state == "closed"
