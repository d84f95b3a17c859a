"""People at their browsers. A fault that a page shows to nobody (console, CSP, a failed answer) fails the story."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page, Request, Response, Route

from .wires import Wire

# "Within 2 seconds, without a reload" (issue 4): each run tells how long it was, and a busy machine gets more.
SOON = 5.0
LOOK_EVERY_MS = 40
# What somebody does or opens themselves may take as long as a busy machine needs.
LOOKS_FOR = 20
PHONE, DESK = (390, 844), (1440, 900)

# What a story wants to know of a page: violations of its policy, whether the bell's socket is up, and the ids of the
# news that the page was given.
TELL = """
window.storyNews = [];
document.addEventListener("casework:notifications", ({ detail }) => {
  window.storyNews.push(...detail.items.map((item) => item.id));
});
document.addEventListener("casework:link", ({ detail }) => { window.storyLink = detail; });
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
# The same polling as ever, only that a story does not wait for the whole minute.
POLL = 1.0
POLL_EACH_SECOND = """
const interval = window.setInterval;
window.setInterval = (run, ms, ...rest) => interval(run, ms === 60_000 ? 1_000 : ms, ...rest);
"""
# What Chromium and htmx say besides the answers and failures that are looked at one by one.
SAID_ELSEWHERE = re.compile(
    r"Failed to load resource: (the server responded with a status of \d+|net::ERR_)"
    r"|Response Status Error Code \d+ from"
)


class Sight(NamedTuple):
    """What somebody should see: `words` in order of no importance, in the visible text of `where`."""

    who: Person
    where: Callable[[Page], Locator]
    words: tuple[str | re.Pattern, ...]
    there: bool = True

    def missing(self) -> list[str]:
        """Which words are not there; for what should be gone, which still are."""
        text = self.text()
        patterns = [re.compile(re.escape(word)) if isinstance(word, str) else word for word in self.words]
        return [pattern.pattern for pattern in patterns if bool(pattern.search(text)) is not self.there]

    def text(self) -> str:
        try:
            return re.sub(r"\s+", " ", " ".join(self.where(self.who.page).all_inner_texts()))
        except Error:  # the page is on its way to another address
            return ""


class Person:
    """One browser window: `page`, the `faults` it had, and how many documents it has `loads`-ed.

    `cut_off`: its network fails on purpose now; `deaf`: its sockets do.
    """

    def __init__(self, name: str, context: BrowserContext, url: str, *, has_scripts: bool = True) -> None:
        self.name, self.context, self.url, self.has_scripts = name, context, url, has_scripts
        self.faults: list[str] = []
        self.loads = 0
        self.cut_off = False
        self.deaf = False
        self._may_get: set[int] = set()
        context.add_init_script(TELL)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        context.on("response", self._judge)
        context.on("requestfailed", self._lost)
        context.on("request", self._count)
        self.page = context.new_page()

    # --- what goes wrong ----------------------------------------------------------------------------------------------
    def _hear(self, message: ConsoleMessage) -> None:
        expected = SAID_ELSEWHERE.search(message.text) or self.cut_off or (self.deaf and "WebSocket" in message.text)
        if message.type == "error" and not expected:
            self.faults.append(f"console: {message.text}")

    def _judge(self, response: Response) -> None:
        status = response.status
        if status >= 400 and status not in self._may_get:
            self.faults.append(f"{status} {response.request.method} {response.url}")

    def _lost(self, request: Request) -> None:
        # A page that is left drops what it was still asking for.
        if not self.cut_off and request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure} {request.method} {request.url}")

    def _count(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self.loads += 1

    @contextmanager
    def may_get(self, *statuses: int) -> Iterator[None]:
        """A part of the story in which answers with these statuses are what should come."""
        self._may_get |= set(statuses)
        yield
        self.page.wait_for_timeout(50)
        self._may_get -= set(statuses)

    @contextmanager
    def cut(self, wire: Wire) -> Iterator[None]:
        """The network is away; afterwards the page has found its way back to it by itself."""
        self.cut_off = True
        wire.cut()
        self.hears("down")
        yield
        wire.mend()
        self.hears("up")
        self.cut_off = False

    @contextmanager
    def loses(self, address: str) -> Iterator[None]:
        """The next request for this address finds no network; any after it does."""
        lost = []

        def lose(route: Route) -> None:
            lost.append(route.request.url)
            self.cut_off = True
            route.abort("internetdisconnected")

        self.page.route(address, lose, times=1)
        yield
        self.cut_off = False
        assert lost, f"{self.name} asked for no {address}"

    # --- going places -------------------------------------------------------------------------------------------------
    def opens(self, path: str) -> Person:
        self.page.goto(path if path.startswith(("http", "about:")) else self.url + path)
        return self

    def is_signed_in(self, session: str) -> Person:
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        return self

    def speaks(self, language: str) -> Person:
        """From the next page on, the interface is in this language."""
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.url}
        self.context.add_cookies([cookie])
        return self

    def is_live(self) -> Person:
        """Waits until the bell's socket is up: from here on, news must come by itself."""
        return self.hears("up")

    def hears(self, link: str) -> Person:
        """Waits until the page knows that its socket is "up", or "down"."""
        until = time.monotonic() + LOOKS_FOR
        # Not `wait_for_function`: its polling is code in a string, which the pages' policy forbids.
        while self.page.evaluate("window.storyLink") != link:
            assert time.monotonic() < until, f"{self.name}: the socket was not {link} within {LOOKS_FOR} s"
            self.page.wait_for_timeout(LOOK_EVERY_MS)
        return self

    @contextmanager
    def without_reload(self) -> Iterator[None]:
        """The document of before is still the one afterwards."""
        before = self.loads
        yield
        assert self.loads == before, f"{self.name}: the page was loaded {self.loads - before} more times"

    # --- the page as it stands ----------------------------------------------------------------------------------------
    def sees(self, *words: str | re.Pattern, where: str | Callable[[Page], Locator] = "main") -> Sight:
        """For `Watch.soon`: the words anywhere in the page, or in one part of it."""
        find = where if callable(where) else lambda page: page.locator(where)
        return Sight(self, find, words)

    def misses(self, *words: str | re.Pattern, where: str = "main") -> Sight:
        """The same for words that should be gone."""
        return self.sees(*words, where=where)._replace(there=False)

    def photograph(self, folder: Path) -> str:
        """Where the page was when a story failed, and what it showed. What the policy says to the photographer is no
        fault of the page."""
        self.cut_off = True
        path = folder / f"{self.name}.png"
        try:
            self.page.screenshot(path=path, full_page=True, timeout=5_000)
        except Error as error:
            return f"{self.name}: {self.page.url} ({error})"
        return f"{self.name}: {self.page.url} {path}"


class Watch:
    """Measures how long pages take to show by themselves what somebody did elsewhere."""

    def __init__(self, record: Callable[[str, Any], None]) -> None:
        self._record = record
        self.within = SOON
        self._since = time.monotonic()

    def starts(self) -> None:
        """The act is done as far as its own person can tell: from now on the others' pages have `SOON`."""
        self._since = time.monotonic()

    def soon(self, *sights: Sight, within: float = 0) -> None:
        """Every sight is seen within `SOON` seconds of the act (`within`: or so many)."""
        waiting = list(sights)
        while waiting:
            now = time.monotonic() - self._since
            waiting = [sight for sight in waiting if not self._seen(sight, now)]
            if waiting and now > (within or self.within):
                raise AssertionError("\n".join(_complaint(sight, now) for sight in waiting))
            if waiting:
                waiting[0].who.page.wait_for_timeout(LOOK_EVERY_MS)

    def _seen(self, sight: Sight, now: float) -> bool:
        if sight.missing():
            return False
        self._record("seconds", round(now, 2))
        return True

    def then(self, *sights: Sight) -> None:
        """Sights on pages that somebody has just opened: no hurry."""
        self.starts()
        self.soon(*sights, within=LOOKS_FOR)


def _complaint(sight: Sight, after: float) -> str:
    fault = "does not see" if sight.there else "still sees"
    return f"After {after:.1f} s {sight.who.name} {fault}: {'、'.join(sight.missing())}\n  but: {sight.text()[:1500]}"
