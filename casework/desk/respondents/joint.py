"""One answer for several requests about the same matter (issue 5 §1). Nothing is said of whose cases the others are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.desk import jointly
from casework.desk.jointly import Outcome
from casework.engine.models import WorkTask
from casework.ui.times import deadline_words
from complaints.models import AnswerRequest

from . import shared
from .page import PartyPage


def also(page: PartyPage, task: WorkTask, boxes: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What else waits for the same unit and is handled together with this, as boxes; `boxes`: those that were ticked.
    Two statements more where there is any."""
    spec = page.view.kind.acts[task.flow_task.acts[0]]
    found = jointly.offered(page.view, spec, unit=task.unit_id)
    asked = AnswerRequest.objects.in_bulk([one.task.subject_id for one in found]) if found else {}
    ticked = jointly.numbers_in(boxes)
    return [
        {
            "one": one,
            "url": reverse("respondent:case", args=[one.number]),
            "about": _words(asked[one.task.subject_id]),
            "ticked": one.number in ticked,
        }
        for one in found
    ]


def _words(request: AnswerRequest) -> str:
    """The first line of what is asked there, and until when."""
    until = _("answer until %(when)s") % {"when": deadline_words(request.due_at)}
    return " · ".join([*request.question.strip().splitlines()[:1], until])


def tell(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    """Of each of the others whether it was answered too; the draft of one that was is done with."""
    for outcome in outcomes:
        if outcome.done is None:
            said = _("Not sent for %(case)s: %(why)s") % {"case": outcome.number, "why": outcome.why}
            messages.warning(request, said)
        else:
            shared.discard(outcome.done.case, WorkTask.objects.get(pk=outcome.task))
            messages.success(request, _("Also sent for %(case)s.") % {"case": outcome.number})
