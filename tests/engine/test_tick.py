"""What time does by itself (DESIGN §5): warns, marks overdue, supervises, completes the silent, counts again. Running
it twice, or side by side, is as good as once; its cost follows what is due.
"""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.engine.clock_acts import RUNGS
from casework.engine.models import CalendarDay, Clock, WorkTask
from casework.engine.tick import tick
from notifications.models import Notification
from tests.parties.factories import make_membership, make_user

from .property.ways_there import REST_OF_2027, WORKED_IN_2027
from .test_statements import many_cases
from .world import Line, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def names(line: Line) -> list[str]:
    return list(line.case.events.values_list("name", flat=True))


def told(line: Line, name: str) -> set[str]:
    event = line.case.events.get(name=name)
    return set(Notification.objects.loud().filter(event_no=event.pk).values_list("address", flat=True))


# --- the ladder -------------------------------------------------------------------------------------------------------
def test_two_working_days_before_the_handler_is_warned_and_nobody_else(world):
    line = Line(world, start="2026-10-12 09:00")
    line.do("claim", "handler")
    # Seven working days from Monday 12 October: Wednesday the 21st; two working days before: Monday the 19th.
    tick(at("2026-10-18 23:59"))
    assert "warn" not in names(line)
    tick(at("2026-10-19 00:00"))
    assert told(line, "warn") == {world.handler.address}


def test_when_the_day_is_over_the_lead_and_the_complainant_hear_of_it(world):
    line = Line(world, start="2026-10-12 09:00")
    line.do("claim", "handler")
    tick(at("2026-10-19 09:00"))
    line.do("note", "handler", note="在办。", when="2026-10-19 10:00")
    tick(at("2026-10-21 23:59"))
    assert "become_overdue" not in names(line)
    tick(at("2026-10-22 00:00"))
    assert told(line, "become_overdue") == {world.handler.address, world.lead.address, line.complainant.address}
    assert line.case.clocks.get().overdue_at == at("2026-10-22 00:00")


def test_five_working_days_after_the_case_is_supervised_once(world):
    line = Line(world, start="2026-10-12 09:00")
    line.do("claim", "handler")
    for day in ("19", "22", "28", "29", "30"):
        tick(at(f"2026-10-{day} 00:00"))
        line.do("note", "handler", note="在办。", when=f"2026-10-{day} 10:00")
    assert [name for name in names(line) if name in RUNGS.values()] == ["warn", "become_overdue", "supervise"]
    assert line.case.events.get(name="supervise").at == at("2026-10-29 00:00")
    assert told(line, "supervise") == {world.handler.address, world.lead.address}


def test_what_is_found_overdue_is_not_warned_of_any_more(world):
    line = Line(world, start="2026-10-12 09:00")
    tick(at("2026-10-26 09:00"))
    assert names(line) == ["file", "become_overdue"]


def test_a_warning_or_an_overdue_mark_raises_no_version(world):
    line = Line(world, start="2026-10-12 09:00")
    version = line.case.version
    for day in ("19", "22", "29"):
        tick(at(f"2026-10-{day} 00:00"))
    assert line.case.version == version


def test_supervision_is_still_called_for_after_an_overdue_clock_stood_still(world):
    line = Line(world).to_proposed()
    line.case.clocks.filter(name="investigation").update(overdue_at=at("2026-10-12 17:00"), rung=2)
    line.do("send_back", "lead", reason="再查。", when="2026-10-13 09:00")
    assert line.case.clocks.get(name="investigation").next_at is not None


# --- the silent -------------------------------------------------------------------------------------------------------
def test_who_does_not_answer_in_time_is_silent_and_the_case_goes_on(world):
    line = Line(world).to_investigating()
    line.do("answer", "cinema_clerk", admits="no", account="没有。", when="2026-10-09 09:00")
    tick(at("2026-10-12 23:59"))
    assert "fall_silent" not in names(line)
    tick(at("2026-10-13 00:00"))
    platform = line.case.answer_requests.get(role="platform")
    assert platform.status == "silent"
    # The handler and the complainant hear it, and so does the silent party itself.
    expected = {world.handler.address, line.complainant.address, world.platform_clerk.address}
    assert told(line, "fall_silent") == expected
    finding = WorkTask.objects.get(process__case=line.pk, process__main=True, status="ASSIGNED")
    assert finding.owner == world.handler.person


def test_a_late_answer_is_still_evidence(world):
    line = Line(world).to_investigating()
    tick(at("2026-10-13 00:00"))
    line.do("answer", "platform_clerk", admits="partly", account="迟了，抱歉。", when="2026-10-14 09:00")
    request = line.case.answer_requests.get(role="platform")
    assert (request.status, request.account) == ("late", "迟了，抱歉。")


def test_an_overdue_remedy_asks_the_handler_what_now_and_urging_settles_it(world):
    line = Line(world).to_decided()
    due = line.case.clocks.get(name="remedy").due_at
    tick(due - dt.timedelta(minutes=1))
    tick(due)
    waiting = WorkTask.objects.filter(process__case=line.pk, process__main=False, finished=None)
    asks = {task.flow_task.name: task.owner for task in waiting}
    # Nobody looked at the tracking page either.
    assert asks == {"press": world.handler.person, "call": world.handler.person}
    line.do("urge_respondent", "handler", reason="请尽快补兑。", when="2026-11-16 09:00")
    assert [task.flow_task.name for task in waiting.all()] == ["call"]
    assert line.case.state == "decided"


# --- twice, and side by side ------------------------------------------------------------------------------------------
def test_running_it_twice_is_as_good_as_once(world):
    line = Line(world, start="2026-10-12 09:00")
    line.do("claim", "handler")
    now = at("2026-10-22 00:00")
    tick(now)
    before = names(line)
    assert all(count == 0 for count in tick(now).values())
    assert names(line) == before


def test_a_rung_that_another_process_climbed_meanwhile_is_climbed_once(world):
    from casework.engine import tick as module

    line = Line(world, start="2026-10-12 09:00")
    now = at("2026-10-19 00:00")
    seen_by_both = Clock.objects.get(case=line.pk)
    module._climb(seen_by_both, now)
    module._climb(seen_by_both, now)
    assert names(line) == ["file", "warn"]


@pytest.mark.parametrize("cases", [10, 1000])
def test_with_nothing_due_the_cost_is_the_same_for_ten_cases_and_a_thousand(world, cases):
    many_cases(world, cases)
    tick(at("2026-10-01 09:00"))
    with CaptureQueriesContext(connection) as queries:
        done = tick(at("2026-10-01 09:01"))
    assert not any(done.values())
    assert len(queries) <= 27


# --- a year whose calendar is not known -------------------------------------------------------------------------------
@pytest.fixture
def late_november():
    with time_machine.travel(at("2026-11-27 15:30"), tick=False):
        yield


def state_council_announces_2027() -> None:
    rows = [CalendarDay(date=day, is_workday=False) for day in REST_OF_2027]
    CalendarDay.objects.bulk_create([*rows, *(CalendarDay(date=day, is_workday=True) for day in WORKED_IN_2027)])


def test_a_date_in_a_year_without_calendar_is_provisional_and_counted_again_when_it_comes(world, late_november):
    line = Line(world, start="2026-11-27 09:00")
    line.do("claim", "handler")
    line.do("accept", "handler", when="2026-12-17 09:00")
    clock = line.case.clocks.get(name="investigation")
    # 15 working days from Thursday 17 December: ten to the 31st; 1 January rests anyhow; five more to Friday the 8th.
    assert (clock.provisional, clock.due_at) == (True, at("2027-01-09 00:00"))
    tick(at("2026-12-17 10:00"))
    assert "count_again" not in names(line)

    state_council_announces_2027()
    tick(at("2026-12-18 10:00"))
    clock.refresh_from_db()
    # 2 and 3 January are a weekend anyway: the same day, but certain; said once.
    assert (clock.provisional, clock.due_at) == (False, at("2027-01-09 00:00"))
    again = line.case.events.filter(name="count_again")
    assert {event.facts["clock"] for event in again} == {"investigation", "outer_limit"}
    before = again.count()
    tick(at("2026-12-18 10:01"))
    assert again.count() == before


def test_a_clock_that_is_over_is_supervised_after_the_day_as_it_was_counted_again(world, late_november):
    line = Line(world, start="2026-11-27 09:00")
    line.do("claim", "handler")
    line.do("accept", "handler", when="2026-12-17 09:00")
    tick(at("2027-01-09 00:01"))
    clock = line.case.clocks.get(name="investigation")
    assert (clock.overdue_at is not None, clock.next_at) == (True, at("2027-01-16 00:00"))
    resting = [dt.date(2027, 1, day) for day in range(1, 8)] + [dt.date(2027, 10, 1)]
    CalendarDay.objects.bulk_create([CalendarDay(date=day, is_workday=False) for day in resting])
    tick(at("2027-01-11 09:00"))
    clock.refresh_from_db()
    # Ten working days to 31 December; then Friday the 8th, and Monday the 11th to Thursday the 14th. Supervised five
    # working days later: 15, 18, 19, 20, 21.
    assert (clock.due_at, clock.next_at) == (at("2027-01-15 00:00"), at("2027-01-22 00:00"))


def test_the_administrators_are_asked_for_the_calendar_once_and_not_for_every_case(world, late_november):
    administrator = make_user("管理员")
    make_membership(user=administrator, unit=world.association, role="administrator")
    asked = Notification.objects.filter(topic="calendar_missing")
    for start in ("2026-12-22 09:00", "2026-12-23 09:00"):
        line = Line(world, start=start)
        tick(at("2026-12-23 10:00"))
        line.do("withdraw", "complainant")
    Line(world, start="2026-12-24 09:00")
    for minute in (1, 2):
        tick(at(f"2026-12-24 10:0{minute}"))
    assert [row.address for row in asked] == [f"user:{administrator.pk}"]


def test_a_partys_own_window_never_becomes_shorter(world, late_november):
    line = Line(world).to_proposed()
    line.do("approve", "lead", when="2026-12-21 09:00")
    clock = line.case.clocks.get(name="remedy")
    guessed = clock.due_at
    assert clock.provisional
    state_council_announces_2027()
    # And the Saturday before its last day is worked instead: counted plainly it would end earlier.
    CalendarDay.objects.update_or_create(date=dt.date(2027, 1, 2), defaults={"is_workday": True})
    tick(at("2026-12-22 09:00"))
    clock.refresh_from_db()
    assert (clock.provisional, clock.due_at) == (False, guessed)
