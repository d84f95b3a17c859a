"""Between HTTP and the door: what a posted act's form carries, and which page answers each way the door stays shut.

A view of an act reads like this, in every room:

    sent = http.read_form(request, form)
    return http.act_response(
        request, sent=sent, act=spec.label, back_url=…,
        perform=lambda: perform(case, spec.name, by=actor, **sent.arguments),
        on_done=lambda done: redirect(…),
        redraw=lambda error: render(…, {"form": http.refill(form_class, sent, error, case=…, actor=…), …}),
    )
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.ui import views as ui_views

from .actors import Actor
from .attachments.held import Place
from .attachments.posted import sent_before, store_posted
from .attachments.store import discard
from .door import Done
from .errors import Busy, DoorClosed, NotFound, Overtaken, Refused, Stale, Unread
from .forms import ActForm
from .models import Attachment, Case


@dataclass(frozen=True)
class Marks:
    """The hidden fields of every act's form (templates/engine/marks.html): its one-time key, the case's version it
    was drawn on, and the last event it showed. draft: the version of the unit's draft, where the form keeps one, in a
    field of its own (`draft_version`) that is drawn anew whenever it is saved."""

    key: str
    seen: int | None
    read_to: int | None
    draft: int | None = None

    @classmethod
    def of(cls, case: Case | None = None) -> Marks:
        """Marks for a form drawn now; without a case, for one that opens one."""
        return cls(uuid.uuid4().hex, case.version if case else None, case.last_seq if case else None)


@dataclass(frozen=True)
class Sent:
    """A form as it came. `files` are what its pickers stand for, to draw them again; `file_errors` by field."""

    marks: Marks
    details: dict[str, Any]
    files: dict[str, list[Attachment]] = field(default_factory=dict)
    file_errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        """As keyword arguments of `door.perform` and `door.complete_task`."""
        marks = self.marks
        found = {"key": marks.key, "seen": marks.seen, "read_to": marks.read_to, **self.details}
        return found if marks.draft is None else {**found, "draft": marks.draft}


def read_form(request: HttpRequest, form: ActForm | None, place: Place | None = None) -> Sent:
    """What was posted for this (unbound) form: choices of several as lists, files stored first and named by id.
    `place`: where its draft is kept, if it has one; the files that it holds come with the reader's own."""
    draft = _number(request, "draft_version") if place else None
    marks = Marks(request.POST.get("key", ""), _number(request, "seen"), _number(request, "read_to"), draft)
    if form is None:
        return Sent(marks, {})
    details, files, errors = {}, {}, {}
    for name in form.file_fields():
        field = form.fields[name]
        posted = store_posted(request, name, place=place, **field.stored_as)
        files[name], useless = field.look_into(posted.attachments, form)
        details[name] = [*sent_before(request, name, place), *(str(file.pk) for file in files[name])]
        if posted.errors or useless:
            errors[name] = [*posted.errors, *useless]
    for name, bound in form.fields.items():
        if name not in files:
            value = bound.widget.value_from_datadict(request.POST, request.FILES, form.add_prefix(name))
            details |= {} if value is None else {name: value}
    return Sent(marks, details, files, errors)


def act_response(
    request: HttpRequest,
    *,
    sent: Sent,
    perform: Callable[[], Done],
    on_done: Callable[[Done], HttpResponse],
    redraw: Callable[[DoorClosed], HttpResponse],
    act: object,
    back_url: str,
    page_layout: str = "",
) -> HttpResponse:
    """Perform, and answer: `on_done`, or the page for what stood in the way.

    Not there: 404. Refused: 422, Stale and Unread: 409, all by `redraw`, which draws the form with everything that was
    typed (see `refill`, `marks_after`, `what_happened`). Busy: 503 and a page that sends the very same form again.
    """
    try:
        if not sent.marks.key:
            raise Refused(_("This form was incomplete. Please send it once more."))
        if sent.file_errors:
            raise Refused(_("Not every file could be taken."), fields=sent.file_errors)
        done = perform()
    except NotFound as error:
        raise Http404 from error
    except Busy as error:
        return _busy(request, error, act, back_url, page_layout)
    except DoorClosed as error:
        response = redraw(error)
        response.status_code = error.code
        return response
    response = on_done(done)
    if done.again:
        _let_go(sent)
    return response


def _let_go(sent: Sent) -> None:
    """A form without scripts that is sent once more brings its files once more; it was done with the first ones. Left
    here they would count as never sent, until nothing more is taken from this person."""
    for files in sent.files.values():
        for file in files:
            discard(attachment_id=file.pk, uploader=file.uploader)


def refill(
    form_class: type[ActForm], sent: Sent, error: DoorClosed, *, case: Case, actor: Actor, **options: Any
) -> ActForm:
    """The form again, with everything typed, and the door's sentences beside their fields."""
    form = form_class(sent.details, case=case, actor=actor, now=timezone.now(), **options)
    if not isinstance(error, Refused):
        # Nothing is wrong with the answers: a form that is only older than its case shows no errors.
        form._errors, form.cleaned_data = {}, {}
        return form
    form.full_clean()
    if not form.errors or error.fields:
        _add(form, error)
    return form


def _add(form: ActForm, error: Refused) -> None:
    """What only the door could find out: a file that is gone, an act that is not possible any more."""
    known = {str(text) for texts in form.errors.values() for text in texts}
    fields = error.fields or {"": [error.message]}
    for name, texts in fields.items():
        for text in texts:
            if str(text) not in known:
                form.cleaned_data = getattr(form, "cleaned_data", {})
                form.add_error(name if name in form.fields else None, str(text))


def marks_after(sent: Sent, error: DoorClosed, case: Case) -> Marks:
    """Marks of the form drawn again: the same key (twice is still once), on the case as it is now.

    A refused form keeps what it had seen: the reader was shown nothing new.
    """
    if isinstance(error, Overtaken):
        return replace(sent.marks, draft=error.current.version if error.current else 0)
    if isinstance(error, Stale | Unread):
        return Marks(sent.marks.key, case.version, case.last_seq, sent.marks.draft)
    return sent.marks


def what_happened(error: DoorClosed) -> list:
    """The events since the page was drawn, oldest first; none where the door was shut for another reason."""
    if isinstance(error, Stale):
        return error.changes
    return error.events if isinstance(error, Unread) else []


def _busy(request: HttpRequest, error: Busy, act: object, back_url: str, page_layout: str) -> HttpResponse:
    response = ui_views.busy(request, act=str(act), back_url=back_url, page_layout=page_layout)
    if not getattr(request, "htmx", False):  # htmx puts no 5xx into the page
        response.status_code = error.code
        response["Retry-After"] = "5"
    return response


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
