"""Units of ours that decide together: each is asked, reads the whole case, and gives an opinion of its own.

A body is a party of the case in the role BODY, the case's own office among them where it has a say. Its people are no
respondents: they are those of the unit's own desk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from .acts import AUDITOR, BODY, OFFICE, unit_role
from .models import CaseParty, Envelope, WorkTask
from .models.procedures import WAITING

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .actors import Actor
    from .models import Case

AT_THE_DESK = ("handler", "lead")


def ask(case: Case, units: Iterable[Unit], at: dt.datetime) -> None:
    """These units, and whoever was asked before, decide on the case together from now on."""
    known = {party.unit_id for party in case.party_list if party.role == BODY}
    new = [unit for unit in units if unit.pk not in known]
    case.add_parties([CaseParty(case=case, unit=unit, role=BODY) for unit in new])
    case.involve(new, at)


def asked(case: Case) -> list[Unit]:
    """The units that decide together, in the order in which they were asked."""
    return [party.unit for party in case.party_list if party.role == BODY and party.involved_at is not None]


def roles(actor: Actor, case: Case, others: set[str]) -> set[str]:
    """Of people of a body: they read all, and do what is asked of their unit. others: the roles they have besides."""
    mine = {unit.pk for unit in asked(case)} & actor.units_with(*AT_THE_DESK)
    if not mine:
        return set()
    return {BODY, *map(unit_role, mine)} | ({AUDITOR} if OFFICE not in others else set())


def of_their_bodies(actor: Actor) -> Q:
    """The cases that this person's unit decides on with others, as a condition."""
    units = actor.units_with(*AT_THE_DESK)
    return Q(pk__in=CaseParty.objects.filter(role=BODY, involved_at__isnull=False, unit__in=units).values("case"))


def waiting_for(actor: Actor) -> QuerySet:
    """The tasks that wait for an opinion of this person's unit, which has not given it under seal."""
    given = Envelope.objects.filter(case=OuterRef("process__case"), unit=OuterRef("unit"))
    waits = WorkTask.objects.filter(role=BODY, unit__in=actor.units_with(*AT_THE_DESK), status__in=WAITING)
    return waits.exclude(Exists(given))
