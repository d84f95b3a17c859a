"""What stands in the way while somebody is typing: signed out, a fault of ours, no network, a siege on a case number.
Nothing typed is lost, nothing is silent, and there is a way on (issue 6 §6, §7)."""

from __future__ import annotations

from playwright.sync_api import expect

from . import pages

WORDS = "影院说系统不收券，这一点要再核实。"
BANNER = "[data-halt][role=alert]"


def a_case_in_hand(installation) -> str:
    number = installation.elsewhere.file()["number"]
    installation.elsewhere.act(number, "claim", "lin")
    return number


def test_signed_out_at_the_desk_one_signs_in_and_goes_on(person, installation, watch):
    number = a_case_in_hand(installation)
    reviewer = person("reviewer", user="lin")
    pages.open_case(reviewer, number)
    form = pages.sheet(reviewer, "note")
    form.locator("[name=note]").fill(WORDS)
    reviewer.context.clear_cookies(name="sessionid")
    reviewer.deaf = True
    with reviewer.may_get(401):
        form.locator(".btn-main").click()
        reviewer.page.wait_for_url("**/accounts/login/**")
    watch.then(reviewer.sees("您写的内容都已保留"))
    pages.sign_in(reviewer, "lin")
    reviewer.page.wait_for_url("**/again/**")
    expect(reviewer.page.locator("textarea")).to_have_value(WORDS)
    reviewer.page.get_by_role("button", name="现在提交").click()
    watch.then(reviewer.sees(WORDS, where="#case-record"))


def test_signed_in_anew_in_another_window_one_press_more_sends_it(person, installation, watch):
    """The token of the page is an old one by then; the cookie is there."""
    number = a_case_in_hand(installation)
    reviewer = person("reviewer", user="lin")
    pages.open_case(reviewer, number)
    form = pages.sheet(reviewer, "note")
    form.locator("[name=note]").fill(WORDS)
    reviewer.context.clear_cookies(name="csrftoken")
    reviewer.page.context.add_cookies([{"name": "csrftoken", "value": "x" * 32, "url": reviewer.url}])
    with reviewer.may_get(403):
        form.locator(".btn-main").click()
        watch.then(reviewer.sees("这一页打开得太久了", where="#case"))
    expect(reviewer.page.locator("#case textarea[id^=kept]")).to_have_value(WORDS)
    reviewer.page.get_by_role("button", name="现在提交").click()
    watch.then(reviewer.sees(WORDS, where="#case-record"))


def test_no_network_and_a_fault_are_said_beside_the_form_and_the_words_stay(person, installation, watch):
    number = a_case_in_hand(installation)
    reviewer = person("reviewer", user="lin")
    pages.open_case(reviewer, number)
    form = pages.sheet(reviewer, "note")
    form.locator("[name=note]").fill(WORDS)
    with reviewer.loses("**/acts/note/**"):
        form.locator(".btn-main").click()
        watch.then(reviewer.sees("现在没有网络", where=BANNER))
    expect(reviewer.page.locator(BANNER)).to_be_focused()
    with reviewer.may_get(500):
        reviewer.page.route("**/acts/note/**", lambda route: route.fulfill(status=500), times=1)
        form.locator(".btn-main").click()
        watch.then(reviewer.sees("没有存上", where=BANNER))
    expect(form.locator("[name=note]")).to_have_value(WORDS)
    form.locator(".btn-main").click()
    watch.then(reviewer.sees(WORDS, where="#case-record"))
    expect(reviewer.page.locator(BANNER)).to_have_count(0)


def test_under_siege_the_right_code_opens_the_case_after_a_short_calculation(person, installation, watch):
    filed = installation.elsewhere.file()
    complainant = person("complainant", at="phone").opens("/track/")
    with complainant.may_get(422, 429):
        for _ in range(6):
            send_code(complainant, filed["number"], "AAAA-AAAA")
        watch.then(complainant.sees("计算"))
        send_code(complainant, filed["number"], filed["code"])
    complainant.page.wait_for_url("**/track/case/**")


def send_code(who, number: str, code: str) -> None:
    form = who.page.locator("main form", has=who.page.locator("[name=code]"))
    form.locator("[name=number]").fill(number)
    form.locator("[name=code]").fill(code)
    with who.page.expect_navigation():
        form.locator("button.btn-main").click()
