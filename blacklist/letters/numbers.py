"""Numbers of letters: 湘观影决字〔2026〕1号, by kind and year of the campaign, without a gap.

Case numbers come from the row's id and may skip (engine/numbers.py); those of official letters are filed and audited as
a row of whole numbers (《党政机关公文处理工作条例》 art. 9(5): 发文机关代字、年份、发文顺序号), so they are drawn from
a counter whose row stays locked until the letter is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import transaction

from casework.engine.locking import be_patient

from ..models import LetterCounter, LetterKind

_SIGNS: Mapping[str, str] = {
    LetterKind.NOTICE: "告",
    LetterKind.HEARING_NOTICE: "听",
    LetterKind.DECISION: "决",
    LetterKind.REPAIR_NOTICE: "修",
    LetterKind.FUND_NOTICE: "函",
}
_KINDS = {sign: kind for kind, sign in _SIGNS.items()}
_NUMBER = re.compile(rf"湘观影([{''.join(_KINDS)}])字[〔\[［(（【](\d{{4}})[〕\]］)）】]第?(\d+)号")
_SLUG = re.compile(r"^([a-z-]+)-(\d{4})-(\d{1,9})$")


def draw(kind: str, year: int) -> int:
    """The next serial number. Only inside the transaction that writes the letter: whoever undoes one undoes both."""
    with transaction.atomic(savepoint=False):
        be_patient()
        LetterCounter.objects.bulk_create([LetterCounter(kind=kind, year=year)], ignore_conflicts=True)
        counter = LetterCounter.objects.select_for_update().get(kind=kind, year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last


def number_of(kind: str, year: int, serial: int) -> str:
    return f"湘观影{_SIGNS[kind]}字〔{year}〕{serial}号"


def numbers_in(squeezed: str) -> list[str]:
    """The numbers of letters that a text without white space names, in its order, each once; brackets and figures of
    any width."""
    found = (number_of(_KINDS[sign], int(year), int(serial)) for sign, year, serial in _NUMBER.findall(squeezed))
    return list(dict.fromkeys(found))


def slug_of(kind: str, year: int, serial: int) -> str:
    """As it stands in the address of the check: decision-2026-1."""
    return f"{kind.replace('_', '-')}-{year}-{serial}"


def slug_of_number(number: str) -> str:
    """The same of a number as `number_of` makes it."""
    sign, year, serial = _NUMBER.fullmatch(number).groups()
    return slug_of(_KINDS[sign], int(year), int(serial))


def read_slug(slug: str) -> str | None:
    """The number of the letter; None if no letter can be called so."""
    found = _SLUG.match(slug)
    kind = found[1].replace("-", "_") if found else ""
    if kind not in _SIGNS:
        return None
    return number_of(kind, int(found[2]), int(found[3]))
