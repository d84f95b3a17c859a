"""The rows of a sheet of lowest release prices: which columns it has, and what each cell may say (R10)."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.parties.models import Film, FilmAlias, ReleasePrice
from casework.parties.models.films import film_key, period_words
from casework.parties.sheets import COLUMN_NEEDED, Fault, Sheet, read_sheet

# The first name is the template's own.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("影片名称", "影片", "片名", "电影", "电影名称", "title", "film", "film title"),
    "aliases": ("又名", "别名", "译名", "aliases", "alias", "other titles"),
    "code": ("国家影片编码", "影片编码", "编码", "code", "film code", "national film code"),
    "since": ("开始日期", "起始日期", "起", "自", "执行日期", "from", "since", "start"),
    "until": ("结束日期", "截止日期", "止", "至", "to", "until", "end"),
    "lowest": ("最低发行价", "最低票价", "价格", "lowest release price", "lowest price", "lowest", "price"),
    "source": ("来源", "文件", "依据", "文号", "source", "document"),
}
NEEDED = ("title", "since", "lowest")
NO_END = ("长期", "至今", "无", "open", "-", "—")
HIGHEST = Decimal("9999.99")
_DAYS = (re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$"), re.compile(r"^(\d{4})(\d{2})(\d{2})$"))


@dataclass(frozen=True)
class Entry:
    """One good row. lowest in yuan; until: the last day, None for no end."""

    line: int
    title: str
    aliases: tuple[str, ...]
    code: str
    since: dt.date
    until: dt.date | None
    lowest: Decimal
    source: str

    @property
    def key(self) -> str:
        return film_key(self.title)

    @property
    def period(self) -> str:
        return period_words(self)

    def differs_from(self, price: ReleasePrice) -> bool:
        return (self.until, self.lowest, self.source) != (price.until, price.lowest, price.source)


def template() -> bytes:
    """An empty sheet with the columns and one example."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("最低发行价")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "0.00"})
        sheet.write_row(0, 0, [names[0] for names in COLUMNS.values()], bold)
        sheet.write_row(1, 0, ["示例影片（填写时请删去本行）", "", ""])
        sheet.write_datetime(1, 3, dt.datetime(2026, 3, 1), day)
        sheet.write_datetime(1, 4, dt.datetime(2026, 4, 30), day)
        sheet.write_number(1, 5, 35, money)
        sheet.write_string(1, 6, "示例发行通知")
        sheet.set_column(0, 6, 18)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def read_price_sheet(data: bytes) -> Sheet:
    """Raises sheets.Unreadable."""
    return read_sheet(data, COLUMNS, NEEDED)


def read_entries(sheet: Sheet) -> tuple[list[Entry], list[Fault]]:
    """The rows as entries; rows with a fault are left out of them, and every fault of a row is named."""
    entries, faults = [], []
    for row in sheet.rows:
        said: dict[str, object] = {}
        for name, read in READERS.items():
            try:
                said[name] = read(unicodedata.normalize("NFKC", row.cells.get(name, "")).strip())
            except ValidationError as error:
                faults.append(Fault(row.number, sheet.headings.get(name, COLUMNS[name][0]), error.messages[0]))
        if len(said) < len(READERS):
            continue
        entry = Entry(row.number, **said)
        if entry.until and entry.until < entry.since:
            faults.append(Fault(row.number, sheet.headings["until"], _("A price cannot end before it begins.")))
            continue
        entries.append(entry)
    return entries, faults


# --- cells ------------------------------------------------------------------------------------------------------------
def _read_title(text: str) -> str:
    title = text.strip("《》").strip()
    if not film_key(title):
        raise ValidationError(COLUMN_NEEDED)
    return _not_longer(title, Film, "title")


def _read_aliases(text: str) -> tuple[str, ...]:
    names = [name.strip().strip("《》") for name in re.split(r"[;、/,\n]", text)]
    return tuple(dict.fromkeys(_not_longer(name, FilmAlias, "name") for name in names if film_key(name)))


def read_day(text: str) -> dt.date:
    if not text:
        raise ValidationError(COLUMN_NEEDED)
    found = next(filter(None, (shape.match(text) for shape in _DAYS)), None)
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except (AttributeError, ValueError) as error:
        raise ValidationError(_("“%(text)s” is no day. Write it as 2026-03-01."), params={"text": text[:30]}) from error


def _read_last_day(text: str) -> dt.date | None:
    return None if not text or text.casefold() in NO_END else read_day(text)


def _read_price(text: str) -> Decimal:
    if not text:
        raise ValidationError(COLUMN_NEEDED)
    try:
        price = Decimal(re.sub(r"[¥元,\s]", "", text))
    except InvalidOperation as error:
        raise ValidationError(_("“%(text)s” is no price. Write yuan as 35.00."), params={"text": text[:30]}) from error
    if not price.is_finite() or not 0 < price <= HIGHEST:
        raise ValidationError(_("A price lies between 0.01 and 9999.99 yuan."))
    if price != round(price, 2):
        raise ValidationError(_("A price has two decimals at most, here it is %(price)s."), params={"price": price})
    return round(price, 2)


def _read_code(text: str) -> str:
    return _not_longer(text, Film, "code")


def _read_source(text: str) -> str:
    return _not_longer(text, ReleasePrice, "source")


def _not_longer(text: str, model: type, name: str) -> str:
    limit = model._meta.get_field(name).max_length
    if len(text) > limit:
        raise ValidationError(
            _("At most %(limit)d characters; you have %(count)d."), params={"limit": limit, "count": len(text)}
        )
    return text


READERS = {
    "title": _read_title,
    "aliases": _read_aliases,
    "code": _read_code,
    "since": read_day,
    "until": _read_last_day,
    "lowest": _read_price,
    "source": _read_source,
}
