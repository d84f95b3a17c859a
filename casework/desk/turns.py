"""Whose time it took, in words: for one case, and for the office over a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.engine import turns
from casework.engine.acts import COMPLAINANT, HANDLER, LEAD
from casework.engine.models import Case
from casework.engine.present import CaseView
from casework.engine.turns import OTHER, OURS, UNCLAIMED, Side
from casework.parties.models import Unit, User


@dataclass(frozen=True)
class Share:
    """One line: who, and how many working days. ours: of the office."""

    who: str
    days: int
    ours: bool


def in_words(found: Mapping[Side, int], people: Mapping[int, str], units: Mapping[int, str]) -> list[Share]:
    return [Share(_who(side, people, units), days, side.name in OURS) for side, days in found.items()]


def _who(side: Side, people: Mapping[int, str], units: Mapping[int, str]) -> str:
    if side.name == HANDLER:
        return people.get(side.person, "")
    words = {
        UNCLAIMED: _("Not claimed yet"),
        LEAD: _("Before a lead"),
        COMPLAINANT: _("Whoever filed it"),
        OTHER: _("A day or another matter that it waits for"),
    }
    return words.get(side.name) or units.get(side.unit, "")


def of_view(view: CaseView) -> list[Share]:
    """One case's. No statement: names, events, tasks and calendar stand in what the page has read."""
    people = {event.actor_id: event.actor.name for event in view.events if event.actor} | dict(view.names)
    units = {party.unit_id: party.unit.label for party in view.parties}
    return in_words(turns.of_case(view.case, view.now, view.events, view.calendar, view.human_tasks), people, units)


def of_cases(cases: QuerySet[Case], since: dt.datetime, until: dt.datetime) -> list[Share]:
    """All of these over a period."""
    found = turns.of_cases(cases, since, until)
    people = User.objects.filter(pk__in={side.person for side in found if side.person})
    units = Unit.objects.filter(pk__in={side.unit for side in found if side.unit})
    names = dict(people.values_list("pk", "name"))
    return in_words(found, names, {unit.pk: unit.label for unit in units})
