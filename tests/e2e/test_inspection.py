"""The inspector finds what a reader would see, and not what nobody sees."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser

from .inspection import Inspector

PAGE = '<!doctype html><html lang="en"><head><title>One</title></head><body><main><h1>One</h1>{}</main></body></html>'
PALE = '<p style="color: #bbb; background: #fff">hardly to be read</p>'


@pytest.mark.parametrize(
    ("part", "faults"),
    [
        (PALE, 1),
        (f"<details open><summary>More</summary>{PALE}</details>", 1),
        (f"<details><summary>More</summary>{PALE}</details>", 0),
    ],
)
def test_pale_letters_count_where_they_are_drawn(browser: Browser, part, faults):
    page = browser.new_page()
    page.set_content(PAGE.format(part))
    inspector = Inspector()
    inspector.looks_over(SimpleNamespace(page=page), "one")
    page.close()
    assert len([fault for fault in inspector.faults if "color-contrast" in fault]) == 2 * faults
