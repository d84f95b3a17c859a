"""What people outside are told of a case by e-mail: the bell's sentence, where the case stands, what is theirs to do
and until when, and the way in. Words of closed lists, dates and names of units only (DESIGN §4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.ui.times import deadline_words, written_moment
from notifications import outside
from notifications.outside import Contact, Letter

from . import budgets, present
from .acts import COMPLAINANT
from .calendar import Calendar
from .describe import SEAT_LINK, actor_at, describe, page_of
from .door import load
from .kinds import kind_of
from .models import Case, ContactDetails, Event
from .windows import Window

if TYPE_CHECKING:
    from notifications.models import Notification

    from .present import CaseView, Waiting


def register() -> None:
    """Make the engine the one who knows the people outside. Called by its AppConfig.ready()."""
    outside.register(outside.Knowledge(contacts, letter, workdays, told))


def contacts(addresses: Collection[str]) -> dict[str, Contact]:
    """Complainants who gave an e-mail address, by the address of their seat. One statement."""
    cases = {actor_at(address).case_id: address for address in addresses if address.endswith(f":{COMPLAINANT}")}
    whole = ContactDetails.objects.filter(case__in=cases, case__kept=Case.Kept.WHOLE)
    rows = whole.exclude(email="").values_list("case", "email", "language")
    return {cases[case]: Contact(email, language) for case, email, language in rows}


def workdays(first: dt.date) -> Callable[[dt.date], bool]:
    return Calendar.load(first).is_workday


def told(row: Notification) -> dict[str, Any] | None:
    """What a party's own system is told of an event: which one, of what sort, when, and what its kind says."""
    event = Event.objects.select_related("case").filter(pk=row.event_no).first()
    if event is None:
        return None
    case = event.case
    said = {"id": f"{case.number}.{event.seq}", "type": f"{case.kind}.{event.name}"}
    return said | {"at": timezone.localtime(event.at).isoformat()} | dict(kind_of(case).posted(event))


def letter(row: Notification, now: dt.datetime) -> Letter | None:
    """What the row's reader is told, or None where they may not see the case any more."""
    described = describe(row.address, [row])
    if not described:
        return None
    if row.event_no < 0:
        return Letter(described[0]["sentence"], described[0]["url"])
    actor = actor_at(row.address)
    event = Event.objects.get(pk=row.event_no)
    case = load(event.case_id)
    view = present.view(actor, case, now)
    seat = bool(actor.seat_name)
    return Letter(
        sentence=described[0]["sentence"],
        url=page_of(SEAT_LINK, case) if seat else described[0]["url"],
        kind=str(view.matter.label),
        title=str(case.title),
        lines=((_("When"), written_moment(event.at)), *_in_full(view, event), *_now(view)),
        private=seat,
    )


def _in_full(view: CaseView, event: Event) -> list[tuple[str, str]]:
    """No mail carries what was written; where something was, it says where to read it."""
    row = next((row for row in view.timeline if row.seq == event.seq), None)
    written = row is not None and not row.mine and (row.words or row.facts)
    return [(_("In full"), _("on the page of the case, which the link below opens"))] if written else []


def _now(view: CaseView) -> list[tuple[str, str]]:
    return where_it_stands(view) if view.actor.seat_name else _what_is_theirs(view)


def where_it_stands(view: CaseView) -> list[tuple[str, str]]:
    """The stage in public words, whom the case waits for until when, what is theirs to do or still open to them, and
    whom to ask."""
    mine = {task.pk for task in view.my_tasks}
    others = [waiting for waiting in view.waiting_for if waiting.task is None or waiting.task.pk not in mine]
    return [
        (_("Where it stands"), view.says(view.stage.public)),
        *((_("It waits for"), _turn(waiting)) for waiting in others),
        *((str(clock.label), _at_the_latest(clock.due_at)) for clock in view.beside if clock.due_at),
        *_what_is_theirs(view),
        *((_("You can still"), words) for words in _rights(view)),
        (_("Questions"), whom_to_ask(view.case)),
    ]


def whom_to_ask(case: Case) -> str:
    """The office with its phone; one that gave none is written to."""
    office = case.office
    if office.phone:
        return f"{office.name} {office.phone}"
    return _("%(office)s, by message on the case page") % {"office": office.name}


def _turn(waiting: Waiting) -> str:
    words = f"{waiting.whom} · {waiting.what}" if waiting.what else waiting.whom
    return _until(words, waiting.due_at)


def _rights(view: CaseView) -> list[str]:
    """What they may still do for some time, each with its last day, or how long, where that begins with this letter."""
    found = []
    for offer in view.offers:
        windows = [guard for guard in offer.act.guards if isinstance(guard, Window)]
        if not offer.open or not windows:
            continue
        ends = [end for window in windows if (end := window.ends(view.case, view.actor))]
        budget = windows[0].budget(view.case)
        parts = {"what": offer.act.label, "time": budgets.budget_words(budget.amount, budget.unit)}
        within = _("%(what)s, within %(time)s of receiving this") % parts
        found.append(_until(str(offer.act.label), min(ends)) if ends else within)
    return found


def _what_is_theirs(view: CaseView) -> list[tuple[str, str]]:
    """The tasks that wait for this reader, each with its day."""
    mine = {task.pk for task in view.my_tasks}
    waiting = [w for w in view.waiting_for if w.task is not None and w.task.pk in mine]
    if not waiting:
        return [(_("For you to do"), _("nothing at the moment"))]
    return [(_("For you to do"), _until(str(w.what), w.due_at)) for w in waiting]


def _until(words: str, due_at: dt.datetime | None) -> str:
    if due_at is None:
        return words
    return _("%(what)s, by %(when)s") % {"what": words, "when": deadline_words(due_at, written=True)}


def _at_the_latest(due_at: dt.datetime) -> str:
    return _("by %(when)s") % {"when": deadline_words(due_at, written=True)}
