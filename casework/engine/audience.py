"""From roles to people: where each is told. Three statements at most, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from casework.parties.models import Membership

from .actors import seat_address
from .acts import COMPLAINANT, HANDLER, LEAD, OFFICE, RESPONDENT, unit_role
from .models import CaseParty, Recusal

if TYPE_CHECKING:
    from .models import Case


def addresses(case: Case, roles: Iterable[str]) -> list[str]:
    """The notification addresses of everybody who has one of `roles` in the case now.

    A case without a handler, or with one who is recused since, has its whole office in that role, so that nothing is
    told to nobody (P14).
    """
    wanted = set(roles)
    handler = _handler(case) if HANDLER in wanted else None
    if HANDLER in wanted and handler is None:
        wanted.add(OFFICE)
    found: set[str] = set()
    if COMPLAINANT in wanted:
        found.add(seat_address(case.pk, COMPLAINANT))
    if handler is not None:
        found.add(f"user:{handler}")
    found |= {f"user:{user}" for user in _people(case, wanted)}
    return sorted(found)


def _handler(case: Case) -> int | None:
    recused = case.handler_id is not None and Recusal.objects.filter(case=case, user=case.handler_id).exists()
    return None if recused else case.handler_id


def _people(case: Case, wanted: set[str]) -> set[int]:
    parties = _party_units(case, wanted)
    units = set(parties)
    if wanted & {OFFICE, LEAD}:
        units.add(case.office_id)
    if not units:
        return set()
    recused = Recusal.objects.filter(case=case).values("user")
    members = Membership.objects.in_force().filter(unit__in=units, role__in=("handler", "lead"))
    rows = members.exclude(user__in=recused).values_list("unit", "role", "user")
    return {
        user for unit, role, user in rows if unit in parties or OFFICE in wanted or (role == "lead" and LEAD in wanted)
    }


def _party_units(case: Case, wanted: set[str]) -> set[int]:
    if not wanted - {COMPLAINANT, HANDLER, OFFICE, LEAD}:
        return set()
    parties = CaseParty.objects.filter(case=case, involved_at__isnull=False).values_list("unit", "role")
    return {unit for unit, role in parties if wanted & {RESPONDENT, role, unit_role(unit)}}
