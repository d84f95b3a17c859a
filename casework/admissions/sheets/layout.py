"""Where in a sheet the columns are: their names in any order, under any of many titles, below any title rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from casework.engine.attachments.books import Opened, Tab
from casework.parties.sheets import Unreadable, cell, heading_key

# By field, what keepers call its column; of two that are there the one named earlier counts.
TITLES: Mapping[str, tuple[str, ...]] = {
    "name": (
        *("影院名称", "合作影院名称", "影院全称", "影城名称", "电影院名称", "影院名", "合作影院", "影院", "影城"),
        *("电影院", "门店名称", "门店", "店名", "单位名称", "名称", "cinema name", "cinema", "name"),
    ),
    "code": (
        *("影院编码", "专资编码", "影院专资编码", "专资办编码", "专资码", "影院代码", "影城编码"),
        *("国家编码", "编码", "代码", "cinema code", "code"),
    ),
    "place": (
        *(
            "县市区",
            "区县",
            "县区",
            "区县市",
            "市县区",
            "县级行政区",
            "所在区县",
            "所属区县",
            "所在县市区",
            "所属县市区",
        ),
        *(
            "所在县",
            "县",
            "区",
            "行政区",
            "行政区划",
            "区域",
            "所属区域",
            "所在区域",
            "所在地",
            "地区",
            "所在地区",
            "所属地区",
        ),
        *("市州", "州市", "地市", "地市州", "所属市州", "所在市州", "地级市", "城市", "所在城市", "所在市", "市"),
        *("county", "district", "prefecture", "city", "area"),
    ),
    "address": ("地址", "影院地址", "详细地址", "门店地址", "所在地址", "具体地址", "经营地址", "address"),
}
_FIELDS = {heading_key(name): (field, rank) for field, names in TITLES.items() for rank, name in enumerate(names)}
# Titles, notes and an empty form may stand above the columns' names.
HEAD_WITHIN = 20
# Where a value stands only in the first of several rows, so many of a column's cells are empty; or fewer, and then no
# value stands below itself.
MOSTLY_EMPTY = 0.5
OFTEN_EMPTY = 0.2


@dataclass
class Layout:
    """How one sheet is laid out. heading: the row with the columns' names, 0 where none was found. places: columns of
    prefecture and county, in their order; sparse: those of them whose empty cells mean "as above"."""

    tab: Tab
    heading: int = 0
    titles: list[str] = field(default_factory=list)
    name: int | None = None
    code: int | None = None
    places: tuple[int, ...] = ()
    address: int | None = None
    sparse: frozenset[int] = frozenset()
    width: int = 0
    rows: int = 0

    def title(self, place: int | None) -> str:
        """What the column is called in the file."""
        return cell(self.titles, place) if place is not None else ""


def survey(book: Opened) -> list[Layout]:
    """The layout of every sheet, in one walk through the file. Raises Unreadable where no sheet lists cinemas."""
    found: list[_Survey] = []
    for tab, number, cells in book.rows():
        if not found or found[-1].layout.tab.number != tab.number:
            found.append(_Survey(Layout(tab)))
        if number:
            found[-1].add(number, cells)
    layouts = [one.done() for one in found]
    if not any(one.seen for one in found):
        raise Unreadable(_("There is nothing in the sheet. Fill it in, or choose another file."))
    with_heading = [layout for layout in layouts if layout.heading]
    if not with_heading:
        raise _no_heading(next(one.head for one in found if one.seen))
    if not any(layout.rows for layout in with_heading):
        raise Unreadable(_("Below the names of the columns there is no row. Fill it in, or choose another file."))
    return layouts


class _Survey:
    """One sheet while its rows go by."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.head: list[tuple[int, list[str]]] = []
        self.seen = 0
        # By place column: cells that are filled, the last of them, and whether one repeated it.
        self.filled: Counter[int] = Counter()
        self.last: dict[int, str] = {}
        self.repeats: set[int] = set()

    def add(self, number: int, cells: list[str]) -> None:
        self.seen += 1
        self.layout.width = max(self.layout.width, len(cells))
        if self.seen <= HEAD_WITHIN:
            self.head.append((number, cells))
            return
        if self.seen == HEAD_WITHIN + 1:
            self._find_heading()
        self._count(cells)

    def done(self) -> Layout:
        if self.seen <= HEAD_WITHIN:
            self._find_heading()
        layout = self.layout
        merged = {column for _top, column, _bottom in layout.tab.merged}
        # Where cells are merged the file itself says which belong together, and an empty one is empty.
        layout.sparse = frozenset(
            column for column in layout.places if column not in merged and self._is_sparse(column)
        )
        return layout

    def _is_sparse(self, column: int) -> bool:
        filled = self.filled[column]
        least = MOSTLY_EMPTY if column in self.repeats else OFTEN_EMPTY
        return 0 < filled <= self.layout.rows * (1 - least)

    def _find_heading(self) -> None:
        best = max(self.head, key=lambda row: (_known(row[1]), sum(map(bool, row[1]))), default=None)
        if best is None or not _lists_cinemas(best[1]):
            return
        self.layout.heading, self.layout.titles = best
        _place_columns(self.layout)
        for number, cells in self.head:
            if number > self.layout.heading:
                self._count(cells)

    def _count(self, cells: list[str]) -> None:
        layout = self.layout
        if any(cell(cells, column) for column in (layout.name, layout.code) if column is not None):
            layout.rows += 1
            for column in layout.places:
                if text := cell(cells, column):
                    self.filled[column] += 1
                    self.repeats |= {column} if self.last.get(column) == text else set()
                    self.last[column] = text


def _field(title: str) -> tuple[str, int]:
    return _FIELDS.get(heading_key(title), ("", 0))


def _known(titles: Iterable[str]) -> int:
    """How many of the columns we look for a row names: as a title alone, 合作影院 is one, above them all."""
    fields = [_field(title)[0] for title in titles]
    return len({name for name in fields if name}) if "name" in fields or "code" in fields else 0


def _lists_cinemas(titles: Iterable[str]) -> bool:
    return _known(titles) > 0


def _place_columns(layout: Layout) -> None:
    named = [(*_field(title), column) for column, title in enumerate(layout.titles)]
    for single in ("name", "code", "address"):
        columns = sorted((rank, column) for name, rank, column in named if name == single)
        setattr(layout, single, columns[0][1] if columns else None)
    layout.places = tuple(column for name, _rank, column in named if name == "place")


def _no_heading(head: list[tuple[int, list[str]]]) -> Unreadable:
    """Says what was looked for, and what stands there instead."""
    _number, cells = max(head, key=lambda row: sum(map(bool, row[1])))
    seen = _(", ").join(f"“{text[:20]}”" for text in cells if text)
    words = _(
        "The names of the columns were not found in the first %(rows)d rows. One of them must be called "
        "“%(name)s” or “%(code)s”; what stands there is: %(seen)s."
    )
    parts = {"rows": HEAD_WITHIN, "name": TITLES["name"][0], "code": TITLES["code"][0], "seen": seen[:200]}
    return Unreadable(words % parts)
