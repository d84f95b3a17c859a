"""Choosing files on a phone: what is wrong is said at once, a cut line loses nothing, a page loaded anew neither."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.films import film

from . import pages
from .people import LOOKS_FOR, Person
from .pictures import NOT_A_PHOTO

MB = 1024 * 1024
# So slow that a line can be cut in the middle of some megabytes.
UPLOAD_PER_SECOND = 1.5 * MB
PATIENCE = 1000 * LOOKS_FOR


@pytest.fixture(scope="module")
def videos(tmp_path_factory) -> dict[str, Path]:
    """Files as a phone's chooser hands them over: the same one again has the same name, size and day."""
    folder = tmp_path_factory.mktemp("videos")
    found = {name: folder / f"{name}.mp4" for name in ("short", "long", "endless")}
    found["short"].write_bytes(film())
    found["long"].write_bytes(film(frames=8 * MB))
    found["endless"].write_bytes(film())
    os.truncate(found["endless"], 86 * MB)
    return found


def at_the_files(who: Person) -> Person:
    pages.fill_in(who, until="evidence")
    return who


def choose(who: Person, what: str, file: object) -> None:
    who.page.locator(f"[id$=-{what}]").first.set_input_files(file)


def rows(who: Person) -> Locator:
    return who.page.locator("[data-upload-list] > li")


def pieces_of(who: Person) -> list[int]:
    """Where each piece began that this page sends from now on."""
    sent: list[int] = []

    def note(request: Request) -> None:
        if at := request.headers.get("upload-offset"):
            sent.append(int(at))

    who.page.on("request", note)
    return sent


def on_a_slow_line(who: Person) -> None:
    slow = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": UPLOAD_PER_SECOND}
    who.context.new_cdp_session(who.page).send("Network.emulateNetworkConditions", slow)


def test_what_cannot_be_taken_is_said_beside_it_and_the_rest_goes_on(person, videos):
    who = at_the_files(person("complainant", at="phone"))
    expect(who.page.locator("[id$=-limits]")).to_contain_text("视频（MP4、MOV）不超过 50 MB")
    sent = pieces_of(who)
    choose(who, "film", videos["endless"])
    expect(rows(who).nth(0)).to_contain_text("太大了：86 MB，视频上限 50 MB")
    choose(who, "film", {"name": "a.avi", "mimeType": "video/x-msvideo", "buffer": b"RIFF"})
    expect(rows(who).nth(1)).to_contain_text("另存为 MP4")
    choose(who, "pdf", {"name": "a.txt", "mimeType": "text/plain", "buffer": NOT_A_PHOTO})
    expect(rows(who).nth(2)).to_contain_text("不是照片、PDF 或视频")
    assert sent == [], "nothing of it was sent"
    with who.may_get(422):
        choose(who, "photo", {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": NOT_A_PHOTO})
        expect(rows(who).nth(3)).to_contain_text("不是我们能收的照片、PDF 或视频")
    choose(who, "photo", pages.a_photo("good"))
    expect(rows(who).locator(".ok")).to_have_count(1)
    for _wrong in range(4):
        rows(who).first.locator("[data-upload-remove]").click()
    pages.on(who, "evidence")
    expect(who.page.locator("form[data-page=who]")).to_be_visible()


def test_a_line_that_is_cut_in_the_middle_costs_a_piece_and_no_tap(person, wire, videos):
    who = at_the_files(person("complainant", at="phone", by=wire))
    on_a_slow_line(who)
    sent = pieces_of(who)
    choose(who, "film", videos["long"])
    expect(rows(who).first).to_contain_text(re.compile(r"正在上传 [3-9]\d%"), timeout=PATIENCE)
    who.cut_off = True
    wire.cut()
    expect(rows(who).first).to_contain_text("网络恢复后自动接着传")
    before = len(sent)
    # The last piece before the cut may have arrived, and only its answer been lost: then it is told where to go on.
    with who.may_get(409):
        wire.mend()
        who.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(rows(who).locator(".ok")).to_have_count(1, timeout=PATIENCE)
    who.cut_off = False
    assert sent[before] in (sent[before - 1], sent[before - 1] + MB), "it goes on where the server is"
    assert sent[0] < sent[before], "and not from the beginning"
    assert len(sent) - len(set(sent)) <= 1


def test_a_page_that_is_loaded_anew_shows_what_is_there_and_goes_on_with_what_was_not(person, videos):
    """P6: some phones load the page anew when the chooser closes."""
    who = at_the_files(person("complainant", at="phone"))
    choose(who, "photo", pages.a_photo("one"))
    choose(who, "film", videos["short"])
    expect(rows(who).locator(".ok")).to_have_count(2)
    on_a_slow_line(who)
    choose(who, "film", videos["long"])
    expect(rows(who).nth(2)).to_contain_text(re.compile(r"正在上传 [3-9]\d%"), timeout=PATIENCE)
    who.page.reload()
    expect(rows(who).locator(".ok")).to_have_count(2)
    expect(rows(who).nth(1)).to_contain_text("short.mp4")
    sent = pieces_of(who)
    choose(who, "film", videos["long"])
    expect(rows(who).locator(".ok")).to_have_count(3, timeout=PATIENCE)
    assert min(sent) > 0, "what had arrived is not sent again"
    pages.on(who, "evidence")
    expect(who.page.locator("form[data-page=who]")).to_be_visible()


def test_a_video_comes_later_and_only_who_investigates_can_play_it(person, installation, videos):
    filed = installation.elsewhere.file()
    number = filed["number"]
    installation.elsewhere.act(number, "claim", "lin")
    who = person("complainant", at="phone").opens(f"/track/{filed['link']}/")
    who.page.locator("#evidence > summary").click()
    form = who.page.locator("#evidence form")
    # Also after the page has fetched this part anew, which it does when it is first seen.
    expect(form.locator("[data-upload-input]").first).to_have_css("position", "absolute")
    with who.page.expect_file_chooser() as chooser:
        form.locator("label[for$=-film]").click()
    # As on phones, where no field has the focus then.
    who.page.evaluate("document.activeElement.blur()")
    # While it is open the case moves, and the page fetches its parts anew: the form stays where it is.
    installation.elsewhere.act(number, "accept", "lin")
    expect(who.page.locator("main")).to_contain_text("已经受理，接下来请有关各方答复")
    chooser.value.set_files(videos["short"])
    expect(form.locator(".ok")).to_have_count(1)
    form.locator(".btn-main").click()
    expect(who.page.locator("#p-talk")).to_contain_text("视频 1 · 已封存，只有核查人员能播放")
    expect(rows(who)).to_have_count(0)

    handler = person("handler", user="lin")
    pages.open_case(handler, number)
    with handler.page.expect_response(lambda answer: "/film/" in answer.url) as played:
        handler.page.locator(".desk-evi a", has_text="视频 1").first.click()
    assert played.value.status == 206
    expect(handler.page.locator("video[controls]")).to_be_visible()
    colleague = person("colleague", user="zhou")
    pages.open_case(colleague, number)
    expect(colleague.page.locator(".desk-evi")).to_contain_text("只有核查人员能播放")
    expect(colleague.page.locator(".desk-evi a")).to_have_count(0)
