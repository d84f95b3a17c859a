"""A batch of vouchers is extended in part: the union asks, the platform checks, the association decides (issue 8)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from . import pages

HEAD, PANELS = "#case-head", "#case-panels"


def last_day() -> str:
    """Of the vouchers of a campaign that still runs today."""
    today = timezone.localdate()
    return dt.date(today.year - (today.month < 3), 12, 31).isoformat()


def asks(union, numbers: str, count: int) -> str:
    """At the union's own desk, from its first page on; the number of the request."""
    union.opens("/desk/party/")
    union.page.locator("a[href='/desk/ours/open/extension/']:visible").click()
    form = union.page.locator("form.actform")
    form.locator("[name=platform]").select_option(label="示例平台")
    said = {"numbers": numbers, "count": str(count), "expires_on": last_day(), "reason": "设备大修，职工未能观影。"}
    pages.fill(form, **said)
    # What was read comes back as an answer that is not taken yet.
    with union.may_get(422):
        form.locator(".btn-main").click()
        expect(union.page.locator(".read-back")).to_contain_text(f"共 {count} 张，合计 {count * 200:,}.00 元")
    union.page.locator(".read-back .btn-main").click()
    union.page.wait_for_url("**/desk/ours/YQ*/")
    return union.page.url.rstrip("/").rsplit("/", 1)[1]


def test_a_union_asks_for_a_batch_and_reads_what_becomes_of_each_voucher(person, installation, watch):
    union, platform = person("union", user="jixiechang", at="phone"), person("platform", user="pingtai")
    handler = person("handler", user="lin")
    number = asks(union, "HN-5001~HN-5020", 20)
    union.is_live()

    platform.opens("/desk/party/")
    watch.then(platform.sees(number, "核对申请延期的票券", where="#party-list"))
    platform.opens(f"/desk/ours/{number}/")
    pages.does(platform, "confirm_vouchers", which="some", used="HN-5003")
    watch.starts()
    watch.soon(union.sees("待决定", where=HEAD), union.sees("已兑换或已无余额", where=PANELS))

    installation.elsewhere.act(number, "claim", "lin")
    pages.open_case(handler, number)
    pages.does(handler, "decide_vouchers", explanation="平台显示已核销，没有余额可延。")
    watch.starts()
    watch.soon(
        union.sees("已决定", where=HEAD),
        union.sees("未同意", "我要投诉", where=PANELS),
        platform.sees("未同意", where=PANELS),
    )
    with union.page.expect_download() as sheet:
        union.page.locator("a[href$='/sheet/']").click()
    assert sheet.value.suggested_filename == f"{number}.xlsx"
