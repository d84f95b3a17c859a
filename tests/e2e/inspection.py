"""What every page owes everyone: WCAG 2.2 AA by axe at 390 and 1440 px, light and dark; nothing sideways anywhere."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from .people import Person

# The dark page differs from the light one in its colours only.
RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast"],
}
WIDTHS = (360, 390, 576, 768, 992, 1200, 1440, 1920)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Inspector:
    """Looks a page over and remembers what it found, so that one run tells of all pages."""

    def __init__(self) -> None:
        self.axe = Axe()
        self.faults: list[str] = []

    def looks_over(self, who: Person, name: str) -> None:
        page = who.page
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(WIDER):
                self.faults.append(f"{name} at {width}: wider than the window")
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, rules in RULES.items():
                page.emulate_media(color_scheme=scheme)
                self._ask_axe(who, rules, f"{name} at {width}, {scheme}")

    def _ask_axe(self, who: Person, rules: list[str], where: str) -> None:
        found = self.axe.run(who.page, options={"runOnly": rules, "resultTypes": ["violations"]})
        for rule in found.response["violations"]:
            targets = [str(node["target"]) for node in rule["nodes"]][:4]
            self.faults.append(f"{where}: {rule['id']} {' '.join(targets)}")
