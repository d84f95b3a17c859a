"""Sent twice, sent too late, sent wrongly, asked by the wrong person: nothing doubles, nothing typed is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from . import pages
from .pictures import NOT_A_PHOTO

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@WITH_AND_WITHOUT_SCRIPTS
def test_a_double_tap_on_send_makes_one_complaint(person, installation, scripts):
    """P1."""
    complainant = person("complainant", at="phone", scripts=scripts)
    story = f"连点两下，脚本：{scripts}"
    pages.fill_in(complainant, story)
    complainant.page.locator(".step-foot [name=go][value=send]").dblclick(no_wait_after=True)
    filed = pages.receipt(complainant)
    assert installation.elsewhere.cases(story) == [filed.number]


def test_going_back_after_sending_makes_no_second_complaint(person, installation, watch):
    """P1: the same again leads to the same receipt; something else is kept from being lost unseen."""
    complainant = person("complainant", at="phone")
    story = "发送以后又退回来"
    filed = pages.file_complaint(complainant, story)
    complainant.page.go_back()
    pages.on(complainant, "check", go="send")
    assert pages.receipt(complainant) == filed

    complainant.page.go_back()
    with complainant.may_get(409):
        complainant.page.locator("form[data-page=check] [name=go][value='edit:story']").first.click()
        watch.then(complainant.sees(filed.number))
    assert installation.elsewhere.cases(story) == [filed.number]


def test_an_act_that_comes_too_late_keeps_what_was_typed(person, installation, watch):
    """A colleague at another window was first: 409, what happened meanwhile, and every word still there."""
    number = installation.elsewhere.file()["number"]
    installation.elsewhere.act(number, "claim", "lin")
    reviewer = person("reviewer", user="lin")
    pages.open_case(reviewer, number)
    form = pages.sheet(reviewer, "accept")
    pages.fill(form, remark="已经收到，正在核实。")
    installation.elsewhere.act(number, "accept", "lin")

    with reviewer.may_get(409):
        form.locator(".btn-main").click()
        watch.then(reviewer.sees("受理", where="#sheet-accept .late-news"))
    expect(reviewer.page.locator("#sheet-accept [name=remark]")).to_have_value("已经收到，正在核实。")
    assert installation.elsewhere.record(number) == ["file", "claim", "accept"]


def test_a_message_that_came_meanwhile_is_read_first_and_refuses_nothing(person, installation, watch):
    number = installation.elsewhere.file()["number"]
    installation.elsewhere.act(number, "claim", "lin")
    reviewer = person("reviewer", user="lin")
    pages.open_case(reviewer, number)
    form = pages.sheet(reviewer, "accept")
    pages.fill(form, remark="已经收到。")
    installation.elsewhere.act(number, "message", "complainant", message="票根找到了。")

    with reviewer.may_get(409):
        form.locator(".btn-main").click()
        watch.then(reviewer.sees("票根找到了", where="#sheet-accept .late-news"))
    expect(form.locator("[name=remark]")).to_have_value("已经收到。")
    form.locator(".btn-main").click()
    watch.then(reviewer.sees("调查中", where="#case-head"))
    assert installation.elsewhere.record(number) == ["file", "claim", "message", "accept"]


@WITH_AND_WITHOUT_SCRIPTS
def test_a_file_that_is_no_photo_is_refused_beside_the_picker_and_takes_nothing_with_it(person, scripts, watch):
    """P3."""
    complainant = person("complainant", at="phone", scripts=scripts)
    pages.fill_in(complainant, "照片选错了。", until="evidence")
    picker = complainant.page.locator(".picker")
    wrong = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": NOT_A_PHOTO}
    with complainant.may_get(400, 415, 422):
        picker.locator("[type=file]").first.set_input_files(wrong)
        if scripts:
            watch.then(complainant.sees("photo.jpg", where=".picker .thumb.bad"))
            picker.locator("[data-upload-remove]").click()
        else:
            complainant.page.locator(".step-foot [name=go][value=next]").click()
            watch.then(complainant.sees("photo.jpg", where=".picker [role=alert]"))
    pages.on(complainant, "evidence")
    pages.say_who(complainant)
    pages.on(complainant, "who")
    watch.then(complainant.sees("照片选错了。", where="dl.sum"))


@pytest.mark.parametrize("user", ["zhuzhou", "tianyuan1", "pingtai"])
def test_a_case_of_others_is_not_there(person, installation, watch, user):
    """A union sees no complaints; a respondent sees only its requests, and before it is asked not even that."""
    number = installation.elsewhere.file()["number"]
    stranger = person("stranger", user=user)
    with stranger.may_get(403, 404):
        for path in (f"/desk/cases/{number}/", f"/desk/party/{number}/"):
            stranger.opens(path)
            expect(stranger.page.locator("main h1")).to_be_visible()
            assert number not in stranger.page.locator("body").inner_text()


def test_who_has_not_proved_to_be_the_complainant_is_asked_for_the_code(person, installation):
    number = installation.elsewhere.file()["number"]
    stranger = person("stranger", at="phone")
    pages.follow(stranger, number)
    expect(stranger.page.locator("main [name=code]")).to_be_visible()
    assert "拒绝兑换" not in stranger.page.content()
    stranger.opens(f"/desk/cases/{number}/")
    expect(stranger.page.locator("main [name=password]")).to_be_visible()
