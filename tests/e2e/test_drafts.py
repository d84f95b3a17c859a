"""What was typed is still there: after a reload, the way back, a closed window, a dead network, a day (issue 6 §3)."""

from __future__ import annotations

import datetime as dt
import json

from playwright.sync_api import expect

from . import pages
from .people import Person

WORDS = "售票员说𠮷日不收券👨‍👩‍👧，<b>只收现金</b>。"
NO_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no storage", "SecurityError"); } });
"""


def stored(who: Person) -> dict[str, dict]:
    """What this browser keeps of what was typed, by place."""
    kept = who.page.evaluate("JSON.stringify(localStorage)")
    return {place: json.loads(text) for place, text in json.loads(kept).items() if text.startswith("{")}


def drafts(who: Person) -> list[str]:
    return [place for place, draft in stored(who).items() if draft.get("entries")]


def story_on(who: Person):
    return who.page.locator("form[data-page=story] [name=story]")


def is_kept(who: Person) -> None:
    expect(who.page.locator("[data-saved]")).to_be_visible()
    who.page.wait_for_timeout(500)  # a pause in typing is when it is kept


def window_closed(who: Person, hours: float = 0) -> None:
    """The window is gone, and another one opened so many hours later."""
    who.page.close()
    who.page = who.context.new_page()
    if hours:
        who.page.clock.set_fixed_time(dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours))


def test_a_filing_survives_reload_the_way_back_and_a_night(person):
    citizen = person("citizen", at="phone")
    citizen.opens("/complaints/new/")
    button = citizen.page.locator(".step-foot [name=go][value=next]")
    before = button.bounding_box()
    citizen.page.locator("[name=category][value=refused_redemption]").check()
    is_kept(citizen)
    assert button.bounding_box() == before, "it moves from under a thumb, and “delete the draft” comes to lie there"

    pages.fill_in(citizen, until="story")
    pages.tell(citizen, WORDS)
    is_kept(citizen)

    citizen.page.reload()
    expect(story_on(citizen)).to_have_value(WORDS)
    citizen.page.go_back()
    pages.on(citizen, "when")
    expect(story_on(citizen)).to_have_value(WORDS)

    window_closed(citizen, hours=26)
    citizen.opens("/complaints/new/").page.locator("[data-resume-go]").click()
    expect(story_on(citizen)).to_have_value(WORDS)
    pages.on(citizen, "story")
    pages.on(citizen, "evidence")
    pages.say_who(citizen)
    pages.on(citizen, "who")
    pages.on(citizen, "check", go="send")
    pages.receipt(citizen)
    assert drafts(citizen) == []
    citizen.opens("/complaints/new/")
    expect(citizen.page.locator("[data-resume]")).to_be_hidden()


def test_a_draft_is_gone_when_its_person_says_so_and_after_two_days(person):
    citizen = person("citizen", at="phone")
    pages.fill_in(citizen, until="story")
    citizen.page.locator("[data-draft-drop]").click()
    pages.tell(citizen, WORDS)
    pages.on(citizen, "story")
    assert drafts(citizen) == []

    pages.fill_in(citizen, until="where")
    is_kept(citizen)
    window_closed(citizen, hours=49)
    citizen.opens("/complaints/new/")
    expect(citizen.page.locator("[data-resume]")).to_be_hidden()
    assert stored(citizen) == {}


def test_a_browser_that_keeps_nothing_files_all_the_same(person):
    citizen = person("private", at="phone")
    citizen.context.add_init_script(NO_STORAGE)
    pages.fill_in(citizen, WORDS, until="who")
    expect(citizen.page.locator("[data-saved]")).to_be_hidden()
    pages.say_who(citizen)
    pages.on(citizen, "who")
    expect(citizen.page.locator("main")).to_contain_text(WORDS)
    pages.on(citizen, "check", go="send")
    pages.receipt(citizen)


def test_a_dead_network_takes_nothing_and_the_page_goes_on_by_itself(person):
    citizen = person("citizen", at="phone")
    pages.fill_in(citizen, until="story")
    pages.tell(citizen, WORDS)
    citizen.cut_off = True
    citizen.context.set_offline(True)
    citizen.page.locator(".step-foot [name=go][value=next]").click()
    expect(citizen.page.locator(".step-foot [role=alert]")).to_contain_text("没有网络")
    expect(story_on(citizen)).to_have_value(WORDS)

    citizen.context.set_offline(False)
    expect(citizen.page.locator("form[data-page=evidence]")).to_be_visible()
    citizen.cut_off = False


def message_of(who: Person):
    return who.page.locator("form#message [name=message]")


def test_a_message_comes_back_in_another_window_until_it_is_sent(person, installation, watch):
    filed = installation.elsewhere.file()
    citizen = person("citizen", at="phone").opens(f"/track/{filed['link']}/")
    message_of(citizen).press_sequentially("还有一件事")
    citizen.page.wait_for_timeout(600)

    window_closed(citizen)
    pages.follow(citizen, filed["number"])
    expect(message_of(citizen)).to_have_value("还有一件事")
    expect(citizen.page.locator(".kept-line")).to_be_visible()
    citizen.is_live()
    installation.elsewhere.act(filed["number"], "claim", "lin")
    watch.then(citizen.sees("林小例", where="#p-hold"))
    expect(message_of(citizen)).to_have_value("还有一件事")
    citizen.page.locator("form#message .btn-main").click()
    expect(citizen.page.locator("#p-talk")).to_contain_text("还有一件事")
    expect(message_of(citizen)).to_have_value("")
    assert drafts(citizen) == []


def test_a_form_of_the_desk_comes_back_until_it_is_sent_thrown_away_or_signed_out(person, installation):
    number = installation.elsewhere.file()["number"]
    installation.elsewhere.act(number, "claim", "lin")
    reviewer = person("reviewer", user="lin")
    pages.open_case(reviewer, number)
    note = pages.sheet(reviewer, "note")
    pages.fill(note, note=WORDS)
    reviewer.page.wait_for_timeout(600)

    reviewer.page.reload()
    note = pages.sheet(reviewer, "note")
    expect(note.locator("[name=note]")).to_have_value(WORDS)
    reviewer.page.wait_for_timeout(600)  # by now it is kept anew, under the key of the new form
    note.locator(".kept-line button").click()
    expect(note.locator("[name=note]")).to_have_value("")
    assert drafts(reviewer) == []

    pages.does(reviewer, "note", note=WORDS)
    expect(reviewer.page.locator("#case-record")).to_contain_text(WORDS)
    assert drafts(reviewer) == []

    pages.fill(pages.sheet(reviewer, "note"), note="没写完")
    reviewer.page.wait_for_timeout(600)
    assert drafts(reviewer)
    reviewer.opens("/accounts/logout/").page.locator("main form .btn-main").click()
    reviewer.page.wait_for_url(reviewer.url + "/")
    assert drafts(reviewer) == []
