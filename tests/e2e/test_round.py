"""A round of inspections from its plan to the published result, everybody at their own browser (issue 7)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from . import field, pages, phones
from .people import Person, Watch
from .phones import photo_file

HEAD, RECORD = "#case-head", "#case-record"


@pytest.fixture
def six(person):
    """The office's handler and its lead, the county union's lead, one of its inspectors, the cinema, and anybody."""
    return SimpleNamespace(
        handler=person("handler", user="lin"),
        lead=person("lead", user="tang"),
        county=person("county", user="tan", at="phone"),
        inspector=person("inspector", user="chen", at="phone"),
        cinema=person("cinema", user="tianyuan1", at="phone"),
        anybody=person("anybody", at="phone"),
    )


def test_a_round_is_planned_drawn_walked_mended_and_made_public(six, installation, watch):
    elsewhere = installation.elsewhere
    plan = a_plan_is_approved(six, watch, **elsewhere.of_a_plan())
    drawn = lots_are_drawn(six, watch, plan, elsewhere)
    number = drawn.pop(field.CINEMA)
    two_are_named(six, watch, number)
    they_go_and_report(six, watch, number)
    the_cinema_answers_and_mends(six, watch, number)
    it_is_looked_at_again(six, watch, number)
    the_round_ends(six, watch, plan, drawn.values(), elsewhere)
    everybody_may_read_it(six, number)


# --- the round, stage by stage ----------------------------------------------------------------------------------------
def a_plan_is_approved(six: SimpleNamespace, watch: Watch, **details: str) -> str:
    six.handler.opens("/desk/open/plan/")
    form = six.handler.page.locator("main form.actform")
    pages.fill(form, name="示例区双随机核查", nature="agreed", percent="100", **details)
    form.locator(".btn-main").click()
    six.handler.page.wait_for_url("**/desk/cases/**")
    plan = six.handler.page.url.rstrip("/").rpartition("/")[2]
    six.lead.opens("/desk/approve/").is_live()
    with six.lead.without_reload():
        done(watch, six.handler, "submit_plan")
        watch.soon(pages.listed(six.lead, plan))
    pages.open_case(six.lead, plan)
    six.handler.is_live()
    with six.handler.without_reload():
        done(watch, six.lead, "approve_plan", note="请避开周末黄金场。")
        watch.soon(six.handler.sees("待抽取", where=HEAD))
    return plan


def lots_are_drawn(six: SimpleNamespace, watch: Watch, plan: str, elsewhere) -> dict[str, str]:
    """By a second person, after the snapshot; the county's list shows the task by itself. Numbers by unit."""
    six.county.opens("/desk/field/").is_live()
    six.lead.is_live()
    with six.county.without_reload(), six.lead.without_reload():
        done(watch, six.handler, "take_snapshot")
        expect(six.lead.page.locator("a[data-act=draw_lots]")).to_be_visible()
        done(watch, six.lead, "draw_lots", digits="083115", digits_from="当天的开奖号码")
        phones.until(lambda: field.CINEMA in elsewhere.inspections_of(plan), six.lead)
        watch.starts()
        drawn = elsewhere.inspections_of(plan)
        watch.soon(six.county.sees(drawn[field.CINEMA], where="#field-list"))
    six.anybody.opens(f"/inspections/draws/{plan}/")
    watch.then(six.anybody.sees("083115"), six.anybody.misses(field.CINEMA))
    return drawn


def two_are_named(six: SimpleNamespace, watch: Watch, number: str) -> None:
    pages.open_case(six.handler, number)
    six.county.page.locator("#field-list a.work", has_text=number).click()
    expect(six.county.page.locator(HEAD)).to_contain_text(field.CINEMA)
    six.handler.is_live()
    with six.handler.without_reload():
        done(watch, six.county, "take_on")
        watch.soon(six.handler.sees("已签收", where=HEAD))
        form = pages.sheet(six.county, "arrange")
        for name in ("陈小范", "何小例"):
            form.get_by_role("checkbox", name=name).check()
        done(watch, six.county, "arrange", visit_on=pages.today())
        watch.soon(six.handler.sees("陈小范", "何小例"))


def they_go_and_report(six: SimpleNamespace, watch: Watch, number: str) -> None:
    phones.has_tasks(six.inspector)
    with six.handler.without_reload():
        phones.starts(six.inspector, number)
        watch.starts()
        watch.soon(six.handler.sees("检查中", where=HEAD))
        phones.answers_all(six.inspector, photo_file("poster", size=(160, 120)))
        phones.signs_and_finishes(six.inspector)
        phones.is_received(six.inspector)
        watch.starts()
        watch.soon(six.handler.sees("已上报", where=HEAD), six.handler.sees("售票处没有公示。"))


def the_cinema_answers_and_mends(six: SimpleNamespace, watch: Watch, number: str) -> None:
    six.cinema.opens("/desk/party/").is_live()
    with six.cinema.without_reload():
        done(watch, six.handler, "show_findings", findings="售票处没有公示兑换规则（R31）。")
        watch.soon(pages.asked(six.cinema, number))
    six.cinema.page.locator("#party-list a.work", has_text=number).click()
    expect(six.cinema.page.locator("main")).to_contain_text("售票处没有公示兑换规则（R31）。")
    six.cinema.is_live()
    with six.handler.without_reload(), six.cinema.without_reload():
        done(watch, six.cinema, "answer_findings", answer="海报上周被撕掉了，马上补贴。")
        watch.soon(six.handler.sees("海报上周被撕掉了", where=RECORD))
        done(watch, six.handler, "order_rectification", order="在售票处公示兑换规则。")
        watch.soon(six.cinema.sees("整改中", where=HEAD), six.cinema.sees("在售票处公示兑换规则。"))
        form = pages.sheet(six.cinema, "report_rectified")
        form.locator("[type=file]").first.set_input_files(pages.a_photo("兑换规则"))
        expect(form.locator("[data-upload-list] .ok")).to_have_count(1)
        done(watch, six.cinema, "report_rectified", account="已在两处张贴。")
        watch.soon(six.handler.sees("复查中", where=HEAD))


def it_is_looked_at_again(six: SimpleNamespace, watch: Watch, number: str) -> None:
    six.county.opens(f"/desk/field/{number}/")
    six.handler.is_live()
    six.cinema.is_live()
    with six.handler.without_reload(), six.cinema.without_reload():
        done(watch, six.county, "recheck_passed", way="visit", result="两处都有公示。")
        watch.soon(six.handler.sees("已办结", where=HEAD), six.cinema.sees("已办结", where=HEAD))
    assert "两处都有公示" not in six.cinema.page.locator("body").inner_text(), (
        "the inspectors' notes are not the cinema's"
    )


def the_round_ends(six: SimpleNamespace, watch: Watch, plan: str, others, elsewhere) -> None:
    """The plan is over with the last of its inspections."""
    pages.open_case(six.lead, plan)
    six.lead.is_live()
    with six.lead.without_reload():
        for other in others:
            elsewhere.recall_inspection(other)
        watch.starts()
        watch.soon(six.lead.sees("已办结", where=HEAD), within=20)


def everybody_may_read_it(six: SimpleNamespace, number: str) -> None:
    pages.does(six.handler, "publish_result", summary="兑换规则未公示，已整改，复查合格。")
    six.anybody.opens("/inspections/")
    article = six.anybody.page.locator("article", has_text=number)
    expect(article).to_contain_text("已整改，复查合格")
    expect(article).to_contain_text(field.CINEMA)


def done(watch: Watch, who: Person, act: str, **fields: str) -> None:
    pages.does(who, act, **fields)
    watch.starts()
