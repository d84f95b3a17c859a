"""The real sign-in page; every other story comes with a session."""

from __future__ import annotations

import time

from allauth.mfa import app_settings as mfa
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from casework.demo.people import PASSWORD

from . import pages


def test_signing_in_and_out(person, installation, watch):
    reviewer = person("reviewer").opens("/desk/queue/")
    pages.sign_in(reviewer, "lin", "not the password")
    watch.then(reviewer.sees(where="main .errsum"))
    expect(reviewer.page.locator("[name=login]")).to_have_value("lin")

    pages.sign_in(reviewer, "lin")
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


def test_a_second_factor_for_everyone(person, installation, inspector):
    """Set up, asked for at the next sign-in, renewed and given up; every page of it is looked over."""
    reviewer = person("reviewer").opens("/accounts/login/?next=/accounts/2fa/")
    page, main = reviewer.page, reviewer.page.locator("main form .btn-main")
    pages.sign_in(reviewer, "lin")
    page.wait_for_url(f"{reviewer.url}/accounts/2fa/")
    for path in ("2fa", "password/change", "reauthenticate"):
        inspector.opens(reviewer, f"/accounts/{path}/")
    proves_again(reviewer, "/accounts/2fa/totp/activate/")
    inspector.opens(reviewer, "/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // mfa.TOTP_PERIOD)))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/recovery-codes/**")
    inspector.opens(reviewer, "/accounts/2fa/recovery-codes/")
    code = page.locator("main textarea").input_value().split()[0]
    inspector.opens(reviewer, "/accounts/logout/")
    main.click()
    page.wait_for_url(f"{reviewer.url}/")

    reviewer.opens("/accounts/login/?next=/desk/queue/")
    pages.sign_in(reviewer, "lin")
    page.wait_for_url("**/2fa/authenticate/**")
    inspector.opens(reviewer, "/accounts/2fa/authenticate/")
    page.locator("[name=code]").fill(code)
    main.click()
    page.wait_for_url("**/desk/queue/")
    inspector.opens(reviewer, "/accounts/2fa/reauthenticate/")
    proves_again(reviewer, "/accounts/2fa/recovery-codes/generate/")
    for path in ("2fa", "2fa/recovery-codes/generate", "2fa/totp/deactivate"):
        inspector.opens(reviewer, f"/accounts/{path}/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/accounts/2fa/")


def proves_again(who, path: str) -> None:
    """The password is asked for once more before the page."""
    who.opens(path)
    who.page.wait_for_url("**/reauthenticate/**")
    who.page.locator("[name=password]").fill(PASSWORD)
    who.page.locator("main form .btn-main").click()
    who.page.wait_for_url(f"**{path}")
