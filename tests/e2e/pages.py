"""What people do on the pages: filing, the desk's acts, a respondent's answer. Hooks are names of fields and acts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from casework.demo.people import PASSWORD

from .people import Person, Sight
from .pictures import photo

NUMBER = re.compile(r"(?:TS|JB)\d\d-\d{6}-[0-9A-Z]")
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
CINEMA, PLATFORM = "示例影城（天元店）", "示例平台"
# Until when: a day as every page writes it.
A_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
STORY = "买了两张 19:50 的票，售票员说今天人多，系统不收券。"


class Filed(NamedTuple):
    number: str
    code: str


def a_photo(words: str = "", name: str = "photo.jpg") -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(words)}


def today() -> str:
    return dt.datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def sign_in(who: Person, user: str, password: str = PASSWORD) -> None:
    """On the page that asks for it."""
    who.page.locator("[name=login]").fill(user)
    who.page.locator("[name=password]").fill(password)
    who.page.locator("main form .btn-main").click()


# --- filing -----------------------------------------------------------------------------------------------------------
def file_complaint(who: Person, story: str = STORY, *, file: dict[str, Any] | None = None) -> Filed:
    """The whole wizard, one thing a page, to the receipt."""
    fill_in(who, story, file=file)
    on(who, "check", go="send")
    return receipt(who)


def fill_in(
    who: Person,
    story: str = STORY,
    *,
    file: dict[str, Any] | None = None,
    until: str = "check",
    look: Callable[[str], None] = lambda step: None,
) -> None:
    """Page after page, up to and not with `until`; `look` is called on each before it is filled in."""
    who.opens("/complaints/new/")
    steps = {
        "what": lambda: who.page.locator("[name=category][value=refused_redemption]").check(),
        "where": lambda: choose_parties(who),
        "when": lambda: who.page.locator("[name=happened_on]").fill(today()),
        "story": lambda: tell(who, story),
        "evidence": lambda: file and who.page.locator("[type=file]").first.set_input_files(file),
        "who": lambda: say_who(who),
    }
    for step, answers in steps.items():
        expect(who.page.locator(f"form[data-page={step}]")).to_be_visible()
        look(step)
        if step == until:
            return
        answers()
        on(who, step)
    expect(who.page.locator("form[data-page=check]")).to_be_visible()


def tell(who: Person, story: str) -> None:
    who.page.locator("[name=story]").fill(story)
    who.page.locator("[name=wish]").fill("补兑两张票")


def say_who(who: Person) -> None:
    who.page.locator("[name=name]").fill("林女士")
    who.page.locator("[name=phone]").fill("13800138900")


def choose_parties(who: Person) -> None:
    """The cinema by a few letters of its name: the list comes while one types, or with the button. The platform."""
    page = who.page
    page.locator("[name=q]").fill("天元")
    found = page.get_by_role("radio", name=re.compile(CINEMA))
    if not who.has_scripts:
        page.locator("[name=go][value=search]").click()
    found.check()
    page.get_by_role("radio", name=PLATFORM, exact=True).check()


def on(who: Person, step: str, go: str = "next") -> None:
    """On this page of the wizard, press the button that leads on."""
    form = who.page.locator(f"form[data-page={step}]")
    form.locator(f".step-foot [name=go][value={go}]").click()
    expect(form).to_have_count(0)


def receipt(who: Person) -> Filed:
    """Number and code as they stand on the receipt."""
    who.page.wait_for_url("**/complaints/filed/**")
    text = who.page.locator("main").inner_text()
    return Filed(NUMBER.search(text)[0], CODE.search(text.replace("\n", " "))[0])


def follow(who: Person, number: str) -> None:
    who.opens(f"/track/case/{number}/")


# --- the desk ---------------------------------------------------------------------------------------------------------
def open_case(who: Person, number: str) -> None:
    who.opens(f"/desk/cases/{number}/")


def listed(who: Person, number: str) -> Sight:
    """A row of the list of cases has this number."""
    return who.sees(number, where="#list a.work")


def sheet(who: Person, act: str) -> Locator:
    """The act's form, opened in place by its button."""
    form = who.page.locator(f"#sheet-{act} form.actform")
    if not form.is_visible():
        who.page.locator(f"a[data-act={act}]").click()
        expect(form).to_be_visible()
    return form


def does(who: Person, act: str, **fields: str) -> None:
    """Open the act's form in place, fill it in, send it; done when the desk has recorded it."""
    form = sheet(who, act)
    fill(form, **fields)
    with who.page.expect_response(lambda answer: f"/acts/{act}/" in answer.url and answer.request.method == "POST"):
        form.locator(".btn-main").click()


def fill(form: Locator, **fields: str) -> None:
    """By the names of the fields; a choice by its value."""
    for name, value in fields.items():
        field = form.locator(f"[name={name}]").first
        if field.get_attribute("type") in ("radio", "checkbox"):
            form.locator(f'[name={name}][value="{value}"]').check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


# --- cinemas and platforms --------------------------------------------------------------------------------------------
def open_request(who: Person, number: str) -> None:
    who.opens(f"/desk/party/{number}/")


def asked(who: Person, number: str) -> Sight:
    """A row of what is asked of us has this number."""
    return who.sees(number, where="#party-list a.work")


def answer(who: Person, file: dict[str, Any] | None = None, **fields: str) -> None:
    """Fill in the form of the task at hand and send it; done when the receipt is there."""
    form = who.page.locator("#party-form")
    if file:
        form.locator("[type=file]").first.set_input_files(file)
        expect(form.locator("[data-upload-list] .ok")).to_have_count(1)
    fill(form, **fields)
    form.locator(".btn-main").click()
    who.page.wait_for_url("**/receipt/**")
