"""A complaint as its complainant reads it: who has it now, until when, what comes next (mock 03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.engine.access import readers_of
from casework.engine.acts import COMPLAINANT
from casework.engine.attachments.tiles import tile
from casework.engine.errors import DoorClosed
from casework.engine.forms import ActForm as EmptyForm
from casework.engine.http import Marks, what_happened
from casework.engine.keeping import keeping_words
from casework.engine.models import Event
from casework.engine.present import CaseView, Offer, Row, Waiting
from casework.engine.rows import sides
from casework.engine.seats import sign_link
from casework.engine.windows import Window
from casework.ui.times import deadline_words, moment_words
from casework.ui.words import listed
from complaints.categories import BY_CODE, CATEGORIES
from complaints.evidence import in_words
from complaints.forms import NotAcceptForm
from complaints.models import Complaint, Proposal, Review
from complaints.receipts import filing_row, particulars
from complaints.rights_forms import AskSupplementForm

from .act_forms import INTRODUCED, ActForm
from .clocks import ClockCard, clock_card
from .terms import ON_TERMS, TermsCard, agreed, terms_card

# What waits for the complainant, and what they may do besides, in the order of the page.
TURN = ("supplement", "confirm_received", "deny_received")
RIGHTS = ("rate", "ask_review", "contest", "contest_transfer", "ask_recusal")
ACTS = ("message", "evidence", "urge", "withdraw", *TURN, *ON_TERMS, *RIGHTS)
TALK = ("message", "reply", "evidence")
# What was written with these has a place of its own on the page.
SHOWN_APART = ("file", "not_accept", "confirm_refusal")
# How it came that a complaint is not accepted; the newest says why.
REFUSALS = ("not_accept", "lapse", "confirm_refusal")
# Clocks whose day is the latest day of the next step.
NEXT_STEP = ("triage", "investigation")
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
    """Everything the tracking page shows. `again`: the form that the door sent back, by act."""

    view: CaseView
    again: Mapping[str, Any] | None = None

    @property
    def case(self) -> Complaint:
        return self.view.case

    # --- in one sentence ----------------------------------------------------------------------------------------------
    @property
    def lead(self) -> str:
        """Who has it, by when, what next."""
        if self.case.merged_into is not None:
            said = {"number": self.case.merged_into.number}
            return _("The matter is handled under the number of your earlier case, %(number)s.") % said
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
        """That it is handled together with others: nobody learns with whose."""
        if not self.case.is_open:
            return ""
        names = [event.name for event in self.view.events]
        joined = [name for name in names if name in ("join", "leave_join")]
        if joined[-1:] != ["join"] and names.count("lead_join") == names.count("lead_leave"):
            return ""
        said = _(
            "Your %(matter)s is being handled together with others about the same matter: the "
            "answers of those concerned count for all. It gets its own finding, and you keep all "
            "your rights."
        )
        return said % {"matter": self.view.matter.noun}

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
        due = next((clock.due for clock in self.clocks if clock.name in NEXT_STEP and clock.due), "")
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
        if row.name in SHOWN_APART:
            return ""
        if row.name == "urge" and row.mine:
            return "\n".join([*(text for _label, text in row.words), _answer_to_urging(event)])
        return _body(row)

    def _readers(self, event: Event) -> str:
        """Who can read a line of the record, said to the complainant."""
        readers = readers_of(event, self.view.kind.acts[event.name]) | {event.actor_role}
        if sides(readers, self.view.kind) - {COMPLAINANT}:
            return _("You, the office and those concerned can see this")
        return _("You and the office can see this")

    @property
    def latest(self) -> tuple[Row, str] | None:
        """The newest step with which somebody else said something, and what: for paper, which holds no record."""
        said = [row for row in self.view.timeline if not row.mine and row.name not in (*TALK, *SHOWN_APART)]
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

    # --- what was filed, what was decided -----------------------------------------------------------------------------
    @cached_property
    def filed(self) -> dict[str, Any]:
        row = filing_row(self.view)
        return {"lines": [*particulars(self.case), *row.words], "files": self._files(row)}

    @cached_property
    def offshoots(self) -> list[tuple[Complaint, str]]:
        """The reports that were split off, each with a link that opens it for whoever reads this."""
        if not any(event.name == "split_off" for event in self.view.events):
            return []
        found = self.case.offshoots.filter(anonymous=False).select_related("contact").order_by("pk")
        return [(case, reverse("portal:link", args=[sign_link(case.pk, case.contact.code_round)])) for case in found]

    @cached_property
    def refusal(self) -> dict[str, str] | None:
        """Why it was not accepted, and where to go instead (P15)."""
        if not self.case.not_accepted_because:
            return None
        event = [event for event in self.view.events if event.name in REFUSALS][-1]
        words = getattr(getattr(event, "text", None), "values", {})
        because = dict(NotAcceptForm.BECAUSE).get(self.case.not_accepted_because, "")
        return {"because": because, "reason": words.get("reason", ""), "other_ways": words.get("other_ways", "")}

    @property
    def review(self) -> Review | None:
        """The newest review that was decided; of one that goes on nothing is told."""
        if not self.case.finding or not any(event.name == "ask_review" for event in self.view.events):
            return None
        return self.case.reviews.exclude(decided_at=None).last()

    @cached_property
    def finding(self) -> dict[str, Any] | None:
        """The approved finding in words; before it is approved nothing of it."""
        if not self.case.finding:
            return None
        approved = Proposal.objects.filter(case_id=self.case.pk, approved_at__isnull=False)
        found = approved.select_related("approved_by", "instead").last()
        return self._finding_in_words(found) if found else None

    def _finding_in_words(self, found: Proposal) -> dict[str, Any]:
        return {
            "row": found,
            "label": found.get_finding_display(),
            "rule": self._rule_words(found.rule),
            "because": found.get_because_display() if found.because else "",
            "evidence": in_words(self.case, found.evidence),
            "remedy_by": self.view.kind.party_roles.get(found.remedy_by, ""),
            "agreed": agreed(self.case, found.instead_id or found.settlement_id),
        }

    def _rule_words(self, rule: str) -> str:
        """The notice's own words for a rule, the complaint's category first."""
        own = BY_CODE.get(self.case.topic)
        ordered = sorted(CATEGORIES, key=lambda category: category is not own)
        return next((category.words for category in ordered if category.rule == rule), "")

    # --- what one can do ----------------------------------------------------------------------------------------------
    @cached_property
    def acts(self) -> dict[str, ActForm]:
        """The complainant's acts by name, open ones with their form, closed ones with their reason."""
        offers = {offer.act.name: offer for offer in self.view.offers}
        return {name: self._act(offers[name]) for name in ACTS if name in offers}

    @property
    def turn(self) -> list[ActForm]:
        """What waits for them, the expected answer first."""
        return [self.acts[name] for name in TURN if name in self.acts and self.acts[name].offer.open]

    @cached_property
    def on_offer(self) -> TermsCard | None:
        return terms_card(self.view, self.acts)

    @property
    def rights(self) -> list[ActForm]:
        """What they may still do about how it went, each with its last day."""
        return [self.acts[name] for name in RIGHTS if name in self.acts]

    @cached_property
    def missing(self) -> dict[str, Any] | None:
        """What was asked for, item by item."""
        asked = [event for event in self.view.events if event.name == "ask_supplement"]
        if not asked:
            return None
        items, chosen = dict(AskSupplementForm.ITEMS), asked[-1].facts.get("items", [])
        words = getattr(getattr(asked[-1], "text", None), "values", {})
        return {"items": [items[code] for code in chosen if code in items], "words": words.get("explanation", "")}

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
