"""Where the focus is, it stays, while others act and the page moves by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from . import pages
from .people import Person


def why(who: Person, within: str) -> Locator:
    """The fold of a date within a part of the page, with the focus."""
    fold = who.page.locator(f"{within} .why summary").first
    fold.focus()
    expect(fold).to_be_focused()
    return fold


def test_on_the_tracking_page(person, installation, watch):
    filed = installation.elsewhere.file()
    complainant = person("complainant", at="phone").opens(f"/track/{filed['link']}/").is_live()
    fold = why(complainant, "#p-hold")
    installation.elsewhere.act(filed["number"], "claim", "lin")
    watch.then(complainant.sees("林小例", where="#p-hold"))
    expect(fold).to_be_focused()


def test_on_the_case_page_of_the_desk(person, installation, watch):
    number = installation.elsewhere.file()["number"]
    installation.elsewhere.walk(number, "accept")
    reviewer = person("reviewer", user="lin")
    pages.open_case(reviewer, number)
    reviewer.is_live()
    fold = why(reviewer, "#case-side")
    installation.elsewhere.act(number, "message", "complainant", message="还有一句。")
    watch.then(reviewer.sees("还有一句", where="#case-record"))
    expect(fold).to_be_focused()


def test_on_a_respondent_s_page(person, installation, watch):
    number = installation.elsewhere.file()["number"]
    installation.elsewhere.walk(number, "request_answers")
    cinema = person("cinema", user="tianyuan1")
    pages.open_request(cinema, number)
    cinema.is_live()
    fold = why(cinema, "main")
    installation.elsewhere.walk_on(number, "approve", after="request_answers")
    watch.then(cinema.sees("补兑两张票并书面说明", where="#party-state"))
    expect(fold).to_be_focused()


@pytest.mark.parametrize("at", ["desk", "phone"])
def test_where_what_had_it_is_gone_the_part_around_it_has_it(person, installation, watch, at):
    number = installation.elsewhere.file()["number"]
    reviewer = person("reviewer", user="lin", at=at)
    pages.open_case(reviewer, number)
    reviewer.is_live()
    reviewer.page.locator("a[data-act=claim]").focus()
    installation.elsewhere.act(number, "claim", "zhou")
    watch.then(reviewer.sees("周小样", where="#case-head"))
    expect(reviewer.page.locator("a[data-act=claim]")).to_have_count(0)
    expect(reviewer.page.locator(":focus")).to_have_count(1)
