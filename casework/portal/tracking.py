"""A case as whoever brought it reads it, without an account: who has it now, until when, what comes next (mock 03).

What one kind shows of its own stands in a module of its own (`complaint_track`, `extension_track`, `objection_track`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from casework.engine.acts import COMPLAINANT
from casework.engine.attachments.tiles import tile
from casework.engine.errors import DoorClosed
from casework.engine.forms import ActForm as EmptyForm
from casework.engine.http import Marks, what_happened
from casework.engine.keeping import keeping_words
from casework.engine.models import Case, Event
from casework.engine.offers import Offer
from casework.engine.present import CaseView, Row, Waiting
from casework.engine.reading import readers_of
from casework.engine.rows import sides
from casework.engine.windows import Window
from casework.ui.times import deadline_words, moment_words
from casework.ui.words import listed

from .act_forms import INTRODUCED, ActForm
from .clocks import ClockCard, clock_card

TALK = ("message", "reply", "evidence")
FIRST_CONTACT = "first_contact"
STEP_STATES = {"past": "done", "now": "now", "future": "todo", "skipped": "off"}


def pair(label: Any, text: Any) -> str:
    """A label and what stands behind it; a question needs no colon."""
    if str(label).endswith(("?", "？")):
        return f"{label} {text}"
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def _answer_to_urging(event: Event) -> str:
    """Nothing late: the day it is due. Else who has heard it."""
    if event.facts.get("due"):
        when = deadline_words(dt.datetime.fromisoformat(event.facts["due"]))
        return _("Nothing is late on our side: the next date is %(when)s.") % {"when": when}
    return _("The person who handles it and their lead have been told.")


def _body(row: Row) -> str:
    """What was written with it. The office's form labels speak to the office: of its words only the text is shown."""
    plain = row.from_office and row.name != "request_answers"
    return "\n".join(
        [pair(*fact) for fact in row.facts] + [text if plain else pair(label, text) for label, text in row.words]
    )


@dataclass
class TrackPage:
    """Everything the tracking page shows. `again`: the form that the door sent back, by act.

    turn_acts: acts that answer what waits for them, the expected one first. right_acts: what they may do besides.
    other_acts: whatever else the page has a place for. apart: acts of which what was written has a place of its own.
    next_step: clocks whose day is the latest day of the next step.
    """

    template: ClassVar[str] = "portal/case.html"
    turn_acts: ClassVar[tuple[str, ...]] = ()
    right_acts: ClassVar[tuple[str, ...]] = ()
    other_acts: ClassVar[tuple[str, ...]] = ("message", "urge")
    apart: ClassVar[tuple[str, ...]] = ()
    next_step: ClassVar[tuple[str, ...]] = ()

    view: CaseView
    again: Mapping[str, Any] | None = None

    @classmethod
    def has(cls, act: str) -> bool:
        """Whether the page has this act at all."""
        return act in (*cls.other_acts, *cls.turn_acts, *cls.right_acts)

    @property
    def case(self) -> Case:
        return self.view.case

    # --- in one sentence ----------------------------------------------------------------------------------------------
    @property
    def lead(self) -> str:
        """Who has it, by when, what next."""
        if not self.view.stage.is_open:
            return self.view.says(self.view.stage.public)
        theirs = [w for w in self.view.waiting_for if not self._is_ours(w)]
        mine = [w for w in theirs if self._is_mine(w)]
        said = [self._turn(waiting) for waiting in mine or theirs] or [self._ours()]
        words = said[0]
        for sentence in (*said[1:], *([] if mine else [_("There is nothing you need to do now.")])):
            words = _("%(first)s %(second)s") % {"first": words, "second": sentence}
        return words

    def _is_mine(self, waiting: Waiting) -> bool:
        return waiting.task is not None and waiting.task.role == COMPLAINANT

    def _is_ours(self, waiting: Waiting) -> bool:
        return waiting.task is not None and waiting.task.unit_id == self.case.office_id

    def _turn(self, waiting: Waiting) -> str:
        theirs = next((clock.due for clock in self.clocks if not clock.ours), "")
        said = {"whom": waiting.whom, "what": waiting.what}
        said["when"] = deadline_words(waiting.due_at) if waiting.due_at else theirs
        if self._is_mine(waiting):
            words = _("It is your turn: %(what)s, by %(when)s.") if said["when"] else _("It is your turn: %(what)s.")
            return words % said
        if not said["when"]:
            return _("We are waiting for %(whom)s: %(what)s.") % said
        return _("We are waiting for %(whom)s: %(what)s, by %(when)s.") % said

    def _ours(self) -> str:
        clock = next((clock for clock in self.clocks if clock.ours and clock.due), None)
        what = listed(str(w.what) for w in self.view.waiting_for if w.what) or self.view.says(self.view.stage.public)
        if clock and clock.name == FIRST_CONTACT:
            what = clock.what
        if self.case.handler is None:
            said = _("%(office)s has your %(matter)s and is choosing who handles it: %(what)s")
        else:
            said = _("%(name)s of %(office)s is working on it: %(what)s")
        name = self.case.handler.name if self.case.handler else ""
        parts = {"name": name, "office": self.case.office.label, "what": what, "matter": self.view.matter.noun}
        words = said % parts
        due = clock.due if clock else ""
        closing = _("%(words)s, by %(when)s.") if due else _("%(words)s.")
        if clock and clock.over:
            closing = _("%(words)s. It was due %(when)s and is late; the head of the office has been told.")
        return closing % {"words": words, "when": due}

    @property
    def together(self) -> str:
        """That it is handled together with others; "" where it is not."""
        return ""

    @property
    def keeping(self) -> str:
        """How long what they told us is kept, once the case is over."""
        return keeping_words(self.view)

    # --- who and when -------------------------------------------------------------------------------------------------
    @property
    def places(self) -> str:
        return listed(party.unit.name for party in self.view.parties)

    @cached_property
    def clocks(self) -> list[ClockCard]:
        return [clock_card(clock, self.view.kind) for clock in self.view.clocks]

    @property
    def others(self) -> list[dict[str, str]]:
        """Those outside the office whom the case waits for, each with its day."""
        return [
            {"label": pair(w.whom, w.what), "text": deadline_words(w.due_at)}
            for w in self.view.waiting_for
            if not self._is_ours(w) and not self._is_mine(w) and w.due_at
        ]

    @cached_property
    def steps(self) -> list[dict[str, str]]:
        """The stage line; the next step carries its latest day."""
        due = next((clock.due for clock in self.clocks if clock.name in self.next_step and clock.due), "")
        following = next((step for step in self.view.track if step["state"] == "future"), None)
        return [self._step(step, due if step is following else "") for step in self.view.track]

    def _step(self, step: Mapping[str, Any], due: str) -> dict[str, str]:
        state = STEP_STATES[step["state"]]
        if state == "off":
            return {"label": step["label"], "state": state, "note": _("not needed")}
        note = moment_words(step["at"]) if step["at"] else ""
        if due:
            note = _("by %(when)s") % {"when": due}
        return {"label": step["label"], "state": state, "note": note}

    # --- what was said and done ---------------------------------------------------------------------------------------
    @cached_property
    def talk(self) -> list[dict[str, Any]]:
        """Messages both ways, the newest first."""
        return [self._message(row) for row in self.view.timeline if row.name in TALK]

    def _message(self, row: Row) -> dict[str, Any]:
        text = "\n".join(text for _label, text in row.words) or str(row.done)
        return {"author": row.who, "at": row.at, "text": text, "mine": row.mine, "files": self._files(row)}

    @cached_property
    def feed(self) -> list[dict[str, Any]]:
        """What happened, the newest first, without the messages."""
        return [self._event(row) for row in self.view.timeline if row.name not in (*TALK, "be_reached")]

    def _event(self, row: Row) -> dict[str, Any]:
        event = next(event for event in self.view.events if event.seq == row.seq)
        return {
            "title": row.public or row.done,
            "actor": row.who,
            "at": row.at,
            "icon": row.icon,
            "audience": self._readers(event),
            "body": self._body(row, event),
        }

    def _body(self, row: Row, event: Event) -> str:
        if row.name in self.apart:
            return ""
        if row.name == "urge" and row.mine:
            return "\n".join([*(text for _label, text in row.words), _answer_to_urging(event)])
        return _body(row)

    def _readers(self, event: Event) -> str:
        """Who can read a line of the record, said to the complainant."""
        readers = readers_of(event, self.view.kind.acts[event.name]) | {event.actor_role}
        if sides(readers, self.view.kind) - {COMPLAINANT}:
            return self.both_sides
        return _("You and the office can see this")

    @property
    def both_sides(self) -> str:
        """That a line is read by the other side too."""
        return _("You, the office and those concerned can see this")

    @property
    def latest(self) -> tuple[Row, str] | None:
        """The newest step with which somebody else said something, and what: for paper, which holds no record."""
        said = [row for row in self.view.timeline if not row.mine and row.name not in (*TALK, *self.apart)]
        row = next((row for row in said if row.words or row.facts), None)
        return (row, _body(row)) if row else None

    def news(self, error: DoorClosed) -> list[dict[str, Any]]:
        """What happened since the page was drawn, as rows of the record; only what this reader may read."""
        since = {event.seq for event in what_happened(error)}
        return [self._event(row) for row in self.view.timeline if row.seq in since]

    @property
    def last_at(self) -> Any:
        return self.view.timeline[0].at if self.view.timeline else self.case.opened_at

    def _files(self, row: Row) -> list[dict[str, str]]:
        return [tile(file, number) for number, file in enumerate(self.view.files, 1) if file in row.files]

    # --- what one can do ----------------------------------------------------------------------------------------------
    @cached_property
    def acts(self) -> dict[str, ActForm]:
        """The complainant's acts by name, open ones with their form, closed ones with their reason."""
        offers = {offer.act.name: offer for offer in self.view.offers}
        return {name: self._act(offers[name]) for name in offers if self.has(name)}

    @property
    def turn(self) -> list[ActForm]:
        """What waits for them, the expected answer first."""
        return [self.acts[name] for name in self.turn_acts if name in self.acts and self.acts[name].offer.open]

    @property
    def rights(self) -> list[ActForm]:
        """What they may still do about how it went, each with its last day."""
        return [self.acts[name] for name in self.right_acts if name in self.acts]

    def _until(self, offer: Offer) -> str:
        """Until when it may be done, where a window says so and has begun."""
        windows = [guard for guard in offer.act.guards if isinstance(guard, Window)]
        ends = [end for window in windows if (end := window.ends(self.case, self.view.actor))]
        return deadline_words(min(ends)) if ends else ""

    def _act(self, offer: Offer) -> ActForm:
        name = offer.act.name
        said = INTRODUCED.get(name, {})
        if self.again and name in self.again:
            return ActForm(offer, opened=True, until=self._until(offer), **said, **self.again[name])
        form_class = offer.form_class or EmptyForm
        form = form_class(case=self.case, actor=self.view.actor, now=self.view.now, auto_id=f"{name}_%s")
        return ActForm(offer, form, Marks.of(self.case), until=self._until(offer), **said)
