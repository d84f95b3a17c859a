"""Unused balances at all desks: what was declared, whether it adds up, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.ui.times import day_words
from casework.vouchers.balances.arithmetic import Some, at_face_value, extended_here
from casework.vouchers.balances.forms import FIGURES
from casework.vouchers.balances.result import declared_sheet
from casework.vouchers.balances.rows import stated
from casework.vouchers.balances.states import OPINIONS
from casework.vouchers.balances.unions import as_lines
from casework.vouchers.models import Declaration, UnionBalance, UnusedBalance
from casework.vouchers.money import yuan

from .kind_pages import KindPage

if TYPE_CHECKING:
    from casework.engine.present import CaseView

# More are in the sheet.
SHOWN = 100
DECLARED = (*FIGURES, *(f"{name}_count" for name in FIGURES), "count", "amount")


@dataclass(frozen=True)
class Line:
    """A line of the reckoning; tone: how it is drawn."""

    label: Any
    some: Some
    tone: str = ""

    @property
    def vouchers(self) -> str:
        return f"{self.some.count:,}"

    @property
    def yuan(self) -> str:
        return yuan(self.some.fen)


@dataclass
class BalancePanels:
    """Rows of one case, each sort read once."""

    view: CaseView

    @property
    def case(self) -> UnusedBalance:
        return self.view.case

    @property
    def declared(self) -> Declaration | None:
        return self.case.declaration

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        case = self.case
        found = [
            (_("Platform"), case.platform.name),
            (_("Campaign"), case.campaign.name),
            (_("Last voucher redeemed until"), day_words(case.redeemed_until, weekday=False, year=True)),
            (_("Extended here"), self.extended),
        ]
        if self._standing is not None:
            found.append((_("In the pool"), _("%(yuan)s yuan") % {"yuan": yuan(self._standing.amount)}))
        return found

    @cached_property
    def extended(self) -> Some:
        return extended_here(self.case.campaign, self.case.platform)

    @cached_property
    def _standing(self) -> Declaration | None:
        """What is in the pool of it."""
        return self.case.pooled if self.declared else None

    @cached_property
    def reckoning(self) -> list[Line]:
        """From what was sold to what is unused, and by how much they differ."""
        said = stated(self.declared)
        found = [
            Line(_("Sold"), said.sold),
            Line(_("less redeemed"), said.redeemed),
            Line(_("less refunded"), said.refunded),
            Line(_("should be unused"), said.left, "sum"),
            Line(_("is declared unused"), said.unused, "sum"),
        ]
        return [*found, Line(_("Difference"), said.difference, "off" if said.difference else "")]

    @cached_property
    def noticed(self) -> list[str]:
        """What an organiser would ask about."""
        said, found = stated(self.declared), []
        full = at_face_value(said.sold.count, self.case.campaign)
        if said.sold != full:
            words = _("At %(value)s yuan each, what was sold would be %(right)s yuan; stated is %(said)s yuan.")
            parts = {"right": yuan(full.fen), "said": yuan(said.sold.fen)}
            found.append(words % {"value": self.case.campaign.face_value, **parts})
        if self.extended.count > said.sold.count - said.refunded.count:
            words = _("More vouchers were extended here (%(count)d) than were sold and not refunded.")
            found.append(words % {"count": self.extended.count})
        if self._standing is not None and said.unused.fen != self._standing.amount:
            words = _("In the pool are %(pooled)s yuan; confirmed, it will be %(said)s yuan.")
            found.append(words % {"pooled": yuan(self._standing.amount), "said": yuan(said.unused.fen)})
        return found

    @property
    def explanation(self) -> str:
        """Why the figures do not add up, in the platform's words."""
        row = next((row for row in self.view.timeline if row.name == "declare_balance"), None)
        return "\n".join(text for _label, text in row.words) if row else ""

    @cached_property
    def unions(self) -> list[tuple[UnionBalance, str]]:
        return [(row, yuan(row.amount)) for row in self.declared.unions.all()[: SHOWN + 1]]

    @property
    def shown(self) -> list[tuple[UnionBalance, str]]:
        return self.unions[:SHOWN]

    @property
    def more(self) -> bool:
        return len(self.unions) > SHOWN


class BalancePage(KindPage):
    own_opening = True
    template = "vouchers/desk/balance.html"
    unspoken = {"declare_balance": DECLARED, "ask_for_balance": ("campaign", "platform", "redeemed_until")}

    def panels(self, view: CaseView) -> BalancePanels:
        return BalancePanels(view)

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        """A word is on the declaration that is shown; a new declaration begins with the last one."""
        if act in OPINIONS:
            return {"round": view.case.round}
        return self._declared_before(view.case.declaration) if act == "declare_balance" else {}

    def form_template(self, act: str) -> str:
        return "vouchers/desk/declare.html" if act == "declare_balance" else super().form_template(act)

    def sheet(self, view: CaseView) -> bytes | None:
        return declared_sheet(view.case)

    @staticmethod
    def _declared_before(declared: Declaration | None) -> dict[str, Any]:
        if declared is None:
            return {}
        counts = {f"{name}_count": getattr(declared, f"{name}_count") for name in FIGURES}
        amounts = {name: f"{getattr(declared, name) / 100:.2f}" for name in (*FIGURES, "amount")}
        return counts | amounts | {"count": declared.count, "unions": as_lines(declared.unions.all())}
