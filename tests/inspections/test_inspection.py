"""An inspection from being given out to its result (issue 7 §2; R37, R45)."""

import pytest

from blacklist.services import decisions_from
from casework.engine import access, describe, present
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Event, FollowUp, WorkTask
from casework.engine.models.procedures import WAITING
from inspections.models import Answer, Inspection, Photo, Report, Signature
from notifications.models import Notification
from tests.desk.factories import signed_in
from tests.engine.world import make_file

from .world import Visit, make_field_world

pytestmark = pytest.mark.django_db
PENALTY = {"violation": "other", "facts": "多次不公示兑换规则，有照片为证。"}


@pytest.fixture
def world():
    return make_field_world()


def told(visit: Visit, act: str) -> set[str]:
    event = Event.objects.filter(case=visit.pk, name=act).last()
    found = set(Notification.objects.loud().filter(event_no=event.pk).values_list("address", flat=True))
    return {name for name, actor in vars(visit.world).items() if getattr(actor, "address", None) in found}


def waits_for(visit: Visit, actor) -> list[str]:
    return [str(w.whom) for w in present.view(actor, visit.case, visit.now).waiting_for]


def test_the_county_holds_what_was_given_out_to_it_and_is_told_r45(world):
    visit = Visit(world)
    assert (visit.case.state, visit.case.holder) == ("dispatched", world.county)
    assert told(visit, "give_out_task") == {"county_lead"}
    assert waits_for(visit, world.handler) == ["天元区总工会"]


def test_the_whole_way_to_a_second_look(world):
    visit = Visit(world).to_closed()
    assert (visit.case.state, visit.case.result) == ("closed", "rectified")
    names = [row["name"] for row in visit.case.history]
    assert names == [
        "give_out_task",
        "take_on",
        "arrange",
        "start_visit",
        "report_visit",
        "show_findings",
        "answer_findings",
        "order_rectification",
        "report_rectified",
        "recheck_passed",
    ]


def test_a_report_is_there_whole_with_answers_photos_and_signatures(world):
    visit = Visit(world).to_reported()
    report = Report.objects.get()
    assert (report.answered, report.violations, report.by) == (2, 1, world.chen.person)
    assert [(a.item.code, a.value, a.violation) for a in Answer.objects.order_by("item__order")] == [
        ("posted", "no", True),
        ("paid", "42.00", False),
    ]
    assert Photo.objects.get().taken_at.isoformat() == "2026-10-12T02:12:00+00:00"
    assert Signature.objects.filter(user__isnull=False).count() == 2
    assert Signature.objects.get(role="party").refused
    bound = visit.case.attachments.get(pk=Photo.objects.get().attachment_id)
    assert bound.caption == f"{visit.case.number} · 2026-10-12 10:12 · {visit.case.unit.name}"
    event = Event.objects.get(case=visit.pk, name="report_visit")
    assert {"id": str(bound.pk), "sha256": bound.sha256} in event.facts["attachments"]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda said: said["report"]["answers"].pop("posted"), "1. 示例问题 posted"),
        (lambda said: said["report"]["signatures"].pop(0), "陈小范"),
        (lambda said: said["report"]["signatures"].pop(2), "inspected unit"),
        (lambda said: said["attachments"].pop(0), "1 have not arrived"),
        (lambda said: said.update(report="{"), "damaged"),
        (lambda said: said["report"].update(began_at="gestern"), "when the visit began"),
        (lambda said: said["report"].update(ended_at="2027-01-01T10:00:00+08:00"), "clock of the phone"),
    ],
)
def test_a_report_that_is_not_whole_is_refused_in_words_and_nothing_is_written(world, spoil, reason):
    visit = Visit(world).to_visiting()
    said = visit.said()
    spoil(said)
    with pytest.raises(Refused) as refused:
        visit.do("report_visit", "chen", **said)
    assert reason in " ".join(refused.value.fields["report"])
    assert (visit.case.state, Report.objects.count()) == ("visiting", 0)


def test_photos_may_come_before_the_report_that_speaks_of_them(world):
    visit = Visit(world).to_visiting()
    said = visit.said()
    visit.do("send_part", "chen", attachments=said.pop("attachments"))
    visit.do("report_visit", "chen", **said)
    assert Photo.objects.count() == 1
    assert visit.case.state == "reported"


def test_two_people_go_one_of_them_of_the_county_itself(world):
    visit = Visit(world).to_acknowledged()
    with pytest.raises(Refused) as one:
        visit.do("arrange", "county_lead", **visit.going("chen"))
    assert "at least 2" in one.value.fields["inspectors"][0]
    with pytest.raises(Refused):
        visit.do("arrange", "county_lead", **visit.going("deng"))
    visit.do("arrange", "county_lead", **visit.going("chen", "deng"))
    assert {p.user.name: p.unit for p in visit.case.named} == {"陈小范": world.county, "邓小样": world.neighbour}
    assert access.visible_cases(world.deng).filter(pk=visit.pk).exists()


def test_who_is_named_starts_the_visit_and_nobody_else(world):
    visit = Visit(world).to_arranged()
    for somebody in ("county_lead", "handler", "lead"):
        with pytest.raises(Refused):
            visit.do("start_visit", somebody)
    with pytest.raises(NotFound):
        visit.do("start_visit", "deng")
    visit.do("start_visit", "he")
    assert visit.case.state == "visiting"


def test_a_county_sees_its_own_a_prefecture_those_of_its_counties_others_nothing(world):
    visit = Visit(world)
    sees = {
        name
        for name, actor in vars(world).items()
        if isinstance(actor, Actor) and access.visible_cases(actor).filter(pk=visit.pk).exists()
    }
    assert sees == {"handler", "colleague", "lead", "second_lead", "county_lead", "prefecture_lead"}


def test_sent_back_it_is_given_out_to_another_county_and_the_first_sees_it_no_more(world):
    visit = Visit(world)
    visit.do("send_task_back", "county_lead", reason="影院在芦淞区。")
    assert (visit.case.state, visit.case.holder) == ("returned", world.association)
    visit.do("dispatch_again", "handler", field=world.neighbour.pk)
    assert (visit.case.state, visit.case.holder) == ("dispatched", world.neighbour)
    assert not access.visible_cases(world.county_lead).exists()
    visit.do("take_on", "neighbour_lead")


def test_a_recalled_inspection_keeps_the_report_that_comes_too_late_and_tells_both(world):
    visit = Visit(world).to_visiting()
    said = visit.said()
    visit.do("recall", "handler", reason="重复安排。")
    with pytest.raises(Refused):
        visit.do("report_visit", "chen", **said)
    visit.do("keep_report", "chen", **said)
    assert Report.objects.get().overtaken
    assert visit.case.state == "cancelled"
    assert {"handler", "county_lead", "he"} <= told(visit, "keep_report")


def test_handed_over_meanwhile_the_first_inspectors_report_is_kept_as_evidence(world):
    visit = Visit(world).to_visiting()
    said = visit.said()
    visit.do("hand_over_task", "county_lead", others_because="生病。", **visit.going("he", "deng"))
    with pytest.raises(Refused):
        visit.do("report_visit", "chen", **said)
    visit.do("keep_report", "chen", **said)
    assert visit.case.report is None
    assert {"deng", "he"} <= told(visit, "keep_report")


def test_nothing_grave_before_the_inspected_unit_was_heard_r37(world):
    visit = Visit(world).to_reported()
    for act, said in (("order_rectification", {"order": "…"}), ("propose_penalty", PENALTY)):
        with pytest.raises(Refused):
            visit.do(act, "handler", **said)
    visit.do("show_findings", "handler", findings="没有公示。")
    assert visit.case.clocks.get(name="verification").paused
    assert told(visit, "show_findings") == {"cinema_clerk"}
    visit.ticks("2026-10-20 09:00")
    assert visit.case.heard == "silent"
    assert not visit.case.clocks.get(name="verification").paused
    visit.do("order_rectification", "handler", order="公示。")


def test_the_inspected_unit_reads_the_findings_and_not_what_inspectors_wrote(world):
    visit = Visit(world).to_heard()
    view = present.view(world.cinema_clerk, visit.case, visit.now)
    assert [row.name for row in reversed(view.timeline)] == ["show_findings", "answer_findings"]
    assert "findings" in str(view.timeline[1].words) or "没有公示" in str(view.timeline[1].words)


def test_what_is_not_put_right_by_its_day_comes_back_to_the_association_marked(world):
    visit = Visit(world).to_rectifying()
    visit.ticks("2026-11-10 09:00")
    assert (visit.case.state, visit.case.lapsed, visit.case.heard) == ("reported", True, "")


def test_more_time_is_asked_for_and_given_once(world):
    visit = Visit(world).to_rectifying()
    before = visit.case.clocks.get(name="rectification").due_at
    visit.do("ask_more_time", "cinema_clerk", reason="要做展板。")
    with pytest.raises(Refused):
        visit.do("ask_more_time", "cinema_clerk", reason="再问一次。")
    visit.do("grant_more_time", "handler", days=5)
    assert visit.case.clocks.get(name="rectification").due_at > before
    with pytest.raises(Refused):
        visit.do("ask_more_time", "cinema_clerk", reason="再要。")


def test_a_second_chance_is_the_last(world):
    visit = Visit(world).to_rechecking()
    visit.do("require_again", "county_lead", way="visit", result="字太小。")
    assert visit.case.clocks.filter(name="rectification").count() == 2
    visit.do("report_rectified", "cinema_clerk", account="放大了。", attachments=[make_file(visit)])
    with pytest.raises(Refused):
        visit.do("require_again", "chen", way="visit", result="还是小。")
    visit.do("recheck_failed", "chen", way="visit", result="还是小。")
    assert (visit.case.state, visit.case.heard) == ("reported", "")


def test_a_proposed_penalty_becomes_a_decision_about_the_day_of_the_visit(world):
    visit = Visit(world).to_heard()
    visit.do("propose_penalty", "handler", **PENALTY)
    assert (visit.case.state, visit.case.result) == ("closed", "penalty")
    assert not WorkTask.objects.filter(process__case=visit.pk, status__in=WAITING).exists()
    (decision,) = decisions_from(visit.case)
    assert (decision.unit, decision.violation) == (world.cinema.unit, "other")
    assert decision.happened_on == visit.case.visited_at.astimezone().date()
    assert (decision.facts, decision.campaign) == (PENALTY["facts"], visit.case.campaign)
    assert (decision.state, decision.office) == ("drafting", world.association)


def test_the_office_finds_the_decision_on_the_inspections_page_and_nobody_else_does(world):
    visit = Visit(world).to_heard()
    visit.do("propose_penalty", "handler", **PENALTY)
    number = decisions_from(visit.case).get().number
    page = signed_in(world.handler).get(f"/desk/cases/{visit.case.number}/").content.decode()
    assert f"/desk/cases/{number}/" in page
    for who, desk in (("county_lead", "field"), ("cinema_clerk", "ours")):
        response = signed_in(getattr(world, who)).get(f"/desk/{desk}/{visit.case.number}/")
        assert response.status_code == 200
        assert number not in response.content.decode()


def test_what_two_inspections_of_one_day_find_is_decided_about_once(world):
    visits = [Visit(world).to_heard() for _n in range(2)]
    for visit in visits:
        visit.do("propose_penalty", "handler", **PENALTY)
    found = [decisions_from(visit.case).get() for visit in visits]
    assert found[0] == found[1]
    assert not FollowUp.objects.exclude(refused="").exists()


def test_the_result_is_published_by_somebody_and_can_be_taken_back(world):
    visit = Visit(world, publishes=True).to_closed()
    visit.do("publish_result", "handler", summary="已整改。")
    assert visit.case.published_at is not None
    visit.do("unpublish_result", "handler", reason="单位写错了。")
    assert visit.case.published_at is None
    assert visit.case.public_words == ""


def test_late_work_is_told_one_level_up_law_9(world):
    visit = Visit(world)
    visit.ticks("2026-10-10 09:00")
    assert told(visit, "become_overdue") >= {"county_lead", "prefecture_lead", "handler", "lead"}
    assert Inspection.objects.get().clocks.get(name="acknowledgement").overdue_at


def test_a_place_that_is_closed_is_reported_with_evidence(world):
    visit = Visit(world).to_visiting()
    report = {"began_at": "2026-10-12T10:05:00+08:00", "account": "大门紧闭，门上有停业告示。"}
    with pytest.raises(Refused):
        visit.do("could_not_inspect", "chen", kind="closed", report=report)
    photo = make_file(visit, world.chen)
    report["taken_at"] = {photo: "2026-10-12T10:09:00+08:00", "no file": "yesterday"}
    visit.do("could_not_inspect", "chen", kind="closed", report=report, attachments=[photo])
    assert "2026-10-12 10:09" in Photo.objects.get(item=None).attachment.caption
    with pytest.raises(Refused):
        visit.do("pass_inspection", "handler")
    visit.do("close_not_inspected", "handler", reason="停业。")
    assert visit.case.result == "not_inspected"


def test_given_out_on_new_years_day_it_has_its_dates(world):
    """Its warning would lie in the old year."""
    visit = Visit(world, start="2027-01-01 10:00", visit_by="2027-01-20")
    assert visit.case.clocks.get(name="acknowledgement").due_at.isoformat() == "2027-01-04T16:00:00+00:00"


@pytest.mark.parametrize(
    ("start", "said"),
    [("2026-09-30 15:00", "7 days of rest begin tomorrow"), ("2026-10-09 15:00", ""), ("2026-10-13 15:00", "")],
)
def test_the_eve_of_a_holiday_is_said_in_the_notice(world, start, said):
    """2026-10-01 to 10-07 are rest days; a weekend is none of the things one must be told of."""
    visit = Visit(world, start=start)
    event = Event.objects.get(case=visit.pk, name="give_out_task")
    row = Notification.objects.get(address=world.county_lead.address, event_no=event.pk)
    (described,) = describe.describe(world.county_lead.address, [row])
    assert said in described["sentence"]
    assert ("days of rest" in described["sentence"]) == bool(said)
