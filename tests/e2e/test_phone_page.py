"""The inspectors' page itself: seen by everyone, in browsers that can less, on a phone that is full."""

from __future__ import annotations

from playwright.sync_api import expect

from . import field, phones
from .phones import photo_file

NO_WORKER = "delete Navigator.prototype.serviceWorker"
# Chromium's own way to shrink a disk (Storage.overrideQuotaForOrigin) does nothing in a browser window of a test.
A_DISK = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...row) {
  if (window.diskIsFull) throw new DOMException("", "QuotaExceededError");
  return put.apply(this, row);
};
"""


def test_every_part_of_the_page_is_for_everyone(person, installation, inspector):
    number = installation.elsewhere.inspection()
    who = phones.has_tasks(person("chen", user=field.FIRST, at="phone"))
    inspector.looks_over(who, "tasks")
    who.opens(f"/inspect/#/t/{number}")
    who.page.get_by_text("出示检查码").click()
    phones.tries_again(who)
    who.page.wait_for_timeout(500)
    code = who.page.get_by_alt_text("本次检查的检查码")
    expect(code).to_be_visible()
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
    inspector.looks_over(who, "task")
    phones.starts(who, number)
    phones.question(who, 1).get_by_role("radio", name="不符合", exact=True).check()
    phones.photographs(phones.question(who, 1), photo_file("one", size=(160, 120)))
    inspector.looks_over(who, "checklist")
    who.page.get_by_role("link", name="还差").click()
    who.page.get_by_role("radio", name="签名").check()
    who.page.locator(".signature summary").first.click()
    inspector.looks_over(who, "ending")
    who.page.get_by_role("link", name="1. 示例问题 posted").click()
    expect(phones.question(who, 1).get_by_role("radio", name="符合", exact=True)).to_be_visible()
    who.opens("/inspect/#/out")
    expect(who.page.locator("[data-file]")).to_have_count(1)
    inspector.looks_over(who, "sending")
    cinema = person("cinema", at="phone").opens(installation.elsewhere.visit_address(number))
    expect(cinema.page.get_by_role("button", name="已看过")).to_be_hidden()
    inspector.looks_over(cinema, "the code")
    assert installation.elsewhere.times_of(number, "be_scanned") == 1


def test_a_browser_without_service_worker_saves_all_the_same_and_says_what_to_expect(person, installation):
    number = installation.elsewhere.inspection()
    who = person("wechat", user=field.FIRST, at="phone")
    who.context.add_init_script(NO_WORKER)
    who.opens("/inspect/")
    expect(who.page.locator("#warnings")).to_contain_text("没网时打不开本页")
    phones.starts(who, number)
    phones.question(who, 1).get_by_role("radio", name="不适用").check()
    phones.is_saved(who)
    who.page.reload()
    expect(phones.question(who, 1).get_by_role("radio", name="不适用")).to_be_checked()


def test_a_phone_that_is_full_says_so_and_goes_on_when_there_is_room(person, installation):
    number = installation.elsewhere.inspection()
    who = person("chen", user=field.FIRST, at="phone")
    who.context.add_init_script(A_DISK)
    phones.starts(phones.has_tasks(who), number)
    who.page.evaluate("window.diskIsFull = true")
    first = phones.question(who, 1)
    first.locator("input[type=file]").set_input_files(photo_file("one"))
    expect(who.page.get_by_role("alert").first).to_contain_text("手机存满了")
    expect(first.locator(".shots figure")).to_have_count(0)
    who.page.evaluate("window.diskIsFull = false")
    phones.photographs(first, photo_file("one"))
    expect(who.page.locator("#warnings")).not_to_contain_text("手机存满了")


def test_what_stands_in_the_way_of_finishing_is_listed_and_leads_to_its_question(person, installation):
    number = installation.elsewhere.inspection()
    who = phones.has_tasks(person("chen", user=field.FIRST, at="phone"))
    phones.starts(who, number)
    who.page.get_by_role("link", name="签名并结束").click()
    finish = who.page.get_by_role("button", name="结束检查")
    expect(finish).to_have_attribute("aria-disabled", "true")
    expect(who.page.locator(".missing li")).to_have_count(4)
    who.page.locator(".missing a", has_text="5.").click()
    expect(phones.question(who, 5).locator("textarea").first).to_be_focused()


def test_where_the_phone_is_goes_with_the_report_only_where_an_inspector_says_so(person, installation):
    elsewhere = installation.elsewhere
    number, place = elsewhere.inspection(), {"latitude": 27.83, "longitude": 113.13, "accuracy": 12}
    who = person("chen", user=field.FIRST, at="phone", geolocation=place, permissions=["geolocation"])
    phones.starts(phones.has_tasks(who), number)
    phones.answers_all(who, photo_file("one", size=(160, 120)))
    phones.signs_and_finishes(who, says_where=True)
    phones.is_received(who)
    (report,) = elsewhere.reports(number)
    assert report["place"] == {"lat": 27.83, "lon": 113.13, "accuracy": 12}


def test_a_closed_cinema_is_reported_with_a_photo_of_its_door(person, installation):
    elsewhere = installation.elsewhere
    number = elsewhere.inspection()
    who = phones.has_tasks(person("chen", user=field.FIRST, at="phone"))
    phones.starts(who, number)
    who.opens(f"/inspect/#/t/{number}/not")
    who.page.get_by_role("radio", name="大门关闭").check()
    who.page.get_by_label("当时的情况").fill("大门上锁，无人应答。")
    phones.photographs(who.page.locator("main"), photo_file("door", size=(160, 120)))
    who.page.get_by_role("button", name="上报：未能检查").click()
    phones.is_received(who)
    assert [report["kind"] for report in elsewhere.reports(number)] == ["closed"]
    assert len(elsewhere.seals(number)) == 1
