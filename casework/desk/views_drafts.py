"""The draft of an act's form, kept for the whole unit: who saves after a colleague is told, and both versions stay.

At the office's desk what is typed keeps itself; a party saves by a button, and everybody's open page shows that.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.engine import drafts, http
from casework.engine.errors import Overtaken
from casework.engine.models import Draft

from .draft_words import in_words
from .people import Reader, for_staff
from .sheets import Sheet, fresh_sheet, make_form, sheet_again
from .views_cases import act_of, draw_sheet, pane_at


def save_draft(request: HttpRequest, reader: Reader, number: str, name: str) -> HttpResponse:
    """For a reader at any desk. 409 with what a colleague saved where that was later; nothing is written then."""
    pane = pane_at(request, reader, number)
    spec = act_of(pane, name)
    place = pane.view.gate.draft_place(spec)
    if place is None:
        raise Http404
    form = make_form(pane, spec)
    sent = http.read_form(request, form, place)
    sheet = Sheet(pane, spec, form, sent.marks)
    if sheet.saved_by_hand and sheet.is_over:
        return draw_sheet(request, sheet_again(pane, spec, sent, Overtaken(None)), status=409)
    try:
        kept = drafts.save(
            case=place.case_id,
            unit=place.unit_id,
            form=place.form,
            details=sent.details,
            files=[pk for field in form.file_fields() for pk in sent.details[field]],
            by=reader.person,
            version=sent.marks.draft or 0,
        )
    except Overtaken as overtaken:
        return _overtaken(request, sheet, sent, overtaken)
    return _kept(request, sheet, kept, sent)


def _kept(request: HttpRequest, sheet: Sheet, kept: Draft, sent: http.Sent) -> HttpResponse:
    pane, spec = sheet.pane, sheet.spec
    if sheet.saved_by_hand:
        drafts.tell(kept)
    if sent.file_errors and not sheet.keeps_itself:
        again = fresh_sheet(pane, spec)
        again.file_errors = sent.file_errors
        return draw_sheet(request, again, status=422)
    if not request.htmx:
        messages.success(request, _("The draft is kept; everybody in your unit sees it."))
        return redirect(pane.url("act", spec.name))
    if sheet.saved_by_hand:
        return draw_sheet(request, fresh_sheet(pane, spec))
    return _note(request, sheet, draft=kept, version=kept.version)


def _overtaken(request: HttpRequest, sheet: Sheet, sent: http.Sent, overtaken: Overtaken) -> HttpResponse:
    current = overtaken.current
    if current is not None and current.details == sent.details:
        # The same was saved twice, or by two people.
        return _kept(request, sheet, current, sent)
    if request.htmx and not sheet.saved_by_hand:
        said = in_words(sheet.form, current.details) if current else []
        return _note(request, sheet, theirs=current, said=said, version=sent.marks.draft)
    return draw_sheet(request, sheet_again(sheet.pane, sheet.spec, sent, overtaken), status=409)


def _note(request: HttpRequest, sheet: Sheet, **context: object) -> HttpResponse:
    """The line under a form that keeps itself."""
    return render(request, "desk/_draft.html", {"url": sheet.draft_url, **context})


draft = require_POST(for_staff(save_draft))
