"""Filing, page by page, for everyone (inspection.py says what that means); all other pages: test_everywhere.py."""

from __future__ import annotations

import itertools

from playwright.sync_api import expect

from . import pages
from .inspection import LANGUAGES


def test_filing(person, inspector):
    complainant = person("complainant", at="phone").opens("/complaints/new/")
    languages = itertools.cycle(LANGUAGES)

    def look(step: str) -> None:
        """The next page is in the other language."""
        inspector.looks_over(complainant, step)
        complainant.speaks(next(languages))

    with complainant.may_get(422):
        complainant.page.locator(".step-foot [name=go][value=next]").click()
        expect(complainant.page.locator(".errsum")).to_be_visible()
    inspector.looks_over(complainant, "what, nothing chosen")
    pages.fill_in(complainant, look=look)
    inspector.looks_over(complainant, "check")
    pages.on(complainant, "check", go="send")
    pages.receipt(complainant)
    inspector.looks_over(complainant, "receipt")
