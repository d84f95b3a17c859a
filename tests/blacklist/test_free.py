"""Where too few people of a body or of the association are free of interest, it goes one level up and says so, or says
that somebody must be found (issue 9 §2; R42)."""

import pytest
import time_machine
from django.utils import timezone, translation

from blacklist.listing.publishing import publish_all
from casework.engine import present
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.models import CaseDuty, WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Membership, Unit
from notifications.models import Notification
from tests.desk.factories import signed_in
from tests.parties.factories import make_membership, make_unit, make_user

from .deciding import Deciding, make_deciding_world
from .objecting import Objecting
from .test_repair import Repairing

pytestmark = pytest.mark.django_db
ALL = ("disqualify", "record")


@pytest.fixture
def world():
    return make_deciding_world()


def leaves(who: Actor) -> None:
    Membership.objects.filter(user=who.person).delete()


def joins(world, unit: Unit, name: str, role: str = "handler") -> None:
    person = make_user(name)
    make_membership(user=person, unit=unit, role=role)
    setattr(world, name, Actor.user(person))


def with_a_unit_above(world) -> Unit:
    above = make_unit(Unit.Kind.ORGANISER, name="全国总工会")
    world.federation.parent = above
    world.federation.save()
    joins(world, above, "national_union")
    return above


def take_part(world, decision: Deciding, *names: str) -> None:
    """Each has a duty in the decision, as whoever proposed or reviewed it has."""
    for name in names:
        user = getattr(world, name).person
        CaseDuty.objects.get_or_create(case=decision.case, user=user, duty="handling")


def asked(case) -> set[tuple[str, str]]:
    """What the procedure waits for; asks beside it are another matter."""
    tasks = WorkTask.objects.filter(process__case=case.pk, process__main=True, status__in=WAITING).select_related(
        "unit"
    )
    return {(str(task.flow_task.name), task.unit.name) for task in tasks}


def says(actor: Actor, case) -> str:
    with translation.override("en"):
        return str([row.facts for row in present.view(actor, case).timeline])


def test_a_body_of_which_nobody_is_free_is_spoken_for_by_the_unit_above(world):
    above = with_a_unit_above(world)
    decision = Deciding(world).to_in_force()
    leaves(world.union_reviewer)
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    assert asked(decision.case) == {("by_federation", "全国总工会"), ("by_bureau", "湖南省电影局")}
    assert f"{world.federation.label}; {above.label} is asked instead" in says(world.handler, decision.case)
    assert "asked instead" not in says(world.cinema_clerk, decision.case)
    with pytest.raises((Refused, NotFound)):
        decision.review("union_judge", *ALL)
    with time_machine.travel(decision.now, tick=False):
        form = f"/desk/cases/{decision.case.number}/acts/vote_on_review/"
        page = signed_in(world.national_union).get(form)
        assert "湖南省总工会" in page.content.decode()
    decision.review("national_union", *ALL).review("bureau_reviewer", *ALL, "subsidy")
    word = decision.case.votes.get(body=world.federation, round=2)
    assert (word.above, word.by) == (above, world.national_union.person)
    assert not decision.case.votes.filter(body=above).exists()
    assert decision.case.state == "in_force"
    assert all(one.revoked_at is None for one in decision.measures.values())
    with time_machine.travel(decision.now, tick=False):
        page = signed_in(world.handler).get(f"/desk/cases/{decision.case.number}/").content.decode()
    assert "全国总工会" in page


def test_where_nobody_is_above_it_says_that_somebody_must_be_found_and_whoever_comes_may_speak(world):
    decision = Deciding(world).to_in_force()
    leaves(world.union_reviewer)
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    assert ("by_federation", "湖南省总工会") in asked(decision.case)
    assert "nobody above it" in says(world.handler, decision.case)
    told = Notification.objects.filter(address=world.union_judge.address, topic="ask_review")
    assert told.exists()
    joins(world, world.federation, "newcomer")
    decision.review("newcomer", *ALL).review("bureau_reviewer", *ALL, "subsidy")
    assert decision.case.state == "in_force"


def test_the_bureau_speaks_for_the_association_and_for_itself_through_two_people(world):
    decision = Deciding(world)
    decision.to_deliberation(measures=["warning", "record"], departure="系初次。")
    decision.vote("second_lead", "warning").vote("union_judge", "record").vote("bureau_judge", "record")
    decision.do("receive_decision", "cinema_clerk")
    leaves(world.colleague)
    joins(world, world.bureau, "second_reviewer")
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    assert ("by_association", "湖南省电影局") in asked(decision.case)
    decision.review("bureau_reviewer", "warning")
    with pytest.raises((Refused, NotFound)):
        decision.review("bureau_reviewer", "record")
    decision.review("second_reviewer", "record").review("union_reviewer", "record")
    assert decision.case.state == "in_force"
    said = {(vote.body.name, *vote.agreed) for vote in decision.case.votes.filter(round=2)}
    assert said == {("湖南省电影行业协会", "warning"), ("湖南省电影局", "record"), ("湖南省总工会", "record")}


@pytest.mark.parametrize("public", [True, False])
def test_an_objection_is_checked_above_where_everybody_of_the_association_took_part(world, public):
    decision = Deciding(world).to_in_force()
    publish_all(decision.now)
    take_part(world, decision, "handler", "colleague", "lead", "second_lead")
    objection = Objecting(world, decision, None if public else "cinema_clerk")
    assert objection.case.office == world.bureau
    assert "is asked instead" in says(world.bureau_reviewer, objection.case)
    objection.sustain("更正后的事实。", who="bureau_reviewer")
    assert decision.case.facts == "更正后的事实。"


def test_a_repair_is_checked_above_where_everybody_of_the_association_decided(world):
    decision = Deciding(world)
    decision.to_deliberation(measures=["warning", "record"], departure="系初次。")
    decision.vote("second_lead", "warning").vote("union_judge", "record").vote("bureau_judge", "record")
    decision.do("receive_decision", "cinema_clerk")
    for who in ("handler", "colleague", "lead"):
        leaves(getattr(world, who))
    repair = Repairing(world, decision)
    assert repair.case.office == world.bureau
    joins(world, world.bureau, "checker")
    repair.do("claim", "checker")
    repair.do("accept_repair", "checker")
    repair.do("verify_repair", "checker", confirmed="yes", account="核查属实。")
    repair.do("say_on_repair", "union_judge", agrees="yes", reasons="同意。")
    repair.do("say_on_repair", "bureau_judge", agrees="yes", reasons="同意。")
    assert repair.case.state == "granted"


def test_whoever_had_a_part_in_the_decision_does_not_even_claim_what_is_about_it(world):
    decision = Deciding(world).to_in_force()
    publish_all(decision.now)
    objection = Objecting(world, decision, "cinema_clerk")
    for who in ("handler", "lead"):
        with pytest.raises(Refused):
            objection.do("claim", who)
    objection.do("claim", "colleague")
    with pytest.raises(Refused) as refused:
        objection.do("hand_over", "colleague", to=world.handler.person.pk)
    assert set(refused.value.fields) == {"to"}
    objection.do("hand_over", "colleague", to=world.second_lead.person.pk)


def test_with_somebody_free_it_stays_where_it_is(world):
    with_a_unit_above(world)
    decision = Deciding(world).to_review()
    assert asked(decision.case) == {("by_federation", "湖南省总工会"), ("by_bureau", "湖南省电影局")}
    assert not any("nobody_free" in event.effects for event in decision.case.events.all())
    assert timezone.localdate(decision.now) == decision.case.decided_on
