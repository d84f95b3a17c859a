"""Filing and following on a phone without scripts: everything is there, only nothing moves by itself."""

from __future__ import annotations

from playwright.sync_api import expect

from . import pages
from .pages import A_DAY


def test_filing_and_following_without_scripts(person, installation, watch):
    complainant = person("complainant", at="phone", scripts=False)
    filed = pages.file_complaint(complainant, "没有脚本也能投诉。", file=pages.a_photo("售票台"))
    assert installation.elsewhere.cases("没有脚本也能投诉") == [filed.number]

    pages.follow(complainant, filed.number)
    watch.then(complainant.sees(filed.number, "待受理", A_DAY, "没有脚本也能投诉。"))
    expect(complainant.page.locator("main .evi img")).to_have_count(1)

    installation.elsewhere.act(filed.number, "claim", "lin")
    complainant.page.reload()
    watch.then(complainant.sees("林小例", A_DAY, where="#p-hold"))

    form = complainant.page.locator("form#message")
    form.locator("[name=message]").fill("补一张当时的照片。")
    form.locator("summary").click()
    form.locator("[type=file]").first.set_input_files(pages.a_photo("取票机"))
    form.locator(".btn-main").click()
    watch.then(complainant.sees("补一张当时的照片。", where="#p-talk"))
    expect(complainant.page.locator("#p-talk .msgs a[href*=files]")).to_have_count(1)
    assert installation.elsewhere.record(filed.number) == ["file", "claim", "message"]


def test_another_phone_follows_with_number_and_code(person, installation, watch):
    filed = installation.elsewhere.file()
    elsewhere = person("elsewhere", at="phone", scripts=False).opens(f"/track/?number={filed['number']}")
    expect(elsewhere.page.locator("main [name=number]")).to_have_value(filed["number"])

    with elsewhere.may_get(422):
        elsewhere.page.locator("main [name=code]").fill("AAAA-AAAA")
        elsewhere.page.locator("main form .btn-main").click()
        watch.then(elsewhere.sees(where=".errsum"))
    elsewhere.page.locator("main [name=code]").fill(filed["code"].lower())
    elsewhere.page.locator("main form .btn-main").click()
    watch.then(elsewhere.sees(filed["number"], "待受理", A_DAY))

    by_link = person("by link", at="phone", scripts=False).opens(f"/track/{filed['link']}/")
    watch.then(by_link.sees(filed["number"], "待受理", A_DAY))
