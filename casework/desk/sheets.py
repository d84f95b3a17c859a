"""An act's form as it is drawn in place: fields, draft, what others will read, who is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.forms import Textarea
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.engine import drafts, http
from casework.engine.acts import OFFICE, Act
from casework.engine.attachments.held import Place
from casework.engine.attachments.store import waiting
from casework.engine.errors import DoorClosed, Overtaken, Stale, Unread
from casework.engine.forms import ActForm
from casework.engine.http import Marks, Sent
from casework.engine.kinds import stage_of
from casework.engine.models import Attachment, Draft

from . import jointly
from .draft_words import Difference, differences
from .panes import CasePane
from .previews import Preview


def drawn(
    form: ActForm, files: Mapping[str, list[Attachment]], errors: Mapping[str, list[str]]
) -> list[dict[str, Any]]:
    """Every field of a form with how it is drawn. files, errors: what its pickers stand for, and what could not be
    taken, by field."""
    pickers = set(form.file_fields())
    return [
        {
            "bound": bound,
            "picker": bound.name in pickers,
            "files": files.get(bound.name, []),
            "errors": [*bound.errors, *errors.get(bound.name, ())],
            "sensitive": "1" if bound.name in pickers and bound.field.stored_as.get("sensitive") else "",
        }
        for bound in form
    ]


@dataclass
class Sheet:
    """One act's form on one case. After an error it holds what was typed, and what the door said."""

    pane: CasePane
    spec: Act
    form: ActForm | None
    marks: Marks
    draft: Draft | None = None
    error: DoorClosed | None = None
    files: dict[str, list[Attachment]] = field(default_factory=dict)
    # Numbers of the other cases for which it was ticked as well.
    ticked: frozenset[str] = frozenset()
    # By field, what could not be taken of what came with a draft.
    file_errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def url(self) -> str:
        return self.pane.url("act", self.name)

    @property
    def draft_url(self) -> str:
        return self.pane.url("draft", self.name)

    @cached_property
    def place(self) -> Place | None:
        """Where its draft is kept that the reader fills in with their unit; None where there is none."""
        return self.pane.view.gate.draft_place(self.spec)

    @property
    def saved_by_hand(self) -> bool:
        """Whether its draft is saved by a button; the office's keeps itself."""
        return self.place is not None and OFFICE not in self.pane.view.roles

    @property
    def keeps_itself(self) -> bool:
        return self.place is not None and not self.saved_by_hand

    @property
    def draft_version(self) -> int:
        """The version of the draft that the form shows."""
        if self.marks.draft is not None:
            return self.marks.draft
        return self.draft.version if self.draft else 0

    @property
    def overtaken(self) -> bool:
        """Whether a colleague saved or sent it meanwhile, and this was not written."""
        return isinstance(self.error, Overtaken)

    @property
    def theirs(self) -> Draft | None:
        """What the colleague saved; None where they sent it."""
        return self.error.current if self.overtaken else None

    @cached_property
    def differences(self) -> list[Difference]:
        """Where they filled it in otherwise."""
        return differences(self.form, self.theirs.details, self.form.data) if self.theirs else []

    @property
    def is_over(self) -> bool:
        """Whether the case has no such act any more, or not yet."""
        return self.spec not in self.pane.view.gate.acts_here()

    @property
    def keeps(self) -> bool:
        """Whether the reader's own browser keeps what they type: something longer, which is no draft of the unit."""
        long = self.form is not None and any(isinstance(f.widget, Textarea) for f in self.form.fields.values())
        return long and self.place is None

    @property
    def why_not(self) -> Any:
        """Why it cannot be done now; what was typed is shown all the same."""
        offer = self.pane.view.offer(self.name)
        return _("This is not possible at the present stage of the case.") if offer is None else offer.why_not

    @property
    def fields(self) -> list[dict[str, Any]]:
        """Every field with how it is drawn: files by the picker, choices in line."""
        return drawn(self.form, self.files, self.file_errors) if self.form is not None else []

    @property
    def fields_template(self) -> str:
        return self.pane.kind_page.form_template(self.name) or "desk/_fields.html"

    @cached_property
    def extra(self) -> dict[str, Any]:
        return self.pane.kind_page.form_context(self.pane.view, self.name)

    @cached_property
    def also(self) -> list[dict[str, Any]]:
        """The cases handled together with this one, as boxes: for these too."""
        found = jointly.offered(self.pane.view, self.spec)
        gists = self.pane.kind_page.gists([one.case for one in found], self.name)
        return [
            {
                "one": one,
                "url": reverse("desk:case", args=[one.number]),
                "about": f"{stage_of(one.case).label} · {gists.get(one.case.pk, '')}".removesuffix(" · "),
                "ticked": one.number in self.ticked and one.why_not is None,
            }
            for one in found
        ]

    @property
    def also_hint(self) -> Any:
        return self.pane.kind_page.also_hint(self.name)

    @property
    def previews(self) -> list[Preview]:
        return self.pane.kind_page.previews(self.pane.view, self.spec, self.form)

    @property
    def next_words(self) -> str:
        return self.pane.kind_page.next_words(self.pane.view, self.spec)

    @property
    def is_late(self) -> bool:
        """Something happened since the form was drawn: it is shown on top, and one more press sends it."""
        return isinstance(self.error, Stale | Unread) and not self.overtaken

    @property
    def news(self) -> list[dict[str, Any]]:
        return self.pane.rows_of({event.seq for event in http.what_happened(self.error)}) if self.error else []

    @property
    def refusal(self) -> Any:
        """The door's sentence, where the form cannot show it."""
        return self.error.message if self.error is not None and self.form is None and not self.is_late else ""


def fresh_sheet(pane: CasePane, spec: Act, given: Mapping[str, str] | None = None) -> Sheet:
    """The form as it begins: the unit's draft, else what the kind fills in, and what the page's address gives."""
    form_class = pane.view.kind.form_class(spec)
    marks = Marks.of(pane.case)
    if form_class is None:
        return Sheet(pane, spec, None, marks)
    draft = draft_of(pane, spec)
    initial = dict(draft.details if draft else pane.kind_page.initial(pane.view, spec.name))
    initial |= {name: value for name, value in (given or {}).items() if name in form_class.base_fields}
    sheet = Sheet(pane, spec, make_form(pane, spec, initial=initial), marks, draft)
    sheet.files = _files_in(sheet)
    return sheet


def sheet_again(pane: CasePane, spec: Act, sent: Sent, error: DoorClosed, boxes: Sequence[str] = ()) -> Sheet:
    """The form with everything that was typed, and ticked in its `boxes`, on the case as it is now."""
    form_class = pane.view.kind.form_class(spec)
    form = None
    if form_class is not None:
        auto_id = _auto_id(spec)
        form = http.refill(form_class, sent, error, case=pane.case, actor=pane.reader.actor, auto_id=auto_id)
    marks = http.marks_after(sent, error, pane.case)
    ticked = jointly.numbers_in(boxes)
    return Sheet(pane, spec, form, marks, draft_of(pane, spec), error, sent.files, ticked)


def make_form(pane: CasePane, spec: Act, **options: Any) -> ActForm | None:
    form_class = pane.view.kind.form_class(spec)
    if form_class is None:
        return None
    actor = pane.reader.actor
    return form_class(case=pane.case, actor=actor, now=timezone.now(), auto_id=_auto_id(spec), **options)


def draft_of(pane: CasePane, spec: Act) -> Draft | None:
    place = pane.view.gate.draft_place(spec)
    return drafts.load_at(place) if place else None


def _files_in(sheet: Sheet) -> dict[str, list[Attachment]]:
    """The files that the draft holds, by field: whoever of the unit added them. One statement where it has any."""
    named = (
        {name: list(sheet.draft.details.get(name) or ()) for name in sheet.form.file_fields()} if sheet.draft else {}
    )
    ids = [pk for some in named.values() for pk in some]
    uploader = sheet.pane.reader.actor.uploader
    found = waiting(uploader=uploader, attachments=ids, place=sheet.place) if ids else []
    return {name: [file for file in found if str(file.pk) in some] for name, some in named.items()}


def _auto_id(spec: Act) -> str:
    """Ids of their own: several acts' forms may lie folded on one page."""
    return f"{spec.name}-%s"
