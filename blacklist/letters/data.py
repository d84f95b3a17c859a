"""What a letter says, as whoever writes it gives it; and the same as words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import count
from typing import Any

from django.utils import timezone

from casework.ui.text import clean_text, one_line

from .fields import must_be_said, signed

# Words by field, a paragraph each.
Words = Mapping[str, tuple[str, ...]]
_FIGURES = "一二三四五六七八九"


@dataclass(frozen=True)
class LetterData:
    """Which of these a kind of letter has is said in `fields`; the others stay empty. Lines of a text are paragraphs.
    `year` is the campaign's, by which letters are numbered; `about` the address of what the letter is about.

    Terms that run from the service of a letter are words ("自收到本告知书之日起5个工作日内"): as it is written, nobody
    knows that day."""

    year: int
    about: str
    case_number: str
    day: dt.date
    party: str
    bodies: tuple[str, ...]
    addressee: str = ""
    uscc: str = ""
    cinema_code: str = ""
    regarding: str = ""
    regarding_day: dt.date | None = None
    decided_by: str = ""
    facts: str = ""
    evidence: str = ""
    answers: tuple[str, ...] = ()
    basis: str = ""
    measures: tuple[str, ...] = ()
    defence_term: str = ""
    hearing_term: str = ""
    hearing_at: dt.datetime | None = None
    hearing_place: str = ""
    presider: str = ""
    remedies: str = ""
    repair_from: str = ""
    repair_conditions: tuple[str, ...] = ()
    repair_how: str = ""
    subsidies: str = ""
    why: str = ""
    contact: str = ""


_LISTED = ("answers", "measures", "repair_conditions")


def words_of(data: LetterData) -> Words:
    """All of it as paragraphs; several measures, answers or conditions are numbered as official letters number them."""
    said = {field.name: _paragraphs(getattr(data, field.name)) for field in fields(data)}
    return said | {name: _numbered(said[name]) for name in _LISTED}


def lacking(kind: str, words: Words) -> list[str]:
    """Names of what a letter of this kind must say and does not; its number is drawn later."""
    return [field.name for field in must_be_said(kind) if field.name != "number" and not words[field.name]]


def foreign(kind: str, words: Words) -> list[str]:
    """Names of what was given and has no place in a letter of this kind: it would be left out in silence."""
    own = {field.name for field in signed(kind)} | {"year", "about", "contact"}
    return [name for name, said in words.items() if said and name not in own]


def chinese_day(day: dt.date) -> str:
    """2026年12月9日, as official letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: dt.datetime) -> str:
    """2026年12月9日9时30分, in local time."""
    here = timezone.localtime(moment)
    return f"{chinese_day(here)}{here.hour}时" + (f"{here.minute}分" if here.minute else "")


def _paragraphs(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, dt.datetime):
        return (chinese_moment(value),)
    if isinstance(value, dt.date):
        return (chinese_day(value),)
    if isinstance(value, tuple):
        return tuple(filter(None, (one_line(line) for line in value)))
    return tuple(filter(None, map(one_line, clean_text(str(value)).split("\n"))))


def _numbered(paragraphs: Iterable[str]) -> tuple[str, ...]:
    lines = tuple(paragraphs)
    if len(lines) < 2:
        return lines
    return tuple(f"（{_chinese(number)}）{line}" for number, line in zip(count(1), lines, strict=False))


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _FIGURES[ones - 1]
    return ("" if tens == 1 else _FIGURES[tens - 1]) + "十" + (_FIGURES[ones - 1] if ones else "")
