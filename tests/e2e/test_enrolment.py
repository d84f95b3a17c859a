"""A cinema comes into the campaign: proposed by a platform, confirmed on a phone, checked by the film office, decided
by the association; everybody sees it live, and so does the public (issue 8)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from . import pages

CINEMA, CODE = "示例影城（贺家土店）", "43029906"
HEAD, PANELS = "#case-head", "#case-panels"


def proposes(platform) -> str:
    """From its own desk, by name; first it sees what was read. The number of the cinema's case."""
    platform.opens("/desk/party/")
    platform.page.locator("a[href='/desk/ours/propose/']:visible").click()
    platform.page.locator("[name=listed]").fill(f"{CINEMA}\n43029901")
    platform.page.locator("form.actform .btn-main").click()
    expect(platform.page.locator(".read-back")).to_contain_text("可以推荐 1 家影院")
    platform.page.locator(".read-back .btn-main").click()
    link = platform.page.locator("a[href*='/desk/ours/YR']").first
    number = re.search(r"YR[^/]+", link.get_attribute("href"))[0]
    link.click()
    return number


def test_a_cinema_that_a_platform_proposed_is_on_the_list_once_it_is_decided(person, installation, watch):
    platform, cinema = person("platform", user="pingtai"), person("cinema", user="lusong", at="phone")
    office, handler, anybody = person("office", user="lusongqu"), person("handler", user="lin"), person("anybody")
    cinema.opens("/desk/party/")
    cinema.is_live()
    number = proposes(platform)
    platform.is_live()
    watch.then(cinema.sees(number, "填写并提交影院登记", where="#party-list"))

    cinema.opens(f"/desk/ours/{number}/")
    said = {"address": "芦淞区示例路 8 号", "duty_manager": "邓小例", "duty_phone": "0731-0000 0108"}
    said |= {"extension_channel": "到服务台登记。", "signatory": "邓小例"}
    form = pages.sheet(cinema, "submit_enrolment")
    takes = form.get_by_label("接受示例平台的票券")
    expect(takes).to_be_checked()
    key = takes.get_attribute("name").removeprefix("takes_")
    form.get_by_label("我已阅读承诺书").check()
    pages.does(cinema, "submit_enrolment", **said, **{f"procedure_{key}": "扫码出票。", f"days_{key}": "15"})
    watch.soon(platform.sees("主管部门核实中", where=HEAD))

    office.opens("/desk/")
    watch.then(office.sees(number, "核实影院情况", where="#field-list"))
    office.opens(f"/desk/field/{number}/")
    pages.does(office, "check_facts", holds="all")
    watch.starts()
    watch.soon(cinema.sees("待决定", where=HEAD), platform.sees("待决定", where=HEAD))

    installation.elsewhere.act(number, "claim", "lin")
    pages.open_case(handler, number)
    pages.does(handler, "qualify_cinema")
    watch.starts()
    watch.soon(
        cinema.sees("参加活动", where=HEAD),
        platform.sees("参加活动", where=HEAD),
        office.sees("参加活动", where=HEAD),
    )
    anybody.opens(f"/cinemas/?q={CODE}")
    watch.then(anybody.sees(CINEMA, "示例平台", "0731-0000 0108", where="main"))
    anybody.page.get_by_role("link", name=CINEMA).click()
    watch.then(anybody.sees("扫码出票。", "到服务台登记。", where="main"))
    anybody.page.locator(f"a[href='/complaints/new/?cinema={CODE}']").click()
    expect(anybody.page.locator("main")).to_be_visible()
