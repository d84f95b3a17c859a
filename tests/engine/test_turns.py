"""Whose time a case took, by hand over the National Day: 1 to 7 October 2026 rest, Saturday the 10th is worked.

A day belongs to whomever the case waited for at its end.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.engine import turns
from casework.engine.models import Case
from casework.engine.turns import Side

from .world import Line, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def worked_by_hand(world) -> Line:
    line = Line(world, start="2026-09-28 20:14")
    line.do("claim", "handler", when="2026-09-30 09:00")
    line.do("accept", "handler", when="2026-10-08 10:00")
    line.do("request_answers", "handler", cinema="请说明。", platform="请说明。", when="2026-10-09 09:00")
    line.do("answer", "cinema_clerk", admits="partly", account="断网。", when="2026-10-12 16:00")
    line.do("answer", "platform_clerk", admits="no", account="正常。", when="2026-10-14 10:00")
    finding = {"finding": "upheld", "facts_found": "拒绝兑换。", "evidence": ["account"], "rule": "R33"}
    line.do("propose", "handler", **finding, remedy_by="cinema", remedy="补兑。", when="2026-10-16 11:00")
    line.do("approve", "lead", when="2026-10-20 09:00")
    return line


def sides(world) -> dict[str, Side]:
    office = world.association.pk
    return {
        "unclaimed": Side("unclaimed", None, office),
        "handler": Side("handler", world.handler.person.pk, office),
        "colleague": Side("handler", world.colleague.person.pk, office),
        "lead": Side("lead", None, office),
        "cinema": Side("respondent", None, world.cinema.unit.pk),
        "platform": Side("respondent", None, world.platform.unit.pk),
    }


def test_each_working_day_belongs_to_whom_the_case_waited_for_at_its_end(world):
    who = sides(world)
    assert turns.of_case(worked_by_hand(world).case, at("2026-10-22 10:00")) == {
        who["unclaimed"]: 2,  # 28, 29 September
        who["handler"]: 4,  # 30 September; 8 October; 14, 15
        who["lead"]: 2,  # 16, 19
        who["cinema"]: 4,  # 9, 10; 20, 21
        who["platform"]: 4,  # 9, 10, 12, 13
    }


def test_who_had_it_for_a_while_has_those_days(world):
    line, who = Line(world, start="2026-09-28 09:00"), sides(world)
    line.do("claim", "handler", when="2026-09-28 10:00")
    line.do("hand_over", "handler", to=world.colleague.person.pk, when="2026-09-30 10:00")
    line.do("put_back", "colleague", reason="请假。", when="2026-10-09 10:00")
    # 28, 29; 30 September and 8 October; 9, 10.
    expected = {who["unclaimed"]: 2, who["handler"]: 2, who["colleague"]: 2}
    assert turns.of_case(line.case, at("2026-10-12 09:00")) == expected


def test_what_runs_beside_holds_nobody_up(world):
    line, who = Line(world, start="2026-09-28 20:14").to_investigating(), sides(world)
    before = turns.of_case(line.case, at("2026-10-12 09:00"))
    line.do("message", "complainant", message="还有一句。")
    assert turns.of_case(line.case, at("2026-10-12 09:00")) == before
    assert before[who["cinema"]] == 5  # 29, 30 September; 8, 9, 10 October


def test_a_closed_case_takes_no_more_days(world):
    line = Line(world, start="2026-09-28 09:00")
    line.do("withdraw", line.complainant, when="2026-09-30 09:00")
    assert sum(turns.of_case(line.case, at("2026-12-01 09:00")).values()) == 2


def test_a_return_begins_the_handlers_turn_again_and_asks_nobody_twice(world):
    line, who = Line(world, start="2026-09-28 20:14").to_proposed(), sides(world)
    line.do("send_back", "lead", reason="再查。", when="2026-10-13 09:00")
    found = turns.of_case(line.case, at("2026-10-15 09:00"))
    # Proposed on the 12th: that day is the lead's; 13, 14 are the handler's, as was 28 September.
    assert (found[who["lead"]], found[who["handler"]]) == (1, 3)


def test_over_a_period_the_days_of_all_cases_are_added_up(world):
    who = sides(world)
    worked_by_hand(world)
    worked_by_hand(world)
    cases = Case.objects.filter(office=world.association)
    found = turns.of_cases(cases, at("2026-10-12 00:00"), at("2026-10-17 00:00"))
    # The week of the 12th, twice: the platform 12, 13; the handler 14, 15; the lead the 16th.
    assert found == {who["handler"]: 4, who["lead"]: 2, who["platform"]: 4}


def test_it_costs_the_same_for_one_case_and_for_many(world):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            turns.of_cases(Case.objects.all(), at("2026-09-01 00:00"), at("2026-10-30 00:00"))
        return len(queries)

    worked_by_hand(world)
    first = cost()
    for _n in range(5):
        worked_by_hand(world)
    assert cost() == first <= 4
