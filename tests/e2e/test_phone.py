"""Inspections on the phone, without network (issue 7 §4, §5): the real service worker, a wire that is really cut."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from . import field, phones
from .phones import photo_file

TAKEN = dt.datetime(2026, 10, 12, 10, 12, 5)
# In the middle of the second photo.
SECOND_PIECE = b"upload-offset: 131072"


def _visits_without_network(who, wire, number: str) -> None:
    """All that is asked is filled in and signed, one photo taken; the wire stays cut."""
    phones.has_tasks(who)
    who.cut_off = True
    wire.cut()
    phones.starts(who, number)
    phones.answers_all(who, photo_file("one", size=(160, 120)))
    phones.signs_and_finishes(who)


def test_a_whole_visit_without_network_arrives_once_though_the_line_breaks_twice_and_the_page_dies(
    person, wire, installation
):
    elsewhere = installation.elsewhere
    number = elsewhere.inspection()
    who = phones.has_tasks(person("chen", user=field.FIRST, at="phone", by=wire))
    who.cut_off = True
    wire.cut()
    who.page.reload()
    expect(who.page.get_by_text(field.CINEMA).first).to_be_visible()
    phones.starts(who, number)
    expect(who.page.locator("#status")).to_contain_text("只存在这部手机里")
    phones.answers_all(who, photo_file("one", TAKEN), photo_file("two"), photo_file("three"))
    who.page.reload()
    expect(phones.question(who, 1).locator("figure")).to_have_count(3)
    phones.signs_and_finishes(who)
    expect(who.page.locator(".visit")).to_contain_text("只存在这部手机里")
    sent = phones.seals(who)
    assert len(sent) == 6, "three of the first question, one of the front, two signatures"
    assert elsewhere.times_of(number, "start_visit") == 0

    wire.cut_at(SECOND_PIECE)
    wire.mend()
    phones.tries_again(who)
    phones.until(lambda: not wire.waits_to_cut, who)
    who.page.close()
    wire.cut_at(b"/report_visit/", loses_answer=True)
    wire.mend()
    who.page = who.context.new_page()
    who.opens("/inspect/#/out")
    phones.until(lambda: not wire.waits_to_cut, who)
    assert len(elsewhere.reports(number)) == 1, "the server has it, and the phone does not know"
    expect(who.page.locator(".visit")).to_contain_text("只存在这部手机里")
    wire.mend()
    phones.tries_again(who)
    phones.is_received(who)
    who.cut_off = False
    expect(who.page.locator("#status")).to_be_hidden()
    assert elsewhere.seals(number) == sent
    (report,) = elsewhere.reports(number)
    assert (report["overtaken"], report["place"]) == (False, None)
    assert (report["photos"], report["answered"], report["violations"]) == (4, 5, 1)
    assert elsewhere.taken(number)[0] == "2026-10-12T10:12:05+08:00"
    assert elsewhere.times_of(number, "start_visit") == elsewhere.times_of(number, "report_visit") == 1
    assert phones.seals(who) == [], "what was received is cleared from the phone"


def test_what_the_server_forgot_meanwhile_is_sent_again(person, wire, installation):
    """The photos had arrived, their part had not, and the phone lay in a drawer for three days."""
    elsewhere = installation.elsewhere
    number, who = elsewhere.inspection(), person("chen", user=field.FIRST, at="phone", by=wire)
    _visits_without_network(who, wire, number)
    sent = phones.seals(who)
    wire.cut_at(b"/send_part/")
    wire.mend()
    phones.tries_again(who)
    phones.until(lambda: not wire.waits_to_cut, who)
    assert elsewhere.unsent_files_are_swept() == len(sent)
    with who.may_get(404, 422):
        wire.mend()
        phones.tries_again(who)
        phones.is_received(who)
    assert elsewhere.seals(number) == sent
    assert len(elsewhere.reports(number)) == 1


def test_two_phones_on_one_task_one_report_counts_and_the_other_is_kept(person, installation):
    elsewhere = installation.elsewhere
    number = elsewhere.inspection()
    first = phones.has_tasks(person("chen", user=field.FIRST, at="phone"))
    second = phones.has_tasks(person("he", user=field.SECOND, at="phone"))
    phones.starts(first, number)
    with second.may_get(409, 422):
        phones.starts(second, number)
        for who in (first, second):
            phones.answers_all(who, photo_file(who.name, size=(160, 120)))
        phones.signs_and_finishes(first, typed=True, party="蒋小例，值班经理")
        phones.is_received(first)
        phones.signs_and_finishes(second)
        phones.is_received(second, "作为证据留存")
    expect(second.page.locator(".visit").first).to_contain_text("已由另一部手机上报")
    expect(second.page.locator(".visit").first).to_contain_text("陈小范")
    one, other = elsewhere.reports(number)
    assert (one["overtaken"], one["by"], other["overtaken"], other["by"]) == (False, field.FIRST, True, field.SECOND)
    assert other["photos"] == 2
    assert sorted(map(str, one["signed"])) == ["True", "True", "何小例"], "a finger, the cinema's, a name"


def test_a_report_that_is_returned_is_open_again_with_all_that_was_in_it(person, installation):
    elsewhere = installation.elsewhere
    number = elsewhere.inspection()
    who = phones.has_tasks(person("chen", user=field.FIRST, at="phone"))
    phones.starts(who, number)
    phones.answers_all(who, photo_file("one", size=(160, 120)))
    phones.signs_and_finishes(who)
    phones.is_received(who)
    elsewhere.act(number, "return_for_more", field.HANDLER, reason="请补拍取票机。")
    who.page.goto("about:blank")
    who.opens("/inspect/")
    who.page.locator(".visit", has_text="已填 5 项").get_by_role("link", name="接着检查").click()
    phones.photographs(phones.question(who, 1), photo_file("two", size=(160, 120)))
    who.page.get_by_role("link", name="签名并结束").click()
    expect(who.page.locator("main")).to_contain_text("请补拍取票机。")
    who.page.get_by_role("button", name="结束检查").click()
    phones.is_received(who)
    phones.until(lambda: len(elsewhere.reports(number)) == 2, who)
    assert [report["photos"] for report in elsewhere.reports(number)] == [2, 3]
    assert len(elsewhere.seals(number)) == 5


@pytest.mark.parametrize(
    ("meanwhile", "words"), [("recall_inspection", "被撤回"), ("hand_inspection_over", "转交他人")]
)
def test_a_task_that_is_not_theirs_any_more_is_told_and_its_report_kept(person, wire, installation, meanwhile, words):
    elsewhere = installation.elsewhere
    number, who = elsewhere.inspection(), person("chen", user=field.FIRST, at="phone", by=wire)
    _visits_without_network(who, wire, number)
    getattr(elsewhere, meanwhile)(number)
    with who.may_get(409, 422):
        wire.mend()
        phones.tries_again(who)
        phones.is_received(who, "作为证据留存")
    expect(who.page.locator(".visit").first).to_contain_text(words)
    (report,) = elsewhere.reports(number)
    assert report["overtaken"]
    assert len(elsewhere.seals(number)) == 4


def test_another_person_on_the_same_phone_neither_sees_nor_sends_what_is_the_firsts(person, wire, installation):
    elsewhere = installation.elsewhere
    number, who = elsewhere.inspection(), person("chen", user=field.FIRST, at="phone", by=wire)
    _visits_without_network(who, wire, number)
    who.page.goto("about:blank")
    wire.mend()
    who.opens("/accounts/logout/")
    who.page.locator("main form button").click()
    with who.may_get(401):
        who.opens("/inspect/")
        expect(who.page.get_by_role("link", name="登录")).to_be_visible()
        expect(who.page.locator("body")).not_to_contain_text(field.CINEMA)

    who.is_signed_in(elsewhere.session_of(field.SECOND)).opens("/inspect/")
    expect(who.page.locator("main")).to_contain_text("何小例")
    expect(who.page.locator(".visit", has_text=field.CINEMA).first).to_contain_text("清单和资料已存到手机")
    who.opens("/inspect/#/out")
    expect(who.page.locator("main")).to_contain_text("没有待发送的")
    assert elsewhere.times_of(number, "start_visit") == 0

    who.page.goto("about:blank")
    who.is_signed_in(elsewhere.session_of(field.FIRST)).opens("/inspect/#/out")
    phones.is_received(who)
    (report,) = elsewhere.reports(number)
    assert report["by"] == field.FIRST
