"""Which film office confirms the facts of a cinema: the one of its county; where nobody works there, the one above it.

Which office is there the map says; who is above it, the path (DESIGN §4).
"""

from __future__ import annotations

from collections.abc import Iterable

from casework.parties.models import Division, Membership, Unit

# Who may be asked: the bureau is the organiser above the film offices.
ASKED = (Unit.Kind.FILM_OFFICE, Unit.Kind.ORGANISER)
ROLES = ("handler", "lead")


def checker_for(county: Division) -> Unit | None:
    """The nearest film office of the county in which somebody works, going up. None where there is none at all."""
    seated = {county.pk, county.parent_id}
    offices = Unit.objects.active().filter(kind=Unit.Kind.FILM_OFFICE, division__in=seated).order_by("-division__level")
    for office in offices:
        found = _first_at_work([office.pk, *_ids_above(office)])
        if found is not None:
            return found
    return None


def above(unit: Unit | None) -> Unit | None:
    """Who is asked where this office was silent: the next one above it in which somebody works."""
    return _first_at_work(_ids_above(unit)) if unit is not None else None


def _ids_above(unit: Unit) -> list[int]:
    """The units above by path, the nearest first."""
    return [int(pk) for pk in unit.path.strip("/").split("/")[:-1]][::-1]


def _first_at_work(ids: Iterable[int]) -> Unit | None:
    order = list(ids)
    at_work = Membership.objects.in_force(role__in=ROLES).values("unit")
    found = Unit.objects.active().filter(pk__in=order, kind__in=ASKED).filter(pk__in=at_work)
    return min(found, key=lambda unit: order.index(unit.pk), default=None)
