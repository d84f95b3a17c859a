"""What a lead reads of a complaint before approving: the finding and what it rests on, the defence, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints import letters
from complaints.evidence import ACCOUNT
from complaints.models import Proposal

if TYPE_CHECKING:
    from casework.engine.models import Event

    from .complaint_panels import ComplaintPanels
    from .panes import CasePane


@dataclass(frozen=True)
class Change:
    """A line of the finding that reads otherwise than before; `before` or `now` is "" where there was or is none."""

    label: Any
    before: str
    now: str


@dataclass
class ComplaintApproval:
    """One complaint before approval. Rows that the panels have read already are theirs."""

    pane: CasePane
    panels: ComplaintPanels

    @property
    def proposals(self) -> list[Proposal]:
        """Every finding that was proposed, the newest last."""
        return self.panels.proposals

    @property
    def proposal(self) -> Proposal | None:
        return self.proposals[-1] if self.proposals else None

    @property
    def finding(self) -> list[tuple[Any, str]]:
        return letters.finding_lines(self.proposal)

    @property
    def relied_on(self) -> list[dict[str, Any]]:
        """What the finding rests on, each with the place where it can be read or opened."""
        places = {"account": {"name": self.pane.view.says(ACCOUNT), "url": "#case-about", "icon": "chat"}}
        for request in self.panels.requests:
            row = request["row"]
            name = _("Answer of %(unit)s") % {"unit": row.unit.name}
            places[f"answer:{row.pk}"] = {"name": name, "url": f"#answer-{row.pk}", "icon": "reply"}
        places |= {f"file:{file['file'].pk}": file for file in self.pane.files}
        found = [places[ref] for ref in self.proposal.evidence if ref in places]
        shared = self.panels.shared(len(self.proposal.evidence) - len(found))
        if shared:
            url = reverse("desk:case", args=[self.panels.rights.joined_to])
            found.append({"name": shared, "url": url, "icon": "diagram-3"})
        return found

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The defence: every request with its answer and the files that came with it."""
        return [{**one, "files": self._files_of(one["row"].answered_seq)} for one in self.panels.requests]

    @property
    def filed_files(self) -> list[dict[str, Any]]:
        """What the complainant has shown."""
        return [file for file in self.pane.files if file["file"].by_role == "complainant"]

    def _files_of(self, seq: int | None) -> list[dict[str, Any]]:
        return [file for file in self.pane.files if seq and file["file"].event_seq == seq]

    # --- after a return -----------------------------------------------------------------------------------------------
    @cached_property
    def returned(self) -> Event | None:
        """The last time that a finding of this case came back."""
        return next((e for e in reversed(self.pane.view.events) if e.name == "send_back"), None)

    @property
    def return_row(self) -> dict[str, Any]:
        """Who returned it, when, and why, as the record has it."""
        return self.pane.rows_of({self.returned.seq})[0]

    @property
    def changes(self) -> list[Change]:
        """The lines of the finding that were written otherwise since."""
        before, now = (dict(letters.finding_lines(one)) for one in self.proposals[-2:])
        lines = [Change(label, before.get(label, ""), now.get(label, "")) for label in before | now]
        rests = Change(_("Evidence relied on"), *(self.panels.words_for(one.evidence) for one in self.proposals[-2:]))
        return [line for line in [*lines, rests] if line.before != line.now]

    @property
    def since_return(self) -> list[dict[str, Any]]:
        """What happened between the return and this proposal, and after it."""
        seqs = {e.seq for e in self.pane.view.events if e.seq > self.returned.seq and e.seq != self.proposal.seq}
        return self.pane.rows_of(seqs)
