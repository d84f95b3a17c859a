"""What whoever filed a complaint keeps of it: what they told, what happens next and by when, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.engine import present, seats
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.models import ContactDetails
from casework.engine.outside import whom_to_ask
from casework.engine.present import CaseView, Row
from casework.ui.times import day_words, deadline_words, moment_words, written_moment

from .matters import is_report
from .models import Complaint

Lines = list[tuple[Any, Any]]


@dataclass
class Receipt:
    """A complaint on one sheet of paper, in its complainant's eyes; no name, no phone number. `view` is theirs."""

    case: Complaint
    view: CaseView | None = None

    def __post_init__(self) -> None:
        self.view = self.view or present.view(Actor.seat(self.case, COMPLAINANT), self.case)
        self.printed_at = timezone.now()

    @property
    def filed_at(self) -> str:
        return written_moment(self.case.opened_at)

    @cached_property
    def told(self) -> Lines:
        """What it is about, and what was said, in full."""
        roles = self.view.kind.party_roles
        parties = [(roles.get(party.role, party.role), party.unit.name) for party in self.view.parties]
        filed = filing_row(self.view)
        files = [(_("Photos or files"), len(filed.files))] if filed.files else []
        return [(_("Matter"), self.case.title), *parties, *particulars(self.case), *filed.words, *files]

    @property
    def next_steps(self) -> list[dict[str, Any]]:
        return next_steps(self.case, self.view, written=True)

    @property
    def whom_to_ask(self) -> str:
        return whom_to_ask(self.case)

    @property
    def length(self) -> str:
        """Long words are set smaller, so that they stand on one page as long as they can be read."""
        letters = sum(len(str(text)) for _label, text in self.told)
        return next((name for name, least in LENGTHS.items() if letters > least), "")


# From so many letters on the page is set smaller, and smaller again.
LENGTHS = {"longest": 1200, "long": 350}


def filing_row(view: CaseView) -> Row:
    return next(row for row in view.timeline if row.seq == 1)


def particulars(case: Complaint) -> Lines:
    """Day, showing, price and papers, as far as they were given."""
    when = day_words(case.happened_on, year=True) + (f" {case.happened_at:%H:%M}" if case.happened_at else "")
    lines = [
        (_("Day"), when),
        (_("Hall"), case.get_hall_display()),
        (_("Price paid, yuan"), case.price_paid),
        (_("Of which network service fee, yuan"), case.service_fee),
        (_("What was shown"), case.get_proof_shown_display()),
    ]
    return [(label, text) for label, text in lines if text not in (None, "")]


def next_steps(case: Complaint, view: CaseView | None = None, *, written: bool = False) -> list[dict[str, Any]]:
    """What happens next and by when, as on the ticket; `written` for paper, where no "today" may stand."""
    view = view or present.view(Actor.seat(case, COMPLAINANT), case)
    due = {c.clock.name: deadline_words(c.due_at, written=written) for c in view.clocks if c.due_at}
    latest = {"when": due["triage"]} if due.get("triage") else None
    steps = [
        (_("Sent to %(office)s") % {"office": case.office.name}, _sent(case, written), "done"),
        (_("We tell you whether it is accepted"), _("By %(when)s") % latest if latest else "", "todo"),
        *(_report_steps(case) if is_report(case) else _complaint_steps(case)),
    ]
    if due.get("first_contact"):
        call = (_("Someone will call you"), _("By %(when)s") % {"when": due["first_contact"]})
        steps.insert(1, (*call, "todo"))
    return [{"label": label, "note": note, "state": state} for label, note, state in steps]


def _complaint_steps(case: Complaint) -> list[tuple[Any, Any, str]]:
    days = _("A finding within %(days)d working days of acceptance") % {"days": case.campaign.investigation_days}
    return [
        (_("Those concerned answer, we check"), days, "todo"),
        (_("We tell you the result"), _("With the facts, the rule and what is to be done"), "todo"),
    ]


def _report_steps(case: Complaint) -> list[tuple[Any, Any, str]]:
    days = _("Within %(days)d working days of acceptance") % {"days": case.campaign.report_check_days}
    told = _("Within %(days)d working days of the decision") % {"days": case.campaign.reporter_told_days}
    if case.anonymous:
        told = _("Only on this page: you gave no name, so nobody can reach you. Come back with number and code.")
    return [(_("We check whether it is so"), days, "todo"), (_("You are told the result"), told, "todo")]


def _sent(case: Complaint, written: bool) -> str:
    return written_moment(case.opened_at) if written else moment_words(case.opened_at)


# --- the way to the case ----------------------------------------------------------------------------------------------
def tracking_address(case: Complaint | None = None) -> str:
    """Where number and access code are asked for; with a case, its number is filled in."""
    query = f"?number={case.number}" if case else ""
    return settings.PUBLIC_URL.rstrip("/") + reverse("portal:track") + query


def signed_address(contact: ContactDetails) -> str:
    """The address that opens the case without its code: for whoever is given the code as well, and nobody else."""
    link = seats.sign_link(contact.case_id, contact.code_round)
    return settings.PUBLIC_URL.rstrip("/") + reverse("portal:link", args=[link])


def qr_of(address: str) -> str:
    return segno.make(address, error="m").png_data_uri(scale=8, border=3)
