"""Who may open which copy of a file, and how its bytes go out. Whoever may not hears that it is not there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from casework.parties.models import Unit

from .. import access, looks, reading, seats
from ..actors import Actor
from ..models.attachments import Attachment, AttachmentGrant
from . import caption, names, redact, sending, vault
from .posted import known_uploader

# A file from outside is never a page of ours: no script, no frame, no form, whatever it turns out to be.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attachment_or_404(pk: UUID) -> Attachment:
    stored = Attachment.objects.filter(state__in=[Attachment.State.WAITING, Attachment.State.BOUND])
    return get_object_or_404(stored.select_related("case", "draft__case"), pk=pk)


def actor_for(request: HttpRequest, attachment: Attachment, form: str) -> Actor | None:
    """As whom this reader may open a file that is part of a case: signed in, or in a seat of that case."""
    if not attachment.is_bound:
        return None
    actors = [Actor.user(request.user)] if request.user.is_authenticated else []
    actors.append(seats.seated_actor(request, attachment.case_id))
    return next((actor for actor in actors if actor and reading.may_open(actor, attachment, form)), None)


def shown_or_404(request: HttpRequest, attachment: Attachment, form: str) -> Attachment | AttachmentGrant:
    """What of this file the reader sees: the whole copy, or the one given to their unit. A look that must be
    recorded is recorded first.
    """
    if not attachment.is_bound:
        if attachment.uploader == known_uploader(request) or _is_in_their_draft(request, attachment):
            return attachment
        raise Http404
    actor, shown = _reader(request, attachment, form)
    if shown is None:
        raise Http404
    if attachment.sensitive:
        looks.record_look(actor, attachment, form)
    return shown


def _is_in_their_draft(request: HttpRequest, attachment: Attachment) -> bool:
    """Whether it lies in a form that the reader fills in with their unit."""
    if attachment.draft is None or not request.user.is_authenticated:
        return False
    return access.fills_in(Actor.user(request.user), attachment.draft)


def _reader(
    request: HttpRequest, attachment: Attachment, form: str
) -> tuple[Actor | None, Attachment | AttachmentGrant | None]:
    actor = actor_for(request, attachment, form)
    if actor is not None:
        return actor, attachment
    if not request.user.is_authenticated:
        return None, None
    member = Actor.user(request.user)
    return member, redact.given_to(attachment=attachment, units=member.units_with(*access.PARTY_ROLES))


def public_or_404(pk: UUID, unit: Unit) -> Attachment:
    """A file of the unit that a row of ours shows to everybody: its copy, never the original."""
    attachment = attachment_or_404(pk)
    if not reading.may_be_public(attachment, unit):
        raise Http404
    return attachment


def page_response(attachment: Attachment, shown: Attachment | AttachmentGrant, number: int) -> HttpResponse:
    if not 1 <= number <= shown.pages_shown:
        raise Http404
    copy = vault.read(f"{shown.shown}/{vault.page_name(number, shown.shown_type)}")
    copy = caption.add(copy, attachment.caption) if attachment.caption else copy
    return copy_response(attachment, copy, shown.shown_type)


def copy_response(attachment: Attachment, copy: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(copy, content_type=media_type, headers=HEADERS)
    response["Content-Disposition"] = names.disposition("inline", "copy", attachment.pk.hex[:8], media_type)
    response["Cache-Control"] = "private, no-store" if attachment.sensitive else "private, max-age=600"
    return response


def original_response(attachment: Attachment) -> HttpResponseBase:
    response = sending.whole(attachment.original, attachment.size, content_type=attachment.media_type, headers=HEADERS)
    return _sealed(response, attachment, "attachment")


def film_response(attachment: Attachment, asked: str) -> HttpResponseBase:
    """`asked`: the Range header, or nothing."""
    response = sending.part_of(
        attachment.original, attachment.size, asked, content_type=attachment.media_type, headers=HEADERS
    )
    return _sealed(response, attachment, "inline")


def _sealed(response: HttpResponseBase, attachment: Attachment, kind: str) -> HttpResponseBase:
    reference = attachment.pk.hex[:8]
    response["Content-Disposition"] = names.disposition(kind, "original", reference, attachment.media_type)
    response["Cache-Control"] = "private, no-store"
    return response


def way_back(request: HttpRequest) -> str:
    """The page of ours that the reader came from, as the form or link named it."""
    back = request.POST.get("next") or request.GET.get("next") or "/"
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) else "/"
