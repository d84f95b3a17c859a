"""What happens while nobody looks, or nobody can: another process acts, the network goes and comes back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from . import pages

TOLD = 20
ASKED_AGAIN = 15


def test_what_another_process_files_is_on_the_desk_within_two_seconds(person, installation, watch):
    reviewer = person("reviewer", user="lin").opens("/desk/queue/").is_live()
    installation.elsewhere.news("lin")  # it is at work already, and starts no clock
    with reviewer.without_reload():
        number = installation.elsewhere.file()["number"]
        watch.starts()
        watch.soon(pages.listed(reviewer, number))


def test_what_a_colleague_takes_is_taken_on_every_open_desk(person, installation, watch):
    """Two reviewers and the lead look at the same case. A claim tells the parties alone; open desks show it at once."""
    number = installation.elsewhere.file()["number"]
    colleague = person("colleague", user="zhou").opens("/desk/queue/").is_live()
    lead = person("lead", user="tang")
    pages.open_case(lead, number)
    lead.is_live()
    with colleague.without_reload(), lead.without_reload():
        installation.elsewhere.act(number, "claim", "lin")
        watch.starts()
        watch.soon(lead.sees("林小例", where="#case-head"), colleague.sees(number, where="#list a.work.gone"))
        expect(colleague.page.locator("#toasts > *")).to_have_count(0)


def test_a_part_that_could_not_be_fetched_is_asked_for_again(person, installation, watch):
    """The bell has told of the change, the part's own request is lost: list, case and tracking page get it later."""
    filed = installation.elsewhere.file()
    number = filed["number"]
    reviewer = person("reviewer", user="lin").opens("/desk/queue/")
    reviewer.page.locator("#list a.work", has_text=number).click()
    expect(reviewer.page.locator("#case-head")).to_be_visible()
    complainant = person("complainant", at="phone").opens(f"/track/{filed['link']}/").is_live()
    reviewer.is_live()
    with (
        reviewer.without_reload(),
        complainant.without_reload(),
        reviewer.loses("**/desk/rows/**"),
        reviewer.loses(f"**/{number}/live/**"),
        complainant.loses(f"**/track/case/{number}/**"),
    ):
        installation.elsewhere.act(number, "claim", "lin")
        installation.elsewhere.act(number, "message", "complainant", message="票根还在我手里")
        watch.starts()
        watch.soon(
            reviewer.sees("林小例", where="#case-head"),
            reviewer.sees(number, where="#list a.work.gone"),
            complainant.sees("票根还在我手里"),
            within=ASKED_AGAIN,
        )


def test_news_that_comes_while_a_part_is_being_fetched_is_fetched_too(person, installation, watch):
    filed = installation.elsewhere.file()
    citizen = person("citizen", at="phone").opens(f"/track/{filed['link']}/").is_live()
    citizen.page.wait_for_load_state("networkidle")
    held = []

    def hold(route) -> None:
        """The answer of now, which comes later."""
        held.append((route, route.fetch()))

    citizen.page.route(f"**/track/case/{filed['number']}/", hold, times=1)
    installation.elsewhere.act(filed["number"], "claim", "lin")
    until(lambda: held, citizen)
    known = len(citizen.page.evaluate("window.storyNews"))
    installation.elsewhere.act(filed["number"], "accept", "lin")
    until(lambda: len(citizen.page.evaluate("window.storyNews")) > known, citizen)
    route, answer = held.pop()
    route.fulfill(response=answer)
    watch.then(citizen.sees("调查中", where="#p-lead"))


def until(condition, who) -> None:
    """Goes on as soon as it is so."""
    for _look in range(200):
        if condition():
            return
        who.page.wait_for_timeout(50)
    raise AssertionError("it never was")


def test_a_network_that_was_cut_loses_nothing_and_doubles_nothing(person, wire, installation, watch):
    """Twenty things are told while the network is away; all are there once it is back, each once (DESIGN §6)."""
    elsewhere = installation.elsewhere
    number = elsewhere.file()["number"]
    elsewhere.act(number, "claim", "lin")
    reviewer = person("reviewer", user="lin", by=wire).opens("/desk/mine/").is_live()
    before = elsewhere.news("lin")
    expect(reviewer.page.locator("[data-unread]").first).to_have_text(str(before["unread"]))

    with reviewer.without_reload(), reviewer.cut(wire):
        for count in range(TOLD // 2):
            elsewhere.act(number, "message", "complainant", message=f"还有一句：{count}")
            elsewhere.file(story=f"断网时的投诉 {count}")
        after = elsewhere.news("lin")
        assert after["unread"] == before["unread"] + TOLD

    watch.starts()
    watch.soon(reviewer.sees(re.compile(rf"(^|\D){after['unread']}\b"), where="[data-unread]:visible"))
    told = reviewer.page.evaluate("window.storyNews")
    assert sorted(told) == sorted(set(after["ids"]) - set(before["ids"]))
    assert len(told) == TOLD

    reviewer.opens("/notifications/")
    that_it_was_filed = 1
    expect(reviewer.page.locator(".feed > li", has_text=number)).to_have_count(TOLD // 2 + that_it_was_filed)


def test_whoever_types_into_the_search_before_the_scripts_have_come_is_not_made_to_type_again(person):
    """A weak line: the page is there, htmx is not yet."""
    complainant = person("complainant", at="phone")
    page, held = complainant.page, []
    pages.fill_in(complainant, until="what")
    page.locator("[name=category][value=refused_redemption]").check()
    page.route("**/htmx.min*.js", lambda route: held.append(route))
    page.locator("form[data-page=what] .step-foot [name=go][value=next]").click(no_wait_after=True)
    page.locator("form[data-page=where] [name=q]").fill("天元")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.get_by_role("radio", name=re.compile(pages.CINEMA))).to_be_visible()
