"""Notifications in words, for the bell: one sentence for each row, made when it is read, in the reader's language.

Rooms above say where a case is read (`read_at`); what its reader may no longer see is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.parties.models import User
from notifications import describers

from .access import OFFICE_ROLES, audits, visible_cases
from .actors import Actor
from .acts import COMPLAINANT, HANDLER, LEAD, OFFICE
from .kinds import kind_of
from .models import Case, Event

if TYPE_CHECKING:
    from notifications.models import Notification

# Readers of a case, each with a page of their own.
OFFICE_READER, PARTY_READER, SEAT_READER = "office", "party", "seat"

_pages: dict[str, Callable[[Case], str]] = {}


def read_at(reader: str, url: Callable[[Case], str]) -> None:
    """Say where this sort of reader opens a case. Called once by the room that has the page, in its ready()."""
    _pages[reader] = url


def register() -> None:
    """Make the engine the one who knows the words of notifications. Called by its AppConfig.ready()."""
    describers.register(describe)


def describe(address: str, rows: Sequence[Notification]) -> list[describers.Described]:
    """Rows in words, in their order. Two statements for a person, one for a seat, however many rows."""
    actor = actor_at(address)
    seen = Event.objects.filter(pk__in=[row.event_no for row in rows], case__in=visible_cases(actor).values("pk"))
    events = {event.pk: event for event in seen.select_related("case", "actor", "unit")}
    shown = [(row, events[row.event_no]) for row in rows if row.event_no in events]
    return [_in_words(row, event, actor) for row, event in shown]


def actor_at(address: str) -> Actor:
    """The actor who is told things at this address ("user:7", "seat:12:complainant")."""
    sort, _colon, rest = address.partition(":")
    if sort == "seat":
        case_id, _colon, name = rest.partition(":")
        return Actor.seat(int(case_id), name)
    return Actor.user(User(pk=int(rest)))


def _in_words(row: Notification, event: Event, actor: Actor) -> describers.Described:
    reader = _reader(event.case, actor)
    page = _pages.get(reader)
    return describers.described(row, sentence=_sentence(event, reader), url=page(event.case) if page else "/")


def _reader(case: Case, actor: Actor) -> str:
    if actor.seat_name:
        return SEAT_READER
    ours = case.office_id in actor.units_with(*OFFICE_ROLES) or audits(actor)
    return OFFICE_READER if ours else PARTY_READER


def _sentence(event: Event, reader: str) -> str:
    """Who did what, and what the case is about. Those outside never read a name, the complainant reads the public
    words."""
    spec = kind_of(event.case).acts[event.name]
    if reader == SEAT_READER and spec.public:
        return str(spec.public)
    parts: dict[str, Any] = {"who": _who(event, reader), "done": spec.done, "title": event.case.title}
    if parts["who"]:
        return _("%(who)s %(done)s: %(title)s") % parts
    return _("%(title)s: %(done)s") % parts


def _who(event: Event, reader: str) -> str:
    if event.actor_role == COMPLAINANT:
        return _("The complainant") if reader == OFFICE_READER else ""
    if event.unit is None:
        return ""
    from_office = event.actor_role in (OFFICE, HANDLER, LEAD)
    if reader == OFFICE_READER:
        return str(event.actor) if from_office and event.actor else event.unit.label
    return event.unit.label if from_office else ""
