"""`python -m tests.screenshots` (make screenshots): the demo's pages as the README shows them, into docs/images/.

A new demo each time, gone afterwards. Its days count back from today, so pictures differ from run to run in dates.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")

from casework.house.first_run import ROOT
from tests.e2e import pages, phones
from tests.e2e.chromium import CHROMIUM
from tests.e2e.conftest import FLAGS
from tests.e2e.installation import Installation
from tests.e2e.people import DESK, PHONE, Person

FOLDER = ROOT / "docs/images"
WIDTHS = {"390": PHONE, "1440": DESK}
COLOURS = 96
# So that the README opens at once, and a clone stays small.
MOST_OF_ONE, MOST_OF_ALL = 150_000, 2_000_000


class EmptyDatabase:
    """In place of the stories' template: the demo goes into an empty database only."""

    def copy_to(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'casework.sqlite3'}"


class Gallery:
    """The processes with the demo, a browser, and the pictures taken so far."""

    def __init__(self, installation: Installation, browser: Browser) -> None:
        self.installation, self.browser = installation, browser
        self.sizes: dict[str, int] = {}

    @contextmanager
    def window(self, width: str, scheme: str, username: str = "") -> Iterator[Person]:
        """Somebody's browser window, signed in where a username is given."""
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        context = self.browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        if username:
            self._sign_in(context, username)
        try:
            yield Person(username, context, self.installation.url)
        finally:
            context.close()

    def _sign_in(self, context: BrowserContext, username: str) -> None:
        key = self.installation.elsewhere.session_of(username)
        context.add_cookies([{"name": "sessionid", "value": key, "url": self.installation.url}])

    def take(self, page: Page, name: str) -> None:
        """What the window shows, in so few colours that it is small."""
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        path = FOLDER / f"{name}.png"
        shot.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
        self.sizes[path.name] = path.stat().st_size


def public(gallery: Gallery, width: str, scheme: str) -> None:
    """The first page; the wizard from its first page to the receipt; the page that it becomes."""
    with gallery.window(width, scheme) as who:
        who.opens("/")
        gallery.take(who.page, f"home-{width}-{scheme}")

        def look(step: str) -> None:
            if step == "what":
                gallery.take(who.page, f"filing-{width}-{scheme}")

        pages.fill_in(who, pages.STORY, look=look)
        gallery.take(who.page, f"check-{width}-{scheme}")
        pages.on(who, "check", go="send")
        filed = pages.receipt(who)
        gallery.take(who.page, f"receipt-{width}-{scheme}")
        pages.follow(who, filed.number)
        gallery.take(who.page, f"track-{width}-{scheme}")


def opened(username: str, name: str, path: str, *, row: str = "") -> Callable[[Gallery, str, str], None]:
    """A page as somebody sees it; with `row`, the case behind the first row of the list with these words, pressed."""

    def picture(gallery: Gallery, width: str, scheme: str) -> None:
        with gallery.window(width, scheme, username) as who:
            who.opens(path)
            if row:
                who.page.locator("#list a.work", has_text=row).first.click()
                who.page.wait_for_url("**/desk/cases/**")
                who.page.wait_for_load_state("networkidle")
            gallery.take(who.page, f"{name}-{width}-{scheme}")

    return picture


def on_the_phone(gallery: Gallery, width: str, scheme: str) -> None:
    """An inspector's tasks, and the checklist of a visit that has begun."""
    with gallery.window(width, scheme, "chen") as who:
        phones.has_tasks(who)
        gallery.take(who.page, f"tasks-{width}-{scheme}")
        who.page.locator(".visit a").last.click()
        who.page.get_by_role("button", name="开始检查").click()
        phones.photographs(phones.question(who, 1), pages.a_photo("售票处", "front.jpg"))
        phones.question(who, 2).get_by_text("不符合", exact=True).click()
        phones.question(who, 1).scroll_into_view_if_needed()
        gallery.take(who.page, f"checklist-{width}-{scheme}")


# Each with the windows that the README shows it in.
PICTURES = (
    (public, "390", "light"),
    (public, "390", "dark"),
    (opened("lin", "queue", "/desk/queue/"), "1440", "light"),
    (opened("lin", "case", "/desk/mine/", row="TS"), "1440", "light"),
    (opened("tang", "joined", "/desk/all/", row="主案"), "1440", "dark"),
    (opened("tang", "approve", "/desk/approve/"), "1440", "dark"),
    (opened("tianyuan1", "respondent", "/desk/party/"), "390", "light"),
    (opened("lin", "board", "/desk/board/"), "1440", "light"),
    (on_the_phone, "390", "light"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="casework-pictures-") as folder, sync_playwright() as playwright:
        installation = Installation(EmptyDatabase(), Path(folder) / "demo")
        try:
            for command in (["prepare"], ["load_demo", "--i-know"]):
                call = [sys.executable, "manage.py", *command]
                subprocess.run(call, cwd=ROOT, env=installation.env, check=True, stdout=subprocess.DEVNULL)
            installation.start()
            gallery = Gallery(installation, playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
            for picture, width, scheme in PICTURES:
                picture(gallery, width, scheme)
            drop_others(gallery.sizes)
        finally:
            installation.stop()
    report(gallery.sizes)


def drop_others(sizes: dict[str, int]) -> None:
    """What no picture is taken of any more."""
    for path in FOLDER.glob("*.png"):
        if path.name not in sizes:
            path.unlink()


def report(sizes: dict[str, int]) -> None:
    """Say what was made. Exits with what is too large."""
    too_large = [name for name, size in sizes.items() if size > MOST_OF_ONE]
    if too_large or sum(sizes.values()) > MOST_OF_ALL:
        sys.exit(
            f"too large: {', '.join(too_large) or 'all of them together'}, {sum(sizes.values()) / 1e6:.1f} MB in all"
        )
    sys.stdout.write(f"{len(sizes)} pictures in docs/images, {sum(sizes.values()) / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
