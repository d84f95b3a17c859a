"""Notifications in words, for the bell: one sentence for each row, made when it is read, in the reader's language.

Rooms above say where a case is read (`read_at`); what its reader may no longer see is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework.parties.models import Membership, User
from notifications import describers
from notifications.addresses import Seat

from . import drafts
from .access import OFFICE_ROLES, audits, roles_of, visible_cases
from .actors import Actor
from .acts import COMPLAINANT, FIELD_ROLES, HANDLER, LEAD, OFFICE
from .kinds import THE_FILER, all_kinds, kind_of, matter_of, phrase
from .models import Case, ContactDetails, Event

if TYPE_CHECKING:
    from notifications.models import Notification

# The topic of a notice whose number is the year, negative.
CALENDAR_MISSING = "calendar_missing"

# Readers of a case, each with a page of their own.
OFFICE_READER, PARTY_READER, SEAT_READER, FIELD_READER = "office", "party", "seat", "field"
# The signed link by which the complainant comes in from outside.
SEAT_LINK = "seat link"

_pages: dict[str, Callable[[Case], str]] = {}


def read_at(reader: str, url: Callable[[Case], str]) -> None:
    """Say where this sort of reader opens a case. Called once by the room that has the page, in its ready()."""
    _pages[reader] = url


def page_of(reader: str, case: Case) -> str:
    """Where this sort of reader opens the case; the first page where no room said so."""
    page = _pages.get(reader)
    return page(case) if page else "/"


def url_for(actor: Actor, case: Case) -> str:
    """Where this actor opens the case."""
    return page_of(_reader(case, actor), case)


def register() -> None:
    """Make the engine the one who knows the words of notifications. Called by its AppConfig.ready()."""
    describers.register(describe, seat_holds)


def describe(address: str, rows: Sequence[Notification]) -> list[describers.Described]:
    """Rows in words, in their order. Two statements for a person, one for a seat, however many rows."""
    actor = actor_at(address)
    numbers = [row.event_no for row in rows if row.event_no > 0]
    seen = Event.objects.filter(pk__in=numbers, case__in=visible_cases(actor).values("pk"))
    events = {event.pk: event for event in seen.select_related("case", "actor", "unit")}
    words = (
        _notice(row, actor) if row.event_no < 0 else _in_words(row, events.get(row.event_no), actor) for row in rows
    )
    return [described for described in words if described is not None]


def _notice(row: Notification, actor: Actor) -> describers.Described | None:
    """A notice that is about no event: that a draft was saved, for open pages of it; to administrators, as long as they
    are, what the calendar lacks."""
    if row.topic == drafts.SAVED:
        return describers.described(row, sentence="", url="/")
    if row.topic != CALENDAR_MISSING or not any(m.role == Membership.Role.ADMINISTRATOR for m in actor.memberships):
        return None
    sentence = _(
        "The working days of %(year)d are not known yet, and days are already counted into it (provisional). "
        "Please enter the State Council's notice in the calendar."
    ) % {"year": -row.event_no}
    return describers.described(row, sentence=sentence, url=reverse("admin:engine_calendarday_changelist"))


def seat_holds(seat: Seat) -> bool:
    """Whether a seat's bell still rings: until a new access code is given out."""
    case_id = actor_at(seat.address).case_id
    return ContactDetails.objects.filter(case_id=case_id, code_round=int(seat.mark)).exists()


def actor_at(address: str) -> Actor:
    """The actor who is told things at this address ("user:7", "seat:12:complainant")."""
    sort, _colon, rest = address.partition(":")
    if sort == "seat":
        case_id, _colon, name = rest.partition(":")
        return Actor.seat(int(case_id), name)
    return Actor.user(User(pk=int(rest)))


def _in_words(row: Notification, event: Event | None, actor: Actor) -> describers.Described | None:
    if event is None:
        # What they may not read any more; the page that shows the case still must look, and finds it gone.
        return describers.described(row, sentence="", url="/") if row.quiet and _parts(row.topic) else None
    sentence = _sentence(event, _reader(event.case, actor))
    return describers.described(row, sentence=sentence, url=url_for(actor, event.case))


def _parts(topic: str) -> bool:
    return any(kind.acts[topic].parts for kind in all_kinds() if topic in kind.acts)


def _reader(case: Case, actor: Actor) -> str:
    if actor.seat_name:
        return SEAT_READER
    if case.office_id in actor.units_with(*OFFICE_ROLES) or audits(actor):
        return OFFICE_READER
    return FIELD_READER if roles_of(actor, case) & set(FIELD_ROLES) else PARTY_READER


def _sentence(event: Event, reader: str) -> str:
    """Who did what, and what the case is about. Those outside never read a name, the complainant reads the public
    words."""
    spec, matter = kind_of(event.case).acts[event.name], matter_of(event.case)
    if reader == SEAT_READER and spec.public:
        return phrase(spec.public, matter)
    parts: dict[str, Any] = {
        "who": _who(event, reader),
        "done": phrase(spec.done, matter),
        "title": event.case.title,
    }
    said = _("%(who)s %(done)s: %(title)s") if parts["who"] else _("%(title)s: %(done)s")
    more = kind_of(event.case).notice(event)
    return _("%(said)s. %(more)s") % {"said": said % parts, "more": more} if more else said % parts


def _who(event: Event, reader: str) -> str:
    if event.actor_role == COMPLAINANT:
        return "" if reader == SEAT_READER else capfirst(phrase(THE_FILER, matter_of(event.case)))
    if event.unit is None:
        return ""
    from_office = event.actor_role in (OFFICE, HANDLER, LEAD)
    if reader == OFFICE_READER:
        return str(event.actor) if from_office and event.actor else event.unit.label
    return event.unit.label if from_office else ""
