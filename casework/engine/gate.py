"""Who may do what in a case, and why not: the same answer refuses an act at the door and greys its button on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from . import envelopes, procedures
from .access import PARTY_ROLES, bound_with, is_recused, may_do, roles_of
from .acts import CLOCK, ENGINE, HANDLER, LEAD, OFFICE, OUTSIDE, RESPONDENT, TASK, Act, NotOffered, unit_role
from .attachments.held import Place
from .kinds import THE_FILER, Kind, kind_of, matter_of, phrase
from .models import CaseDuty

if TYPE_CHECKING:
    from .actors import Actor
    from .models import Case, Envelope, WorkTask


@dataclass
class Gate:
    """One actor before one case at one moment. What it reads it reads once."""

    case: Case
    actor: Actor
    now: dt.datetime

    @cached_property
    def kind(self) -> Kind:
        return kind_of(self.case)

    @cached_property
    def roles(self) -> frozenset[str]:
        return roles_of(self.actor, self.case)

    @cached_property
    def tasks(self) -> list[WorkTask]:
        """The case's waiting tasks; none before it is born."""
        return procedures.waiting_tasks(self.case) if self.case.last_seq else []

    def task_for(
        self, spec: Act, task: WorkTask | None = None, details: Mapping[str, Any] | None = None
    ) -> WorkTask | None:
        """The waiting task that this act finishes for this actor: the given one, else the oldest of theirs.

        An act that names its `subject` may finish a task that is somebody else's: the one about that row.
        """
        if spec.name not in _finishing_acts(self.kind, self.case.state):
            return None
        fitting = [t for t in self.tasks if spec.name in t.flow_task.acts and (task is None or t.pk == task.pk)]
        if spec.subject:
            wanted = str((details or {}).get(spec.subject, ""))
            fitting = [t for t in fitting if str(t.subject_id) == wanted]
            return fitting[0] if fitting and self.roles & set(spec.by) else None
        mine = [t for t in fitting if self.is_theirs(t)]
        return mine[0] if mine else None

    def draft_place(self, spec: Act) -> Place | None:
        """Where the draft of this act's form is kept that this actor fills in with their unit: of their office, of the
        unit whose task it is, or of their unit among the parties that may do it. None: they have none to see."""
        unit = self._drafting_unit(spec) if spec.shared_draft else None
        return Place(self.case.pk, unit, f"act:{spec.name}") if unit else None

    def _drafting_unit(self, spec: Act) -> int | None:
        if OFFICE in self.roles:
            return None if self.is_outside(spec) else self.case.office_id
        task = self.task_for(spec)
        if task is not None:
            return task.unit_id
        units, may = self.actor.units_with(*PARTY_ROLES), self.roles & set(spec.by)
        mine = [party for party in self.case.party_list if party.involved_at and party.unit_id in units]
        return next((p.unit_id for p in mine if {p.role, RESPONDENT, unit_role(p.unit_id)} & may), None)

    def is_outside(self, spec: Act) -> bool:
        """Whether the act is for a party, or finishes a task of one."""
        if TASK in spec.by:
            return any(task.role in OUTSIDE and spec.name in task.flow_task.acts for task in self.tasks)
        return bool({*self.kind.party_roles, RESPONDENT} & set(spec.by))

    @cached_property
    def envelopes(self) -> list[Envelope]:
        """What this person's units have said under seal, and is not opened yet."""
        asks = self.kind.seals and self.case.last_seq and self.actor.person is not None
        return envelopes.own(self.case, self.actor) if asks else []

    def is_theirs(self, task: WorkTask) -> bool:
        if envelopes.is_given(task, self.envelopes):
            return False
        roles = self.roles
        # A case that is over can be claimed by nobody: what outlived it is the whole office's.
        if OFFICE in roles and not self.case.is_open and self.case.handler_id is None:
            roles |= {HANDLER}
        return self.actor.automatic in (CLOCK, ENGINE) or may_do(self.actor, task, roles)

    def acts_here(self) -> tuple[Act, ...]:
        """The acts of the case's state; where it is over, also those that finish what outlived it."""
        acts = self.kind.acts_from(self.case.state, self.case.matter)
        if self.case.is_open or not self.case.last_seq:
            return acts
        outlived = {name for task in self.tasks for name in task.flow_task.acts}
        return (*acts, *(self.kind.acts[name] for name in sorted(outlived) if self.kind.acts[name] not in acts))

    def why_not(self, spec: Act, task: WorkTask | None = None) -> object | None:
        """Why this actor cannot do this now, in words; None if they can. The same answer greys a button."""
        if spec not in self.acts_here():
            return _("This is not possible at the present stage of the case.")
        named = spec.name in _finishing_acts(self.kind, self.case.state)
        if named and not spec.direct and task is None:
            return self._why_no_task(spec)
        allowed = bool(self.roles & set(spec.by)) or (TASK in spec.by and task is not None)
        if not allowed:
            return self._who_could(spec)
        held_back = [why for why in (guard(self.case, self.actor, self.now) for guard in spec.guards) if why]
        senseless = next((why for why in held_back if isinstance(why, NotOffered)), None)
        return senseless or self._barred_by_duty(spec) or next(iter(held_back), None)

    def _why_no_task(self, spec: Act) -> object:
        fitting = [t for t in self.tasks if spec.name in t.flow_task.acts]
        if not fitting:
            return _("Nothing waits for this at the moment.")
        if any(envelopes.is_given(t, self.envelopes) for t in fitting):
            return _("Your unit has said this under seal; it is opened when everybody has.")
        task = fitting[0]
        if task.owner_id:
            return _("%(name)s has this now.") % {"name": task.owner.name}
        if task.role == HANDLER and OFFICE in self.roles:
            return _("Claim the case first; then you can do this.")
        if task.role == LEAD and OFFICE in self.roles:
            return _("A lead of the office who took no part in it does this.")
        if task.unit is None:
            return _("This waits for %(unit)s.") % {"unit": phrase(THE_FILER, matter_of(self.case))}
        return _("This waits for %(unit)s.") % {"unit": task.unit.label}

    def _who_could(self, spec: Act) -> object:
        if HANDLER in spec.by and OFFICE in self.roles:
            if self.case.handler_id is None:
                return _("Claim the case first; then you can do this.")
            return _("Only %(name)s, who handles the case, can do this.") % {"name": self.case.handler.name}
        if spec.by == (LEAD,):
            return _("Only a lead of the office can do this.")
        return _("Your role in this case does not include this.")

    def _barred_by_duty(self, spec: Act) -> object | None:
        """Four eyes: whoever had a barring duty in this case, under this or another account of theirs (same phone), and
        whoever stands in for such a person."""
        if not spec.apart_from or self.actor.person is None:
            return None
        if self._recused:
            return _("You are recused from this case.")
        if not self._duties_had & set(spec.apart_from):
            return None
        return _("You took part in this case yourself. Someone who did not must do this.")

    @cached_property
    def _recused(self) -> bool:
        # Whoever has the office's role is not: recusal was subtracted from it already.
        return OFFICE not in self.roles and is_recused(self.actor, self.case)

    @cached_property
    def _duties_had(self) -> frozenset[str]:
        bound = bound_with(self.actor)
        return frozenset(CaseDuty.objects.filter(case=self.case, user__in=bound).values_list("duty", flat=True))


# Every button asks for it, and a kind does not change.
@cache
def _finishing_acts(kind: Kind, state: str) -> frozenset[str]:
    """Names of the acts that finish a task of the stage's procedure or of an ask of the kind."""
    stage = kind.stage_by_state.get(state)
    flows = [*kind.asks, *([stage.procedure] if stage and stage.procedure else [])]
    return frozenset(name for flow_class in flows for node in flow_class.work_nodes() for name in node.acts)
