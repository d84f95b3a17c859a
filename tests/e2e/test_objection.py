"""Anybody objects on a phone to an entry of the list; the association corrects it; they read what came of it (issue 9
§3)."""

from __future__ import annotations

from playwright.sync_api import expect

from . import pages
from .listing import CINEMA, FACTS

CORRECTED = FACTS.replace("两张", "三张")
WHY = "我当晚在场，被拒的是三张票券，不是两张。"


def objects(anybody, decision: str) -> str:
    """From the list to the receipt, with something forgotten on the way; the number of the objection."""
    anybody.opens("/list/")
    anybody.page.get_by_role("link", name=CINEMA).click()
    anybody.page.locator(f"a[href='/list/{decision}/object/']").click()
    form = anybody.page.locator("#object")
    pages.fill(form, why=WHY, name="林女士")
    with anybody.may_get(422):
        form.locator(".btn-main").click()
        expect(anybody.page.locator(".errsum")).to_contain_text("2 处")
    expect(form.locator("[name=why]")).to_have_value(WHY)
    form.locator("[name=wrong][value=act_or_facts]").check()
    form.locator("[type=file]").first.set_input_files(pages.a_photo())
    expect(form.locator("[data-upload-tick]:visible")).to_have_count(1)
    pages.fill(form, phone="13800138900")
    form.locator(".btn-main").click()
    anybody.page.wait_for_url("**/objections/YZ*/")
    expect(anybody.page.locator("#receipt-code")).to_be_visible()
    return anybody.page.url.rstrip("/").rsplit("/", 1)[1]


def test_anybody_objects_on_a_phone_and_reads_that_it_was_corrected(person, installation, watch):
    decision = installation.elsewhere.put_on_the_list()
    anybody, checker = person("anybody", at="phone"), person("checker", user="zhou")
    number = objects(anybody, decision)
    anybody.page.locator("main .btn-main").click()
    anybody.is_live()

    pages.open_case(checker, number)
    expect(checker.page.locator("main")).to_contain_text(WHY)
    pages.does(checker, "claim")
    pages.sheet(checker, "sustain_objection")
    watch.starts()
    pages.does(checker, "sustain_objection", found="票券张数有误，已更正为三张。", facts=CORRECTED)
    watch.soon(anybody.sees("已更正", "票券张数有误"))
    assert installation.elsewhere.facts_of(decision) == CORRECTED
    anybody.opens(f"/list/{decision}/")
    expect(anybody.page.locator("main")).to_contain_text(CINEMA)
