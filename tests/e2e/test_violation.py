"""From what an inspection found to a repaired entry, everybody at their own browser: proposed, cleared, defended,
decided by both organisers, public; and once the shortest term is over, off the list again (issue 9)."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from . import pages
from .clocks import OwnClock
from .inspection import Inspector
from .people import Person, Watch

# Of last year, far from either end of its campaign: the same story on whatever day it is told.
BEGINS = (7, 1)
# Three months, the shortest term of the class, are never longer.
SHORTEST_TERM = 92
HEAD, ACTS, PANELS, RECORD = "#case-head", "#case-acts", "#case-panels", "#case-record"
CINEMA = pages.CINEMA
FACTS = "黄金场以系统不收券为由拒绝兑换，有监控和后台日志为证。"
USERS = {
    "handler": "lin",
    "lead": "tang",
    "presider": "lu",
    "checker": "zhou",
    "federation": "gonghui",
    "bureau": "yuan",
    "cinema": "tianyuan1",
}


@pytest.fixture
def eight(person):
    """The association's handler, two leads and a colleague of theirs, both organisers, the cinema, and anybody."""
    phones = {"cinema": "phone"}
    staff = {name: person(name, user=user, at=phones.get(name, "desk")) for name, user in USERS.items()}
    return SimpleNamespace(**staff, anybody=person("anybody", at="phone"))


def test_a_violation_is_decided_about_made_public_and_made_good(eight, installation, clock, watch, inspector):
    elsewhere = installation.elsewhere
    decision = an_inspection_ends_with_a_proposal(eight, watch, elsewhere.answered_inspection())
    it_is_drafted_and_cleared(eight, watch, decision)
    the_cinema_opens_the_notice(eight, watch, decision)
    it_asks_for_a_hearing_and_gives_it_up(eight, watch, decision, clock.today() + dt.timedelta(days=14))
    both_organisers_decide(eight, watch, decision)
    it_is_served_by_being_seen(eight, watch, decision, inspector)
    everybody_may_read_it(eight, decision)
    the_shortest_term_goes_by(eight, clock, elsewhere)
    repair = the_cinema_applies(eight, watch, decision)
    it_is_checked_and_granted(eight, watch, decision, repair)
    nothing_is_left_of_it(eight, decision)


# --- to the decision, stage by stage ----------------------------------------------------------------------------------
def an_inspection_ends_with_a_proposal(eight: SimpleNamespace, watch: Watch, inspection: str) -> str:
    """The decision's number, found on the page of the inspection."""
    finds(eight.anybody, "/cinemas/", CINEMA)
    pages.open_case(eight.handler, inspection)
    eight.lead.opens("/desk/queue/").is_live()
    eight.handler.is_live()
    with eight.handler.without_reload(), eight.lead.without_reload():
        done(watch, eight.handler, "propose_penalty", violation="refused_redemption", facts=FACTS)
        watch.soon(
            eight.handler.sees("已办结", where=HEAD),
            eight.handler.sees(CINEMA, where="[aria-labelledby=decided-about-h]"),
        )
        watch.soon(eight.lead.sees("CL", where="#list a.work"))
    eight.handler.page.locator("[aria-labelledby=decided-about-h] a").click()
    eight.handler.page.wait_for_url("**/desk/cases/CL*/")
    watch.then(eight.handler.sees(inspection, FACTS, where=PANELS))
    return eight.handler.page.url.rstrip("/").rpartition("/")[2]


def it_is_drafted_and_cleared(eight: SimpleNamespace, watch: Watch, decision: str) -> None:
    eight.lead.page.locator("#list a.work", has_text=decision).click()
    eight.lead.is_live()
    eight.handler.is_live()
    eight.cinema.opens("/desk/party/").is_live()
    with eight.handler.without_reload(), eight.lead.without_reload(), eight.cinema.without_reload():
        done(watch, eight.handler, "claim")
        watch.soon(eight.lead.sees("林小例", where=HEAD))
        pages.sheet(eight.handler, "submit_decision")
        done(watch, eight.handler, "submit_decision", facts=FACTS)
        watch.soon(eight.lead.sees("法制审核", where=HEAD))
        done(watch, eight.lead, "clear_decision", opinion="事实清楚，证据充分。")
        watch.soon(eight.handler.sees("已告知", where=HEAD), pages.asked(eight.cinema, decision))


def the_cinema_opens_the_notice(eight: SimpleNamespace, watch: Watch, decision: str) -> None:
    """Which is its service; and says what it has to say."""
    eight.cinema.page.locator("#party-list a.work", has_text=decision).click()
    expect(eight.cinema.page.locator(PANELS)).to_contain_text("拒绝兑换")
    watch.then(eight.handler.sees("告知书即为送达", where=RECORD), eight.cinema.sees("陈述申辩", where=ACTS))
    eight.cinema.is_live()
    with eight.handler.without_reload():
        done(watch, eight.cinema, "defend", account="当晚系统故障，次日已补兑。")
        watch.soon(eight.handler.sees("当晚系统故障", where=PANELS))


def it_asks_for_a_hearing_and_gives_it_up(eight: SimpleNamespace, watch: Watch, decision: str, day: dt.date) -> None:
    """The day is fixed by a lead who took no part; then the cinema finds that it has said what it has to say."""
    eight.presider.opens("/desk/mine/").is_live()
    with eight.handler.without_reload(), eight.presider.without_reload():
        done(watch, eight.cinema, "ask_hearing", account="想当面说明系统故障的经过。")
        watch.soon(eight.handler.sees("听证", where=HEAD), pages.listed(eight.presider, decision))
    eight.presider.page.locator("#list a.work", has_text=decision).click()
    with eight.handler.without_reload(), eight.cinema.without_reload():
        done(watch, eight.presider, "fix_hearing", hearing_at=f"{day}T09:30", place="协会三楼会议室")
        fixed = (f"{day.month}月{day.day}日", "协会三楼会议室")
        watch.soon(*(who.sees(*fixed, where=PANELS) for who in (eight.cinema, eight.handler)))
        done(watch, eight.cinema, "give_up_hearing")
        watch.soon(eight.handler.sees("已告知", where=HEAD), eight.presider.sees("已告知", where=HEAD))
        done(watch, eight.cinema, "waive_defence")
        watch.soon(eight.handler.sees("审议", where=HEAD), eight.presider.sees("审议", where=HEAD))


def both_organisers_decide(eight: SimpleNamespace, watch: Watch, decision: str) -> None:
    for body in (eight.federation, eight.bureau):
        body.opens("/desk/mine/").is_live()
    # Whoever has the page open has read what comes: the cinema is elsewhere.
    eight.cinema.opens("/desk/party/")
    with eight.handler.without_reload(), eight.federation.without_reload(), eight.bureau.without_reload():
        done(watch, eight.handler, "answer_defence", answer="故障未报修，不予采纳。")
        watch.soon(*(pages.listed(body, decision) for body in (eight.federation, eight.bureau)))
    for body in (eight.federation, eight.bureau):
        body.page.locator("#list a.work", has_text=decision).click()
        watch.then(body.sees("故障未报修", where=PANELS))
        body.is_live()
    with eight.handler.without_reload(), eight.federation.without_reload():
        votes(watch, eight.federation, "disqualify", "record")
        watch.soon(eight.handler.sees("事实清楚，同意。", where=PANELS))
        votes(watch, eight.bureau, "disqualify", "subsidy", "record")
        watch.soon(eight.handler.sees("已决定", where=HEAD), eight.federation.sees("已决定", where=HEAD))


def it_is_served_by_being_seen(eight: SimpleNamespace, watch: Watch, decision: str, inspector: Inspector) -> None:
    eight.anybody.opens("/cinemas/")
    expect(eight.anybody.page.locator("main")).to_contain_text(CINEMA)
    with eight.handler.without_reload(), eight.federation.without_reload():
        eight.cinema.opens(f"/desk/ours/{decision}/")
        watch.starts()
        watch.soon(*(who.sees("生效", where=HEAD) for who in (eight.handler, eight.federation, eight.bureau)))
        watch.soon(eight.cinema.sees("故障未报修", where=PANELS))
    inspector.looks_over(eight.cinema, "the party's page with its letters")
    letter = eight.cinema.page.locator("a[href^='/letters/decision-']").get_attribute("href")
    inspector.opens(eight.anybody, letter)
    for text in ("本文书真实", "目前有效", "故障未报修"):
        expect(eight.anybody.page.locator("main")).to_contain_text(text)
    inspector.opens(eight.anybody, "/letters/")


def everybody_may_read_it(eight: SimpleNamespace, decision: str) -> None:
    finds(eight.anybody, "/list/", CINEMA, decision)
    finds(eight.anybody, "/cinemas/", CINEMA, there=False)
    finds(eight.anybody, "/cinemas/43029901/", "目前不参加活动", "生效中的处理决定", "取消参加活动资格", decision)


# --- and back, stage by stage -----------------------------------------------------------------------------------------
def the_shortest_term_goes_by(eight: SimpleNamespace, clock: OwnClock, elsewhere) -> None:
    """Nobody leaves a page open for three months, and nobody is still signed in after them."""
    expect(eight.cinema.page.locator(PANELS)).to_contain_text("起可以申请信用修复")
    expect(eight.cinema.page.locator(f"{PANELS} a[href*='/open/repair/']")).to_have_count(0)
    for name in USERS:
        getattr(eight, name).opens("about:blank")
    clock.goes_on(days=SHORTEST_TERM)
    for name, user in USERS.items():
        if name != "cinema":
            getattr(eight, name).is_signed_in(elsewhere.session_of(user))


def the_cinema_applies(eight: SimpleNamespace, watch: Watch, decision: str) -> str:
    """From the page of the decision, once it has signed in again; with its proof; the number of the repair."""
    eight.checker.opens("/desk/queue/").is_live()
    eight.cinema.opens(f"/desk/ours/{decision}/")
    pages.sign_in(eight.cinema, USERS["cinema"])
    eight.cinema.page.locator(f"{PANELS} a[href*='/open/repair/']").click()
    form = eight.cinema.page.locator("form.actform")
    expect(form.locator("[name=decision]")).to_contain_text(decision)
    pages.fill(form, account="两张票券已补兑并致歉。", signed_by="蒋经理")
    with eight.cinema.may_get(422):
        form.locator(".btn-main").click()
        expect(eight.cinema.page.locator(".errsum")).to_contain_text("2 处")
    expect(form.locator("[name=account]")).to_have_value("两张票券已补兑并致歉。")
    form.locator("[type=file]").first.set_input_files(pages.a_photo("补兑记录"))
    expect(form.locator("[data-upload-tick]:visible")).to_have_count(1)
    form.locator("[name=undertaken]").check()
    with eight.checker.without_reload():
        form.locator(".btn-main").click()
        eight.cinema.page.wait_for_url(re.compile(r"/desk/ours/XF[^/]+/"))
        repair = eight.cinema.page.url.rstrip("/").rpartition("/")[2]
        watch.starts()
        watch.soon(pages.listed(eight.checker, repair))
    return repair


def it_is_checked_and_granted(eight: SimpleNamespace, watch: Watch, decision: str, repair: str) -> None:
    """By somebody who did not decide, and by both who did."""
    bodies = (eight.federation, eight.bureau)
    for body in bodies:
        body.opens("/desk/mine/").is_live()
    eight.checker.page.locator("#list a.work", has_text=repair).click()
    pages.open_case(eight.handler, decision)
    for who in (eight.checker, eight.cinema, eight.handler):
        who.is_live()
    with eight.cinema.without_reload(), eight.checker.without_reload(), eight.handler.without_reload():
        pages.does(eight.checker, "claim")
        done(watch, eight.checker, "accept_repair")
        watch.soon(eight.cinema.sees("核查中", where=HEAD))
        done(watch, eight.checker, "verify_repair", confirmed="yes", account="补兑记录属实。")
        watch.soon(*(pages.listed(body, repair) for body in bodies))
        for body in bodies:
            body.page.locator("#list a.work", has_text=repair).click()
            done(watch, body, "say_on_repair", agrees="yes", reasons="已履行，同意修复。")
        watch.soon(*(who.sees("准予修复", where=HEAD) for who in (eight.cinema, eight.checker, eight.bureau)))
        watch.soon(eight.handler.sees("已提前终止", where=PANELS))


def nothing_is_left_of_it(eight: SimpleNamespace, decision: str) -> None:
    with eight.anybody.may_get(404):
        finds(eight.anybody, f"/list/{decision}/", "信用已修复")
        expect(eight.anybody.page.locator("main")).not_to_contain_text(CINEMA)
    finds(eight.anybody, "/list/", CINEMA, there=False)
    finds(eight.anybody, "/cinemas/", CINEMA)
    eight.cinema.opens(f"/desk/ours/{decision}/")
    expect(eight.cinema.page.locator(PANELS)).to_contain_text("已提前终止")


# --- what they do again and again -------------------------------------------------------------------------------------
def done(watch: Watch, who: Person, act: str, **fields: str) -> None:
    pages.does(who, act, **fields)
    watch.starts()


def votes(watch: Watch, who: Person, *agreed: str) -> None:
    form = pages.sheet(who, "vote")
    for kind in agreed:
        form.locator(f"[name=agreed][value={kind}]").check()
    done(watch, who, "vote", word="decide", reasons="事实清楚，同意。")


def finds(who: Person, path: str, *words: str, there: bool = True) -> None:
    """On a public page, which is kept for some seconds: the words, or none of them."""
    for _look in range(40):
        who.opens(path)
        text = who.page.locator("main").inner_text()
        if all((word in text) is there for word in words):
            return
        who.page.wait_for_timeout(500)
    raise AssertionError(f"{path} {'has not all' if there else 'still has one'} of {'、'.join(words)}:\n{text[:1500]}")
