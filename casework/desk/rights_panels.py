"""What a complaint's people made of their rights, for the desk: what is missing, a review, a contest, merged cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from casework.engine.kinds import kind_named
from casework.engine.models import Case, Event
from complaints import joins, letters
from complaints.intake_forms import why_no_report_from
from complaints.models import Complaint, Proposal, Review
from complaints.rights_forms import AskSupplementForm, TransferForm
from complaints.states import WITHDRAWN
from inspections.services import inspections_for

from .decided_about import decided_about

if TYPE_CHECKING:
    from casework.engine.present import CaseView

# In these states the last finding is looked at again, or was.
LOOKED_AT_AGAIN = ("under_review", "contested", "decided", "closed")


@dataclass
class RightsPanels:
    """Rows of one complaint, each sort read once, when its panel is drawn."""

    view: CaseView
    proposals: list[Proposal]

    def _last(self, *names: str) -> Event | None:
        return next((event for event in reversed(self.view.events) if event.name in names), None)

    @staticmethod
    def _words(event: Event | None) -> dict[str, str]:
        return getattr(getattr(event, "text", None), "values", {})

    @cached_property
    def inspections(self) -> list[dict[str, Any]]:
        """What was asked to be looked at on the spot, and what came of it. They are few: a statement for each."""
        if self._last("ask_inspection") is None:
            return []
        stages = kind_named("inspection").stage_by_state
        return [
            {
                "number": one.number,
                "unit": one.unit.label,
                "stage": stages[one.state].label,
                "result": one.get_result_display(),
                "violations": one.report.violations if one.report else None,
            }
            for one in inspections_for(self.view.case)
        ]

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        """What was proposed here to be decided about whoever broke a rule."""
        return decided_about(self.view) if self._last("propose_decision") else []

    @property
    def missing(self) -> dict[str, Any] | None:
        """What the complainant was asked for, while it is awaited."""
        if self.view.case.state != "awaiting_supplement":
            return None
        event = self._last("ask_supplement")
        items = dict(AskSupplementForm.ITEMS)
        return {"items": [items[code] for code in event.facts["items"]], "words": self._words(event)["explanation"]}

    @cached_property
    def review(self) -> Review | None:
        """The newest review: who asked for it, what the reviewer proposes, what came of it."""
        if self.view.case.state not in LOOKED_AT_AGAIN or self._last("ask_review") is None:
            return None
        return self.view.case.last_review

    @property
    def why_review(self) -> str:
        return self._words(self._last("ask_review")).get("reason", "")

    @cached_property
    def standing(self) -> Proposal | None:
        """The finding that stands, while another one is proposed in its place."""
        if self.view.case.state != "under_review" or self.review is None or self.review.proposal is None:
            return None
        return next(proposal for proposal in reversed(self.proposals) if proposal.approved_at)

    @property
    def standing_lines(self) -> list[tuple[Any, str]]:
        return letters.finding_lines(self.standing) if self.standing else []

    @property
    def contested(self) -> str:
        """What the complainant does not agree with, while a lead looks at it."""
        if self.view.case.state != "contested":
            return ""
        return self._words(self._last("contest")).get("reason", "")

    @property
    def body(self) -> Any:
        """To whom the matter was sent."""
        if self.view.case.state != "transferred":
            return ""
        named = self._words(self._last("transfer")).get("body_name")
        return named or dict(TransferForm.BODIES).get(self.view.case.transferred_to, "")

    @property
    def _happened(self) -> list[tuple[str, dict[str, Any]]]:
        return [(event.name, event.facts) for event in self.view.events]

    @property
    def joined_to(self) -> str:
        """The number of the leading case."""
        return joins.number_of_leading(self._happened) if self.view.case.leading_id else ""

    @property
    def goes_on_alone(self) -> bool:
        """Whether the leading case has ended since this one was joined to it."""
        last = self._last("join", "go_on_alone")
        return last is not None and last.name == "go_on_alone"

    @property
    def leads(self) -> list[str]:
        """The numbers of the cases that are joined to this one."""
        return joins.numbers_led(self._happened)

    @cached_property
    def merged_into(self) -> Case | None:
        return self.view.case.merged_into

    @cached_property
    def merged_here(self) -> list[Case]:
        """Filings of the same person that were taken in and are not let go again."""
        if self._last("absorb") is None:
            return []
        return list(self.view.case.merged.all())

    # --- a report out of a complaint ----------------------------------------------------------------------------------
    @property
    def origin(self) -> Complaint | None:
        """The case out of which this report was opened."""
        return self.view.case.origin

    @cached_property
    def offshoots(self) -> list[Complaint]:
        """The reports that were opened out of this complaint."""
        if self.view.case.state != WITHDRAWN and self._last("split_off") is None:
            return []
        return list(self.view.case.offshoots.order_by("pk"))

    @property
    def opens_report(self) -> bool:
        """Whether this reader may open a report out of the complaint now."""
        return why_no_report_from(self.view.case, self.view.actor) is None
