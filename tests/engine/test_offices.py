"""Whose case it is: stepping out, passing on, and what happens where nobody is left (issue 5 §1; P20)."""

import pytest

from casework.engine import queues
from casework.engine.access import readable_cases, roles_of, visible_cases
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Recusal, WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Unit
from notifications.models import Notification
from notifications.selectors import news_since
from tests.parties.factories import make_membership, make_unit, make_user

from .world import Line, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """The world under a bureau that supervises it, with a lead and a handler of its own."""
    found = make_world()
    found.bureau = make_unit(Unit.Kind.ORGANISER, name="示例电影局", division="430000")
    found.association.parent = found.bureau
    found.association.save()
    for name, shown, role in (("bureau_lead", "局负责人", "lead"), ("bureau_handler", "局承办人", "handler")):
        user = make_user(shown)
        make_membership(user=user, unit=found.bureau, role=role)
        setattr(found, name, Actor.user(user))
    return found


def tasks(line: Line) -> list[tuple[str, str]]:
    waiting = WorkTask.objects.filter(process__case=line.pk, status__in=WAITING).order_by("pk")
    return [(task.flow_task.name, task.unit.name) for task in waiting.select_related("unit")]


def told(who: Actor) -> set[str]:
    return set(Notification.objects.told_to(who.address).loud().values_list("topic", flat=True))


# --- stepping out -----------------------------------------------------------------------------------------------------
def test_whoever_steps_out_finds_the_case_nowhere_and_it_waits_for_a_colleague(world):
    line = Line(world).to_investigating()
    line.do("recuse", "handler", reason="当事影院经理是我表弟。")
    assert not visible_cases(world.handler).exists()
    assert (line.case.handler, line.case.office) == (None, world.association)
    with pytest.raises(NotFound):
        line.do("note", "handler", note="再看一眼。")
    line.do("claim", "colleague")
    assert "recuse" in told(world.lead)


def test_a_lead_has_somebody_step_out_also_who_does_not_handle_it(world):
    line = Line(world).to_investigating()
    line.do("recuse_other", "lead", person=world.colleague.person.pk, reason="曾在该影院任职。")
    assert not roles_of(world.colleague, line.case)
    assert line.case.handler == world.handler.person


def test_a_party_asks_for_it_a_lead_decides_and_who_asked_is_told(world):
    line = Line(world).to_investigating()
    line.do("ask_recusal", "cinema_clerk", reason="承办人与投诉人相熟。")
    line.do("refuse_recusal", "lead", reason="经核实不相熟。")
    assert "refuse_recusal" in told(world.cinema_clerk)
    assert "refuse_recusal" not in told(world.platform_clerk)
    line.do("ask_recusal", "complainant", reason="承办人与影院相熟。")
    line.do("grant_recusal", "lead", reason="属实。")
    assert line.case.handler is None
    assert Recusal.objects.get(case=line.pk).user == world.handler.person


def test_a_lead_who_handles_it_does_not_decide_about_themselves(world):
    make_membership(user=world.handler.person, unit=world.association, role="lead")
    both = Actor.user(world.handler.person)
    line = Line(world).to_investigating()
    line.do("ask_recusal", "complainant", reason="承办人与影院相熟。")
    with pytest.raises(Refused):
        line.do("refuse_recusal", both, reason="没有的事。")


def test_where_nobody_is_left_the_case_goes_to_the_unit_above_and_the_record_says_so(world):
    line = Line(world)
    for who in ("colleague", "lead", "handler"):
        line.do("recuse", who, reason="有利害关系。")
    case = line.case
    assert (case.office, case.holder, case.handler) == (world.bureau, world.bureau, None)
    assert tasks(line) == [("triage", "示例电影局")]
    assert case.events.last().facts["office"] == world.bureau.pk
    line.do("claim", "bureau_handler")
    line.do("accept", "bureau_handler")
    assert line.case.state == "investigating"


# --- nobody free to approve -------------------------------------------------------------------------------------------
def test_where_no_lead_is_free_the_unit_above_approves(world):
    line = Line(world).to_answered()
    line.do("recuse", "lead", reason="有利害关系。")
    finding = {"finding": "not_upheld", "because": "did_not_happen", "facts_found": "没有发生。"}
    line.do("propose", "handler", **finding)
    assert tasks(line) == [("approval", "示例电影局")]
    assert line.case.events.last().effects["nobody_free"] == [[line.case.office_id, world.bureau.pk]]
    assert "propose" in told(world.bureau_lead)
    assert list(queues.to_approve(world.bureau_lead)) == [line.case.case_ptr]
    with pytest.raises(Refused):
        line.do("approve", "bureau_handler")
    line.do("approve", "bureau_lead")
    assert line.case.state == "closed"


# --- passing on -------------------------------------------------------------------------------------------------------
def test_a_case_is_passed_to_another_unit_which_confirms_that_it_has_it(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("pass_on", "handler", unit=world.bureau.pk, reason="涉及协会自身。", when="2026-09-29 09:00")
    case = line.case
    assert (case.office, case.holder, case.handler) == (world.bureau, world.bureau, None)
    assert ("acknowledge", "示例电影局") in tasks(line)
    assert not readable_cases(world.handler).exists()
    line.do("acknowledge", "bureau_lead")
    assert ("acknowledge", "示例电影局") not in tasks(line)


def test_a_unit_that_it_is_not_for_sends_it_back(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("pass_on", "handler", unit=world.bureau.pk, reason="涉及协会自身。")
    line.do("send_back_unit", "bureau_lead", reason="与协会无关。")
    assert line.case.office == world.association
    assert tasks(line) == [("triage", "湖南省电影行业协会")]
    assert "send_back_unit" in told(world.colleague)


def test_not_confirming_in_time_is_noticed(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("pass_on", "handler", unit=world.bureau.pk, reason="涉及协会自身。", when="2026-09-29 09:00")
    line.ticks("2026-10-09 00:00")
    assert "task_overdue" in [event.name for event in line.case.events.all()]


@pytest.mark.parametrize("by", ["recuse_other", "pass_on"])
def test_an_open_page_of_whoever_loses_the_case_is_rung_once_more_and_learns_nothing(world, by):
    line = Line(world).to_investigating()
    details = {"person": world.colleague.person.pk} if by == "recuse_other" else {"unit": world.bureau.pk}
    before = news_since(world.colleague.address, 0).items[-1]["id"]
    line.do(by, "lead", reason="涉及本人。", **details)
    news = news_since(world.colleague.address, before)
    fresh = [item for item in news.items if item["id"] > before]
    assert [(item["quiet"], item["sentence"], item["case_no"]) for item in fresh] == [(True, "", line.case.number)]
    assert news.unread == 0
    line.do("note", "handler" if by == "recuse_other" else "bureau_lead", note="继续办理。")
    assert max(item["id"] for item in news_since(world.colleague.address, before).items) == fresh[0]["id"]


# --- who reads --------------------------------------------------------------------------------------------------------
def test_the_unit_above_reads_everything_and_acts_on_nothing_the_unit_below_reads_nothing_of_its_own(world):
    line = Line(world).to_investigating()
    assert roles_of(world.bureau_handler, line.case) == {"auditor"}
    assert list(readable_cases(world.bureau_handler)) == [line.case.case_ptr]
    with pytest.raises(Refused):
        line.do("claim", "bureau_handler")
    line.do("pass_on", "handler", unit=world.bureau.pk, reason="涉及协会自身。")
    assert not roles_of(world.handler, line.case)


def test_an_own_interest_is_subtracted_from_supervision_too(world):
    line = Line(world)
    Recusal.objects.create(case_id=line.pk, user=world.bureau_handler.person, since=at("2026-09-28 21:00"))
    assert not visible_cases(world.bureau_handler).exists()


def test_where_the_case_ends_meanwhile_nobody_need_confirm_that_they_have_it(world):
    """Else the day for it passes in a case that is over, and the clock comes back to it for ever."""
    line = Line(world).to_investigating()
    line.do("pass_on", "handler", unit=world.bureau.pk, reason="涉及协会自身。", when="2026-09-29 12:00")
    line.do("withdraw", "complainant", reason="已解决。", when="2026-09-29 13:00")
    assert tasks(line) == []
    line.ticks("2026-10-30 09:00")
    assert line.case.events.last().name == "withdraw"
