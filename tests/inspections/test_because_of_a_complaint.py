"""A complaint asks for an inspection, waits for it, and goes on when it is over (issue 7; DESIGN §1)."""

import pytest

from casework.engine import access, present
from casework.engine.errors import Refused
from casework.engine.models import FollowUp
from inspections.models import Inspection
from inspections.services import inspections_for
from tests.engine.world import Line
from tests.parties.factories import make_cinema

from .world import Visit, make_field_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_field_world()


def asked(world, **changes) -> tuple[Line, Visit]:
    line = Line(world).to_answered()
    said = {"unit": world.cinema.unit.pk, "checklist": world.checklist.pk, "because": "看黄金场能不能兑换。"}
    line.do("ask_inspection", "handler", **(said | changes))
    return line, Visit.of(world, Inspection.objects.get())


def test_the_complaint_waits_and_its_clock_says_why(world):
    line, visit = asked(world)
    clock = next(c for c in present.view(world.handler, line.case).clocks if c.clock.name == "investigation")
    assert clock.paused_for == "an inspection on the spot is awaited"
    assert not line.case.clocks.get(name="outer_limit").paused
    assert (visit.case.origin, visit.case.holder, visit.case.handler) == (
        "complaint",
        world.county,
        world.handler.person,
    )
    with pytest.raises(Refused, match="awaited"):
        line.do("propose", "handler", finding="upheld", facts_found="…", evidence=["account"], rule="R33")


def test_it_goes_on_by_itself_when_the_inspection_is_over_and_the_handler_sees_the_report(world):
    line, visit = asked(world)
    visit.to_closed()
    assert [event["name"] for event in line.case.history][-1] == "inspection_over"
    assert line.case.history[-1]["facts"] == {"awaited": visit.case.number}
    assert not line.case.clocks.get(name="investigation").paused
    (inspection,) = inspections_for(line.case)
    assert inspection.report.violations == 1
    assert access.visible_cases(world.handler).filter(pk=inspection.pk).exists()


def test_nobody_out_there_learns_that_anybody_complained(world):
    line, visit = asked(world)
    visit.to_heard()
    for reader in (world.county_lead, world.chen, world.cinema_clerk, world.prefecture_lead):
        view = present.view(reader, visit.case)
        shown = " ".join(f"{row.done} {row.words} {row.facts} {row.public}" for row in view.timeline)
        assert line.case.number not in shown
        assert "林女士" not in shown
        assert "投诉" not in shown
        assert "complain" not in shown.lower()


def test_what_is_proposed_about_what_was_found_names_nobody_who_complained(world):
    _line, visit = asked(world)
    visit.to_heard()
    for facts in ("林女士反映的情况属实。", "电话 138 0013 8000 反映的情况属实。"):
        with pytest.raises(Refused) as refused:
            visit.do("propose_penalty", "handler", violation="other", facts=facts)
        assert set(refused.value.fields) == {"facts"}
    visit.do("propose_penalty", "handler", violation="other", facts="售票处没有公示兑换规则。")
    assert visit.case.result == "penalty"


def test_the_handler_may_go_on_without_it_and_the_inspection_goes_on_too(world):
    line, visit = asked(world)
    line.do("go_on_without_inspection", "handler", reason="影院已承认。")
    assert not line.case.clocks.get(name="investigation").paused
    visit.to_closed()
    assert [event["name"] for event in line.case.history][-1] == "go_on_without_inspection"
    assert not FollowUp.objects.exclude(refused="").exists()


def test_where_no_union_is_responsible_it_is_refused_beside_the_unit(world):
    line = Line(world, cinema=make_cinema(division="431382").unit.pk)
    line.do("claim", "handler")
    line.do("accept", "handler")
    line.do("request_answers", "handler", cinema="请说明。")
    said = {"unit": line.case.parties.get(role="cinema").unit_id, "checklist": world.checklist.pk}
    with pytest.raises(Refused) as refused:
        line.do("ask_inspection", "handler", because="看看。", **said)
    assert "No union" in refused.value.fields["unit"][0]
