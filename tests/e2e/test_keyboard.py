"""The desk with the keyboard alone: no story here touches the mouse."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_taking_the_most_urgent_and_accepting_it(person, installation, watch):
    calm = installation.elsewhere.file()["number"]
    urgent = installation.elsewhere.file(at_the_cinema="yes", story="")["number"]
    reviewer = person("reviewer", user="lin").opens("/desk/queue/")
    keyboard = reviewer.page.keyboard

    keyboard.press("n")
    reviewer.page.wait_for_url(f"**/desk/cases/{urgent}/**")
    watch.then(reviewer.sees("林小例", where="#case-head"))

    reviewer.opens("/desk/queue/")
    keyboard.press("j")
    expect(reviewer.page.locator("#list a.work").first).to_be_focused()
    keyboard.press("Enter")
    watch.then(reviewer.sees(calm, where="#case-head"))
    keyboard.press("c")
    expect(reviewer.page.locator("#sheet-claim .btn-main")).to_be_focused()
    keyboard.press("Enter")
    watch.then(reviewer.sees("林小例", where="#case-head"))

    keyboard.press("a")
    keyboard.press("1")
    remark = reviewer.page.locator("#sheet-accept [name=remark]")
    expect(remark).to_be_focused()
    keyboard.type("已经收到，正在核实。")
    keyboard.press("Escape")
    expect(remark).to_be_hidden()
    keyboard.press("Enter")
    expect(remark).to_have_value("已经收到，正在核实。")
    expect(remark).to_be_focused()
    keyboard.press("Control+Enter")
    watch.then(reviewer.sees("调查中", where="#case-head"))
    expect(reviewer.page.locator("#case-record li:focus")).to_contain_text(re.compile("受理"))
    assert installation.elsewhere.record(calm) == ["file", "claim", "accept"]

    installation.elsewhere.act(calm, "message", "complainant", message="还有一句。")
    rows = reviewer.page.locator("#case-record .feed > li[id]:visible")
    expect(rows).to_have_count(4)
    keyboard.press("u")
    expect(rows).to_have_count(3)
    keyboard.press("u")
    expect(rows).to_have_count(4)
