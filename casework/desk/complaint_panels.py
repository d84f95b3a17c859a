"""What the desk shows of a complaint beside its acts: what was asked and answered, side by side, and the finding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.engine.kinds import phrase
from casework.ui.words import listed
from complaints import letters
from complaints.categories import THE_PARTY
from complaints.evidence import ACCOUNT
from complaints.forms import AnswerForm
from complaints.models import AnswerRequest, Proposal, Remedy
from complaints.price import Price, price_of

from .rights_panels import LOOKED_AT_AGAIN, RightsPanels
from .terms_panel import TermsPanel

if TYPE_CHECKING:
    from casework.engine.present import CaseView

STATUS_CHIPS = {
    AnswerRequest.Status.ASKED: ("clock-fill", "warn"),
    AnswerRequest.Status.ANSWERED: ("check-circle-fill", "ok"),
    AnswerRequest.Status.LATE: ("check-circle-fill", "warn"),
    AnswerRequest.Status.SILENT: ("hourglass-bottom", "urgent"),
    AnswerRequest.Status.DROPPED: ("x-circle", ""),
}


@dataclass
class ComplaintPanels:
    """Rows of one complaint, each sort read once, when its panel is drawn."""

    view: CaseView

    @cached_property
    def requests(self) -> list[dict[str, Any]]:
        """Every request with its answer, in the order in which they were asked."""
        if self.view.case.state == "submitted":
            return []
        rows = AnswerRequest.objects.filter(case_id=self.view.case.pk).select_related("unit", "answered_by")
        return [self._request(row) for row in rows]

    def _request(self, row: AnswerRequest) -> dict[str, Any]:
        icon, tone = STATUS_CHIPS[row.status]
        offers = dict(AnswerForm.OFFERS)
        files = self.view.files
        return {
            "row": row,
            "role": self.view.kind.party_roles.get(row.role, ""),
            "icon": icon,
            "tone": tone,
            "offers": listed(str(offers.get(code, code)) for code in row.offers),
            "files": [
                (n, file) for n, file in enumerate(files, 1) if row.answered_seq and file.event_seq == row.answered_seq
            ],
        }

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Every finding that was proposed, oldest first."""
        if self.view.case.state == "submitted":
            return []
        return self.view.case.proposal_list

    @property
    def proposal(self) -> Proposal | None:
        """The finding as it stands; while one is worked on, as it was proposed last."""
        approved = [proposal for proposal in self.proposals if proposal.approved_at]
        settled = self.view.case.state in ("decided", "contested", "closed") and approved
        return (approved if settled else self.proposals or [None])[-1]

    @cached_property
    def price(self) -> Price | None:
        """What was paid against the film's lowest release price (R10), where the complaint is about that."""
        opening = next((event for event in self.view.events if event.seq == 1), None)
        text = getattr(opening, "text", None)
        return price_of(self.view.case, text.values.get("film", "") if text else "")

    @cached_property
    def terms(self) -> TermsPanel:
        return TermsPanel(self.view, self.proposal)

    @cached_property
    def rights(self) -> RightsPanels:
        return RightsPanels(self.view, self.proposals)

    @property
    def who_remedies(self) -> Any:
        """Who owes the remedy that the finding names."""
        return THE_PARTY.get(self.proposal.remedy_by, "")

    @property
    def of_before(self) -> bool:
        """The finding of a round that is over: the case is investigated again."""
        again = self.view.case.state in ("investigating", "awaiting_approval")
        return again and self.proposal is not None and self.proposal.approved_at is not None

    @property
    def returned(self) -> bool:
        """Proposed before, and sent back: what was written then is where the next proposal begins."""
        return self.proposal is not None and self.view.case.state == "investigating"

    @property
    def finding(self) -> list[tuple[Any, str]]:
        return letters.finding_lines(self.proposal) if self.proposal else []

    @property
    def evidence_names(self) -> dict[str, Any]:
        """What a finding may rest on, under the names that the page gives to files and answers."""
        names = {"account": phrase(ACCOUNT, self.view.matter)}
        for request in self.requests:
            row = request["row"]
            names[f"answer:{row.pk}"] = _("Answer of %(unit)s") % {"unit": row.unit.name}
        return names | {f"file:{file.pk}": file.title(number) for number, file in enumerate(self.view.files, 1)}

    @property
    def relied_on(self) -> str:
        """What the proposal rests on."""
        return self.words_for(self.proposal.evidence)

    def words_for(self, evidence: list[str]) -> str:
        names = self.evidence_names
        found = [str(names[ref]) for ref in evidence if ref in names]
        shared = self.shared(len(evidence) - len(found))
        return listed([*found, shared] if shared else found)

    def shared(self, count: int) -> str:
        """So many things of the leading case, which has them on its own page."""
        if not count or not self.rights.joined_to:
            return ""
        words = ngettext(
            "%(count)d thing from the leading case %(number)s",
            "%(count)d things from the leading case %(number)s",
            count,
        )
        return words % {"count": count, "number": self.rights.joined_to}

    @cached_property
    def remedies(self) -> list[Remedy]:
        if self.view.case.state not in LOOKED_AT_AGAIN or not self.view.case.remedy_by:
            return []
        return list(Remedy.objects.filter(case_id=self.view.case.pk).select_related("unit", "by"))
