"""One case as a respondent reads it: the requests to their own unit, their own deeds, the office's words to them, and
once it is made the finding. What neither this module nor those it asks pick out is not shown (DESIGN §4)."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.engine import present
from casework.engine.acts import COMPLAINANT, OFFICE, RESPONDENT
from casework.engine.attachments.tiles import tile
from casework.engine.errors import NotFound
from casework.engine.models import AttachmentGrant, Event, WorkTask
from casework.engine.offers import Offer
from casework.engine.present import CaseView, Row
from casework.ui.times import deadline_words, moment_words
from complaints.models import AnswerRequest, Complaint

from . import dates, findings, terms
from .asked import Asked, asked_of
from .here import Member

# The acts of a party that finish no task: a small form of their own.
SMALL_ACTS = ("message", "evidence", "urge", "ask_review", "ask_recusal")
# Acts that concern only the party that owes the remedy.
REMEDY_ACTS = ("confirm_remedy", "remedy_not_enough", "urge_respondent")


class PartyPage:
    """Raises NotFound where the case is not this member's as a party. At most 14 statements."""

    def __init__(self, member: Member, case: Complaint, now: dt.datetime) -> None:
        self.member, self.case, self.now = member, case, now
        self.view: CaseView = present.view(member.actor, case, now)
        if RESPONDENT not in self.view.roles or OFFICE in self.view.roles:
            raise NotFound

    @cached_property
    def units(self) -> list[int]:
        """Our units among the parties, in the order in which they came in."""
        mine = [party for party in self.view.parties if party.involved_at and party.unit_id in self.member.units]
        return [party.unit_id for party in mine]

    @cached_property
    def roles(self) -> set[str]:
        return {party.role for party in self.view.parties if party.unit_id in self.units}

    # --- what is asked ------------------------------------------------------------------------------------------------
    @cached_property
    def requests(self) -> list[AnswerRequest]:
        found = AnswerRequest.objects.filter(case_id=self.case.pk, unit__in=self.units)
        return list(found.select_related("answered_by"))

    @cached_property
    def asked(self) -> list[Asked]:
        """The requests to our units, those still to be answered first."""
        return asked_of(self)

    @cached_property
    def answer_tasks(self) -> list[WorkTask]:
        return [task for task in self.view.my_tasks if "answer" in task.flow_task.acts and task.unit_id in self.units]

    @cached_property
    def remedy_task(self) -> WorkTask | None:
        tasks = [task for task in self.view.my_tasks if "report_remedy" in task.flow_task.acts]
        return tasks[0] if tasks else None

    @cached_property
    def my_tasks(self) -> list[WorkTask]:
        return [*([self.remedy_task] if self.remedy_task else []), *self.answer_tasks]

    def task(self, task_id: int | None) -> WorkTask | None:
        """The task whose form is open: the one asked for, else the one that is due first."""
        ordered = sorted(self.my_tasks, key=lambda task: (task.due_at is None, task.due_at or self.now, task.pk))
        chosen = [task for task in ordered if task.pk == task_id]
        return next(iter([*chosen, *ordered]), None)

    def overtaken(self, task: WorkTask) -> str:
        """Who of us has finished this task already, and when, in words."""
        request = self.request_of(task)
        if request and request.answered_by:
            by, at = request.answered_by.name, request.answered_at
        elif not task.subject_id and self.remedies:
            by, at = self.remedies[0]["by"], self.remedies[0]["at"]
        else:
            return _("This is not asked of you any more.")
        return _("%(name)s has already sent this for you, %(time)s.") % {"name": by, "time": moment_words(at)}

    def request_of(self, task: WorkTask) -> AnswerRequest | None:
        return next((request for request in self.requests if request.pk == task.subject_id), None)

    # --- files --------------------------------------------------------------------------------------------------------
    @cached_property
    def grants(self) -> list[AttachmentGrant]:
        given = AttachmentGrant.objects.given().filter(attachment__case_id=self.case.pk, unit__in=self.units)
        return list(given.select_related("attachment").order_by("event_seq", "pk"))

    def sent_with(self, seq: int | None) -> list[dict[str, Any]]:
        """What our unit sent with its own step `seq`."""
        mine = [file for file in self.view.files if seq and file.event_seq == seq]
        return [tile(file, number) for number, file in enumerate(mine, 1)]

    # --- the record ---------------------------------------------------------------------------------------------------
    @cached_property
    def rows(self) -> list[Row]:
        """What happened that concerns our units, newest first."""
        told = {event.seq for event in self.view.events if self._is_ours(event) and event.name != "be_reached"}
        return [row for row in self.view.timeline if row.seq in told]

    def _is_ours(self, event: Event) -> bool:
        """The engine knows parties by role; here another unit of the same role is kept apart too."""
        if event.unit_id in self.units:
            return True
        if "request" in event.facts:
            return event.facts["request"] in {request.pk for request in self.requests}
        if event.name == "ask_further":
            return event.facts.get("unit") in self.units
        return event.name not in REMEDY_ACTS or self.case.remedy_by in self.roles

    @cached_property
    def feed(self) -> list[dict[str, Any]]:
        """The rows for the tag `feed`."""
        return [self._feed_row(row) for row in self.rows]

    def _feed_row(self, row: Row) -> dict[str, Any]:
        actor = self.doer(row.seq) if row.mine else row.who
        shown = {"id": f"e{row.seq}", "title": row.done, "actor": actor, "at": row.at, "icon": row.icon}
        if row.mine:
            receipt = reverse("respondent:receipt", args=[self.case.number, row.seq])
            return shown | {"url": receipt, "link": _("See the receipt"), "audience": _own_readers(row)}
        return shown | {
            "body": "\n".join(text for _label, text in row.words),
            "audience": _("Your unit and the office can read this")
            if row.words
            else _("You are told that this happened"),
        }

    def doer(self, seq: int) -> str:
        """Who of our own did it; colleagues are told each other's names."""
        event = next(event for event in self.view.events if event.seq == seq)
        unit = self.member.units[event.unit_id].label
        return f"{event.actor.name} {unit}" if event.actor else unit

    def row(self, seq: int) -> Row | None:
        """One of our own deeds, for its receipt."""
        return next((row for row in self.rows if row.seq == seq and row.mine), None)

    def since(self, seq: int | None) -> list[dict[str, Any]]:
        """What happened after the reader's page was drawn, as far as it is theirs to read."""
        return [self._feed_row(row) for row in self.rows if seq is None or row.seq > seq]

    # --- the finding and the remedy -----------------------------------------------------------------------------------
    @cached_property
    def finding(self) -> findings.Found | None:
        return findings.found(self.case, reviewed=any(e.name == "ask_review" for e in self.view.events))

    @cached_property
    def owes(self) -> bool:
        """Whether the remedy is ours to carry out."""
        return bool(self.finding) and self.case.remedy_by in self.roles

    @cached_property
    def remedy_clock(self) -> dict[str, Any] | None:
        clock = next((c for c in self.view.clocks if c.clock.name == "remedy"), None) if self.owes else None
        return dates.remedy_clock(clock) if clock and self.remedy_task else None

    @cached_property
    def remedies(self) -> list[dict[str, Any]]:
        """What we reported, the newest first, each with its proof."""
        return [
            {
                "by": self.doer(row.seq),
                "at": row.at,
                "account": "\n".join(text for _label, text in row.words),
                "files": self.sent_with(row.seq),
            }
            for row in self.rows
            if row.name == "report_remedy" and row.mine
        ]

    @cached_property
    def not_enough(self) -> str:
        """Why the last report was not enough, where the remedy is asked for again."""
        row = next((row for row in self.rows if row.name in ("remedy_not_enough", "report_remedy")), None)
        if row is None or row.name != "remedy_not_enough" or self.remedy_task is None:
            return ""
        return "\n".join(text for _label, text in row.words)

    @cached_property
    def pressed(self) -> str:
        """What the office wrote when it urged us, while the remedy is still ours to do."""
        row = next((row for row in self.rows if row.name in ("urge_respondent", "report_remedy")), None)
        if row is None or row.name != "urge_respondent" or self.remedy_task is None:
            return ""
        return "\n".join(text for _label, text in row.words)

    # --- terms that both sides may agree on ---------------------------------------------------------------------------
    @cached_property
    def on_offer(self) -> terms.TermsPart | None:
        return terms.on_the_table(self)

    @property
    def agreed(self) -> Any:
        return terms.agreed(self)

    @property
    def _word_is_awaited(self) -> bool:
        return self.on_offer is not None and self.on_offer.terms.is_awaited

    # --- acts ---------------------------------------------------------------------------------------------------------
    @cached_property
    def small_acts(self) -> list[Offer]:
        offers = {offer.act.name: offer for offer in self.view.offers}
        return [offers[name] for name in SMALL_ACTS if name in offers]

    @property
    def is_news(self) -> bool:
        """Whether something stands here from whose knowing windows of theirs run, and they have not seen it yet."""
        acts = self.view.kind.acts
        served = [event.seq for event in self.view.events if acts[event.name].serves]
        seen = [e.seq for e in self.view.events if e.name == "be_reached" and e.unit_id in self.units]
        return bool(served) and max(seen, default=0) < served[-1]

    def small_act(self, name: str) -> Offer | None:
        beside = self.on_offer.offers if self.on_offer else []
        return next((offer for offer in [*self.small_acts, *beside] if offer.act.name == name), None)

    @cached_property
    def stands(self) -> dict[str, str]:
        """How the case stands for this reader, as a chip."""
        if self.case.state == "withdrawn":
            return {"label": _("The complaint was withdrawn"), "icon": "archive", "tone": ""}
        if not self.case.is_open:
            return {"label": _("Closed"), "icon": "check-circle-fill", "tone": "ok"}
        if self.remedy_task:
            return {"label": _("To be put right"), "icon": "wrench", "tone": "warn"}
        if any(request.status == "asked" for request in self.requests):
            return {"label": _("Awaiting your answer"), "icon": "clock-fill", "tone": "warn"}
        if self._word_is_awaited:
            return {"label": _("Awaiting your reply to the terms"), "icon": "clock-fill", "tone": "warn"}
        if self.finding:
            return {"label": _("Finding made"), "icon": "clipboard-check", "tone": "info"}
        return {"label": _("The office is checking the facts"), "icon": "search", "tone": "info"}

    @property
    def lead(self) -> str:
        """Whose turn it is, by when, in one sentence; "" once the case is over."""
        if not self.case.is_open:
            return ""
        if self.remedy_task:
            due = next((c.due_at for c in self.view.clocks if c.clock.name == "remedy" and c.due_at), None)
            return self._turn(_("It is your turn: put it right and prove it"), due)
        if self._open_days:
            return self._turn(_("It is your turn: answer what is asked below"), min(self._open_days))
        if self._word_is_awaited:
            until = self.on_offer.terms.settlement.due_at
            return self._turn(_("It is your turn: say whether you agree to the terms below"), until)
        said = {"office": self.case.office.label}
        if self.owes and self.remedies:
            return _("%(office)s is checking what you reported. There is nothing you need to do now.") % said
        return _("%(office)s is working on it. There is nothing you need to do now.") % said

    @property
    def _open_days(self) -> list[dt.datetime]:
        return [request.due_at for request in self.requests if request.status == "asked"]

    def _turn(self, what: str, due: dt.datetime | None) -> str:
        if due is None:
            return _("%(words)s.") % {"words": what}
        if due <= self.view.now:
            return _("%(words)s. It was due %(when)s.") % {"words": what, "when": deadline_words(due)}
        return _("%(words)s, by %(when)s.") % {"words": what, "when": deadline_words(due)}


def _own_readers(row: Row) -> str:
    """Who can read what our own unit did, said to our unit."""
    if COMPLAINANT in row.sides:
        return _("Your unit, the office and whoever told us can read this")
    return _("Your unit and the office can read this")
