"""The real sign-in page; every other story comes with a session."""

from __future__ import annotations

from playwright.sync_api import expect

from casework.demo.people import PASSWORD


def test_signing_in_and_out(person, installation, watch):
    reviewer = person("reviewer").opens("/desk/queue/")
    sign_in(reviewer, "not the password")
    watch.then(reviewer.sees(where="main .errsum"))
    expect(reviewer.page.locator("[name=login]")).to_have_value("lin")

    sign_in(reviewer, PASSWORD)
    reviewer.page.wait_for_url("**/desk/queue/")
    reviewer.is_live()
    watch.then(reviewer.sees("林小例", where=".rail"))

    # Signing out here ends the sockets of the other windows of the same sign-in too.
    window = reviewer.context.new_page()
    window.goto(f"{reviewer.url}/desk/mine/")
    reviewer.deaf = True
    with reviewer.may_get(401, 403):
        window.locator(".rail summary").click()
        window.locator(".rail form[action*=logout] button").click()
        window.wait_for_url(f"{reviewer.url}/")
        reviewer.hears("down")
    reviewer.opens("/desk/queue/")
    expect(reviewer.page.locator("[name=password]")).to_be_visible()


def sign_in(who, password: str) -> None:
    who.page.locator("[name=login]").fill("lin")
    who.page.locator("[name=password]").fill(password)
    who.page.locator("main form .btn-main").click()
