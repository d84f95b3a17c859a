"""A report without a name, to its end; and a handler with an interest who leaves the room in mid-case (issue 5 §5)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from . import pages

# Played without a mouse (hands.py).
HANDS = "keyboard"

LEAD_LINE = "#p-lead"
STORY = "周末晚上先卖现金票，拿券的在旁边等。"


def report_without_a_name(who) -> pages.Filed:
    """From the first page to the receipt."""
    who.opens("/").page.get_by_role("link", name="举报违规，可以匿名").click()
    page = who.page
    page.locator("[name=category][value=cash_first]").check()
    pages.on(who, "what")
    page.locator("[name=q]").fill("天元")
    page.get_by_role("radio", name=re.compile(pages.CINEMA)).check()
    pages.on(who, "where")
    page.locator("[name=happened_on]").fill(pages.today())
    pages.on(who, "when")
    page.locator("[name=story]").fill(STORY)
    pages.on(who, "story")
    pages.on(who, "evidence")
    page.locator("[name=anonymous][value=yes]").check()
    expect(page.locator("[name=phone]")).to_be_hidden()
    pages.on(who, "who")
    pages.on(who, "check", go="send")
    return pages.receipt(who)


def test_an_anonymous_report_goes_to_its_end(person, watch, inspector):
    reviewer, lead = person("reviewer", user="lin"), person("lead", user="tang")
    cinema = person("cinema", user="tianyuan1")
    reporter = person("reporter", at="phone")
    filed = report_without_a_name(reporter)
    expect(reporter.page.locator("main")).to_contain_text("您没有留姓名，我们无法联系您")
    pages.follow(reporter, filed.number)
    reporter.is_live()
    inspector.looks_over(reporter, "a report without a name, tracking")

    pages.open_case(reviewer, filed.number)
    expect(reviewer.page.locator("#case-head")).to_contain_text("匿名提交，无法询问或联系")
    pages.does(reviewer, "claim")
    expect(reviewer.page.locator("a[data-act=record_contact]")).to_have_count(0)
    pages.does(reviewer, "accept")
    watch.starts()
    watch.soon(reporter.sees("您的举报已经受理", where="#p-feed"))
    pages.does(reviewer, "request_answers", cinema="请说明周末晚上的出票顺序。")
    pages.open_request(cinema, filed.number)
    expect(cinema.page.locator("main")).not_to_contain_text(STORY)
    pages.answer(cinema, admits="yes", account="人手不足，先出了现金票。")

    pages.open_case(reviewer, filed.number)
    form = pages.sheet(reviewer, "propose")
    expect(form.locator("[name=remedy_by], [name=finding][value=settled]")).to_have_count(0)
    pages.does(reviewer, "propose", finding="upheld", facts_found="先出现金票。", evidence="account", rule="R36")
    pages.open_case(lead, filed.number)
    pages.does(lead, "approve")
    watch.starts()
    watch.soon(reporter.sees("已办结", where=LEAD_LINE), reporter.sees("先出现金票。", where="#p-result"))
    expect(reporter.page.locator("#rate, #withdraw")).to_have_count(0)
    expect(reporter.page.locator("#contest")).to_contain_text("截止到")
    inspector.looks_over(reporter, "a report without a name, decided")


def test_a_handler_with_an_interest_is_out_of_the_room_in_mid_case(person, installation, watch):
    elsewhere = installation.elsewhere
    filed = elsewhere.file()
    number = filed["number"]
    elsewhere.walk(number, "request_answers")
    complainant = person("complainant", at="phone").opens(f"/track/{filed['link']}/").is_live()
    handler, lead, colleague = (person(name, user=name) for name in ("lin", "tang", "zhou"))
    handler.opens("/desk/mine/").page.locator("#list a.work", has_text=number).click()
    handler.is_live()
    pages.open_case(lead, number)

    part = complainant.page.locator("#ask_recusal")
    part.locator("summary").first.click()
    part.locator("[name=reason]").fill("承办人与影院经理是亲戚。")
    part.locator(".btn-main").click()
    watch.starts()
    watch.soon(lead.sees("承办人与影院经理是亲戚。", where="#case-record"))
    with handler.may_get(404):
        pages.does(lead, "grant_recusal", reason="确有亲属关系。")
        watch.starts()
        watch.soon(
            handler.sees("您不能再查看这件案件", where="#case"),
            handler.sees(number, where="#list a.work.gone"),
            complainant.sees("由其他人接手", where="#p-feed"),
        )
        handler.opens(f"/desk/cases/{number}/")
    expect(handler.page.locator("main")).not_to_contain_text(number)

    pages.open_case(colleague, number)
    pages.does(colleague, "claim")
    watch.starts()
    watch.soon(complainant.sees("周小样", where="#p-hold"))
    elsewhere.act(number, "answer", "pingtai", admits="no", account="系统当晚正常。")
    elsewhere.act(number, "answer", "tianyuan1", admits="yes", account="当晚没有收券。")
    watch.then(colleague.sees("当晚没有收券。", where="main"))
    assert "request_answers" not in elsewhere.record(number)[-4:], "nobody is asked twice"
