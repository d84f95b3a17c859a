"""Objections to entries of the list at all desks: which entry, what is wrong with it, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blacklist.listing.entries import on_the_list
from blacklist.models import EntryObjection
from blacklist.remedies import way_to_a_review
from casework.engine.acts import AUDITOR, OFFICE

from .kind_pages import KindPage

if TYPE_CHECKING:
    from casework.engine.present import CaseView


@dataclass
class ObjectionPanels:
    """One objection, as far as its reader may read it: the office, or the party that objects itself."""

    view: CaseView

    @property
    def case(self) -> EntryObjection:
        return self.view.case

    @property
    def facts(self) -> list[tuple[Any, Any]]:
        decision = self.case.about
        found = [
            (_("Party"), decision.unit.name),
            (_("Violation"), decision.get_violation_display()),
        ]
        if self.view.roles & {OFFICE, AUDITOR}:
            found.append((_("Who objects"), _("Anybody, from the public page") if self.case.by_public else _("Party")))
        return found

    @property
    def decision_url(self) -> str:
        """Where this reader finds the decision."""
        desk = "desk" if self.view.roles & {OFFICE, AUDITOR} else "ours"
        return reverse(f"{desk}:case", args=[self.case.about.number])

    @property
    def entry_url(self) -> str:
        """The public entry; "" once it has left the list."""
        number = self.case.about.number
        listed = on_the_list(timezone.localdate(self.view.now)).filter(pk=self.case.about_id).exists()
        return reverse("listing:entry", args=[number]) if listed else ""

    @property
    def review(self) -> str:
        """To whom to turn, where not the entry but the measures are meant; "" else."""
        meant = self.case.finding == EntryObjection.Finding.REVIEW
        return way_to_a_review(self.case.about, self.view.now) if meant else ""


class ObjectionPage(KindPage):
    in_rail = False
    template = "blacklist/desk/objection.html"

    def panels(self, view: CaseView) -> ObjectionPanels:
        return ObjectionPanels(view)
