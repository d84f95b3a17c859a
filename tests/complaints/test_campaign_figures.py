"""A complaint's dates come from its campaign's figures, and from nowhere else (R8, LAW §9)."""

import pytest

from casework.engine import present
from casework.engine.actors import Actor
from casework.engine.models import Clock, WorkTask
from casework.parties.models import figure_source
from complaints.stages import CLOCKS
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_campaign

pytestmark = pytest.mark.django_db

# LAW §9, as a campaign has them where nobody chose otherwise.
DEFAULTS = {
    "triage_days": 7,
    "first_contact_hours": 2,
    "duty_from": 9,
    "duty_until": 22,
    "answer_days": 5,
    "investigation_days": 15,
    "approval_days": 3,
    "remedy_days": 10,
    "outer_limit_days": 60,
    "supplement_answer_days": 10,
    "review_days": 30,
    "redo_days": 10,
}
# None of them is a default, and the days below are counted by hand from Monday 9 November 2026.
OTHERS = {
    "triage_days": 3,
    "answer_days": 2,
    "investigation_days": 8,
    "outer_limit_days": 20,
    "approval_days": 2,
    "remedy_days": 4,
    "supplement_answer_days": 3,
    "review_days": 9,
    "redo_days": 2,
}
FINDING = {
    "finding": "upheld",
    "facts_found": "影院拒绝兑换。",
    "evidence": ["account"],
    "rule": "R33",
    "remedy_by": "cinema",
    "remedy": "补兑两张票。",
}


def world_with(**figures):
    world = make_world()
    for name, figure in figures.items():
        setattr(world.campaign, name, figure)
    world.campaign.save()
    return world


def due(line: Line, clock: str):
    return Clock.objects.get(case=line.pk, name=clock, ended_at=None).due_at


def accepted(world) -> Line:
    line = Line(world, "2026-11-09 10:00")
    line.do("claim", "handler")
    line.do("accept", "handler", when="2026-11-10 10:00")
    return line


def asked(world) -> Line:
    line = accepted(world)
    line.do("request_answers", "handler", cinema="请说明当晚的情况。", platform="请提供系统日志。")
    return line


def proposed(world) -> Line:
    line = asked(world)
    line.do("answer", "platform_clerk", admits="no", account="系统当晚正常。")
    line.do("answer", "cinema_clerk", admits="partly", account="当晚兑换机断网。")
    line.do("propose", "handler", **FINDING)
    return line


def test_a_new_campaign_has_the_figures_of_the_law_and_the_notice():
    campaign = make_world().campaign

    assert {name: getattr(campaign, name) for name in DEFAULTS} == DEFAULTS


def test_every_clock_of_a_complaint_is_a_figure_of_the_campaign():
    assert {clock.figure for clock in CLOCKS} == set(DEFAULTS) - {"answer_days", "duty_from", "duty_until"}


def test_each_stage_runs_as_long_as_the_campaign_says():
    world = world_with(**OTHERS)
    assert due(Line(world, "2026-11-09 10:00"), "triage") == at("2026-11-13 00:00")  # 10, 11, 12

    line = asked(world)
    assert due(line, "investigation") == at("2026-11-21 00:00")  # 11, 12, 13, 16 to 20
    assert due(line, "outer_limit") == at("2026-12-01 00:00")  # 20 days, rest days too: the last is Monday the 30th
    answers = WorkTask.objects.filter(process__case=line.pk, role="respondent", finished=None)
    assert {task.due_at for task in answers} == {at("2026-11-13 00:00")}  # 11, 12

    line = proposed(world)
    assert due(line, "approval") == at("2026-11-13 00:00")  # 11, 12
    line.do("approve", "lead")
    assert due(line, "remedy") == at("2026-11-17 00:00")  # 11, 12, 13, 16
    line.do("ask_review", "complainant", reason="没有查清。", when="2026-11-11 10:00")
    assert due(line, "review") == at("2026-11-21 00:00")  # 9 days: Friday the 20th


def test_what_the_complainant_adds_and_contests_has_the_days_the_campaign_says():
    world = world_with(**OTHERS)
    line = Line(world, "2026-11-09 10:00")
    line.do("claim", "handler")
    line.do("ask_supplement", "handler", items=["voucher"], explanation="请补。", when="2026-11-10 10:00")
    line.looks()
    assert due(line, "supplement") == at("2026-11-14 00:00")  # 11, 12, 13

    line = Line(world, "2026-11-09 10:00")
    line.do("claim", "handler")
    line.do(
        "not_accept", "handler", because="not_ours", reason="不属活动。", other_ways="12315", when="2026-11-10 10:00"
    )
    line.do("contest", "complainant", reason="就是活动。")
    assert due(line, "contest") == at("2026-11-13 00:00")  # 11, 12


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        ("2026-11-09 11:00", "2026-11-09 14:00"),
        ("2026-11-09 19:00", "2026-11-10 12:00"),
        ("2026-11-09 23:00", "2026-11-10 13:00"),
    ],
)
def test_first_contact_is_counted_in_the_campaigns_own_duty_hours(filed, expected):
    world = world_with(first_contact_hours=3, duty_from=10, duty_until=20)
    line = Line(world, filed, at_the_cinema="yes", happened_on="2026-11-09")

    assert due(line, "first_contact") == at(expected)


def test_a_figure_changed_later_does_not_move_a_date_that_people_were_told():
    world = world_with(triage_days=3)
    line = Line(world, "2026-11-09 10:00")
    world.campaign.triage_days = 9
    world.campaign.save()

    assert due(line, "triage") == at("2026-11-13 00:00")
    assert due(Line(world, "2026-11-09 10:00"), "triage") == at("2026-11-21 00:00")  # 10 to 13, 16 to 20


def test_a_case_has_the_figures_of_the_campaign_of_its_day_not_of_the_year_it_is_filed_in():
    """An event of last winter, when vouchers of 2025 could still be redeemed, is a matter of the campaign of 2025."""
    world = world_with(triage_days=3)
    make_campaign(year=2025, triage_days=5)
    line = Line(world, "2026-11-09 10:00", happened_on="2026-02-20")

    assert line.case.campaign.year == 2025
    assert due(line, "triage") == at("2026-11-17 00:00")  # 10 to 13, 16


def test_each_date_shown_says_whether_the_law_or_the_campaign_fixed_its_figure():
    line = accepted(world_with())
    view = present.view(Actor.seat(line.pk, "complainant"), line.case)

    sources = {
        clock.clock.name: str(figure_source(clock.figure)) for clock in view.clocks if clock.clock.ended_at is None
    }
    assert sources == {"investigation": "campaign", "outer_limit": "law"}
