"""Letters that are announced publicly, since nothing else reached the party (民事诉讼法 art. 95, by analogy).

The page tells who should fetch which letter, and where; what is alleged or decided stays in the letter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from casework.engine.budgets import Budget, BudgetUnit, due
from casework.engine.reckoning import calendar_since
from casework.ui.published import briefly_kept

from ..decisions.papers import address_of
from ..models import Decision, Letter, LetterKind
from .names import public_name

SERVED_SO = (LetterKind.NOTICE, LetterKind.DECISION)


@dataclass(frozen=True)
class Announcement:
    """`until`: the last day after which it counts as served."""

    name: str
    letter: Any
    number: str
    since: dt.datetime
    until: dt.datetime
    office: Any


@require_GET
def announcements(request: HttpRequest) -> HttpResponse:
    """Whatever is announced now, the newest first."""
    return briefly_kept(render(request, "blacklist/public/announcements.html", {"announced": announced()}))


def announced() -> list[Announcement]:
    """Two statements, and one for the calendar."""
    cases = Decision.objects.filter(announced_at__isnull=False).select_related("unit", "campaign", "office")
    rows = list(cases.order_by("-announced_at", "-pk"))
    letters = Letter.objects.filter(about__in=[address_of(case.pk) for case in rows], kind__in=SERVED_SO)
    newest = {letter.about: letter for letter in letters.defer("document").order_by("pk")}
    return [_of(case, newest[address_of(case.pk)]) for case in rows]


def _of(case: Decision, letter: Letter) -> Announcement:
    since = case.announced_at
    until = due(since, Budget(case.campaign.announcement_days, BudgetUnit.DAYS), [], calendar_since(since)).at
    name = public_name(case.unit)
    return Announcement(name, letter.get_kind_display(), letter.number, since, until, case.office)
