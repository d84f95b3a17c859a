"""What people outside are told of a case by e-mail: the bell's sentence, where the case stands, what is theirs to do
and until when, and the way in. Words of closed lists, dates and names of units only (DESIGN §4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.ui.times import deadline_words
from notifications import outside
from notifications.outside import Contact, Letter

from . import present
from .acts import COMPLAINANT
from .calendar import Calendar
from .describe import SEAT_LINK, actor_at, describe, page_of
from .door import load
from .models import ContactDetails, Event

if TYPE_CHECKING:
    from notifications.models import Notification

    from .present import CaseView, Waiting


def register() -> None:
    """Make the engine the one who knows the people outside. Called by its AppConfig.ready()."""
    outside.register(outside.Knowledge(contacts, letter, workdays))


def contacts(addresses: Collection[str]) -> dict[str, Contact]:
    """Complainants who gave an e-mail address, by the address of their seat. One statement."""
    cases = {actor_at(address).case_id: address for address in addresses if address.endswith(f":{COMPLAINANT}")}
    rows = ContactDetails.objects.filter(case__in=cases).exclude(email="").values_list("case", "email", "language")
    return {cases[case]: Contact(email, language) for case, email, language in rows}


def workdays(first: dt.date) -> Callable[[dt.date], bool]:
    return Calendar.load(first).is_workday


def letter(row: Notification, now: dt.datetime) -> Letter | None:
    """What the row's reader is told, or None where they may not see the case any more."""
    described = describe(row.address, [row])
    if not described:
        return None
    if row.event_no < 0:
        return Letter(described[0]["sentence"], described[0]["url"])
    actor = actor_at(row.address)
    case = load(Event.objects.values_list("case", flat=True).get(pk=row.event_no))
    view = present.view(actor, case, now)
    seat = bool(actor.seat_name)
    return Letter(
        sentence=described[0]["sentence"],
        url=page_of(SEAT_LINK, case) if seat else described[0]["url"],
        kind=str(view.matter.label),
        title=str(case.title),
        lines=tuple(_where_it_stands(view) if seat else _what_is_theirs(view)),
        private=seat,
    )


def _where_it_stands(view: CaseView) -> list[tuple[str, str]]:
    """For the complainant: the stage in public words, and whom the case waits for until when."""
    return [
        (_("Where it stands"), view.says(view.stage.public)),
        *((_("It waits for"), _turn(waiting)) for waiting in view.waiting_for),
    ]


def _turn(waiting: Waiting) -> str:
    words = f"{waiting.whom} · {waiting.what}" if waiting.what else waiting.whom
    return _until(words, waiting.due_at)


def _what_is_theirs(view: CaseView) -> list[tuple[str, str]]:
    """For staff and parties: the tasks that wait for this reader, each with its day."""
    mine = {task.pk for task in view.my_tasks}
    waiting = [w for w in view.waiting_for if w.task is not None and w.task.pk in mine]
    if not waiting:
        return [(_("For you to do"), _("nothing at the moment"))]
    return [(_("For you to do"), _until(str(w.what), w.due_at)) for w in waiting]


def _until(words: str, due_at: dt.datetime | None) -> str:
    if due_at is None:
        return words
    return _("%(what)s, at the latest %(when)s") % {"what": words, "when": deadline_words(due_at)}
