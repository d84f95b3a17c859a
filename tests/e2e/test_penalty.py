"""A cinema is heard and decided about by people who did not propose it, and the public list follows in the same moment
(issue 9 §2)."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import expect

from . import pages

HEAD, PANELS, SIDE = "#case-head", "#case-panels", "#case-side"
CINEMA = "示例影城（天元店）"
FACTS = "黄金场以系统不收券为由拒绝兑换，有监控和后台日志为证。"


def proposes(handler) -> str:
    """From the queue on; the number of the decision."""
    handler.opens("/desk/queue/")
    handler.page.locator("a[href='/desk/open/penalty/']:visible").click()
    form = handler.page.locator("form.actform")
    form.locator("[name=unit]").select_option(label=CINEMA)
    form.locator("[name=violation]").select_option("refused_redemption")
    pages.fill(form, happened_on=timezone.localdate().isoformat(), facts=FACTS)
    form.locator(".btn-main").click()
    handler.page.wait_for_url("**/desk/cases/CL*/")
    return handler.page.url.rstrip("/").rsplit("/", 1)[1]


def votes(who, number: str, *agreed: str) -> None:
    pages.open_case(who, number)
    form = pages.sheet(who, "vote")
    for kind in agreed:
        form.locator(f"[name=agreed][value={kind}]").check()
    pages.does(who, "vote", word="decide", reasons="事实清楚，同意。")


def is_off_the_list(who) -> bool:
    """The list is kept for some seconds."""
    for _look in range(20):
        who.opens("/cinemas/")
        if CINEMA not in who.page.locator("main").inner_text():
            return True
        who.page.wait_for_timeout(1_000)
    return False


def test_a_cinema_is_heard_decided_about_by_others_and_gone_from_the_list_once_it_is_served(
    person, installation, watch, inspector
):
    handler, lead = person("handler", user="lin"), person("lead", user="tang")
    cinema, anybody = person("cinema", user="tianyuan1", at="phone"), person("anybody", at="phone")
    federation, bureau = person("federation", user="gonghui"), person("bureau", user="yuan")
    anybody.opens("/cinemas/")
    expect(anybody.page.locator("main")).to_contain_text(CINEMA)
    number = proposes(handler)
    pages.does(handler, "claim")
    pages.sheet(handler, "submit_decision")
    pages.does(handler, "submit_decision", facts=FACTS)
    pages.open_case(lead, number)
    pages.does(lead, "clear_decision", opinion="事实清楚，证据充分。")

    cinema.opens(f"/desk/ours/{number}/")
    cinema.is_live()
    expect(cinema.page.locator(PANELS)).to_contain_text("拒绝兑换")
    watch.starts()
    watch.soon(
        handler.sees("告知书即为送达", where="#case-record"),
        cinema.sees("陈述申辩", where="#case-acts [data-act=defend]"),
    )
    pages.does(cinema, "defend", account="当晚系统故障，次日已补兑。")
    watch.starts()
    watch.soon(handler.sees("当晚系统故障", where=PANELS))
    pages.does(cinema, "waive_defence")
    watch.starts()
    watch.soon(handler.sees("审议", where=HEAD))
    pages.does(handler, "answer_defence", answer="故障未报修，不予采纳。")
    cinema.opens("/desk/party/")

    votes(federation, number, "disqualify", "record")
    votes(bureau, number, "disqualify", "subsidy", "record")
    watch.starts()
    watch.soon(handler.sees("已决定", where=HEAD))
    anybody.opens("/cinemas/")
    expect(anybody.page.locator("main")).to_contain_text(CINEMA)

    cinema.opens(f"/desk/ours/{number}/")
    watch.starts()
    watch.soon(handler.sees("生效", where=HEAD), cinema.sees("故障未报修", where=PANELS))
    inspector.opens(anybody, cinema.page.locator("a[href^='/letters/decision-']").get_attribute("href"))
    for text in ("本文书真实", "目前有效", "故障未报修"):
        expect(anybody.page.locator("main")).to_contain_text(text)
    inspector.opens(anybody, "/letters/")
    inspector.looks_over(cinema, "the party's page with its letters")
    anybody.opens("/cinemas/43029901/")
    shown = anybody.page.locator("main")
    for text in ("目前不参加活动", "生效中的处理决定", "取消参加活动资格", number):
        expect(shown).to_contain_text(text)
    assert is_off_the_list(anybody), "the list still has it"
