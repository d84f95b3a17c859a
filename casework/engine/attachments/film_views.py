"""Playing a video: for those who may open the sealed original, one recorded look for each time the page is opened."""

from __future__ import annotations

from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_safe

from .. import looks
from ..actors import Actor
from ..models.attachments import Attachment
from .opening import actor_for, attachment_or_404, film_response, way_back

SALT = "casework.film"
# A player asks for many parts of one film; each must belong to a look that is in the record.
VIEWING = 4 * 3600


@csp_replace({"media-src": [SELF]})
@require_GET
def watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page with the player; the look is recorded first."""
    attachment, actor = _for_investigators(request, pk)
    looks.record_look(actor, attachment, "original")
    viewing = signing.TimestampSigner(salt=SALT).sign(_viewing(attachment, actor))
    context = {
        "attachment": attachment,
        "film": f"{reverse('files:film', args=[pk])}?{urlencode({'viewing': viewing})}",
        "back": way_back(request),
    }
    response = render(request, "engine/attachments/watch.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def film(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The part that the player asks for, as long as the viewing lasts and this person may still open the original."""
    attachment, actor = _for_investigators(request, pk)
    signer = signing.TimestampSigner(salt=SALT)
    try:
        viewing = signer.unsign(request.GET.get("viewing", ""), max_age=VIEWING)
    except signing.BadSignature:
        raise Http404 from None
    if viewing != _viewing(attachment, actor):
        raise Http404
    return film_response(attachment, request.headers.get("Range", ""))


def _for_investigators(request: HttpRequest, pk: UUID) -> tuple[Attachment, Actor]:
    attachment = attachment_or_404(pk)
    actor = actor_for(request, attachment, "original")
    if actor is None or not attachment.is_film:
        raise Http404
    return attachment, actor


def _viewing(attachment: Attachment, actor: Actor) -> str:
    return f"{attachment.pk}/{actor.address}"
