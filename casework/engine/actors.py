"""Who acts: a signed-in person, a seat in one case (the complainant, without an account), the clock, the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from casework.parties.models import Membership, memberships_of

if TYPE_CHECKING:
    from .models import Case


@dataclass(frozen=True, eq=False)
class Actor:
    """Made once per request. `address` is where this actor is told things, and under which its keys are kept.

    `uploads`: the key under which a browser without an account has stored files that are not yet in a case.
    """

    address: str
    person: Any = None
    case_id: int | None = None
    seat_name: str = ""
    automatic: str = ""
    uploads: str = ""
    _given: tuple[Membership, ...] | None = field(default=None, repr=False)

    @classmethod
    def user(cls, user: Any, memberships: list[Membership] | None = None) -> Actor:
        """A signed-in person. Memberships are read once, when first needed."""
        given = tuple(memberships) if memberships is not None else None
        return cls(address=f"user:{user.pk}", person=user, _given=given)

    @classmethod
    def seat(cls, case: Case | int, name: str, uploads: str = "") -> Actor:
        """Whoever proved to be this case's complainant, by code or signed link."""
        case_id = case if isinstance(case, int) else case.pk
        return cls(address=seat_address(case_id, name), case_id=case_id, seat_name=name, uploads=uploads)

    @classmethod
    def filer(cls, uploads: str = "") -> Actor:
        """Somebody without an account who opens a case."""
        return cls(address="anyone", automatic="anyone", uploads=uploads)

    @property
    def uploader(self) -> str:
        """The name under which this actor's files wait for an act."""
        return self.uploads or self.address

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        if self._given is not None:
            return self._given
        return tuple(memberships_of(self.person)) if self.person is not None else ()

    def stands_in_for(self, unit_id: int) -> set[int]:
        """Ids of the people of a unit who are away and in whose stead this person handles cases there today."""
        return {user for m in self.memberships if m.unit_id == unit_id for user in m.stands_in_for}

    def units_with(self, *roles: str) -> set[int]:
        """Ids of the units in which this person has one of `roles`."""
        return {m.unit_id for m in self.memberships if m.role in roles}


def seat_address(case_id: int, name: str) -> str:
    return f"seat:{case_id}:{name}"


CLOCK_ACTOR = Actor(address="clock", automatic="clock")
ENGINE_ACTOR = Actor(address="engine", automatic="engine")
