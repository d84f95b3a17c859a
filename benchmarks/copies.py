"""Many cases from a few. The few came through the door; the copies are their rows again under other keys.

Ten thousand filings through the door take ten minutes and measure nothing new, and what is measured here is how pages
behave among many rows. So, for measurements only: the demo and the tests never write a case this way. The copies' hash
chains do not hold, for a case's own number is in them.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from casework.engine.models import Case, Event, Receipt
from casework.engine.numbers import case_number
from notifications.models import Notification

# In the order in which rows need each other.
TABLES: tuple[type[Model], ...] = tuple(
    apps.get_model(label)
    for label in (
        "engine.Case",
        "complaints.Complaint",
        "engine.CaseParty",
        "engine.ContactDetails",
        "engine.CaseDuty",
        "engine.Clock",
        "engine.Event",
        "engine.EventText",
        "engine.Receipt",
        "engine.Procedure",
        "engine.WorkTask",
        "engine.SearchEntry",
        "notifications.Notification",
    )
)
# Told long before: else all of them were news of the last two minutes.
TOLD_BEFORE = dt.timedelta(days=1)


def copy_up_to(total: int) -> int:
    """Copy all cases there are, round after round, until there are `total`. Returns how many there are then."""
    originals = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    missing = total - len(originals)
    with transaction.atomic():
        rows = {model: _rows(model) for model in TABLES}
        spans = {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in TABLES}
        rounds = range(1, -(-missing // len(originals)) + 1) if missing > 0 else ()
        for number in rounds:
            left = missing - (number - 1) * len(originals)
            _copy(rows, {model: span * number for model, span in spans.items()}, keep=set(originals[:left]))
        _raise_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Case.objects.count()


def _rows(model: type[Model]) -> list[tuple[Any, ...]]:
    return list(model._base_manager.values_list(*(f.attname for f in model._meta.local_concrete_fields)))


def _copy(rows: dict[type[Model], list[tuple[Any, ...]]], shifts: dict[type[Model], int], keep: set[int]) -> None:
    """One copy of the cases in `keep` with everything that hangs on them; a row follows the row it needs."""
    copied: dict[type[Model], set[int]] = {}
    for model, found in rows.items():
        fields = model._meta.local_concrete_fields
        anchor = _anchor(model)
        wanted = [row for row in found if row[anchor[0]] in (copied[anchor[1]] if anchor[1] else keep)]
        key = fields.index(model._meta.pk)
        copied[model] = {row[key] for row in wanted}
        columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns})"
                f" VALUES ({', '.join(['%s'] * len(fields))})",
                [_row_again(model, row, shifts) for row in wanted],
            )


def _anchor(model: type[Model]) -> tuple[int, type[Model] | None]:
    """The column that says to which copied row a row belongs, and of which table that one is; None: it is a case."""
    for number, field in enumerate(model._meta.local_concrete_fields):
        if field.name == "event_no":
            return number, Event
        if field.is_relation and field.related_model in TABLES:
            return number, field.related_model
    return 0, None


def _row_again(model: type[Model], row: tuple[Any, ...], shifts: dict[type[Model], int]) -> list[Any]:
    """As the database takes it."""
    fields = model._meta.local_concrete_fields
    return [f.get_db_prep_save(_value(model, f, v, shifts), connection) for f, v in zip(fields, row, strict=True)]


def _value(model: type[Model], field: Any, value: Any, shifts: dict[type[Model], int]) -> Any:
    if value is None:
        return None
    if field.is_relation and field.related_model in shifts:
        return value + shifts[field.related_model]
    if field.primary_key:
        return value + shifts[model]
    if model is Notification:
        return _told_before(field.name, value, shifts)
    if field.name == "number" and model is Case:
        return _number_again(value, shifts[Case])
    if field.name == "key" and model is Receipt:
        return uuid.uuid4().hex
    return value


def _told_before(name: str, value: Any, shifts: dict[type[Model], int]) -> Any:
    if name == "event_no":
        return value + shifts[Event]
    if name == "case_no":
        return _number_again(value, shifts[Case])
    return value - TOLD_BEFORE if name == "created_at" else value


def _number_again(number: str, shift: int) -> str:
    prefix, year, pk = re.fullmatch(r"([A-Z]+)(\d\d)-(\d+)-.", number).groups()
    return case_number(prefix, int(year), int(pk) + shift)


def _raise_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), TABLES):
            cursor.execute(statement)
