"""Requests to extend vouchers at all desks: each voucher with what its platform says and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Case as DbCase
from django.db.models import Sum, Value, When
from django.utils.translation import gettext as _

from casework.vouchers.models import ExtensionRequest, VoucherExtension
from casework.vouchers.money import yuan
from casework.vouchers.requests.forms import DecideForm
from casework.vouchers.requests.result import result_sheet
from complaints.links import about_refused_extension

from .kind_pages import KindPage

if TYPE_CHECKING:
    from casework.engine.present import CaseView

Outcome = VoucherExtension.Outcome
# More are in the sheet; more than a few fold away.
SHOWN, FEW = 100, 12
AS_ASKED = ("", VoucherExtension.CONFIRMED)
TONES = {Outcome.GRANTED: ("check-circle-fill", "ok"), Outcome.REFUSED: ("x-circle", "urgent")}


@dataclass
class ExtensionPanels:
    """Rows of one request, read once. Those that need an eye come first."""

    view: CaseView

    @property
    def case(self) -> ExtensionRequest:
        return self.view.case

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        case = self.case
        found = [
            (_("Who asks"), case.asker),
            (_("Platform"), case.platform.name),
            (_("Vouchers asked for"), _("%(count)d, %(yuan)s yuan") % {"count": case.count, "yuan": self._amount}),
            (_("What the platform says"), case.get_word_display()),
        ]
        if case.granted is not None:
            found += [(_("Extended"), case.granted), (_("Not extended"), case.refused)]
        return found

    @property
    def _amount(self) -> str:
        return yuan(self.case.vouchers.order_by().aggregate(total=Sum("face_value"))["total"] or 0)

    @property
    def reason(self) -> str:
        """Why they could not be redeemed, in the words of whoever asks; a member's are for the office."""
        row = next((row for row in reversed(self.view.timeline) if row.seq == 1), None)
        return "\n".join(text for _label, text in row.words) if row else ""

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """What was refused first, then what the platform speaks against, then the others as they were asked for."""
        first = DbCase(When(outcome=Outcome.REFUSED, then=Value(0)), default=Value(2))
        doubted = DbCase(When(said__in=AS_ASKED, then=Value(1)), default=Value(0))
        found = self.case.vouchers.order_by(first, doubted, "position")[:SHOWN]
        waits = ("hourglass", "")
        return [{"row": r, "value": yuan(r.face_value), "look": TONES.get(r.outcome, waits)} for r in found]

    @property
    def noticed(self) -> list[dict[str, Any]]:
        """Those that need an eye."""
        return [one for one in self.rows if _is_noticed(one["row"])]

    @property
    def others(self) -> list[dict[str, Any]]:
        return [one for one in self.rows if not _is_noticed(one["row"])]

    @property
    def few(self) -> bool:
        """Whether all stand on the page at once."""
        return self.case.count <= FEW

    @property
    def more(self) -> int:
        """How many stand in the sheet only."""
        return max(self.case.count - SHOWN, 0)

    @property
    def complain_url(self) -> str:
        """What may be done against a refusal; "" where there is none."""
        return about_refused_extension(self.case.platform) if self.case.refused else ""

    @property
    def explanation(self) -> str:
        """What the association says to those that it refused."""
        row = next((row for row in self.view.timeline if row.name == "decide_vouchers"), None)
        return "\n".join(text for _label, text in row.words) if row else ""


def _is_noticed(row: VoucherExtension) -> bool:
    return row.outcome == Outcome.REFUSED or row.said not in AS_ASKED


class ExtensionPage(KindPage):
    own_opening = True
    unspoken = {"decide_vouchers": ("explanation",)}
    template = "vouchers/desk/request.html"
    read_back_template = "vouchers/desk/read_back.html"

    def panels(self, view: CaseView) -> ExtensionPanels:
        return ExtensionPanels(view)

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        """What the platform said against single vouchers is proposed to whoever decides."""
        return self._proposed(view.case) if act == "decide_vouchers" else {}

    def sheet(self, view: CaseView) -> bytes:
        return result_sheet(view.case)

    @staticmethod
    def _proposed(case: ExtensionRequest) -> Mapping[str, str]:
        found: dict[str, list[str]] = {}
        doubted = case.vouchers.asked().exclude(said__in=AS_ASKED)
        for said, typed in doubted.values_list("said", "typed"):
            found.setdefault(said, []).append(typed)
        if found and case.count == 1:
            return {"which": next(iter(found))}
        which = {"which": DecideForm.SOME} if found else {}
        return which | {said: "\n".join(typed) for said, typed in found.items()}
