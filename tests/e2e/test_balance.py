"""What is left of a campaign's vouchers: the platform declares, an organiser gives it back, both confirm (issue 8)."""

from __future__ import annotations

from . import pages

HEAD, PANELS, RECORD = "#case-head", "#case-panels", "#case-record"
DECLARED = {
    "sold_count": "100",
    "sold": "20000",
    "redeemed_count": "80",
    "redeemed": "16050",
    "refunded_count": "8",
    "refunded": "1600",
    "count": "12",
    "amount": "2350",
    "unions": "示例机械厂工会，10，1950\n示例纺织厂工会，2，400.00",
}


def test_what_a_platform_declares_is_pooled_once_both_organisers_confirm_it(person, installation, watch):
    platform = person("platform", user="pingtai", at="phone")
    union, bureau = person("union", user="gonghui2"), person("bureau", user="yuan")
    platform.opens("/desk/party/")
    number = installation.elsewhere.vouchers_expire()
    watch.then(platform.sees(number, "申报未使用余额", where="#party-list"))
    platform.opens(f"/desk/ours/{number}/")
    for organiser in (union, bureau):
        pages.open_case(organiser, number)

    pages.does(platform, "declare_balance", **DECLARED)
    watch.starts()
    watch.soon(
        union.sees("待主办单位确认", where=HEAD),
        bureau.sees("2,350.00", "示例机械厂工会", where=PANELS),
        platform.sees("湖南省总工会", "湖南省电影局", where="#case-side"),
    )

    pages.does(union, "confirm_balance")
    pages.does(bureau, "return_balance", reason="退款张数请与财务核对。")
    watch.starts()
    watch.soon(platform.sees("待平台申报", where=HEAD), platform.sees("退款张数请与财务核对。", where=RECORD))

    # What was said before stands in the form.
    pages.does(platform, "declare_balance")
    watch.starts()
    watch.soon(union.sees("第 2 次申报", where=PANELS), bureau.sees("第 2 次申报", where=PANELS))
    pages.does(union, "confirm_balance")
    pages.does(bureau, "confirm_balance")
    watch.starts()
    watch.soon(*(one.sees("已归集", where=HEAD) for one in (platform, union, bureau)))
