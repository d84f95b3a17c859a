"""What every page owes everyone: WCAG 2.2 AA by axe, nothing sideways at any width or with text twice as large, targets
of 44 px under a thumb, and whole words."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from .people import Person

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# On a walk each page is looked at in one of these and one language, in turn: most pages differ in the same few things.
LOOKS = [(390, "light"), (1440, "dark"), (390, "dark"), (1440, "light")]
# What no reader should see: words whose gaps were not filled.
RAW = re.compile(r".*(?:%\(|\{[{%]|__proxy__).*|^None$", re.MULTILINE)
WIDTHS = (320, 390, 768, 992, 1440)
# Twice drawn: axe must not look while colours change.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What makes the page wider than its window: the innermost of it.
WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.body.querySelectorAll('*')].filter((part) => part.getBoundingClientRect().right > wide + 1);
  return out.filter((part) => !out.some((other) => other !== part && part.contains(other)))
    .map((part) => part.outerHTML.slice(0, 80)).slice(0, 4);
}"""
LARGER_TEXT = "percent => { document.documentElement.style.fontSize = percent; }"
# Links within a text are as high as its lines; what a label holds is hit by the whole label.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
.filter((part) => {
  const box = part.getBoundingClientRect();
  const style = getComputedStyle(part);
  const inText = part.tagName === 'A' && style.display === 'inline';
  const unseen = box.left < -100 || style.clipPath !== 'none' || part.closest('.visually-hidden');
  return box.width && !unseen && !inText && !part.closest('label') && (box.height < 43.5 || box.width < 43.5);
}).map((part) => part.outerHTML.slice(0, 80))"""
# Words that are cut off by a box of their own, other than where an ellipsis says so.
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter((part) => {
  const style = getComputedStyle(part);
  const words = [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const cuts = style.overflowX === 'hidden' || style.overflowY === 'hidden';
  const hidden = part.clientWidth <= 1 || style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
  return words && cuts && !hidden
    && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1);
}).map((part) => part.outerHTML.slice(0, 80))"""


# What stands in a closed <details> has a place and is not drawn; this axe does not know, and takes what is drawn there
# for the ground of its letters.
SEEN = "part => document.querySelector(part).checkVisibility({contentVisibilityAuto: true})"


class Inspector:
    """Looks a page over and remembers what it found, so that one run tells of all pages."""

    def __init__(self) -> None:
        self.axe = Axe()
        self.faults: list[str] = []
        self._turn = 0

    def opens(self, who: Person, path: str, name: str = "") -> None:
        """Open the page in the language whose turn it is and look it over."""
        language = LANGUAGES[self._turn // len(LOOKS) % len(LANGUAGES)]
        who.speaks(language).opens(path)
        self._looks(who, f"{name or who.name}, {language}, {path}", [LOOKS[self._turn % len(LOOKS)]])

    def looks_over(self, who: Person, name: str) -> None:
        """Look over the page as it stands, narrow and wide."""
        self._looks(who, name, LOOKS[:2] if self._turn % 2 else LOOKS[2:])

    def _looks(self, who: Person, name: str, looks: list[tuple[int, str]]) -> None:
        """In the end the page is as wide as it was."""
        self._turn += 1
        before = who.page.viewport_size
        for width, scheme in looks:
            who.page.set_viewport_size({"width": width, "height": 900})
            who.page.emulate_media(color_scheme=scheme)
            who.page.evaluate(DRAWN)
            self._ask_axe(who, f"{name} at {width}, {scheme}")
        self._measure(who, name)
        self.faults += [f"{name}: {raw}" for raw in RAW.findall(who.page.locator("body").inner_text())]
        who.page.set_viewport_size(before)

    def _measure(self, who: Person, name: str) -> None:
        page = who.page
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            self.faults += [f"{name} at {width}: wider than the window {part}" for part in page.evaluate(WIDER)]
            if width == 390:
                self.faults += [f"{name} at {width}: small target {part}" for part in page.evaluate(SMALL_TARGETS)]
        page.evaluate(LARGER_TEXT, "200%")
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            self.faults += [f"{name} at {width}, text at 200 %: too wide {part}" for part in page.evaluate(WIDER)]
            self.faults += [f"{name} at {width}, text at 200 %: cut off {part}" for part in page.evaluate(CUT_OFF)]
        page.evaluate(LARGER_TEXT, "")

    def _ask_axe(self, who: Person, where: str) -> None:
        found = self.axe.run(who.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        for rule in found.response["violations"]:
            nodes = [node for node in rule["nodes"] if self._counts(who, rule["id"], node)]
            if nodes:
                told = [f"{node['target']} {node['failureSummary']}" for node in nodes][:4]
                self.faults.append(f"{where}: {rule['id']} {' '.join(told)}")

    def _counts(self, who: Person, rule: str, node: dict) -> bool:
        return rule != "color-contrast" or who.page.evaluate(SEEN, node["target"][0])
