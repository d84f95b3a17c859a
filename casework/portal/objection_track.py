"""An objection to an entry of the list, as somebody without an account reads it who objected."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from blacklist.models import EntryObjection
from blacklist.remedies import way_to_a_review
from complaints.receipts import filing_row

from .tracking import TrackPage


class ObjectionTrack(TrackPage):
    template: ClassVar[str] = "portal/objection.html"
    other_acts: ClassVar[tuple[str, ...]] = ("message", "urge", "evidence", "withdraw_objection")
    next_step: ClassVar[tuple[str, ...]] = ("check",)
    # What was sent stands below.
    apart: ClassVar[tuple[str, ...]] = ("object_to_entry",)

    case: EntryObjection

    @property
    def both_sides(self) -> str:
        return _("You and the office can see this")

    @property
    def answer(self) -> str:
        """What the association wrote to its finding; "" before there is one."""
        names = ("sustain_objection", "reject_objection")
        row = next((row for row in self.view.timeline if row.name in names), None)
        return "\n".join(text for _label, text in row.words) if row else ""

    @property
    def review(self) -> str:
        """To whom to turn, where not the entry but the measures are meant; "" else."""
        meant = self.case.finding == EntryObjection.Finding.REVIEW
        return way_to_a_review(self.case.about, self.view.now) if meant else ""

    @property
    def filed(self) -> dict[str, Any]:
        row = filing_row(self.view)
        wrong = EntryObjection.Wrong(self.case.topic).label
        lines = [(_("Entry"), self.case.about.number), (_("What is wrong"), wrong), *row.words]
        return {"lines": lines, "files": self._files(row)}
