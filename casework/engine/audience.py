"""From roles to people: where each is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from casework.parties.models import Membership
from notifications.addresses import unit_address

from .access import OFFICE_ROLES, PARTY_ROLES
from .actors import seat_address
from .acts import (
    BODY,
    COMPLAINANT,
    FIELD,
    FIELD_ABOVE,
    FIELD_LEAD,
    FORMER,
    HANDLER,
    INSPECTOR,
    LEAD,
    OFFICE,
    RESPONDENT,
    STILL_ASKED,
    unit_role,
)
from .kinds import has_a_seat
from .models import Envelope, WorkTask
from .models.procedures import WAITING

if TYPE_CHECKING:
    from .models import Case, CaseParty


class Audience:
    """The people of a case as they are now. One statement reads them, however many there are, once in a passage."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._read: dict[tuple[frozenset[int], int | None], list[tuple[int, str, int, int | None]]] = {}

    @property
    def involved(self) -> list[CaseParty]:
        return [party for party in self.case.party_list if party.involved_at is not None]

    def addresses(self, roles: Iterable[str]) -> set[str]:
        """The notification addresses of everybody who has one of `roles` in the case.

        A case without a handler, or with one who is recused since, has its whole office in that role, so that nothing
        is told to nobody (P14).
        """
        wanted = set(roles)
        found: set[str] = set()
        if COMPLAINANT in wanted and has_a_seat(self.case):
            found.add(seat_address(self.case.pk, COMPLAINANT))
        if HANDLER in wanted and self._handler is not None:
            found |= {f"user:{self._handler}", *(f"user:{user}" for user in self._stand_ins - self.case.recused)}
        elif HANDLER in wanted:
            wanted.add(OFFICE)
        if wanted & {INSPECTOR, FORMER}:
            found |= {f"user:{user}" for user in self._named(wanted) - self.case.recused}
        if wanted - {COMPLAINANT, HANDLER, INSPECTOR, FORMER}:
            found |= {f"user:{user}" for user in self._people(wanted) - self.case.recused}
        return found

    def systems(self, roles: Iterable[str]) -> set[str]:
        """The addresses of the own systems of parties in one of these roles."""
        return {unit_address(party.unit_id) for party in self.involved if party.role in roles}

    def _named(self, wanted: set[str]) -> set[int]:
        """Of the people who were ever named for the spot: those who are now, and those who were before others were."""
        now = {person.user_id for person in self.case.named}
        before = {person.user_id for person in self.case.person_list} - now
        return (now if INSPECTOR in wanted else set()) | (before if FORMER in wanted else set())

    @property
    def _handler(self) -> int | None:
        return None if self.case.handler_id in self.case.recused else self.case.handler_id

    def _people(self, wanted: set[str]) -> set[int]:
        units = {p.unit_id for p in self.involved if wanted & self._roles_of(p)}
        units |= self._still_asked if STILL_ASKED in wanted else set()
        units |= {self._above_field} if FIELD_ABOVE in wanted else set()
        people = {user for unit, role, user, _in in self._members if unit in units and role in PARTY_ROLES}
        if FIELD_LEAD in wanted and self.case.field_unit is not None:
            field = self.case.field_unit.pk
            people |= {user for unit, role, user, _in in self._members if unit == field and role == LEAD}
        ours = OFFICE_ROLES if OFFICE in wanted else tuple({LEAD} & wanted)
        at = {self.case.office_id: ours}
        if self._above is not None and unit_role(self._above) in wanted:
            at[self._above] = OFFICE_ROLES
        return people | {user for unit, role, user, _in in self._members if role in at.get(unit, ())}

    @staticmethod
    def _roles_of(party: CaseParty) -> set[str]:
        own = {party.role, unit_role(party.unit_id)}
        return own if party.role in (FIELD, BODY) else own | {RESPONDENT}

    @property
    def _still_asked(self) -> set[int]:
        """Units that decide together and whose word still waits; one that was given under seal does not."""
        given = Envelope.objects.filter(case=self.case.pk).values("unit")
        asked = WorkTask.objects.filter(process__case=self.case.pk, role=BODY, status__in=WAITING)
        return set(asked.exclude(unit__in=given).values_list("unit", flat=True))

    @property
    def _above_field(self) -> int | None:
        """The next level up from the unit that has the work."""
        return self.case.field_unit.parent_id if self.case.field_unit is not None else None

    @property
    def _above(self) -> int | None:
        """The unit that is asked where nobody of the office is free."""
        return self.case.office.parent_id

    @property
    def _stand_ins(self) -> set[int]:
        """Whoever stands in for the handler today, being of the office still."""
        ours = [(user, stand_in) for unit, _role, user, stand_in in self._members if unit == self.case.office_id]
        return {stand_in for _user, stand_in in ours} & {user for user, _stand_in in ours}

    @property
    def _members(self) -> list[tuple[int, str, int, int | None]]:
        """(unit, role, user, stand-in of the handler in that unit) of the office and of every involved party; read
        again where a party has come in, or the case has another handler."""
        above = {self._above, self._above_field} - {None}
        units = frozenset({self.case.office_id, *above, *(party.unit_id for party in self.involved)})
        read = units, self.case.handler_id
        if read not in self._read:
            members = Membership.objects.in_force(unit__in=units, role__in={*OFFICE_ROLES, *PARTY_ROLES})
            members = members.with_stand_in_for(self.case.handler_id).order_by()
            self._read[read] = list(members.values_list("unit", "role", "user", "stand_in"))
        return self._read[read]
