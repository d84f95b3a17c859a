"""The requests to our own units, as their people read them: until when, with which pages, and what we answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.engine.models import AttachmentGrant, WorkTask
from casework.engine.reckoning import calendar_since
from casework.ui.words import listed
from complaints.forms import AnswerForm
from complaints.models import AnswerRequest

from . import dates

if TYPE_CHECKING:
    from .page import PartyPage

STATUS_LOOKS = {
    "asked": ("clock-fill", "warn"),
    "answered": ("check2", "ok"),
    "late": ("check2", "info"),
    "silent": ("hourglass-bottom", "urgent"),
    "dropped": ("x-circle", ""),
}


@dataclass(frozen=True)
class Asked:
    """One request to one of our units, as its people read it. `task`: where an answer is still awaited or possible."""

    request: AnswerRequest
    unit_name: str
    task: WorkTask | None
    clock: dict[str, Any] | None
    shown: list[dict[str, Any]]
    sent: list[dict[str, Any]]

    @property
    def status(self) -> Any:
        return _("Awaiting your answer") if self.request.status == "asked" else self.request.get_status_display()

    @property
    def icon(self) -> str:
        return STATUS_LOOKS[self.request.status][0]

    @property
    def tone(self) -> str:
        return STATUS_LOOKS[self.request.status][1]

    @property
    def offers(self) -> str:
        words = {code: str(label) for code, label in AnswerForm.OFFERS}
        return listed(words[code] for code in self.request.offers if code in words)


def asked_of(page: PartyPage) -> list[Asked]:
    """Every request to our units, those still to be answered first."""
    tasks = {task.subject_id: task for task in page.answer_tasks}
    calendar = calendar_since(*(request.asked_at for request in page.requests)) if tasks else None
    found = []
    for request in page.requests:
        task = tasks.get(request.pk)
        clock = dates.request_clock(request, page.case, calendar, page.now) if task else None
        name, shown = page.member.names(request.unit_id), _granted(request, page.grants)
        found.append(Asked(request, name, task, clock, shown, page.sent_with(request.answered_seq)))
    return sorted(found, key=lambda one: (one.task is None, -one.request.pk))


def _granted(request: AnswerRequest, grants: list[AttachmentGrant]) -> list[dict[str, Any]]:
    """The pages that came with this request, as images; names are ours, never the sender's."""
    pages = []
    given = [g for g in grants if g.unit_id == request.unit_id and g.event_seq == request.asked_seq]
    for number, grant in enumerate(given, 1):
        title = grant.attachment.title(number)
        for page in range(1, grant.pages_shown + 1):
            url = reverse("files:page", args=[grant.attachment_id, page])
            name = title if grant.pages_shown == 1 else _("%(title)s, page %(page)d") % {"title": title, "page": page}
            pages.append({"name": name, "url": url, "picture": url})
    return pages
