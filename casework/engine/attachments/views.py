"""Files over HTTP: sending one, taking it back, opening it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import looks
from ..models.attachments import Attachment
from . import refusals, vault
from .opening import (
    actor_for,
    attachment_or_404,
    copy_response,
    original_response,
    page_response,
    shown_or_404,
    way_back,
)
from .posted import known_uploader, uploader_of
from .store import FileRefused, discard, store, waiting


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep one file (`file`) for this browser. JSON for the script; for a plain form a page that says what happened."""
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise refusals.none_chosen()
        attachment = store(upload=sent, uploader=uploader_of(request), sensitive=request.POST.get("sensitive") == "1")
    except FileRefused as refused:
        return _answer(request, {"message": refused.message}, status=422)
    return _answer(request, {"message": _("The file has arrived."), **facts_of(attachment)}, status=201)


@require_POST
def unsent(request: HttpRequest) -> JsonResponse:
    """Of the files named by `id`, those that this browser has stored and not sent: a page that its phone loaded anew
    shows them again (P6)."""
    mine = waiting(uploader=known_uploader(request), attachments=request.POST.getlist("id"))
    return JsonResponse({"files": [facts_of(attachment) for attachment in mine]})


@require_http_methods(["POST", "DELETE"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a file that was not sent yet."""
    if discard(attachment_id=pk, uploader=known_uploader(request)):
        return _answer(request, {"message": _("The file was removed.")}, status=200)
    return _answer(request, {"message": _("This file was sent already, or is no longer here.")}, status=404)


def facts_of(attachment: Attachment) -> dict[str, object]:
    """What the picker needs to show a stored file."""
    return {
        "id": str(attachment.pk),
        "name": attachment.name,
        "size": attachment.size,
        "thumb": reverse("files:thumb", args=[attachment.pk]) if attachment.pages_shown else "",
        "remove": reverse("files:remove", args=[attachment.pk]),
    }


def _answer(request: HttpRequest, facts: dict[str, object], *, status: int) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(facts, status=status)
    back = way_back(request)
    if status < 400 and back != "/":
        return HttpResponseRedirect(back, status=303)
    return render(request, "engine/attachments/answer.html", {**facts, "back": back}, status=status)


@require_GET
def thumb(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The small picture. A video has none; a sensitive file that is part of a case is veiled until it is opened."""
    attachment = attachment_or_404(pk)
    if not attachment.pages_shown or (attachment.sensitive and attachment.is_bound):
        raise Http404
    shown = shown_or_404(request, attachment, "thumb")
    return copy_response(attachment, vault.read(f"{shown.shown}/{vault.THUMB}"), "image/jpeg")


@require_GET
def page(request: HttpRequest, pk: UUID, number: int = 1) -> HttpResponse:
    """One page of the copy: the office's and the sender's whole, a party's as it was given to it."""
    attachment = attachment_or_404(pk)
    return page_response(attachment, shown_or_404(request, attachment, "copy"), number)


@require_GET
def original(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The sealed original, for investigators, to keep beside the record; the look is recorded first."""
    attachment = attachment_or_404(pk)
    actor = actor_for(request, attachment, "original")
    if actor is None:
        raise Http404
    looks.record_look(actor, attachment, "original")
    return original_response(attachment)
