"""What each row of the sheet says: a cinema with its code and place, or a title, a total, a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from casework.engine.attachments.books import Opened
from casework.parties.sheets import cell

from .layout import Layout
from .places import NOWHERE, Gazetteer, Spot

# Of rows that are no cinema's, what they are.
TITLE, HEADING, SECTION, TOTAL, NOTE, NO_HEADING = "title", "heading", "section", "total", "note", "no_heading"

_TOTAL = re.compile(r"^(总计|合计|小计|共计|总数|累计|共\s*\d+\s*家|total\b|sum\b)|(小计|合计|总计)\s*[:：]?$", re.I)
_NOTE = re.compile(
    r"^(备注|附注|注|说明|填表|制表|审核|经办|联系|日期|盖章|单位[（(]?盖章|note)\w{0,4}\s*[:：(（]", re.I
)
_NUMBERING = re.compile(r"^([一二三四五六七八九十百]+|\d+)[、.．]\s*")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")


@dataclass(frozen=True)
class Said:
    """Where a row says that its cinema is. column: as it is called in the file, "" for a section's or sheet's name.
    guessed: the cell is empty, and a row above it has this."""

    text: str = ""
    column: str = ""
    spot: Spot = NOWHERE
    guessed: bool = False


@dataclass(frozen=True)
class Row:
    """A row of the file as it stands there, and what it says. aside: what it is, where it is no cinema's."""

    tab: int
    number: int
    cells: list[str]
    aside: str = ""
    name: str = ""
    code: str = ""
    place: Said = Said()
    # A cell that names no place that fits, and is no other sort of gap either.
    unknown_place: Said = Said()


def read_rows(book: Opened, layouts: list[Layout], gazetteer: Gazetteer) -> Iterator[Row]:
    """Every row with something in it, in the file's order."""
    of_tab = {layout.tab.number: layout for layout in layouts}
    reader: _TabReader | None = None
    for tab, number, cells in book.rows():
        if reader is None or reader.layout.tab.number != tab.number:
            reader = _TabReader(of_tab[tab.number], gazetteer)
        if number:
            yield reader.read(number, cells)


class _TabReader:
    """One sheet from its first row to its last; knows what stood above."""

    def __init__(self, layout: Layout, gazetteer: Gazetteer) -> None:
        self.layout, self.gazetteer = layout, gazetteer
        # A sheet for each prefecture is named after it.
        self.outer = Said(layout.tab.name, "", gazetteer.find(_bare_heading(layout.tab.name)))
        self.section = self.outer
        # By column: the last text that was written there.
        self.above: dict[int, str] = {}
        # By column: of each cell that reaches down, where it begins and ends.
        self.merged = {
            column: {top: bottom for top, merged, bottom in layout.tab.merged if merged == column}
            for column in self._columns()
        }
        self.reaching: dict[int, tuple[int, str]] = {}

    def read(self, number: int, cells: list[str]) -> Row:
        layout, tab = self.layout, self.layout.tab.number
        if not layout.heading:
            return Row(tab, number, cells, aside=NO_HEADING)
        if number <= layout.heading:
            return Row(tab, number, cells, aside=HEADING if number == layout.heading else TITLE)
        texts = self._texts(number, cells)
        aside = self._aside(cells, texts)
        if aside:
            return Row(tab, number, cells, aside=aside)
        place, unknown = self._place(texts)
        name, code = self._text(texts, layout.name), self._text(texts, layout.code)
        return Row(tab, number, cells, name=name, code=code, place=place, unknown_place=unknown)

    # --- cells --------------------------------------------------------------------------------------------------------
    def _columns(self) -> list[int]:
        layout = self.layout
        single = [column for column in (layout.name, layout.code, layout.address) if column is not None]
        return [*single, *layout.places]

    def _texts(self, number: int, cells: list[str]) -> dict[int, str]:
        """By column, what holds in this row: of merged cells, what stands in the first of them."""
        texts = {}
        for column in self._columns():
            text = cell(cells, column)
            if number in self.merged[column]:
                self.reaching[column] = (self.merged[column][number], text)
            reaches_to, above = self.reaching.get(column, (0, ""))
            texts[column] = text or (above if number <= reaches_to else "")
        return texts

    def _text(self, texts: dict[int, str], column: int | None) -> str:
        return texts[column] if column is not None else ""

    # --- what is no cinema --------------------------------------------------------------------------------------------
    def _aside(self, cells: list[str], texts: dict[int, str]) -> str:
        name, code = self._text(texts, self.layout.name), self._text(texts, self.layout.code)
        filled = [text for text in cells if text]
        if cells == self.layout.titles:
            return HEADING
        if _NOTE.search(filled[0]):
            return NOTE
        if code:
            return ""
        if any(_TOTAL.search(text) for text in ((filled[0], name) if name else filled)):
            return TOTAL
        if len(filled) == 1 and (section := self.gazetteer.find_alone(_bare_heading(filled[0]))):
            # A line with nothing but a place is what those below it have in common.
            self.section, self.above = Said(filled[0], "", section), {}
            return SECTION
        if not name and (len(filled) == 1 or all(text.isdigit() for text in filled)):
            return NOTE
        return ""

    # --- places -------------------------------------------------------------------------------------------------------
    def _place(self, texts: dict[int, str]) -> tuple[Said, Said]:
        """Where the row says its cinema is, as closely as any cell says it; and a cell that says it in vain."""
        found, unknown = Said(), Said()
        for said in self._said(texts):
            within = found.spot.prefecture
            find = self.gazetteer.find_in_address if said.column == self._address_title else self.gazetteer.find
            spot = find(said.text, within)
            if (spot.county and not found.spot.county) or (spot and not within):
                found = replace(said, spot=spot)
            if not spot.county and said.column != self._address_title and not self.gazetteer.is_wide(said.text):
                unknown = unknown if unknown.text else said
        outer = self.section.spot
        if not found.spot or (outer.county and not found.spot.county and outer.prefecture == found.spot.prefecture):
            found = self.section if outer else found
        return found, unknown if not found.spot.county else Said()

    @property
    def _address_title(self) -> str | None:
        return self.layout.title(self.layout.address) if self.layout.address is not None else None

    def _said(self, texts: dict[int, str]) -> list[Said]:
        """What the cells for places hold, the prefecture first; and then the address."""
        layout = self.layout
        written = {column: texts[column] for column in layout.places if texts[column]}
        if any(text != self.above.get(column) and self.gazetteer.is_wide(text) for column, text in written.items()):
            # Under another prefecture the county of the rows above holds no longer.
            self.above = {}
        self.above |= written
        said = [
            Said(text, layout.title(column), guessed=column not in written)
            for column in layout.places
            if (text := written.get(column) or (column in layout.sparse and self.above.get(column)) or "")
        ]
        said.sort(key=lambda one: not self.gazetteer.is_wide(one.text))
        if layout.address is not None and texts[layout.address]:
            said.append(Said(texts[layout.address], layout.title(layout.address)))
        return said


def _bare_heading(text: str) -> str:
    """一、长沙市（32 家） names 长沙市."""
    return _IN_BRACKETS.sub("", _NUMBERING.sub("", text.strip())).strip()
