"""What a complainant keeps: the receipt as one picture and on one page; and a new code for whoever lost theirs."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from . import pages
from .people import Person

# What a page's own words in a PDF are counted by.
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")


def test_the_receipt_is_kept_as_one_picture(person):
    complainant = person("complainant", at="phone")
    filed = pages.file_complaint(complainant)
    complainant.page.locator("[data-receipt] .acts-row a[download]").click()
    shown = complainant.page.locator("dialog.picture")
    expect(shown).to_be_visible()
    picture = shown.locator("img")
    measure = "async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight] }"
    width, height = picture.evaluate(measure)
    # Number, code and the QR code below each other, not the QR code alone.
    assert (width, height > 900) == (720, True)
    link = shown.locator("a[download]")
    assert link.get_attribute("download") == f"{filed.number}.png"
    assert link.get_attribute("href") == picture.get_attribute("src")
    complainant.page.keyboard.press("Escape")
    expect(shown).to_be_hidden()


# --- on paper ---------------------------------------------------------------------------------------------------------
LONG_STORY = (pages.STORY + "我问能不能找经理，他说经理不在，让我打平台的电话；平台说系统是好的，让我再问影院。") * 8


def test_the_receipt_is_one_page_in_black_on_white_with_the_code_and_later_without_it(person, installation, inspector):
    """P9. Also from a dark screen; on the one of the tracking page there is nothing that opens the case."""
    complainant = person("complainant", at="phone", color_scheme="dark")
    filed = pages.file_complaint(complainant, LONG_STORY)
    complainant.page.get_by_role("link", name="打印回执").click()
    text = on_one_page(complainant.page)
    for words in (filed.number, filed.code, pages.CINEMA, LONG_STORY[-30:], "补兑两张票", "最迟", "湖南省电影行业协会"):
        assert words in text, words
    inspector.looks_over(complainant, "receipt on paper")

    installation.elsewhere.walk(filed.number, until="approve")
    pages.follow(complainant, filed.number)
    complainant.page.get_by_role("link", name="打印一页回执").click()
    text = on_one_page(complainant.page)
    for words in (filed.number, "认定：属实", "影院拒绝兑换两张有效票券。", "补兑两张票并书面说明。", "12345"):
        assert words in text, words
    assert filed.code not in text
    expect(complainant.page.locator("main.paper a")).to_have_count(0)
    inspector.looks_over(complainant, "case on paper")


def test_the_page_to_print_needs_no_script(person):
    complainant = person("complainant", at="phone", scripts=False)
    filed = pages.file_complaint(complainant)
    complainant.page.get_by_role("link", name="打印回执").click()
    expect(complainant.page.locator("main.paper")).to_contain_text(filed.code)
    expect(complainant.page.locator("nav")).to_contain_text("浏览器菜单")


def on_one_page(page: Page) -> str:
    """The page's text, once its print was looked at: one page of A4, no menu, black on white."""
    expect(page.locator("main.paper")).to_be_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(PAGE_OF_PDF.findall(pdf)) == 1
    page.emulate_media(media="print")
    expect(page.locator("nav")).to_be_hidden()
    colours = "(all) => [...new Set(all.map((one) => getComputedStyle(one).color))]"
    assert page.locator("h1, h2, dd").evaluate_all(colours) == ["rgb(0, 0, 0)"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    text = page.locator("main.paper").inner_text()
    page.emulate_media(media="null")
    return text


# --- a new code -------------------------------------------------------------------------------------------------------
def test_whoever_calls_gets_a_new_code_by_two_facts_and_the_old_one_ends_everywhere_at_once(
    person, installation, inspector, watch
):
    filed = installation.elsewhere.file()
    number = filed["number"]
    old_phone = with_code(person("old phone", at="phone"), number, filed["code"])
    watch.then(old_phone.sees(pages.A_DAY, number))

    clerk = person("clerk", user="lin")
    pages.open_case(clerk, number)
    clerk.page.locator("details.more-acts summary").click()
    form = pages.sheet(clerk, "reissue_code")
    pages.fill(form, phone_end="8901", name="林女士", handed="phone")
    with clerk.may_get(422):
        form.locator(".btn-main").click()
        expect(form.locator(".errsum")).to_contain_text("核对不符")
    inspector.looks_over(clerk, "new code, named wrongly")
    pages.open_case(clerk, number)
    clerk.page.locator("details.more-acts summary").click()
    form = pages.sheet(clerk, "reissue_code")
    pages.fill(form, phone_end="8900", name="林女士", handed="phone")
    form.locator(".btn-main").click()
    clerk.page.wait_for_url("**/code/")
    watch.starts()
    # The page that the old code had opened ends by itself, as soon as its bell rings.
    watch.soon(old_phone.sees("已补发新查询码", where="body"), within=4)
    watch.then(old_phone.misses("售票员说今天人多"))
    inspector.looks_over(clerk, "new code")
    _number, code = clerk.page.locator(".code").all_inner_texts()
    assert code != filed["code"]
    assert installation.elsewhere.record(number)[-2:] == ["refuse_code", "reissue_code"]

    with_code(old_phone, number, filed["code"], may_get=422)
    expect(old_phone.page.locator("main .errsum")).to_be_visible()
    caller = with_code(person("caller", at="phone"), number, code)
    watch.then(caller.sees(number, "售票员说今天人多"))

    # Once: neither a reload nor the way back brings it again.
    for again in (clerk.page.reload, clerk.page.go_back, clerk.page.go_forward):
        again()
        expect(clerk.page.locator("body")).not_to_contain_text(code)
    expect(clerk.page.locator("h1")).to_have_text("这个查询码不再显示")


def with_code(who: Person, number: str, code: str, *, may_get: int = 0) -> Person:
    """Number and code typed on a phone."""
    who.opens(f"/track/?number={number}")
    who.page.locator("main [name=code]").fill(code)
    press = who.page.locator("main form .btn-main")
    if not may_get:
        press.click()
        return who
    with who.may_get(may_get):
        press.click()
        who.page.wait_for_load_state()
    return who
