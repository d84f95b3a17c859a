"""What the rest of the room calls: read a list, and decide about a row of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from casework.engine.actors import Actor
from casework.engine.attachments import vault, workbench
from casework.engine.attachments.books import opened
from casework.engine.models import Attachment, Case
from casework.parties.models import Campaign, Cinema

from ..models import CinemaSheet, SheetLine
from .layout import Layout, survey
from .matching import Match, Matcher, standing
from .reading import Row, read_rows
from .register import Listed, Register

Outcome, Decision = SheetLine.Outcome, SheetLine.Decision
# Rows in memory at a time.
AT_ONCE = 1000


# --- reading ----------------------------------------------------------------------------------------------------------
def read_list(*, attachment: Attachment, campaign: Campaign, case: Case | None = None) -> CinemaSheet:
    """Read a platform's file and keep what every row of it came to. Takes seconds, so it is called before an act, never
    within its transaction: reading again makes another list, and what a person decided stays with the one before.

    Raises Unreadable with the sentence for whoever sent it; nothing is kept then. Eight statements, and one for as many
    rows as the database takes values at once: 83 on SQLite, 1,000 on PostgreSQL.
    """
    if not connection.in_atomic_block:
        # Another list may be opened just now; a connection of the pool does not wait for its turn.
        connection.close()
    with workbench.folder() as folder:
        source = folder / "sheet"
        with source.open("wb") as file:
            file.writelines(vault.blocks(attachment.original, 0, attachment.size))
        return read_file(source, campaign=campaign, attachment=attachment, case=case)


def read_file(
    source: Path, *, campaign: Campaign, attachment: Attachment | None = None, case: Case | None = None
) -> CinemaSheet:
    """The same for a file on our disk."""
    with opened(source) as book, workbench.folder() as folder:
        layouts = survey(book)
        register = Register.load(campaign)
        matcher = Matcher(register, layouts)
        # Compared first and written then, so that nobody waits for the database while names are compared.
        matched = folder / "matched.jsonl"
        with matched.open("w", encoding="utf-8") as file:
            for row in read_rows(book, layouts, register.gazetteer):
                file.write(json.dumps(_line(row, matcher.match(row)), ensure_ascii=False) + "\n")
        with matched.open(encoding="utf-8") as lines:
            return _keep(
                map(json.loads, lines),
                [_tab(one) for one in layouts],
                campaign=campaign,
                attachment=attachment,
                case_id=case and case.pk,
            )


@transaction.atomic
def _keep(lines: Iterator[dict[str, Any]], tabs: list[dict[str, Any]], **read_for: Any) -> CinemaSheet:
    sheet = CinemaSheet.objects.create(read_at=timezone.now(), tabs=tabs, **read_for)
    while some := list(islice(lines, AT_ONCE)):
        SheetLine.objects.bulk_create(SheetLine(sheet=sheet, **fields) for fields in some)
    _count(sheet)
    return sheet


def _tab(layout: Layout) -> dict[str, Any]:
    tab = layout.tab
    return {
        "number": tab.number,
        "name": tab.name,
        "hidden": tab.hidden,
        "heading": layout.heading,
        "titles": layout.titles,
        "width": layout.width,
    }


def _line(row: Row, match: Match) -> dict[str, Any]:
    return {
        "tab": row.tab,
        "row": row.number,
        "cells": row.cells,
        "outcome": match.outcome,
        "cinema_id": match.cinema.pk if match.cinema else None,
        "county_id": match.county or None,
        "reason": match.reason,
        "details": match.details,
    }


# --- deciding ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def choose(*, line: SheetLine, cinema: Cinema, by: Actor) -> SheetLine:
    """A person says which cinema the row means, offered or not. It counts if that one is open, qualified, and in no row
    above; the figures are counted anew. Sixteen statements, and one for each few dozen rows of that cinema."""
    line = _locked(line)
    before = line.outcome
    known = Register.load(line.sheet.campaign).by_pk[cinema.pk]
    line.outcome, line.reason = standing(known)
    line.county_id = _county(line, known)
    return _decide(line, known.pk, Decision.CHOSEN, by, before)


@transaction.atomic
def dismiss(*, line: SheetLine, by: Actor) -> SheetLine:
    """A person says that the row counts for nothing. `choose` undoes it."""
    line = _locked(line)
    before = line.outcome
    line.outcome, line.reason = Outcome.DISMISSED, "dismissed"
    return _decide(line, None, Decision.DISMISSED, by, before)


def _locked(line: SheetLine) -> SheetLine:
    """The row as it is now; decisions about one list come one after the other."""
    CinemaSheet.objects.select_for_update().get(pk=line.sheet_id)
    return SheetLine.objects.select_related("sheet__campaign").get(pk=line.pk)


def _county(line: SheetLine, cinema: Listed) -> str | None:
    """What the register knows; else what the row names, where that is in the cinema's prefecture."""
    typed = line.county_id or ""
    fits = typed if cinema.prefecture in ("", f"{typed[:4]}00") else ""
    return cinema.county or fits or None


def _decide(line: SheetLine, cinema_id: int | None, decision: Decision, by: Actor, before: str) -> SheetLine:
    touched = {line.cinema_id, cinema_id} - {None}
    # What the reader made of it stays to be seen.
    line.details.setdefault("was", before)
    line.cinema_id = cinema_id
    line.decision, line.decided_by, line.decided_at = decision, by.address, timezone.now()
    line.save()
    _count_once(line.sheet, touched)
    _count(line.sheet)
    line.refresh_from_db()
    return line


def _count_once(sheet: CinemaSheet, cinemas: Iterable[int]) -> None:
    """Of all rows that mean one of these cinemas the first counts, and the others are duplicates of it."""
    lines = sheet.lines.filter(cinema__in=cinemas, outcome__in=SheetLine.OF_A_CINEMA).order_by("tab", "row")
    first: dict[int, SheetLine] = {}
    changed = []
    for line in lines:
        above = first.setdefault(line.cinema_id, line)
        line.details = {name: said for name, said in line.details.items() if name not in ("of_tab", "of_row")}
        if above is line:
            line.outcome, line.reason = Outcome.COUNTED, ""
        else:
            line.outcome, line.reason = Outcome.DUPLICATE, "duplicate"
            line.details |= {"of_tab": sheet.tab_name(above.tab), "of_row": above.row}
        changed.append(line)
    SheetLine.objects.bulk_update(changed, ["outcome", "reason", "details"])


def _count(sheet: CinemaSheet) -> None:
    counted = Q(outcome=Outcome.COUNTED)
    figures = sheet.lines.aggregate(
        cinemas=Count("cinema", distinct=True, filter=counted), counties=Count("county", distinct=True, filter=counted)
    )
    rows = sheet.lines.values_list("outcome").annotate(Count("pk")).order_by()
    sheet.cinemas, sheet.counties, sheet.outcomes = figures["cinemas"], figures["counties"], dict(rows)
    sheet.save(update_fields=["cinemas", "counties", "outcomes"])
