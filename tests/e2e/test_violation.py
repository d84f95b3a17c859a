"""From what an inspection found to a repaired entry, everybody at their own browser: proposed, drafted, cleared, defended,
decided by both organisers, on the public list; and once the shortest term is over, off it again (issue 9)."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from . import pages
from .clocks import OwnClock
from .inspection import Inspector
from .people import Person, Watch

# Far from either end of the campaign, on whatever day the story is told.
BEGINS = (6, 1)
# Three months, the shortest term of the class, are never longer.
SHORTEST_TERM = 92
HEAD, ACTS, PANELS, RECORD = "#case-head", "#case-acts", "#case-panels", "#case-record"
CINEMA = pages.CINEMA
FACTS = "黄金场以系统不收券为由拒绝兑换，有监控和后台日志为证。"
USERS = {
    "handler": "lin",
    "lead": "tang",
    "checker": "zhou",
    "federation": "gonghui",
    "bureau": "yuan",
    "cinema": "tianyuan1",
}


@pytest.fixture
def seven(person):
    """The association's handler, its lead, a colleague of theirs, both organisers, the cinema, and anybody."""
    phones = {"cinema": "phone"}
    staff = {name: person(name, user=user, at=phones.get(name, "desk")) for name, user in USERS.items()}
    return SimpleNamespace(**staff, anybody=person("anybody", at="phone"))


def test_a_violation_is_decided_about_made_public_and_made_good(seven, installation, clock, watch, inspector):
    elsewhere = installation.elsewhere
    decision = an_inspection_ends_with_a_proposal(seven, watch, elsewhere.answered_inspection())
    it_is_drafted_and_cleared(seven, watch, decision)
    the_cinema_defends_itself(seven, watch, decision)
    both_organisers_decide(seven, watch, decision)
    it_is_served_by_being_seen(seven, watch, decision, inspector)
    everybody_may_read_it(seven, decision)
    the_shortest_term_goes_by(seven, clock, elsewhere)
    repair = the_cinema_applies(seven, watch, decision)
    it_is_checked_and_granted(seven, watch, repair)
    nothing_is_left_of_it(seven, decision)


# --- to the decision, stage by stage ----------------------------------------------------------------------------------
def an_inspection_ends_with_a_proposal(seven: SimpleNamespace, watch: Watch, inspection: str) -> str:
    """The decision's number, found on the page of the inspection."""
    finds(seven.anybody, "/cinemas/", CINEMA)
    pages.open_case(seven.handler, inspection)
    seven.lead.opens("/desk/queue/").is_live()
    seven.handler.is_live()
    with seven.handler.without_reload(), seven.lead.without_reload():
        done(watch, seven.handler, "propose_penalty", violation="refused_redemption", facts=FACTS)
        watch.soon(seven.handler.sees("已办结", where=HEAD), seven.handler.sees(CINEMA, where="[aria-labelledby=decided-about-h]"))
        watch.soon(seven.lead.sees("CL", where="#list a.work"))
    seven.handler.page.locator("[aria-labelledby=decided-about-h] a").click()
    seven.handler.page.wait_for_url("**/desk/cases/CL*/")
    watch.then(seven.handler.sees(inspection, FACTS, where=PANELS))
    return seven.handler.page.url.rstrip("/").rpartition("/")[2]


def it_is_drafted_and_cleared(seven: SimpleNamespace, watch: Watch, decision: str) -> None:
    seven.lead.page.locator("#list a.work", has_text=decision).click()
    seven.lead.is_live()
    seven.handler.is_live()
    seven.cinema.opens("/desk/party/").is_live()
    with seven.handler.without_reload(), seven.lead.without_reload(), seven.cinema.without_reload():
        done(watch, seven.handler, "claim")
        watch.soon(seven.lead.sees("林小例", where=HEAD))
        pages.sheet(seven.handler, "submit_decision")
        done(watch, seven.handler, "submit_decision", facts=FACTS)
        watch.soon(seven.lead.sees("法制审核", where=HEAD))
        done(watch, seven.lead, "clear_decision", opinion="事实清楚，证据充分。")
        watch.soon(seven.handler.sees("已告知", where=HEAD), pages.asked(seven.cinema, decision))


def the_cinema_defends_itself(seven: SimpleNamespace, watch: Watch, decision: str) -> None:
    """It opens the notice, which is its service; says what it has to say, and that this is all."""
    seven.cinema.page.locator("#party-list a.work", has_text=decision).click()
    expect(seven.cinema.page.locator(PANELS)).to_contain_text("拒绝兑换")
    watch.then(seven.handler.sees("告知书即为送达", where=RECORD), seven.cinema.sees("陈述申辩", where=ACTS))
    seven.cinema.is_live()
    with seven.handler.without_reload():
        done(watch, seven.cinema, "defend", account="当晚系统故障，次日已补兑。")
        watch.soon(seven.handler.sees("当晚系统故障", where=PANELS))
        done(watch, seven.cinema, "waive_defence")
        watch.soon(seven.handler.sees("审议", where=HEAD))


def both_organisers_decide(seven: SimpleNamespace, watch: Watch, decision: str) -> None:
    for body in (seven.federation, seven.bureau):
        body.opens("/desk/mine/").is_live()
    # Whoever has the page open has read what comes: the cinema is elsewhere.
    seven.cinema.opens("/desk/party/")
    with seven.handler.without_reload(), seven.federation.without_reload(), seven.bureau.without_reload():
        done(watch, seven.handler, "answer_defence", answer="故障未报修，不予采纳。")
        watch.soon(*(pages.listed(body, decision) for body in (seven.federation, seven.bureau)))
    for body in (seven.federation, seven.bureau):
        body.page.locator("#list a.work", has_text=decision).click()
        watch.then(body.sees("故障未报修", where=PANELS))
        body.is_live()
    with seven.handler.without_reload(), seven.federation.without_reload():
        votes(watch, seven.federation, "disqualify", "record")
        watch.soon(seven.handler.sees("事实清楚，同意。", where=PANELS))
        votes(watch, seven.bureau, "disqualify", "subsidy", "record")
        watch.soon(seven.handler.sees("已决定", where=HEAD), seven.federation.sees("已决定", where=HEAD))


def it_is_served_by_being_seen(seven: SimpleNamespace, watch: Watch, decision: str, inspector: Inspector) -> None:
    seven.anybody.opens("/cinemas/")
    expect(seven.anybody.page.locator("main")).to_contain_text(CINEMA)
    with seven.handler.without_reload(), seven.federation.without_reload():
        seven.cinema.opens(f"/desk/ours/{decision}/")
        watch.starts()
        watch.soon(*(who.sees("生效", where=HEAD) for who in (seven.handler, seven.federation, seven.bureau)))
        watch.soon(seven.cinema.sees("故障未报修", where=PANELS))
    inspector.looks_over(seven.cinema, "the party's page with its letters")
    letter = seven.cinema.page.locator("a[href^='/letters/decision-']").get_attribute("href")
    inspector.opens(seven.anybody, letter)
    for text in ("本文书真实", "目前有效", "故障未报修"):
        expect(seven.anybody.page.locator("main")).to_contain_text(text)
    inspector.opens(seven.anybody, "/letters/")


def everybody_may_read_it(seven: SimpleNamespace, decision: str) -> None:
    finds(seven.anybody, "/list/", CINEMA, decision)
    finds(seven.anybody, "/cinemas/", CINEMA, there=False)
    finds(seven.anybody, "/cinemas/43029901/", "目前不参加活动", "生效中的处理决定", "取消参加活动资格", decision)


# --- and back, stage by stage -----------------------------------------------------------------------------------------
def the_shortest_term_goes_by(seven: SimpleNamespace, clock: OwnClock, elsewhere) -> None:
    """Nobody leaves a page open for three months; everybody signs in anew."""
    expect(seven.cinema.page.locator(PANELS)).to_contain_text("起可以申请信用修复")
    expect(seven.cinema.page.locator(f"{PANELS} a[href*='/open/repair/']")).to_have_count(0)
    for name in USERS:
        getattr(seven, name).opens("about:blank")
    clock.goes_on(days=SHORTEST_TERM)
    for name, user in USERS.items():
        getattr(seven, name).is_signed_in(elsewhere.session_of(user))


def the_cinema_applies(seven: SimpleNamespace, watch: Watch, decision: str) -> str:
    """From the page of the decision, with its proof; the number of the repair."""
    seven.checker.opens("/desk/queue/").is_live()
    seven.cinema.opens(f"/desk/ours/{decision}/")
    seven.cinema.page.locator(f"{PANELS} a[href*='/open/repair/']").click()
    form = seven.cinema.page.locator("form.actform")
    expect(form.locator("[name=decision]")).to_contain_text(decision)
    pages.fill(form, account="两张票券已补兑并致歉。", signed_by="蒋经理")
    with seven.cinema.may_get(422):
        form.locator(".btn-main").click()
        expect(seven.cinema.page.locator(".errsum")).to_contain_text("2 处")
    expect(form.locator("[name=account]")).to_have_value("两张票券已补兑并致歉。")
    form.locator("[type=file]").first.set_input_files(pages.a_photo("补兑记录"))
    expect(form.locator("[data-upload-tick]:visible")).to_have_count(1)
    form.locator("[name=undertaken]").check()
    with seven.checker.without_reload():
        form.locator(".btn-main").click()
        seven.cinema.page.wait_for_url(re.compile(r"/desk/ours/XF[^/]+/"))
        repair = seven.cinema.page.url.rstrip("/").rpartition("/")[2]
        watch.starts()
        watch.soon(pages.listed(seven.checker, repair))
    return repair


def it_is_checked_and_granted(seven: SimpleNamespace, watch: Watch, repair: str) -> None:
    """By somebody who did not decide, and by both who did."""
    bodies = (seven.federation, seven.bureau)
    for body in bodies:
        body.opens("/desk/mine/").is_live()
    seven.checker.page.locator("#list a.work", has_text=repair).click()
    seven.checker.is_live()
    seven.cinema.is_live()
    with seven.cinema.without_reload(), seven.checker.without_reload():
        pages.does(seven.checker, "claim")
        done(watch, seven.checker, "accept_repair")
        watch.soon(seven.cinema.sees("核查中", where=HEAD))
        done(watch, seven.checker, "verify_repair", confirmed="yes", account="补兑记录属实。")
        watch.soon(*(pages.listed(body, repair) for body in bodies))
        for body in bodies:
            body.page.locator("#list a.work", has_text=repair).click()
            done(watch, body, "say_on_repair", agrees="yes", reasons="已履行，同意修复。")
        watch.soon(*(who.sees("准予修复", where=HEAD) for who in (seven.cinema, seven.checker, seven.bureau)))


def nothing_is_left_of_it(seven: SimpleNamespace, decision: str) -> None:
    with seven.anybody.may_get(404):
        finds(seven.anybody, f"/list/{decision}/", "信用已修复")
        expect(seven.anybody.page.locator("main")).not_to_contain_text(CINEMA)
    finds(seven.anybody, "/list/", CINEMA, there=False)
    finds(seven.anybody, "/cinemas/", CINEMA)
    seven.cinema.opens(f"/desk/ours/{decision}/")
    expect(seven.cinema.page.locator(PANELS)).to_contain_text("已提前终止")


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
    for _look in range(20):
        who.opens(path)
        text = who.page.locator("main").inner_text()
        if all((word in text) is there for word in words):
            return
        who.page.wait_for_timeout(1_000)
    raise AssertionError(f"{path} {'has not all' if there else 'still has one'} of {'、'.join(words)}:\n{text[:1500]}")
