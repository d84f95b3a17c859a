"""A platform's list of cinemas as it was read, for pages: the figures, the gaps, and the rows to look at (R24, R25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.admissions.list_access import may_decide
from casework.admissions.models import CinemaSheet, SheetLine
from casework.admissions.sheets import words
from casework.admissions.sheets.coverage import Coverage, coverage
from casework.parties.models import Cinema
from casework.ui.text import half_width

from .panes import CasePane

Outcome = SheetLine.Outcome
PER_PAGE, FOUND = 25, 8
OPEN, ALL = "open", "all"
# So much of a row stands on the page; the rest is in the marked copy.
CELLS, LETTERS = 6, 40
# The order of the filters, and how each outcome looks.
LOOKS = {
    Outcome.COUNTED: ("check-circle-fill", "ok"),
    Outcome.DOUBTFUL: ("question-circle", "warn"),
    Outcome.NOT_FOUND: ("x-circle", "urgent"),
    Outcome.CONTRADICTION: ("exclamation-triangle-fill", "warn"),
    Outcome.UNREADABLE: ("x-circle", "urgent"),
    Outcome.DUPLICATE: ("copy", ""),
    Outcome.CLOSED: ("x-circle", ""),
    Outcome.DISQUALIFIED: ("x-circle", ""),
    Outcome.DISMISSED: ("archive", ""),
}


@dataclass
class CinemaListPage:
    """One list before one reader. `asked`: the address's `show` and `after`, and of one row `line` and `q`."""

    pane: CasePane
    sheet: CinemaSheet
    asked: Mapping[str, str]

    @property
    def figures(self) -> list[dict[str, Any]]:
        """What counts, against what is needed."""
        sheet, campaign = self.sheet, self.sheet.campaign
        return [
            {
                "label": _("Counties covered"),
                "read": sheet.counties,
                "needed": _("of %(total)d, %(needed)d are needed")
                % {"total": campaign.county_total, "needed": campaign.counties_needed},
                "meets": sheet.covers_counties,
            },
            {
                "label": _("Cinemas counted"),
                "read": sheet.cinemas,
                "needed": _("%(needed)d are needed") % {"needed": campaign.cinema_minimum},
                "meets": sheet.has_cinemas,
            },
        ]

    @cached_property
    def coverage(self) -> Coverage:
        return coverage(self.sheet)

    # --- rows ---------------------------------------------------------------------------------------------------------
    @property
    def show(self) -> str:
        """Which rows: those to look at, all, or those of one outcome."""
        wished = self.asked.get("show", "")
        if wished in (OPEN, ALL) or wished in LOOKS:
            return wished
        return OPEN if self.sheet.to_look_at else ALL

    @property
    def filters(self) -> list[dict[str, Any]]:
        counts = {outcome: self.sheet.count(outcome) for outcome in LOOKS}
        found = [(OPEN, _("To look at"), self.sheet.to_look_at), (ALL, _("All rows"), sum(counts.values()))]
        found += [(outcome, outcome.label, counts[outcome]) for outcome in LOOKS if counts[outcome]]
        return [
            {"url": self._address(show=name), "label": label, "count": count, "current": name == self.show}
            for name, label, count in found
        ]

    @cached_property
    def _some(self) -> list[SheetLine]:
        """The rows of this page, and one more where there are any."""
        lines = self.sheet.lines.about_cinemas().select_related("cinema__unit", "county").order_by("tab", "row")
        if self.show == OPEN:
            lines = lines.open()
        elif self.show != ALL:
            lines = lines.filter(outcome=self.show)
        tab, _dot, row = self.asked.get("after", "").partition(".")
        if tab.isdecimal() and row.isdecimal():
            lines = lines.filter(Q(tab__gt=int(tab)) | Q(tab=int(tab), row__gt=int(row)))
        return list(lines[: PER_PAGE + 1])

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [self._row(line) for line in self._some[:PER_PAGE]]

    @property
    def start(self) -> str:
        return self._address() if self.asked.get("after") else ""

    @property
    def following(self) -> str:
        if len(self._some) <= PER_PAGE:
            return ""
        last = self._some[PER_PAGE - 1]
        return self._address(after=f"{last.tab}.{last.row}")

    def _row(self, line: SheetLine) -> dict[str, Any]:
        decides = self.decides
        return {
            "line": line,
            "where": self._where(line),
            "typed": " · ".join(cell[:LETTERS] for cell in line.cells if cell)[: CELLS * LETTERS],
            "look": LOOKS[Outcome(line.outcome)],
            "said": words.sentence(line, self.sheet),
            "notes": words.notes(line),
            "offered": line.candidates if decides and not line.decision else [],
            "dismissed": line.outcome == Outcome.DISMISSED,
            "decides": decides,
            "searches": decides and line.outcome in (*SheetLine.OPEN, Outcome.DISMISSED),
            "found": self.found if str(line.pk) == self.asked.get("line") else None,
            "url": self._line_url(line),
        }

    def _where(self, line: SheetLine) -> str:
        said = {"tab": self.sheet.tab_label(line.tab), "row": line.row}
        return _("%(tab)s, row %(row)d") % said if said["tab"] else _("Row %(row)d") % said

    @cached_property
    def decides(self) -> bool:
        return may_decide(self.pane.view, self.sheet)

    @cached_property
    def found(self) -> list[Cinema]:
        """Cinemas of the register that a person looked for, for one row."""
        text = half_width(self.asked.get("q", "")).strip()
        return list(Cinema.objects.search(text)[:FOUND]) if text else []

    # --- addresses ----------------------------------------------------------------------------------------------------
    def _url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.pane.reader.desk}:{name}", args=[self.pane.case.number, self.sheet.pk, *args])

    def _line_url(self, line: SheetLine) -> str:
        return self._url("list_line", line.pk)

    @property
    def url(self) -> str:
        return self._url("list")

    @property
    def copy_url(self) -> str:
        return self._url("list_copy")

    def _address(self, **changes: Any) -> str:
        """This page with another part of it shown."""
        query = {"show": self.show} | changes
        return f"{self.url}?{urlencode(query)}"

    @property
    def here(self) -> dict[str, str]:
        """What forms on the page carry, to come back to where they were."""
        return {"show": self.show, "after": self.asked.get("after", "")}

    def back_to(self, line: SheetLine) -> str:
        """After a decision: the same part of the list, at that row where it still stands there."""
        query = {name: self.asked[name] for name in ("show", "after") if self.asked.get(name)}
        return f"{self.url}?{urlencode(query)}#row-{line.pk}"
