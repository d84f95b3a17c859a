"""A checklist as the phone has it, and what the phone sends back, read without trust.

The phone decides the same as the server, offline, from `as_data` alone. For each question, with `value`, `note` and
`photos` as the inspector left them (texts trimmed):

    answered      = kind == "photo" ? photos.length > 0 : value != ""
    over          = more_than != "" && amount(value) > amount(value of the question with that code)
    violation     = violations.includes(value) || over
    no answer     = !answered && (needed == "always" || needed == "reason" && note == "")
    no note       = violation && note == ""
    no photo      = photos.length == 0 && (photo == "violation" ? violation
                                           : photo == "always" && answered && value != "na")

An amount that cannot be read is compared with nothing. How figures are read on both sides: `said.plain_figure`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .models import ChecklistVersion, Item
from .models.items import NO, NOT_APPLICABLE, YES
from .said import LIMITS, read_note, read_photos, read_value


@dataclass(frozen=True)
class Row:
    """One question of which something was said. value: as it is kept, "" where nothing readable was said; amount: of a
    number or an amount in yuan; over: yuan more than the amount it must not exceed."""

    item: Item
    value: str = ""
    amount: Decimal | None = None
    note: str = ""
    photos: tuple[str, ...] = ()
    over: Decimal | None = None
    violation: bool = False

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def rule(self) -> str:
        return self.item.rule

    @property
    def answered(self) -> bool:
        return bool(self.photos) if self.item.kind == Item.Kind.PHOTO else bool(self.value)


@dataclass(frozen=True)
class Read:
    """What was said, question by question in the checklist's order. errors: a question's code → one sentence in the
    reader's language; under "" what belongs to no question. questions: how many the checklist has."""

    rows: tuple[Row, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    questions: int = 0

    @property
    def violations(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.violation)

    @property
    def answered(self) -> int:
        return sum(row.answered for row in self.rows)

    @property
    def photos(self) -> int:
        return len({photo for row in self.rows for photo in row.photos})


def load_version(pk: int) -> ChecklistVersion:
    """The version whole, as the functions here look at it: three statements. Raises ChecklistVersion.DoesNotExist."""
    return ChecklistVersion.objects.whole().get(pk=pk)


def items_of(version: ChecklistVersion) -> Iterator[Item]:
    """The questions of a whole version, in order."""
    for section in version.sections.all():
        yield from section.items.all()


# --- to the phone -----------------------------------------------------------------------------------------------------
def as_data(version: ChecklistVersion) -> dict[str, Any]:
    """All that the phone needs of a whole version, ready for JSON, its answers labelled in the reader's language."""
    numbers = {item.pk: number for number, item in enumerate(items_of(version), start=1)}
    return {
        "id": version.pk,
        "checklist": version.checklist.code,
        "name": version.checklist.name,
        "number": version.number,
        "for_kinds": version.checklist.for_kinds,
        "limits": dict(LIMITS),
        "sections": [
            {
                "id": section.pk,
                "order": section.order,
                "title": section.title,
                "items": [_item_data(item, numbers[item.pk]) for item in section.items.all()],
            }
            for section in version.sections.all()
        ],
    }


def _item_data(item: Item, number: int) -> dict[str, Any]:
    return {
        "id": item.pk,
        "code": item.code,
        "order": item.order,
        "number": number,
        "question": item.question,
        "guidance": item.guidance,
        "rule": item.rule,
        "words": item.words,
        "kind": item.kind,
        "choices": [{"value": value, "label": label} for value, label in labels(item).items()],
        "violations": item.violations,
        "more_than": item.more_than,
        "photo": item.photo,
        "needed": item.needed,
    }


def labels(item: Item) -> dict[str, str]:
    """What each answer to choose from is called. Where "no" is the violation, the question says how it should be."""
    if item.kind != Item.Kind.YES_NO:
        return {answer: answer for answer in item.answers}
    if item.violation_on == NO:
        return {YES: _("As it should be"), NO: _("Not as it should be"), NOT_APPLICABLE: _("Not applicable")}
    return {YES: pgettext("answer", "Yes"), NO: pgettext("answer", "No"), NOT_APPLICABLE: _("Not applicable")}


# --- from the phone ---------------------------------------------------------------------------------------------------
def read_answers(version: ChecklistVersion, said: object) -> Read:
    """What a phone sent for a whole version: {code: {"value": str, "note": str, "photos": [attachment id]}}.

    Whatever comes, nothing is raised: what cannot be read is an error, and not in the row; what was sent stays the
    caller's to show again. With no errors, the report is complete.
    """
    items = list(items_of(version))
    if not isinstance(said, Mapping):
        return Read(errors={"": _("The answers came damaged. Please send them again.")}, questions=len(items))
    reads = {item.code: _read_one(item, said.get(item.code)) for item in items}
    amounts = {code: row.amount for code, (row, _error) in reads.items()}
    rows, errors = [], {}
    for code, (plain, fault) in reads.items():
        row = _judged(plain, amounts.get(plain.item.more_than))
        error = fault or _lacking(row)
        if error:
            errors[code] = error
        if row.value or row.note or row.photos:
            rows.append(row)
    unknown = sum(code not in reads for code in said)
    if unknown:
        errors[""] = _unknown(unknown)
    return Read(tuple(rows), errors, len(items))


def _read_one(item: Item, sent: object) -> tuple[Row, str]:
    """The question as far as it can be read, and what is wrong with the first part that cannot; "" for nothing."""
    if sent is None:
        return Row(item), ""
    if not isinstance(sent, Mapping):
        return Row(item), _("This answer came damaged. Please answer again.")
    parts, faults = {}, []
    for name, read in (("value", read_value), ("note", read_note), ("photos", read_photos)):
        try:
            parts[name] = read(item, sent.get(name))
        except ValidationError as error:
            faults += error.messages
    value, amount = parts.get("value", ("", None))
    row = Row(item, value, amount, parts.get("note", ""), parts.get("photos", ()))
    return row, faults[0] if faults else ""


def _judged(row: Row, limit: Decimal | None) -> Row:
    over = None if row.amount is None or limit is None else max(row.amount - limit, Decimal(0)) or None
    return replace(row, over=over, violation=row.value in row.item.violations or over is not None)


def _lacking(row: Row) -> str:
    """What a readable answer still lacks; the rules at the top of this module."""
    item = row.item
    if not row.answered:
        if item.needed == Item.Needed.ALWAYS:
            return _("A photo is still missing here.") if item.kind == Item.Kind.PHOTO else _("No answer here yet.")
        if item.needed == Item.Needed.OR_REASON and not row.note:
            return _("No answer here yet. If there is none, say in the note why.")
    if row.violation and not row.note:
        return _("Say what you saw.")
    if not row.photos and _needs_photo(row):
        return _("Please add a photo here.")
    return ""


def _needs_photo(row: Row) -> bool:
    if row.item.photo == Item.Photo.ON_VIOLATION:
        return row.violation
    return row.item.photo == Item.Photo.ALWAYS and row.answered and row.value != NOT_APPLICABLE


def _unknown(count: int) -> str:
    return ngettext(
        "%(count)d answer belongs to no question of this checklist. Please open the checklist again.",
        "%(count)d answers belong to no question of this checklist. Please open the checklist again.",
        count,
    ) % {"count": count}
