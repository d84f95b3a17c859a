"""A case as a lead reads it before deciding (issue 5 §4): one column, the decision below, then the next one."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from casework.engine import queues
from casework.engine.acts import LEAD
from casework.engine.offers import Offer

from .clocks import clock_words
from .paging import MOST_URGENT
from .panes import CasePane

# The first act that a lead's task names lets the case go on, the last sends it back.
APPROVE_KEY, RETURN_KEY = "A", "R"


class ApprovalPane(CasePane):
    """The pane of a case opened from the list "To approve": nothing but what the decision rests on."""

    template: ClassVar[str] = "desk/_approval.html"
    parts: ClassVar[str] = "desk/_approval_parts.html"

    @cached_property
    def decisions(self) -> list[str]:
        """Names of the acts that finish what waits for a lead; the oldest task's, where several wait."""
        names = [task.flow_task.acts for task in self.view.tasks if task.role == LEAD]
        return list(names[0]) if names else []

    @property
    def offers(self) -> list[Offer]:
        found = [offer for offer in self.view.offers if offer.act.name in self.decisions]
        return sorted(found, key=lambda offer: self.decisions.index(offer.act.name))

    def key_of(self, offer: Offer) -> str:
        name = offer.act.name
        return APPROVE_KEY if name == self.decisions[0] else (RETURN_KEY if name == self.decisions[-1] else "")

    @cached_property
    def approval(self) -> Any:
        """What this kind shows of its own."""
        return self.kind_page.approval(self)

    @property
    def running(self) -> list[dict[str, Any]]:
        """The clock that runs for the decision: the nearest of those that do not stand still."""
        return [clock_words(clock) for clock in self.view.clocks if clock.due_at is not None][:1]

    @property
    def whole_url(self) -> str:
        """The whole case, with its record and every act."""
        return reverse("desk:case", args=[self.case.number])

    def next_url(self) -> str:
        """The case that comes after this one in the list as it is now, else the first; the list where none is left."""
        waiting = MOST_URGENT.sorted(queues.to_approve(self.reader.actor).exclude(pk=self.case.pk))
        later = waiting.filter(MOST_URGENT.after(MOST_URGENT.key(self.case)))
        following = later.first() or waiting.first()
        return f"{reverse('desk:case', args=[following.number])}?{self.query}" if following else reverse("desk:approve")
