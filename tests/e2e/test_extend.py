"""A member extends one voucher on a phone, and the result arrives at the platform's own server (issue 8 §3)."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.notifications.receiver import Receiver, signed_by

from .people import LOOKS_FOR
from .test_extension import last_day

SETTINGS = {"WEBHOOKS_TO_LOCALHOST": "True"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def sets_up_webhook(platform, url: str) -> str:
    """The platform types its address at its own desk, and copies the secret."""
    platform.opens("/desk/party/")
    platform.page.locator("a[href='/desk/ours/webhook/']:visible").click()
    platform.page.locator("[name=url]").fill(url)
    platform.page.locator("form[action$='/address/'] .btn-main").click()
    return platform.page.locator("#webhook-secret").inner_text().strip()


def asks(member, number: str) -> str:
    """From the list of platforms to the receipt, with a slip of the finger on the way; the number of the request."""
    member.opens("/platforms/")
    member.page.locator("a[href^='/extend/?platform=']").first.click()
    form = member.page.locator("#extend")
    said = {"number": number, "expires_on": last_day(), "why": "住院两个月，没能去看。", "name": "林女士"}
    for name, text in {**said, "phone": "1380013800"}.items():
        form.locator(f"[name={name}]").fill(text)
    with member.may_get(422):
        form.locator("[value=check]").click()
        expect(member.page.locator(".errsum")).to_contain_text("1 处")
        expect(form.locator("[name=why]")).to_have_value(said["why"])
        form.locator("[name=phone]").fill("13800138000")
        form.locator("[value=check]").click()
        expect(member.page.locator("dl.sum")).to_contain_text("林女士")
    member.page.locator("[value=send]").click()
    member.page.wait_for_url("**/extend/YQ*/")
    expect(member.page.locator("#receipt-code")).to_be_visible()
    return member.page.url.rstrip("/").rsplit("/", 1)[1]


def test_a_member_asks_on_a_phone_and_the_result_reaches_them_and_the_platforms_server(
    person, installation, watch, receiver
):
    platform, member = person("platform", user="pingtai"), person("member", at="phone")
    secret = sets_up_webhook(platform, receiver.url)
    number = asks(member, "HN-7001")
    member.page.locator("main .btn-main").click()
    member.is_live()

    platform.opens(f"/desk/ours/{number}/")
    watch.then(platform.sees("HN-7001", "会员本人"), platform.misses("林女士", "13800138000", "住院"))
    installation.elsewhere.act(number, "confirm_vouchers", "pingtai", which="all")
    watch.starts()
    watch.soon(member.sees("待决定", "最迟"))
    installation.elsewhere.act(number, "claim", "lin")
    installation.elsewhere.act(number, "decide_vouchers", "lin", which="all")
    watch.starts()
    watch.soon(member.sees("已准予延期", "HN-7001"))

    until = time.monotonic() + LOOKS_FOR
    while not receiver.came and time.monotonic() < until:
        time.sleep(0.05)
    (headers, body), said = receiver.came[0], receiver.bodies[0]
    assert signed_by(secret, headers, body)
    assert (said["request"], said["vouchers"][0]["outcome"]) == (number, "granted")
    platform.opens("/desk/ours/webhook/")
    watch.then(platform.sees(number, "已发送"))
