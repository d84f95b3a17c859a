"""The draft that a whole unit fills in together: who saved it last, and what to do when two people did at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from casework.engine import drafts
from casework.engine.attachments.store import waiting
from casework.engine.forms import ActForm
from casework.engine.models import Attachment, Case, Draft, WorkTask
from casework.ui.views import Kept

from ..draft_words import in_words


@dataclass(frozen=True)
class SharedDraft:
    """A draft as its reader meets it. `theirs`: what a colleague saved meanwhile, where the reader's was not saved."""

    draft: Draft | None
    version: int
    mine: list[Attachment] = field(default_factory=list)
    others: int = 0
    theirs: list[Kept] = field(default_factory=list)

    @property
    def details(self) -> dict[str, Any]:
        return dict(self.draft.details) if self.draft else {}


def form_name(task: WorkTask) -> str:
    """Under which name the unit's draft for this task is kept: one for each request, one for the remedy."""
    act = task.flow_task.acts[0]
    return f"{act}:{task.subject_id}" if task.subject_id else act


def load(case: Case, task: WorkTask, uploader: str) -> SharedDraft:
    """The unit's draft with those of its files that this reader added; files go along with whoever added them."""
    found = drafts.load(case=case, unit=task.unit_id, form=form_name(task))
    if found is None:
        return SharedDraft(None, 0)
    ids = found.details.get("attachments", [])
    mine = waiting(uploader=uploader, attachments=ids) if ids else []
    return SharedDraft(found, found.version, mine, len(ids) - len(mine))


def save(case: Case, task: WorkTask, form: ActForm, post: QueryDict, user: Any) -> SharedDraft:
    """Keep what was typed; where a colleague saved meanwhile nothing is overwritten and both texts are returned."""
    details = typed(form, post)
    version = int(post.get("draft", "0")) if post.get("draft", "0").isdecimal() else 0
    place = {"case": case, "unit": task.unit_id, "form": form_name(task)}
    try:
        saved = drafts.save(**place, details=details, version=version, by=user)
    except drafts.Overtaken as overtaken:
        current = overtaken.current
        return SharedDraft(
            current, current.version if current else 0, theirs=in_words(form, current.details) if current else []
        )
    return SharedDraft(saved, saved.version)


def typed(form: ActForm, post: QueryDict) -> dict[str, Any]:
    """What stands in the form, as posted: strings, and lists where several can be chosen."""
    found = {}
    for name, bound in form.fields.items():
        value = bound.widget.value_from_datadict(post, {}, name)
        if value:
            found[name] = value
    return found


def discard(case: Case, task: WorkTask) -> None:
    """The form was sent."""
    drafts.discard(case=case, unit=task.unit_id, form=form_name(task))
