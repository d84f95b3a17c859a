"""Work that the office gives out: to a unit of ours, whose people do it on the spot, and what those may see.

Inherited by `Case`, so this module knows no rows; what must be read is read through the case.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from casework.parties.models import Membership, Unit

from .acts import FIELD, FIELD_ABOVE, FIELD_LEAD, FORMER, LEAD, PARTY_ABOVE, unit_role

if TYPE_CHECKING:
    from .actors import Actor

# Units to which work is given out; who works in one above them reads it too.
FIELD_KINDS = (Unit.Kind.UNION, Unit.Kind.FILM_OFFICE, Unit.Kind.ORGANISER)
FIELD_ROLES_IN_UNIT = ("handler", "lead")


class GivenOut(models.Model):
    """Mixed into `Case`; of use in kinds that say so (`Kind.given_out`)."""

    class Meta:
        abstract = True

    @property
    def field_unit(self) -> Unit | None:
        """The unit to which the work is given out now; None where it is given out to nobody."""
        return next((p.unit for p in self.party_list if p.role == FIELD and p.involved_at is not None), None)

    @cached_property
    def person_list(self) -> list[Any]:
        """Everybody who was ever named to do the work on the spot; read once for each loading."""
        from .kinds import kind_of

        if not kind_of(self).given_out:
            return []
        return list(self.people.select_related("user", "unit").order_by("pk"))

    @property
    def named(self) -> list[Any]:
        """Those who are to do it now."""
        return [person for person in self.person_list if person.until is None]

    def give_out(self, unit: Unit, at: dt.datetime) -> None:
        """The work is this unit's from now on; whoever had it before does not see the case any more."""
        self.take_from_field(at)
        if all(party.unit_id != unit.pk for party in self.party_list):
            self.add_parties([self.parties.model(case=self, unit=unit, role=FIELD)])
        self.involve([unit], at)

    def take_from_field(self, at: dt.datetime) -> None:
        """Nobody out there has the work, nor is anybody named for it."""
        had = [party for party in self.party_list if party.role == FIELD and party.involved_at is not None]
        for party in had:
            party.involved_at = None
            party.save(update_fields=["involved_at"])
        self.name_people({}, "", at)

    def name_people(self, people: dict[Any, Unit], role: str, at: dt.datetime) -> None:
        """These people, each for a unit, and no others, do the work on the spot from now on. Whoever was named before
        sees only what they did themselves."""
        if self.named:
            self.people.filter(until__isnull=True).update(until=at)
            for person in self.named:
                person.until = at
        person = self.people.model
        new = [person(case=self, user=user, unit=unit, role=role, since=at) for user, unit in people.items()]
        self.person_list = [*self.person_list, *person.objects.bulk_create(new)]


def in_the_field(actor: Actor, parties: models.QuerySet, people: models.QuerySet) -> Q:
    """The cases given out to this person's unit or to one below it by path, and those they are or were named in, of
    these rows."""
    found = Q(pk__in=())
    for member in _desks(actor):
        given = parties.filter(role=FIELD, involved_at__isnull=False, unit__path__startswith=member.unit.path)
        found |= Q(pk__in=given.values("case"))
    if any(member.unit.kind in FIELD_KINDS for member in actor.memberships):
        found |= Q(pk__in=people.filter(user=actor.person).values("case"))
    return found


def results_below(actor: Actor, parties: models.QuerySet) -> Q:
    """What is over of the work that was done at units below this person's chain, by path, of these rows."""
    from .kinds import all_kinds

    found, kinds = Q(pk__in=()), [kind.name for kind in all_kinds() if kind.given_out]
    for member in _chains(actor):
        below = parties.filter(involved_at__isnull=False, unit__path__startswith=member.unit.path).exclude(role=FIELD)
        found |= Q(pk__in=below.values("case"), holder__isnull=True, kind__in=kinds)
    return found


def chain_roles(actor: Actor, case: GivenOut) -> set[str]:
    """Of people in the chain above a unit that the case is about: they read, and only once it is over."""
    from .kinds import kind_of

    chains = _chains(actor)
    if not chains or case.is_open or not kind_of(case).given_out:
        return set()
    theirs = [p.unit.path for p in case.party_list if p.role != FIELD and p.involved_at is not None]
    return {PARTY_ABOVE} if any(path.startswith(m.unit.path) for path in theirs for m in chains) else set()


def _chains(actor: Actor) -> list[Membership]:
    return [m for m in actor.memberships if m.role in FIELD_ROLES_IN_UNIT and m.unit.kind == Unit.Kind.CHAIN]


def field_roles(actor: Actor, case: GivenOut) -> set[str]:
    """Of people out there: who has the work or leads those who have it, who works above them, who is or was named."""
    unit, desks = case.field_unit, _desks(actor)
    mine = [person for person in case.person_list if person.user_id == actor.person.pk]
    found = {person.role for person in mine if person.until is None} or ({FORMER} if mine else set())
    if unit is None:
        return found
    if any(member.unit_id == unit.pk for member in desks):
        found |= {FIELD, unit_role(unit.pk)}
        found |= {FIELD_LEAD} if unit.pk in actor.units_with(LEAD) else set()
    elif any(unit.path.startswith(member.unit.path) for member in desks):
        found.add(FIELD_ABOVE)
    return found


def _desks(actor: Actor) -> list[Membership]:
    return [m for m in actor.memberships if m.role in FIELD_ROLES_IN_UNIT and m.unit.kind in FIELD_KINDS]
