"""The only place that answers "which events, which words, which files" of a case, for somebody with these roles in it.

Which cases they see at all, and in which roles, is said by `access`; recusal is subtracted there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.parties.models import Unit

from .access import roles_of
from .acts import (
    ANYONE,
    AUDITOR,
    BODY,
    FIELD,
    FIELD_ROLES,
    HANDLER,
    LEAD,
    OFFICE,
    PARTY_ABOVE,
    RESPONDENT,
    Act,
    unit_role,
)
from .kinds import kind_of
from .models import Case, Event

if TYPE_CHECKING:
    from .actors import Actor
    from .models import Attachment


def readers_of(event: Event, spec: Act) -> frozenset[str]:
    """The roles that read an event: those its act is shown to, and those who were told of it."""
    return spec.readers() | frozenset(event.told)


def readers_in_full(event: Event, spec: Act) -> frozenset[str]:
    """Those, and who reads it without being named: the office, those that decide with it, the unit that did it."""
    readers = readers_of(event, spec) | {OFFICE, BODY, unit_role(event.unit_id)}
    return readers | set(FIELD_ROLES) if FIELD in readers else readers


def reads_as(roles: frozenset[str]) -> frozenset[str]:
    """Whoever is out there in any role reads what the unit that has the work reads; a chain what its cinema reads."""
    roles |= {RESPONDENT} if PARTY_ABOVE in roles else set()
    return roles | {FIELD} if roles & set(FIELD_ROLES) else roles


def is_own(actor: Actor, event: Event, roles: frozenset[str]) -> bool:
    """Whether the actor, or their unit, did this: one's own deeds are always one's own to read.

    What a clerk took in for somebody is theirs for whom it was, never the clerk's or the clerk's unit's.
    """
    if event.actor_role == ANYONE:
        return bool(actor.seat_name)
    if actor.seat_name:
        return event.actor_role == actor.seat_name
    return event.unit_id is not None and event.unit_id in {m.unit_id for m in actor.memberships}


def reads_event(actor: Actor, event: Event, spec: Act, roles: frozenset[str]) -> bool:
    """Whether this reader sees that it happened. What one respondent does, another does not read."""
    return bool(roles & {OFFICE, AUDITOR} or readers_of(event, spec) & reads_as(roles) or is_own(actor, event, roles))


def reads_words(actor: Actor, event: Event, spec: Act, roles: frozenset[str]) -> bool:
    """Whether this reader also sees what was written with it."""
    if roles & {OFFICE, AUDITOR} or is_own(actor, event, roles):
        return True
    readers = readers_of(event, spec) if spec.words_to is None else frozenset(spec.words_to)
    return bool(readers & reads_as(roles))


def visible_events(actor: Actor, case: Case, events: list[Event], roles: frozenset[str]) -> list[Event]:
    """Of a case's events, those this actor may read."""
    acts = kind_of(case).acts
    return [event for event in events if reads_event(actor, event, acts[event.name], roles)]


def may_open(actor: Actor, attachment: Attachment, form: str) -> bool:
    """Whether this actor may fetch a file. `form`: thumb, copy or original (sealed: for the investigators only).

    The office sees copies and originals, an auditor copies of what is not sensitive (R21), those who uploaded a file
    see their copy, a respondent nothing but what was granted to it (`AttachmentGrant`).
    """
    if attachment.case_id is None:
        return actor.address == attachment.uploader
    case = attachment.case
    roles = roles_of(actor, case)
    if OFFICE in roles:
        return form != "original" or HANDLER in roles or LEAD in roles
    if AUDITOR in roles and form != "original" and not attachment.sensitive:
        return True
    if form == "original" or not roles:
        return False
    return _is_of_uploader(actor, attachment, roles) or _came_with_what_they_read(actor, attachment, roles)


def may_be_public(attachment: Attachment, unit: Unit) -> bool:
    """Whether everybody may see the copy of a file that the unit is said to publish (R29): its own file, sent in with a
    case, and no person's papers. Whoever enters a wrong number shows nobody else's file by it."""
    own = attachment.is_bound and attachment.by_unit_id == unit.pk
    return own and not attachment.sensitive and attachment.pages_shown > 0


def _came_with_what_they_read(actor: Actor, attachment: Attachment, roles: frozenset[str]) -> bool:
    """People out there see the files of whatever they read in full: who checks again sees the proof."""
    if not roles & set(FIELD_ROLES) or attachment.sensitive:
        return False
    event = attachment.case.events.filter(seq=attachment.event_seq).first()
    spec = kind_of(attachment.case).acts.get(event.name) if event else None
    return spec is not None and reads_event(actor, event, spec, roles) and reads_words(actor, event, spec, roles)


def _is_of_uploader(actor: Actor, attachment: Attachment, roles: frozenset[str]) -> bool:
    if actor.seat_name:
        return attachment.by_role == actor.seat_name
    return attachment.by_unit_id is not None and attachment.by_unit_id in {m.unit_id for m in actor.memberships}
