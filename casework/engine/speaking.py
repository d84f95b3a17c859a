"""For whom somebody speaks by an act, and in which role: their own unit, a party, the handler who is away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .access import takes_in_for
from .acts import AUDITOR, HANDLER, INSPECTOR, Act
from .gate import Gate

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .models import Envelope, WorkTask


@dataclass
class Speaker(Gate):
    """A case and whoever acts in it. opened: what is being done is what lay in this envelope."""

    opened: Envelope | None = None

    def in_own_name(self, spec: Act) -> bool:
        """Whether a unit outside opens the case by it, and not somebody who takes a seat."""
        return bool(spec.opens_for) and not (spec.opens_as and self.actor.person is None)

    def speaks_for(self, spec: Act, task: WorkTask | None) -> Unit | None:
        """For whom the actor speaks: the unit of their task, else the office, else their unit among the parties; for a
        case that begins, the unit that takes it in. Who finishes somebody else's task speaks for themselves."""
        if self.opened is not None:
            return self.opened.unit
        if self.actor.person is None:
            return None
        if not self.case.pk:
            return takes_in_for(self.actor)
        named = next((p.unit for p in self.case.named if p.user_id == self.actor.person.pk), None)
        if named is not None and INSPECTOR in {*spec.by, task.role if task else ""}:
            return named
        if task is not None and task.unit is not None and self.is_theirs(task):
            return task.unit
        mine = {m.unit_id: m.unit for m in self.actor.memberships}
        if self.case.office_id in mine:
            return mine[self.case.office_id]
        parties = self.case.party_list if self.case.pk else []
        return next((mine[party.unit_id] for party in parties if party.unit_id in mine), None)

    def in_stead_of(self, spec: Act, task: WorkTask | None) -> int | None:
        """For whom a stand-in acts: the handler who is away, where it is the handler's act or task."""
        person, handler = self.actor.person, self.case.handler_id
        if person is None or handler in (None, person.pk) or HANDLER not in self.roles:
            return None
        return handler if self.role_in(spec) == HANDLER or (task is not None and task.role == HANDLER) else None

    def role_in(self, spec: Act) -> str:
        """The role the actor acts in: the seat they take by it, or their unit's; else the first of the act's that is
        theirs."""
        if self.opened is not None:
            return self.opened.role
        if self.in_own_name(spec):
            # Whoever opened it is its first party.
            return self.case.party_list[0].role
        if spec.opens_as and self.actor.person is None:
            return spec.opens_as
        mine = [role for role in spec.by if role in self.roles]
        # Whoever may read everything besides has not acted as that.
        return mine[0] if mine else next(iter(sorted(self.roles - {AUDITOR})), self.actor.automatic)
