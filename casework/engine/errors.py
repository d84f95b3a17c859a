"""Why the door did not open. Each is told to the person in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import Draft, Event


class DoorClosed(Exception):
    """Base: nothing was written, nothing that was typed is lost. `code` is the HTTP status a page answers with."""

    code = 400
    default = _("This could not be done.")

    def __init__(self, message: object = None) -> None:
        self.message = message if message is not None else self.default
        super().__init__(str(self.message))


class NotFound(DoorClosed):
    """The case is not there, or this person may not see it: the two are not told apart."""

    code = 404
    default = _("There is no such case, or you cannot see it.")


class Refused(DoorClosed):
    """This actor may not do this, or not now, or not with these details. `fields`: sentences by field name."""

    code = 422
    default = _("This cannot be done now.")

    def __init__(self, message: object = None, fields: Mapping[str, Sequence[object]] | None = None) -> None:
        self.fields = dict(fields or {})
        super().__init__(message)


class Stale(DoorClosed):
    """Someone acted first: the page was older than the case. `changes` are the events since the page was drawn."""

    code = 409
    default = _("Someone acted first. Everything you wrote is still here.")

    def __init__(self, changes: Sequence[Event] = (), version: int | None = None) -> None:
        self.changes = list(changes)
        self.version = version
        super().__init__()


class Overtaken(Stale):
    """Somebody of the unit saved its draft of this form meanwhile. `current` is what they saved; None where the draft
    is done with."""

    default = _("Somebody saved this draft meanwhile. Everything you wrote is still here.")

    def __init__(self, current: Draft | None) -> None:
        self.current = current
        super().__init__()


class Unread(DoorClosed):
    """Something new was said by a party since the page was drawn; it must be read before a decision is sent."""

    code = 409
    default = _("Something new has come in. Please read it, then send again.")

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self.events = list(events)
        super().__init__()


class Busy(DoorClosed):
    """Someone is working on this case this very moment, for longer than the five seconds we wait."""

    code = 503
    default = _("Someone is working on this case right now. Please try again in a moment.")
