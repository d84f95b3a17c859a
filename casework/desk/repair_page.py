"""Credit repairs at all desks: which decision is to end early, what was found, and what the bodies say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from blacklist.models import Repair, RepairWord
from casework.engine.acts import AUDITOR, BODY, OFFICE

from .kind_pages import KindPage

if TYPE_CHECKING:
    from casework.engine.present import CaseView

READS_ALL = frozenset({OFFICE, BODY, AUDITOR})


@dataclass
class RepairPanels:
    """Rows of one repair, each sort read once, as far as its reader may read them."""

    view: CaseView

    @property
    def case(self) -> Repair:
        return self.view.case

    @property
    def reads_all(self) -> bool:
        return bool(self.view.roles & READS_ALL)

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        decision = self.case.about
        found = [
            (_("Party"), decision.unit.name),
            (_("Violation"), decision.get_violation_display()),
            (_("Undertaking signed by"), self.case.signed_by),
        ]
        if self.case.confirmed is not None and self.reads_all:
            found.append((_("Does what the party proves hold?"), _("Yes") if self.case.confirmed else _("No")))
        return found

    @property
    def decision_url(self) -> str:
        """Where this reader finds the decision."""
        desk = "desk" if self.view.roles & {OFFICE, BODY} else "ours"
        return reverse(f"{desk}:case", args=[self.case.about.number])

    @cached_property
    def words(self) -> list[tuple[RepairWord, tuple[str, str, str]]]:
        """What each body says. The party reads the result alone."""
        return [(word, _look(word)) for word in self.case.word_list] if self.reads_all else []


def _look(word: RepairWord) -> tuple[str, str, str]:
    if word.agrees:
        return pgettext("opinion", "Agrees"), "check-circle-fill", "ok"
    return pgettext("opinion", "Does not agree"), "x-circle", "urgent"


class RepairPage(KindPage):
    template = "blacklist/desk/repair.html"
    in_rail = False
    unspoken = {"say_on_repair": ("agrees", "reasons"), "verify_repair": ("confirmed",)}

    def panels(self, view: CaseView) -> RepairPanels:
        return RepairPanels(view)
