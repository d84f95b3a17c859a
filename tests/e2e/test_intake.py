"""A phone call is taken in with the keyboard alone; whoever called follows it by what was read out to them (P11)."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from . import pages
from .pages import A_DAY
from .people import Person

INTAKE = "/desk/intake/"


def test_a_call_is_taken_in_by_keyboard_and_followed_by_number_and_code(person, installation, inspector, watch):
    clerk = person("clerk", user="tianyuanqu").opens(INTAKE)
    inspector.looks_over(clerk, "intake")
    clerk.opens(INTAKE)
    page, keyboard = clerk.page, clerk.page.keyboard
    type_in_what_happened(page)
    type_in_who_called(clerk)
    expect(page.locator(".intake-receipt")).to_be_visible()
    inspector.looks_over(clerk, "intake receipt")
    number, code = page.locator(".code").all_inner_texts()
    assert installation.elsewhere.cases("说系统不收券") == [number]
    expect(page.locator(".spelled").nth(1).locator("b")).to_have_text(list(code.replace("-", "")))

    page.get_by_role("link", name="登记下一件").focus()
    keyboard.press("Enter")
    expect(page.locator("[data-intake]")).to_be_visible()
    expect(page.locator("[name=story]")).to_have_value("")

    caller = person("caller", at="phone").opens(f"/track/?number={number}")
    caller.page.locator("main [name=code]").fill(code)
    caller.page.locator("main form .btn-main").click()
    watch.then(caller.sees(number, "待受理", A_DAY, "说系统不收券，要看就付现金。"))
    watch.then(caller.misses("拒收票券。"))


def type_in_what_happened(page: Page) -> None:
    """Matter, cinema, day, the caller's words and the summary; each field by its key."""
    keyboard, cinema = page.keyboard, page.get_by_role("radio", name=re.compile(pages.CINEMA))
    expect(page.locator("[name=source][value=phone]")).to_be_focused()
    keyboard.press("Alt+c")
    expect(page.locator("[name=category]")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(page.locator("[name=category]")).to_have_value("refused_redemption")
    keyboard.press("Alt+y")
    keyboard.type("天元")
    expect(cinema).to_be_checked()
    keyboard.press("Enter")
    expect(cinema).to_be_focused()
    page.locator("[data-day='0']").focus()
    keyboard.press("Space")
    expect(page.locator("[name=happened_on]")).to_have_value(pages.today())
    keyboard.press("Alt+s")
    keyboard.type("说系统不收券，要看就付现金。")
    keyboard.press("Alt+z")
    keyboard.type("拒收票券。")


def type_in_who_called(clerk: Person) -> None:
    """With a phone number that is too short at first: nothing typed is lost."""
    page, keyboard = clerk.page, clerk.page.keyboard
    keyboard.press("Alt+p")
    keyboard.type("1380013")
    keyboard.press("Shift+Tab")
    expect(page.locator("[name=name]")).to_be_focused()
    keyboard.type("林女士")
    with clerk.may_get(422):
        keyboard.press("Control+Enter")
        expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator("[name=story]")).to_have_value("说系统不收券，要看就付现金。")
    page.locator("[name=phone]").fill("13800138911")
    keyboard.press("Control+Enter")


def test_cases_like_it_are_shown_while_it_is_typed_in_and_it_is_taken_in_without_scripts_too(
    person, installation, watch
):
    other = installation.elsewhere.file()["number"]
    clerk = person("clerk", user="lin").opens(INTAKE)
    clerk.page.locator("[name=q]").fill("天元")
    watch.then(clerk.sees(other, where="#similar"))

    plain = person("plain", user="zhou", scripts=False).opens(INTAKE)
    form = plain.page.locator("form#intake")
    form.locator("[name=category]").select_option("poor_service")
    form.locator("[name=story]").fill("没有脚本也登记。")
    form.locator("[name=q]").fill("天元")
    form.locator("[name=go][value=search]").click()
    expect(form.get_by_role("radio", name=re.compile(pages.CINEMA))).to_be_checked()
    expect(form.locator("[name=story]")).to_have_value("没有脚本也登记。")
    watch.then(plain.sees(other, where="#similar"))
    form.locator("[name=happened_on]").fill(pages.today())
    form.locator("[name=name]").fill("林女士")
    form.locator("[name=phone]").fill("13800138912")
    form.locator(".foot [name=go][value=send]").click()
    expect(plain.page.locator(".intake-receipt")).to_be_visible()
