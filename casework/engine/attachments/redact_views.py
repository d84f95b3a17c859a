"""The office opens a file, blacks out what must not be seen, and so prepares the copy that a party may be given."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from .. import looks
from ..actors import Actor
from ..models.attachments import Attachment, AttachmentGrant
from ..models.cases import CaseParty
from .opening import actor_for, attachment_or_404, page_response, way_back
from .redact import Box, parse_boxes, prepare


@require_http_methods(["GET", "POST"])
def redact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Only whoever may open the original may decide what of it others see."""
    attachment, actor = _for_office(request, pk)
    parties = list(CaseParty.objects.filter(case=attachment.case).select_related("unit").order_by("pk"))
    error = ""
    if request.method == "POST":
        error = _prepare(request, attachment, actor, parties)
        if not error:
            return HttpResponseRedirect(f"{request.path}?{urlencode({'next': way_back(request)})}", status=303)
    context = {
        "attachment": attachment,
        "pages": range(1, attachment.pages_shown + 1),
        "parties": parties,
        "prepared": AttachmentGrant.objects.filter(attachment=attachment).select_related("unit").order_by("pk"),
        "back": way_back(request),
        "error": error,
        "boxes": request.POST.get("boxes", ""),
    }
    return render(request, "engine/attachments/redact.html", context, status=422 if error else 200)


@require_GET
def prepared_page(request: HttpRequest, pk: UUID, grant: int, number: int) -> HttpResponse:
    """What the party sees or would see, for the office to check."""
    attachment, actor = _for_office(request, pk)
    prepared = get_object_or_404(AttachmentGrant, pk=grant, attachment=attachment)
    if attachment.sensitive:
        looks.record_look(actor, attachment, "copy")
    return page_response(attachment, prepared, number)


def _for_office(request: HttpRequest, pk: UUID) -> tuple[Attachment, Actor]:
    attachment = attachment_or_404(pk)
    actor = actor_for(request, attachment, "original")
    if actor is None or not attachment.pages_shown:
        raise Http404
    return attachment, actor


def _prepare(request: HttpRequest, attachment: Attachment, actor: Actor, parties: list[CaseParty]) -> str:
    """Prepare the copies that the form asks for. Returns the sentence that says what is missing, or nothing."""
    units = [party.unit for party in parties if str(party.unit_id) in request.POST.getlist("unit")]
    if not units:
        return _("Choose who may be shown this file.")
    try:
        boxes = parse_boxes(json.loads(request.POST.get("boxes") or "[]"), pages=attachment.pages_shown)
        boxes += [Box.whole(int(number)) for number in request.POST.getlist("hide")]
        for unit in units:
            prepare(attachment=attachment, unit=unit, boxes=boxes, by=actor.address)
    except ValueError:
        return _("The black boxes did not arrive as drawn, so nothing was prepared. Please draw them again.")
    return ""
