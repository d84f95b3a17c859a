"""The public's pages for everyone (what that means: inspection.py)."""

from __future__ import annotations

from playwright.sync_api import expect

from . import pages


def test_filing(person, inspector):
    complainant = person("complainant", at="phone").opens("/")
    inspector(complainant, "home")
    complainant.opens("/complaints/new/")
    with complainant.may_get(422):
        complainant.page.locator(".step-foot [name=go][value=next]").click()
        expect(complainant.page.locator(".errsum")).to_be_visible()
    inspector(complainant, "what, nothing chosen")
    pages.fill_in(complainant, look=lambda step: inspector(complainant, step))
    inspector(complainant, "check")
    pages.on(complainant, "check", go="send")
    pages.receipt(complainant)
    inspector(complainant, "receipt")


def test_following(person, installation, inspector):
    complainant = person("complainant", at="phone").opens("/track/")
    inspector(complainant, "track")
    for act in ("", "request_answers", "approve", "confirm_remedy", "confirm_received"):
        filed = installation.elsewhere.file()
        if act:
            installation.elsewhere.walk(filed["number"], act)
        complainant.opens(f"/track/{filed['link']}/")
        inspector(complainant, f"case after {act or 'filing'}")
    inspector(complainant.opens("/track/"), "track, remembered cases")
    inspector(complainant.opens("/accounts/login/"), "sign-in")
    with complainant.may_get(404):
        inspector(complainant.opens("/nothing-here/"), "404")
