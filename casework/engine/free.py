"""Whether a unit has anybody left who may do something: neither recused nor barred by a part of theirs (four eyes)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.parties.models import Unit

    from .models import Case, CaseDuty


def with_somebody_free(case: Case, unit: Unit, roles: Iterable[str], acts: tuple[str, ...]) -> Unit:
    """The unit; the one above it where everybody of it in these roles is recused or barred from all of these acts.
    The record says so, also where nobody above is free either and the unit must find somebody."""
    from .kinds import kind_of

    bars = set.intersection(*(set(kind_of(case).acts[name].apart_from) for name in acts))
    return _first_free(case, unit, roles, case.duties.filter(duty__in=bars))


def office_for(case: Case, unit: Unit) -> Unit:
    """Of a case that is being opened: the same, where everybody's part in what it is about bars them
    (`Kind.barred_by`)."""
    from .access import OFFICE_ROLES
    from .kinds import kind_of

    return _first_free(case, unit, OFFICE_ROLES, kind_of(case).barred_by(case))


def _first_free(case: Case, unit: Unit, roles: Iterable[str], duties: QuerySet[CaseDuty]) -> Unit:
    if _is_anybody_free(case, unit, roles, duties):
        return unit
    above = unit.parent
    if above is not None and not _is_anybody_free(case, above, roles, duties):
        above = None
    case.nobody_free[unit.pk] = above.pk if above else None
    return above or unit


def _is_anybody_free(case: Case, unit: Unit, roles: Iterable[str], duties: QuerySet[CaseDuty]) -> bool:
    from casework.parties.models import Membership, User

    took_part = User.objects.filter(pk__in=duties.values("user"))
    # Whoever has two accounts has one phone.
    same = User.objects.filter(phone__in=took_part.exclude(phone="").values("phone"))
    people = Membership.objects.in_force(unit=unit, role__in=roles)
    if case.pk is not None:
        people = people.exclude(user__in=case.recused)
    return people.exclude(user__in=took_part).exclude(user__in=same).exists()
