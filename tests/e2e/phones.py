"""What inspectors do on the page of their phone, as they would: tap, photograph, sign. The wire may be cut."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Locator, expect

from .people import LOOKS_FOR, Person

# Of everything that waits on this phone, for whoever is signed in: the seals of its photos and signatures.
SEALS = """async () => {
  const open = indexedDB.open("casework-inspect");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = db.transaction("bytes").objectStore("bytes").getAll();
  const rows = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  db.close();
  const hex = (digest) => [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
  return Promise.all(rows.map(async ({ bytes }) => hex(await crypto.subtle.digest("SHA-256", bytes))));
}"""
IS_KEPT = "() => navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"
TAKEN, ZONE = 0x9003, 0x9011


def photo_file(name: str, taken: dt.datetime | None = None, size: tuple[int, int] = (640, 480)) -> dict:
    """A grainy photo as a camera writes it: it stays large however it is compressed, so it goes in several pieces."""
    grain = random.Random(name).randbytes(size[0] * size[1])
    image, data = Image.frombytes("L", size, grain).convert("RGB"), io.BytesIO()
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769).update({TAKEN: f"{taken:%Y:%m:%d %H:%M:%S}", ZONE: "+08:00"})
    image.save(data, "JPEG", quality=85, exif=exif)
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def has_tasks(who: Person) -> Person:
    """The page was opened once with a network: tasks and page lie on the phone."""
    who.opens("/inspect/")
    expect(who.page.get_by_text("没网也能用").first).to_be_visible()
    until(lambda: who.page.evaluate(IS_KEPT), who)
    return who


def until(condition: Callable[[], object], who: Person) -> None:
    for _look in range(20 * LOOKS_FOR):
        if condition():
            return
        who.page.wait_for_timeout(50)
    raise AssertionError(f"{who.name}: it never was")


def starts(who: Person, number: str) -> None:
    who.opens(f"/inspect/#/t/{number}")
    who.page.get_by_role("button", name="开始检查").click()
    expect(question(who, 1)).to_be_visible()


def question(who: Person, number: int) -> Locator:
    return who.page.locator(".item").nth(number - 1)


def photographs(where: Locator, *photos: dict) -> None:
    for photo in photos:
        before = where.locator(".shots figure").count()
        where.locator("input[type=file]").set_input_files(photo)
        expect(where.locator(".shots figure")).to_have_count(before + 1)


def answers_all(who: Person, *photos: dict) -> None:
    """Every question of the stories' checklist; what is wrong is said and shown."""
    first = question(who, 1)
    first.get_by_role("radio", name="不符合", exact=True).check()
    first.locator("textarea").fill("售票处没有公示。")
    photographs(first, *photos)
    question(who, 2).locator("input:not([type=file])").fill("35")
    question(who, 3).locator("input:not([type=file])").fill("３５。0元")
    photographs(question(who, 4), photo_file(f"front of {who.name}", size=(160, 120)))
    question(who, 5).locator("textarea").first.fill("值班经理在场。")
    is_saved(who)


def is_saved(who: Person) -> None:
    """The disk has it: a page that dies from now on loses nothing."""
    expect(who.page.locator("[data-slot=saved][aria-busy]")).to_have_count(0)


def signs_and_finishes(who: Person, *, typed: bool = False, party: str = "", says_where: bool = False) -> None:
    """One inspector with a finger; the other too, or with their name; somebody of the cinema (`party`), or nobody."""
    page = who.page
    page.get_by_role("link", name="签名并结束").click()
    if says_where:
        page.get_by_role("checkbox", name="在报告里写明手机所在的位置").check()
        expect(page.locator("main")).to_contain_text("误差约")
    # No wait between two signatures of two people.
    for name in ("陈小范", "何小例"):
        part = page.locator(".signature", has_text=name)
        if typed and name == "何小例":
            part.locator("summary").click()
            part.locator("input").fill(name)
            part.get_by_role("button", name="用姓名确认").click()
        else:
            draws(part.locator("canvas"))
        expect(page.locator(".signature", has_text=name)).to_contain_text("已")
    if party:
        page.get_by_role("radio", name="签名", exact=True).check()
        page.get_by_label("签名人的姓名和职务").fill(party)
        draws(page.locator(".signature", has_text="被检查单位").locator("canvas"))
    else:
        page.get_by_role("radio", name="不愿签").check()
        page.get_by_label("不签的理由").fill("值班经理称需请示总部。")
    page.get_by_role("button", name="结束检查").click()
    expect(page.get_by_role("heading", name="待发送")).to_be_visible()


def draws(pad: Locator) -> None:
    pad.scroll_into_view_if_needed()
    box, mouse = pad.bounding_box(), pad.page.mouse
    mouse.move(box["x"] + 40, box["y"] + 100)
    mouse.down()
    for step in range(6):
        mouse.move(box["x"] + 60 + 30 * step, box["y"] + (60 if step % 2 else 110))
    mouse.up()


def seals(who: Person) -> list[str]:
    return sorted(who.page.evaluate(SEALS))


def is_received(who: Person, words: str = "已收到") -> None:
    expect(who.page.locator(".visit .banner", has_text=words).first).to_be_visible(timeout=1000 * LOOKS_FOR * 2)


def tries_again(who: Person) -> None:
    """The phone says that it has a network again; else it looks every half a minute."""
    who.page.evaluate("dispatchEvent(new Event('online'))")
