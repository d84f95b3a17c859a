"""Two screenings for the last money of the pool: one is paid from it, held and settled, and everybody reads of it
(issue 8 §4)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from . import pages

HEAD, PANELS = "#case-head", "#case-panels"


def proposes(union, cost: str) -> str:
    """At the union's own desk, from its first page on; the number of the screening."""
    union.opens("/desk/party/")
    union.page.locator("a[href='/desk/ours/open/screening/']:visible").click()
    form = union.page.locator("form.actform")
    form.locator("[name=cinema]").select_option(label="示例影城（天元店） · 天元区")
    day = (timezone.localdate() + dt.timedelta(days=2)).isoformat()
    said = {"day": day, "hour": "19:30", "film": "示例长空", "seats": "120", "cost": cost}
    pages.fill(form, **said, purpose="三班倒的一线职工。")
    form.locator(".btn-main").click()
    union.page.wait_for_url("**/desk/ours/GY*/")
    return union.page.url.rstrip("/").rsplit("/", 1)[1]


def test_a_screening_is_paid_from_the_last_money_of_the_pool_and_everybody_reads_what_became_of_it(
    person, installation, watch
):
    elsewhere = installation.elsewhere
    elsewhere.pool_money(500_000)
    union, anybody = person("union", user="jixiechang", at="phone"), person("anybody", at="phone")
    federation, bureau, handler = (person(name, user=name) for name in ("gonghui", "yuan", "lin"))
    number, other = proposes(union, "3000"), elsewhere.another_screening("jixiechang", "3000")
    union.is_live()

    pages.open_case(federation, number)
    pages.does(federation, "approve_screening")
    watch.starts()
    watch.soon(union.sees("湖南省总工会已同意", where=PANELS))
    pages.open_case(bureau, number)
    expect(bureau.page.locator(PANELS)).to_contain_text("5,000.00 元")
    for who in ("gonghui", "dianyingju"):
        elsewhere.act(other, "approve_screening", who)
    with bureau.may_get(422):
        pages.does(bureau, "approve_screening", note="请注意散场秩序。")
        form = bureau.page.locator("#sheet-approve_screening")
        expect(form).to_contain_text("归集资金池现有 2,000.00 元，本场需要 3,000.00 元")
    expect(form.locator("[name=note]")).to_have_value("请注意散场秩序。")
    elsewhere.act(other, "cancel_screening", "jixiechang", reason="改期。")
    pages.does(bureau, "approve_screening")
    watch.starts()
    watch.soon(union.sees("已批准", where=HEAD))

    elsewhere.its_evening_comes(number)
    union.opens(f"/desk/ours/{number}/")
    form = pages.sheet(union, "report_screening")
    form.locator("[type=file]").first.set_input_files(pages.a_photo("观影现场"))
    expect(form.locator("[data-upload-list] .ok")).to_have_count(1)
    form.locator("[name=publishable]").check()
    pages.does(union, "report_screening", attendance="118", spent="2875.50", account="秩序良好。")
    elsewhere.act(number, "claim", "lin")
    pages.open_case(handler, number)
    pages.sheet(handler, "settle_screening").locator("[name=photos]").first.check()
    pages.does(handler, "settle_screening")
    watch.starts()
    watch.soon(union.sees("已结算", where=HEAD), union.sees("124.50", where=PANELS))

    anybody.opens("/pool/")
    shown = anybody.page.locator("main")
    for text in ("2,124.50 元", "示例长空", "到场 118 人", "2,875.50 元"):
        expect(shown).to_contain_text(text)
    anybody.page.locator(".pool-photos img").scroll_into_view_if_needed()
    expect(anybody.page.locator(".pool-photos img")).to_have_js_property("complete", True)
