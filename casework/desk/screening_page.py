"""Public-welfare screenings at all desks: what is proposed, who approved it, where its money is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.ui.times import moment_words
from casework.vouchers import journal
from casework.vouchers.journal import Line
from casework.vouchers.models import Account, Screening
from casework.vouchers.money import yuan
from casework.vouchers.screenings.forms import WhatForm
from casework.vouchers.screenings.states import ANSWERING, PROPOSED

from .kind_pages import KindPage

if TYPE_CHECKING:
    from casework.engine.present import CaseView

# Acts in which the union says for whom the screening is.
SAID_IN = ("propose_screening", "answer_questions")
WHAT = ("cinema", "day", "hour", "film", "seats", "cost", "purpose")


@dataclass
class ScreeningPanels:
    """Rows of one screening, each sort read once."""

    view: CaseView

    @property
    def case(self) -> Screening:
        return self.view.case

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        case = self.case
        found = [
            (_("Union that proposes"), case.union.name),
            (_("Cinema"), case.cinema.name),
            (_("When"), moment_words(case.starts_at)),
            (_("Film"), case.film),
            (_("Seats"), case.seats),
            (_("What it costs"), self._yuan(case.cost)),
        ]
        if case.attendance is not None:
            found += [(_("People who came"), case.attendance), (_("Spent, as reported"), self._yuan(case.spent))]
        return found

    @staticmethod
    def _yuan(fen: int) -> str:
        return _("%(yuan)s yuan") % {"yuan": yuan(fen)}

    @property
    def purpose(self) -> str:
        """For whom it is, as the union said last."""
        rows = [row for row in self.view.timeline if row.name in SAID_IN]
        newest = max(rows, key=lambda row: row.seq, default=None)
        label = str(WhatForm.base_fields["purpose"].label)
        return next((text for said, text in newest.words if str(said) == label), "") if newest else ""

    @cached_property
    def approvals(self) -> list[tuple[str, Any]]:
        """The organisers that have approved, and when."""
        return [(one.unit.name, one.at) for one in self.case.approved]

    @property
    def pool(self) -> str:
        """What the pool holds, while something is to be taken from it."""
        if self.case.state not in (PROPOSED, ANSWERING):
            return ""
        pool = Account.objects.with_balances().filter(campaign=self.case.campaign, kind=Account.Kind.POOL)
        return self._yuan(pool.values_list("balance", flat=True).first() or 0)

    @cached_property
    def lines(self) -> list[tuple[Line, str, str]]:
        """The account of this screening: each row with its amount and what it held then, in yuan."""
        own = Account.objects.filter(campaign=self.case.campaign, screening=self.case.number).first()
        found = journal.statement(own) if own else []
        return [(line, yuan(line.fen), yuan(line.balance)) for line in found]


class ScreeningPage(KindPage):
    own_opening = True
    template = "vouchers/desk/screening.html"
    answers = ("answer_questions",)
    unspoken = dict.fromkeys(SAID_IN, WHAT)

    def panels(self, view: CaseView) -> ScreeningPanels:
        return ScreeningPanels(view)

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        case = view.case
        if act == "answer_questions":
            return self._as_proposed(case) | {"purpose": ScreeningPanels(view).purpose}
        if act == "choose_photos":
            return {"photos": [str(file) for file in case.photos.values_list("file", flat=True)]}
        return {}

    def form_template(self, act: str) -> str:
        shows = act in ("settle_screening", "choose_photos")
        return "vouchers/desk/photos.html" if shows else super().form_template(act)

    @staticmethod
    def _as_proposed(case: Screening) -> dict[str, Any]:
        begins = timezone.localtime(case.starts_at)
        said = {"cinema": case.cinema_id, "film": case.film, "seats": case.seats, "cost": f"{case.cost / 100:.2f}"}
        return said | {"day": begins.date(), "hour": begins.time()}
