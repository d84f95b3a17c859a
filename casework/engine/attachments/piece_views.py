"""Large files over HTTP, piece by piece: announce (POST), send (POST with Upload-Offset), ask how far it is (GET).

POST and GET only: what stands between phones and servers lets these through.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ..models.attachments import ArrivingFile, Attachment
from . import pieces
from .posted import known_uploader, uploader_of
from .refusals import FileRefused
from .store import StoredElsewhere
from .views import facts_of


@require_POST
def announce(request: HttpRequest) -> JsonResponse:
    """`name`, `size` in bytes, `sensitive` as for a whole file. 201 with the address for the pieces."""
    try:
        arriving = pieces.announce(
            uploader=uploader_of(request),
            name=request.POST.get("name", ""),
            size=_number(request.POST.get("size", "")) or 0,
            sensitive=request.POST.get("sensitive") == "1",
        )
    except FileRefused as refused:
        return JsonResponse({"message": refused.message}, status=422)
    return JsonResponse({"url": reverse("files:arriving", args=[arriving.pk]), "received": 0}, status=201)


@require_http_methods(["GET", "POST", "DELETE"])
def arriving(request: HttpRequest, pk: UUID) -> JsonResponse:
    """201 with the stored file's facts once it is whole; until then 200, or 409, with how much is `received`."""
    uploader = known_uploader(request)
    stored = Attachment.objects.waiting().of_uploader(uploader).filter(pk=pk).first()
    if stored is not None:
        return JsonResponse(facts_of(stored), status=201)
    found = pieces.find(pk=pk, uploader=uploader)
    if found is None:
        raise Http404
    if request.method == "DELETE":
        pieces.let_go(found)
        return JsonResponse({"received": 0})
    if request.method == "GET":
        return JsonResponse({"received": found.received}, headers={"Cache-Control": "no-store"})
    return _take(request, found)


def _take(request: HttpRequest, found: ArrivingFile) -> JsonResponse:
    at = _number(request.headers.get("Upload-Offset", ""))
    if at is None or (_number(request.headers.get("Content-Length", "")) or 0) > pieces.MAX_PIECE:
        return JsonResponse({"received": found.received}, status=409)
    try:
        pieces.add(found, at=at, piece=request.read())
        if found.received < found.size:
            return JsonResponse({"received": found.received})
        return JsonResponse(facts_of(pieces.finish(found)), status=201)
    except FileRefused as refused:
        return JsonResponse({"message": refused.message}, status=422)
    except (pieces.OutOfStep, StoredElsewhere):
        return JsonResponse({"received": found.received}, status=409)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
