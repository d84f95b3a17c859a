"""A cinema earns its way off the list: it applies on a phone from its decision, somebody who did not decide checks it,
both organisers agree, and the entry is gone in the same moment (issue 9 §3)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from . import pages
from .listing import CINEMA

HEAD = "#case-head"


def applies(cinema, decision: str) -> str:
    """From the page of the decision, with its proof; the number of the repair."""
    cinema.opens(f"/desk/ours/{decision}/")
    cinema.page.locator("#case-panels a[href*='/open/repair/']").click()
    form = cinema.page.locator("form.actform")
    expect(form.locator("[name=decision]")).to_contain_text(decision)
    pages.fill(form, account="两张票券已补兑并致歉。", signed_by="蒋经理")
    with cinema.may_get(422):
        form.locator(".btn-main").click()
        expect(cinema.page.locator(".errsum")).to_contain_text("2 处")
    expect(form.locator("[name=account]")).to_have_value("两张票券已补兑并致歉。")
    form.locator("[type=file]").first.set_input_files(pages.a_photo("补兑记录"))
    expect(form.locator("[data-upload-tick]:visible")).to_have_count(1)
    form.locator("[name=undertaken]").check()
    form.locator(".btn-main").click()
    cinema.page.wait_for_url(re.compile(r"/desk/ours/XF[^/]+/"))
    return cinema.page.url.rstrip("/").rsplit("/", 1)[1]


def agrees(who, number: str) -> None:
    pages.open_case(who, number)
    pages.does(who, "say_on_repair", agrees="yes", reasons="已履行，同意修复。")


def test_a_cinema_earns_its_way_off_the_list(person, installation, watch):
    decision = installation.elsewhere.put_on_the_list(days_ago=100)
    cinema, anybody = person("cinema", user="tianyuan1", at="phone"), person("anybody", at="phone")
    checker = person("checker", user="zhou")
    federation, bureau = person("federation", user="gonghui"), person("bureau", user="yuan")
    anybody.opens(f"/list/{decision}/")
    expect(anybody.page.locator("main")).to_contain_text(CINEMA)

    number = applies(cinema, decision)
    cinema.is_live()
    pages.open_case(checker, number)
    pages.does(checker, "claim")
    pages.does(checker, "accept_repair")
    watch.starts()
    watch.soon(cinema.sees("核查中", where=HEAD))
    pages.does(checker, "verify_repair", confirmed="yes", account="补兑记录属实。")
    agrees(federation, number)
    agrees(bureau, number)
    watch.starts()
    watch.soon(cinema.sees("准予修复", where=HEAD), checker.sees("准予修复", where=HEAD))

    with anybody.may_get(404):
        anybody.opens(f"/list/{decision}/")
        for _look in range(20):
            if CINEMA not in anybody.page.locator("main").inner_text():
                break
            anybody.page.wait_for_timeout(1_000)
            anybody.page.reload()
        expect(anybody.page.locator("main")).to_contain_text("信用已修复")
        expect(anybody.page.locator("main")).not_to_contain_text(CINEMA)
    cinema.opens(f"/desk/ours/{decision}/")
    expect(cinema.page.locator("#case-panels")).to_contain_text("已提前终止")
