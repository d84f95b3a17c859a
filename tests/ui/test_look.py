"""The components in a real browser: WCAG 2.2 AA, nothing sideways, big targets, both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.chromium import CHROMIUM, MISSING

from .look import render_page, serve

PAGES = [
    "parts",
    "home",
    "filing",
    "track",
    "desk",
    "respondent",
    "plain",
    "/404.html",
    "/403.html",
    "/500.html",
    "/stale.html",
]
WIDTHS = (320, 360, 390, 576, 768, 992, 1200, 1440, 1920)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
.filter((part) => {
  const box = part.getBoundingClientRect();
  const inText = part.tagName === 'A' && getComputedStyle(part).display === 'inline';
  return box.width && box.left > -100 && !inText && !part.closest('label') && (box.height < 43.5 || box.width < 43.5);
}).map((part) => part.outerHTML.slice(0, 80))"""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not CHROMIUM, reason=MISSING),
]


@pytest.fixture(scope="module")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--hide-scrollbars"])
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser):
    contexts = []

    def opened(name: str, width: int = 1440, **options):
        kind = {"reduced_motion": "reduce", "viewport": {"width": width, "height": 900}} | options
        contexts.append(browser.new_context(**kind))
        page = contexts[-1].new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        serve(page, render_page(name))
        return page

    yield opened
    for context in contexts:
        context.close()


# Each page narrow and wide, light and dark, but not in every pair: they share their colours and their parts.
LOOKS = [
    (name, width, scheme)
    for place, name in enumerate(PAGES)
    for width, scheme in zip((390, 1440), ("light", "dark") if place % 2 else ("dark", "light"), strict=True)
]


@pytest.mark.parametrize(("name", "width", "scheme"), LOOKS)
def test_everyone_can_use_the_page(open_page, name, width, scheme):
    page = open_page(name, width, color_scheme=scheme)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    assert page.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_its_window(open_page, name):
    page = open_page(name)
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(width)
    assert wide == []


@pytest.mark.parametrize("name", PAGES)
def test_targets_are_big_under_a_thumb(open_page, name):
    page = open_page(name, 390, is_mobile=True, has_touch=True)
    assert page.evaluate(SMALL_TARGETS) == []


def test_a_pressed_button_is_busy_and_sends_once_p1(open_page):
    page = open_page("parts")
    sent = []

    def stay(route):
        sent.append(route.request.post_data)
        route.fulfill(status=204)  # the page stays as it is, as while a slow answer is awaited

    page.route("**/", stay)
    button = page.locator("button[name=act]")
    button.click()
    page.wait_for_function("document.querySelector('button[name=act]').disabled")
    assert "正在提交" in button.inner_text()
    page.evaluate("document.querySelector('button[name=act]').form.requestSubmit()")
    page.wait_for_timeout(200)
    assert sent == ["act=send"]


def test_the_error_summary_is_gone_to(open_page):
    page = open_page("filing")
    assert page.evaluate("document.activeElement.className") == "errsum"


def test_escape_folds_an_act_s_form_and_keeps_what_was_typed(open_page):
    page = open_page("desk")
    page.locator("#fact").fill("写了一半")
    page.keyboard.press("Escape")
    assert page.locator("#act-propose").is_hidden()
    opener = page.get_by_role("button", name="提出认定")
    assert opener.get_attribute("aria-expanded") == "false"
    opener.click()
    assert page.locator("#fact").input_value() == "写了一半"


def test_a_closed_act_does_nothing(open_page):
    page = open_page("desk")
    page.evaluate("window.pressed = 0; document.addEventListener('click', () => window.pressed++)")
    page.get_by_role("button", name="按和解办结").click(force=True)
    assert page.evaluate("window.pressed") == 0


def test_the_reader_chooses_the_appearance_even_where_nothing_can_be_stored_p4(open_page):
    page = open_page("home")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('refused'); }; }")
    choice = page.locator("[data-theme-choice]")
    for said, theme in (("浅色", "light"), ("深色", "dark"), ("跟随系统", None)):
        choice.click()
        assert said in choice.inner_text()
        assert page.evaluate("document.documentElement.dataset.bsTheme ?? null") == theme


def test_a_part_that_listens_is_refreshed_unless_someone_types_in_it(open_page):
    page = open_page("desk")
    page.evaluate("""() => {
      document.querySelector('#list').dataset.refreshOn = '*';
      document.querySelector('#act-propose').dataset.refreshOn = 'TS26-004217-K';
      window.refreshed = [];
      document.addEventListener('refresh', (event) => window.refreshed.push(event.target.id));
      window.changed = (no) => document.dispatchEvent(new CustomEvent('casework:changed', { detail: [no] }));
    }""")
    page.locator("#fact").focus()
    page.evaluate("window.changed('TS26-004217-K')")
    assert page.evaluate("window.refreshed") == ["list"]
    page.locator("#fact").blur()
    page.evaluate("window.changed('TS26-000001-A')")
    assert page.evaluate("window.refreshed") == ["list", "list"]
    page.evaluate("window.changed('TS26-004217-K')")
    assert page.evaluate("window.refreshed") == ["list", "list", "list", "act-propose"]


def test_a_phone_shows_the_case_that_was_opened_from_the_list(open_page):
    page = open_page("queue", 390)
    assert page.locator("#case").is_hidden()
    page.route("**/case/", lambda route: route.fulfill(body="<h1>说黄金场不能用券</h1>", content_type="text/html"))
    page.locator("#w1").click()
    page.get_by_role("heading", name="说黄金场不能用券").wait_for()
    assert page.locator("#list").is_hidden()
    assert page.url.endswith("/case/")
