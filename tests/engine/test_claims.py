"""A claim on which nothing is done falls back to the queue (issue 5 §4), by hand over the National Day rest days.

2026: 1 to 7 October rest; Saturday 10 October is worked instead.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.engine import present
from casework.engine import tick as module
from casework.engine.models import Case
from casework.engine.tick import tick
from notifications.models import Notification
from tests.complaints import settling

from .world import Line, at, make_world

pytestmark = pytest.mark.django_db
# Claimed on Monday 28 September, Tuesday to Thursday 8 October: 29, 30 September, 8, 9, 10 October are the five days.
WARNED, ENDS = "2026-10-09 00:00", "2026-10-11 00:00"


@pytest.fixture
def world():
    return make_world()


def claimed(world, start: str = "2026-09-28 09:00") -> Line:
    line = Line(world, start=start)
    line.do("claim", "handler")
    return line


def names(line: Line) -> list[str]:
    return list(line.case.events.values_list("name", flat=True))


def told(line: Line, name: str) -> set[str]:
    event = line.case.events.get(name=name)
    return set(Notification.objects.loud().filter(event_no=event.pk).values_list("address", flat=True))


def test_after_five_working_days_the_case_is_everybodys_again_and_was_warned_of_one_working_day_before(world):
    line = claimed(world)
    tick(at("2026-10-08 23:59"))
    assert "warn_claim" not in names(line)
    tick(at(WARNED))
    assert told(line, "warn_claim") == {world.handler.address}
    tick(at("2026-10-10 23:59"))
    assert line.case.handler == world.handler.person
    tick(at(ENDS))
    assert line.case.handler is None
    everybody = {world.handler.address, world.colleague.address, world.lead.address, line.complainant.address}
    assert told(line, "fall_back") == everybody


def test_rest_days_do_not_count_and_a_make_up_workday_does(world):
    """The Saturday is worked: with it the five days end on the 10th, not on Monday the 12th."""
    line = claimed(world)
    for moment in (WARNED, ENDS):
        tick(at(moment))
    assert line.case.events.get(name="fall_back").at == at(ENDS)


def test_any_act_of_the_handlers_begins_the_days_anew(world):
    line = claimed(world)
    line.do("note", "handler", note="已致电影院。", when="2026-10-08 10:00")
    tick(at(ENDS))
    assert "warn_claim" not in names(line)
    # 9, 10, 12, 13, 14 October.
    tick(at("2026-10-13 00:00"))
    assert "warn_claim" in names(line)


def test_what_the_handler_does_after_the_warning_keeps_the_case(world):
    line = claimed(world)
    tick(at(WARNED))
    line.do("note", "handler", note="马上办。", when="2026-10-09 09:00")
    tick(at(ENDS))
    assert line.case.handler == world.handler.person


def test_what_others_do_does_not_count_as_the_handlers_work(world):
    line = claimed(world)
    line.do("message", "complainant", message="请问进展？", when="2026-10-08 10:00")
    line.do("note", "colleague", note="我路过看了看。")
    tick(at(WARNED))
    assert "warn_claim" in names(line)


def test_while_the_case_waits_for_others_nothing_is_counted(world):
    """Asked on 29 September; both are silent on 13 October; from then on the finding is the handler's to propose."""
    line = claimed(world, "2026-09-28 20:14")
    line.do("accept", "handler", when="2026-09-29 10:18")
    line.do("request_answers", "handler", cinema="请说明。", platform="请说明。")
    tick(at("2026-10-12 09:00"))
    assert "warn_claim" not in names(line)
    tick(at("2026-10-13 00:00"))
    # The day itself is not counted: 14, 15, 16, 19, 20 October, so the warning is on the 19th.
    tick(at("2026-10-18 23:00"))
    assert "warn_claim" not in names(line)
    tick(at("2026-10-19 00:00"))
    assert "warn_claim" in names(line)


def test_a_case_before_its_lead_waits_for_nobody_who_handles_it(world):
    line = Line(world).to_proposed()
    tick(at("2026-11-20 09:00"))
    assert not {"warn_claim", "fall_back"} & set(names(line))


def test_nobody_loses_a_case_unwarned_though_the_clock_stood_still(world):
    line = claimed(world)
    tick(at("2026-10-20 09:00"))
    assert names(line)[-1] == "warn_claim"
    tick(at("2026-10-21 23:59"))
    assert line.case.handler is not None
    tick(at("2026-10-22 00:00"))
    assert line.case.handler is None


def test_it_comes_back_to_the_queue_with_its_tasks_and_can_be_claimed_by_anybody(world):
    line = claimed(world)
    for moment in (WARNED, ENDS):
        tick(at(moment))
    line.do("claim", "colleague", when="2026-10-12 09:00")
    line.do("accept", "colleague")
    assert line.case.state == "investigating"


def test_the_complainant_reads_it_in_plain_words_and_the_deadlines_stay(world):
    line = claimed(world)
    due = line.case.due_at
    for moment in (WARNED, ENDS):
        tick(at(moment))
    assert line.case.due_at == due
    row = next(row for row in present.view(line.complainant, line.case).timeline if row.name == "fall_back")
    assert "期限不变" in str(row.public)


def test_running_it_twice_or_side_by_side_is_as_good_as_once(world):
    line = claimed(world)
    seen_by_both = Case.objects.select_related("campaign").get(pk=line.pk)
    for _n in range(2):
        module._end_claim(seen_by_both, "warn_claim", at(WARNED))
    assert names(line).count("warn_claim") == 1
    tick(at(ENDS))
    assert not any(tick(at(ENDS)).values())
    assert names(line).count("fall_back") == 1


def test_a_campaign_may_do_without(world):
    world.campaign.claim_idle_days = 0
    world.campaign.save()
    line = claimed(world)
    tick(at("2026-12-20 09:00"))
    assert not {"warn_claim", "fall_back"} & set(names(line))


def test_the_search_for_them_goes_by_index_and_costs_the_same_for_ten_cases_and_a_thousand(world):
    from .test_statements import many_cases

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert module.end_claims(at("2026-10-01 09:00")) == 0
        return len(queries)

    many_cases(world, 10)
    few = cost()
    Case.objects.filter(number__startswith="TS26-9").update(number=None)
    many_cases(world, 1000)
    assert cost() == few == 1
    plan = Case.objects.filter(idle_at__lte=at("2026-10-01 09:00")).order_by("idle_at").explain()
    assert "case_idle" in plan or connection.vendor != "sqlite"


def test_while_those_outside_consider_terms_no_day_is_counted_and_their_silence_begins_the_days(world):
    """The finding has to wait for them; offered on the 13th, their five days end with the 20th."""
    line = Line(world).to_answered()
    settling.offer(line, when="2026-10-13 09:00")
    for moment in ("2026-10-17 00:00", "2026-10-20 23:59"):
        tick(at(moment))
    assert "warn_claim" not in names(line)
    tick(at("2026-10-21 00:00"))
    assert "leave_settlement_unsaid" in names(line)
    tick(at("2026-10-26 23:59"))
    assert "warn_claim" not in names(line)
    # Of 22, 23, 26, 27, 28 October the last but one begins.
    tick(at("2026-10-27 00:00"))
    assert "warn_claim" in names(line)


def test_a_message_that_nobody_reads_counts_all_the_same(world):
    line = Line(world).to_answered()
    settling.offer(line, when="2026-10-13 09:00")
    line.do("message", "complainant", message="请尽快。", when="2026-10-13 10:00")
    tick(at("2026-10-20 00:00"))
    assert "warn_claim" in names(line)
