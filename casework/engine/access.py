"""The only place that answers "which cases, in which roles, which tasks"; which events and files of them, `reading`.
Recusal is subtracted here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.parties.models import Membership, Unit, User

from . import bodies
from .acts import (
    ANYONE,
    AUDITOR,
    BODY,
    CLOCK,
    COMPLAINANT,
    FIELD,
    FIELD_LEAD,
    HANDLER,
    INSPECTOR,
    LEAD,
    OFFICE,
    RESPONDENT,
    unit_role,
)
from .given_out import chain_roles, field_roles, in_the_field, results_below
from .models import Case, CaseParty, CasePerson, Recusal, WorkTask
from .models.procedures import WAITING

if TYPE_CHECKING:
    from .actors import Actor
    from .models import Draft

OFFICE_ROLES = ("handler", "lead")
PARTY_ROLES = ("handler", "lead")
# Units that may be complained of, inspected and asked: the association and the unions too, by those above them.
PARTY_KINDS = (
    Unit.Kind.CINEMA,
    Unit.Kind.PLATFORM,
    Unit.Kind.ASSOCIATION,
    Unit.Kind.UNION,
    Unit.Kind.GRASSROOTS_UNION,
    Unit.Kind.CHAIN,
)
# Units that hold cases: their auditors read all; an auditor of a union or a cinema reads none of ours (DESIGN §4).
AUDITED_KINDS = (Unit.Kind.ORGANISER, Unit.Kind.ASSOCIATION, Unit.Kind.FILM_OFFICE)
# Units that may stand above an office.
SUPERVISING_KINDS = (Unit.Kind.ORGANISER, Unit.Kind.FILM_OFFICE)
# Who types in what reached their unit by phone, letter, visit or transfer: unions too, who read nothing of it later.
TAKES_IN = {kind: OFFICE_ROLES for kind in AUDITED_KINDS} | {Unit.Kind.UNION: (*OFFICE_ROLES, "inspector")}


def visible_cases(actor: Actor, cases: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """The cases this actor may see at all: of their office, of their unit as a party once involved, their own seat."""
    cases = Case.objects.all() if cases is None else cases
    if actor.automatic in ("clock", "engine"):
        return cases
    if actor.case_id is not None:
        return cases.filter(pk=actor.case_id)
    if actor.person is None:
        return cases.none()
    office, party = actor.units_with(*OFFICE_ROLES), actor.units_with(*PARTY_ROLES)
    ours = Q(office__in=office) | _from_above(actor) | _out_there(actor) | bodies.of_their_bodies(actor)
    ours = Q() if audits(actor) else ours
    if ours and not actor.memberships:
        return cases.none()
    # Whoever decides together with others may be out of the room like anybody of ours; a party outside never is.
    outside = CaseParty.objects.exclude(role=BODY)
    involved = outside.filter(case=OuterRef("pk"), unit__in=party, involved_at__isnull=False)
    below = results_below(actor, CaseParty.objects.all())
    recused = Recusal.objects.filter(case=OuterRef("pk"), user=actor.person)
    return cases.filter((ours & ~Exists(recused)) | Exists(involved) | below)


def _from_above(actor: Actor) -> Q:
    """Supervision follows the path (DESIGN §4): who works in a unit above reads the cases of the offices below, and
    acts where something waits for leads of that unit, nobody of the office being free."""
    found = Q(pk__in=())
    for member in _desks_above(actor):
        found |= Q(office__in=Unit.objects.filter(path__startswith=member.unit.path))
    leads = {member.unit_id for member in _desks_above(actor) if member.role == LEAD}
    if leads:
        asked = WorkTask.objects.filter(role=LEAD, unit__in=leads, status__in=WAITING)
        found |= Q(pk__in=asked.values("process__case"))
    return found


def _out_there(actor: Actor) -> Q:
    return in_the_field(actor, CaseParty.objects.all(), CasePerson.objects.all())


def _desks_above(actor: Actor) -> list[Membership]:
    """Where this person works in a unit that stands above offices. Others pay nothing for the question."""
    return [m for m in actor.memberships if m.role in OFFICE_ROLES and m.unit.kind in SUPERVISING_KINDS]


def supervises(actor: Actor, case: Case) -> bool:
    """Whether a unit of this person's stands above the case's office."""
    above = [m for m in _desks_above(actor) if m.unit_id != case.office_id]
    return any(case.office.path.startswith(member.unit.path) for member in above)


def leads_instead(actor: Actor, case: Case) -> bool:
    """Whether something waits in the case for leads of this person's unit, which is not its office."""
    leads = {member.unit_id for member in _desks_above(actor) if member.role == LEAD} - {case.office_id}
    asked = WorkTask.objects.filter(process__case=case, role=LEAD, unit__in=leads, status__in=WAITING)
    return bool(leads) and asked.exists()


def readable_cases(actor: Actor, cases: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """The cases that this actor may list at the desk: their office's, those of units below, those asked of them."""
    cases = Case.objects.all() if cases is None else cases
    recused = Recusal.objects.filter(case=OuterRef("pk"), user=actor.person)
    return cases.filter(~Exists(recused), at_own_desk(actor))


def at_own_desk(actor: Actor) -> Q:
    """The same of cases that are visible anyway, as a condition."""
    return Q(office__in=actor.units_with(*OFFICE_ROLES)) | _from_above(actor) | bodies.of_their_bodies(actor)


def audits(actor: Actor) -> bool:
    """Whether this person reads every case, and acts on none."""
    return any(m.role == "auditor" and m.unit.kind in AUDITED_KINDS for m in actor.memberships)


def office_cases(actor: Actor, cases: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """The cases this actor works on as staff of their office (not as a party)."""
    cases = Case.objects.all() if cases is None else cases
    recused = Recusal.objects.filter(case=OuterRef("pk"), user=actor.person)
    return cases.filter(~Exists(recused), office__in=actor.units_with(*OFFICE_ROLES))


def roles_of(actor: Actor, case: Case) -> frozenset[str]:
    """The roles this actor has in this case. Empty: it may not see the case."""
    if actor.automatic:
        return frozenset({actor.automatic})
    if actor.case_id is not None:
        return frozenset({actor.seat_name}) if actor.case_id == case.pk else frozenset()
    if actor.person is None or not actor.person.is_active:
        return frozenset()
    if case.pk is None:
        # Not born yet, it is nobody's; who may bring it into being is the opening act's to say.
        return frozenset({ANYONE})
    roles: set[str] = set()
    if case.office_id in actor.units_with(*OFFICE_ROLES) and not is_recused(actor, case):
        roles |= _office_roles(actor, case)
    roles |= _party_roles(actor, case) | chain_roles(actor, case)
    if not is_recused(actor, case):
        roles |= _other_desks(actor, case) | field_roles(actor, case) | bodies.roles(actor, case, roles)
    return frozenset(roles)


def _other_desks(actor: Actor, case: Case) -> set[str]:
    """Of people at other desks: who audits or supervises reads; who is asked instead of the office's leads acts."""
    if case.office_id in actor.units_with(*OFFICE_ROLES):
        return {AUDITOR} if audits(actor) else set()
    instead = {LEAD, AUDITOR} if leads_instead(actor, case) else set()
    return instead | ({AUDITOR} if audits(actor) or supervises(actor, case) else set())


def takes_in_for(actor: Actor) -> Unit | None:
    """The unit for which this person takes in what people tell it; None for whoever does not. An office before a
    union."""
    found = [m.unit for m in actor.memberships if m.role in TAKES_IN.get(m.unit.kind, ())]
    return min(found, key=lambda unit: unit.kind == Unit.Kind.UNION, default=None)


def speaks_for(actor: Actor, kinds: Iterable[str]) -> list[Unit]:
    """The units of these kinds for which this person speaks outside."""
    held = (m for m in actor.memberships if m.unit.kind in kinds and m.role in PARTY_ROLES)
    return list({m.unit_id: m.unit for m in held}.values())


def is_recused(actor: Actor, case: Case) -> bool:
    return actor.person is not None and actor.person.pk in case.recused


def _office_roles(actor: Actor, case: Case) -> set[str]:
    roles = {OFFICE}
    if handles(actor, case):
        roles.add(HANDLER)
    if case.office_id in actor.units_with("lead"):
        roles.add(LEAD)
    return roles


def handles(actor: Actor, case: Case) -> bool:
    """Whether this person is the case's handler, or stands in for whoever is and could be so at this stage."""
    if case.handler_id is None or case.handler_id == actor.person.pk:
        return case.handler_id is not None
    return case.handler_id in actor.stands_in_for(case.office_id) and actor.person.pk not in case.barred


def handled_by(actor: Actor) -> Q:
    """The cases that `handles` says yes to, as a condition."""
    found = Q(handler=actor.person)
    for member in actor.memberships:
        if member.stands_in_for:
            found |= Q(office=member.unit_id, handler__in=member.stands_in_for)
    return found


def bound_with(actor: Actor) -> QuerySet[User]:
    """The accounts whose duties in a case bind this person too: their own, and of those for whom they stand in now.
    Who may act in the stead of whoever handled a case is no second pair of eyes on it."""
    absent = {user for member in actor.memberships for user in member.stands_in_for}
    return User.objects.same_person_as(actor.person) | User.objects.filter(pk__in=absent)


def _party_roles(actor: Actor, case: Case) -> set[str]:
    units = actor.units_with(*PARTY_ROLES)
    if not units:
        return set()
    mine = [p for p in case.party_list if p.unit_id in units and p.involved_at is not None]
    outside = [p for p in mine if p.role not in (FIELD, BODY)]
    return {role for p in outside for role in (RESPONDENT, p.role, unit_role(p.unit_id))}


def may_do(actor: Actor, task: WorkTask, roles: frozenset[str]) -> bool:
    """Whether a waiting task is this actor's: its own, or its unit's and nobody's yet. A handler's task is for who
    claimed the case.

    `roles` are the actor's roles in the case: someone recused has none of its office's and so none of its tasks.
    """
    if actor.automatic == CLOCK:
        return True
    if task.role == COMPLAINANT:
        return COMPLAINANT in roles and task.waiting
    if actor.person is None or not task.waiting or not (roles - {AUDITOR}):
        return False
    if task.role in (HANDLER, INSPECTOR) and task.role in roles:
        return True
    if task.owner_id is not None or task.role in (HANDLER, INSPECTOR):
        return task.owner_id == actor.person.pk
    wanted = {RESPONDENT: PARTY_ROLES, FIELD: PARTY_ROLES, BODY: PARTY_ROLES, "": PARTY_ROLES, FIELD_LEAD: (LEAD,)}
    return task.unit_id in actor.units_with(*wanted.get(task.role, (task.role,)))


def fills_in(actor: Actor, draft: Draft) -> bool:
    """Whether this actor is of the unit whose draft it is, and still has a part in the case."""
    return draft.unit_id in actor.units_with(*PARTY_ROLES) and bool(roles_of(actor, draft.case))
