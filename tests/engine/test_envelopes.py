"""Acts under seal: until everybody has said theirs, nobody but the giver can know that any was given (issue 8 §1)."""

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError
from django.utils import translation

from casework.engine import bodies, door, queues, record
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.invariants import violations
from casework.engine.models import Case, Envelope, Event, Receipt
from casework.engine.present import view
from casework.engine.tick import tick
from casework.parties.models import Membership, Unit
from notifications.models import Notification
from tests.parties.factories import make_membership, make_unit, make_user
from tests.toy.kind import TOY

from .world import at, key, make_world

pytestmark = pytest.mark.django_db

START = "2026-10-08 10:00"


@pytest.fixture
def world():
    with time_machine.travel(at(START), tick=False), translation.override("en"):
        world = make_world()
        world.bureau = make_unit(Unit.Kind.ORGANISER, name="湖南省电影局", division="430000")
        world.association.parent = world.bureau
        world.association.save()
        for name, role in (("judge", "handler"), ("second_judge", "handler"), ("head", "lead")):
            user = make_user(name)
            make_membership(user=user, unit=world.bureau, role=role)
            setattr(world, name, Actor.user(user))
        # Whoever reads is read anew: memberships come with their units, which have a place in the tree since.
        for name in ("handler", "colleague", "lead"):
            setattr(world, name, Actor.user(getattr(world, name).person))
        yield world


@pytest.fixture
def judged(world):
    """A case that the office and the unit above it are to judge."""
    said = {"office": world.association.pk, "campaign": world.campaign.pk, "wish": "ja"}
    case = door.open_case("toy", by=Actor.filer(), key=key(), at=at(START), **said).case
    for act in ("claim", "call_in"):
        do(case.pk, act, world.handler)
    return case.pk


def do(pk: int, act: str, by: Actor, when: str = "2026-10-08 11:00", the_key: str = "", **details):
    case = door.load(pk)
    return door.perform(pk, act, by=by, key=the_key or key(), seen=case.version, at=at(when), **details)


def judge(pk: int, by: Actor, verdict: str = "yes", when: str = "2026-10-09 09:00", the_key: str = "", why="so it is"):
    return do(pk, "judge", by, when, the_key, verdict=verdict, why=why)


def all_that_others_see(world, pk: int) -> dict:
    """Everything that a page, a list, a count, a bell or a letter is made of, for everybody but the bureau's people."""
    now = at("2026-10-09 10:00")
    case = door.load(pk)
    seen = {"columns": {name: value for name, value in vars(case).items() if not name.startswith("_")}}
    seen["rows"] = {model.__name__: list(model.objects.values()) for model in (Event, Notification)} | {
        "mail": len(mail.outbox)
    }
    for name in ("handler", "colleague", "lead"):
        shown = view(getattr(world, name), case, now)
        seen[name] = (
            [(row.seq, str(row.done)) for row in shown.timeline],
            [(waiting.whom, str(waiting.what), waiting.due_at) for waiting in shown.waiting_for],
            [(offer.act.name, str(offer.why_not)) for offer in shown.offers],
            [(row.why, row.group, row.due_at) for row in queues.rows(queues.my_work(getattr(world, name)), now)],
        )
    seen["track"] = view(Actor.seat(pk, "complainant"), case, now).track
    return seen


def test_a_verdict_under_seal_leaves_no_trace_that_anybody_else_could_see(world, judged):
    before = all_that_others_see(world, judged)
    done = judge(judged, world.judge)
    assert done.event is None
    assert all_that_others_see(world, judged) == before
    assert Envelope.objects.get().unit == world.bureau


def test_who_gave_it_has_nothing_to_do_any_more_and_reads_that_it_is_sealed(world, judged):
    assert [case.pk for case in queues.my_work(world.judge)] == [judged]
    judge(judged, world.judge)
    for who in (world.judge, world.second_judge):
        assert list(queues.my_work(who)) == []
        shown = view(who, door.load(judged), at("2026-10-09 10:00"))
        assert [waiting.whom for waiting in shown.waiting_for] == ["湖南省电影行业协会"]
        (own,) = shown.sealed
        assert (own.by, own.words[0]) == ("judge 湖南省电影局", ("Verdict", "Yes"))
        assert view(world.lead, door.load(judged), at("2026-10-09 10:00")).sealed == []
        assert "under seal" in str(shown.gate.why_not(TOY.acts["judge"]))
        with pytest.raises(Refused, match="under seal"):
            judge(judged, who)
    assert Envelope.objects.count() == 1


def test_with_the_last_one_all_are_done_in_the_order_in_which_they_were_given(world, judged):
    judge(judged, world.judge, when="2026-10-09 09:00", why="die Liste ist vollständig")
    done = judge(judged, world.lead, when="2026-10-10 16:30")
    verdicts = list(Event.objects.filter(case=judged, name="judge").order_by("seq"))
    assert [(v.actor, v.unit) for v in verdicts] == [
        (world.judge.person, world.bureau),
        (world.lead.person, world.association),
    ]
    assert [v.facts["given_at"][:16] for v in verdicts] == ["2026-10-09T01:00", "2026-10-10T08:30"]
    assert verdicts[0].text.values["why"] == "die Liste ist vollständig"
    assert {v.at for v in verdicts} == {at("2026-10-10 16:30")}
    assert done.event == verdicts[1]
    assert (door.load(judged).state, Envelope.objects.count()) == ("finished", 0)
    assert record.verify(Case.objects.all()) == []
    assert list(violations()) == []


def test_one_objection_is_enough_and_whoever_disagrees_is_read_by_all_afterwards(world, judged):
    judge(judged, world.lead, "no", why="110 县未满")
    judge(judged, world.judge, "yes")
    assert door.load(judged).state == "filed"
    shown = view(world.head, door.load(judged), at("2026-10-09 10:00"))
    assert "110 县未满" in str([row.words for row in shown.timeline])


def test_the_same_form_twice_is_one_envelope_before_and_after_it_is_opened(world, judged):
    judge(judged, world.judge, the_key="once")
    again = judge(judged, world.judge, the_key="once")
    assert (again.again, again.event, Envelope.objects.count()) == (True, None, 1)
    with pytest.raises(Refused, match="already sent with other answers"):
        judge(judged, world.judge, "no", the_key="once")
    judge(judged, world.handler)
    assert judge(judged, world.judge, the_key="once").again
    assert Event.objects.filter(case=judged, name="judge").count() == 2
    assert Receipt.objects.filter(key="once").count() == 1


def test_a_verdict_that_says_nothing_is_refused_beside_its_field_and_nothing_is_sealed(world, judged):
    with pytest.raises(Refused) as refused:
        judge(judged, world.judge, "perhaps")
    assert list(refused.value.fields) == ["verdict"]
    assert not Envelope.objects.exists()


def test_what_was_given_stands_though_its_giver_leaves_the_unit(world, judged):
    judge(judged, world.judge)
    Membership.objects.filter(user=world.judge.person).delete()
    world.judge.person.is_active = False
    world.judge.person.save()
    judge(judged, world.lead)
    assert door.load(judged).state == "finished"
    first = Event.objects.get(case=judged, name="judge", actor=world.judge.person)
    assert (first.unit, first.actor_role) == (world.bureau, "joint_body")


def test_the_one_repair_starts_the_procedure_anew_and_keeps_what_was_given(world, judged):
    judge(judged, world.judge)
    do(judged, "restart_procedure", world.lead, reason="hängt")
    assert Envelope.objects.count() == 1
    judge(judged, world.lead)
    assert door.load(judged).state == "finished"


def test_only_bodies_that_have_not_given_theirs_are_told_that_it_is_overdue(world, judged):
    judge(judged, world.judge)
    Notification.objects.all().delete()
    tick(at("2026-10-20 10:00"))
    told = set(Notification.objects.loud().filter(topic="become_overdue").values_list("address", flat=True))
    theirs = {f"user:{one.person.pk}" for one in (world.judge, world.second_judge, world.head)}
    assert f"user:{world.lead.person.pk}" in told
    assert not told & theirs


def test_a_body_reads_the_whole_case_and_strangers_none_of_it(world, judged):
    case = door.load(judged)
    assert bodies.asked(case) == [world.association, world.bureau]
    assert view(world.judge, case, at("2026-10-09 10:00")).reads_all
    with pytest.raises(NotFound):
        view(world.cinema_clerk, case, at("2026-10-09 10:00"))


def test_a_unit_has_one_envelope_in_a_case_whoever_writes_the_row(world, judged):
    judge(judged, world.judge)
    row = Envelope.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError):
        row.save(force_insert=True)
