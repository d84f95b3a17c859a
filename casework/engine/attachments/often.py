"""How much one browser may send in an hour: far more than anybody's photos, far less than fills a disk unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from casework.ui.limits import ADDRESS, BROWSER, Limit, clock_after
from casework.ui.views import too_many

# In pieces of up to 4 MB. Of an address as well, so high that a hall full of people does not come near it.
PIECE = 4 * 2**20
LIMITS = (Limit("upload", "300/h", BROWSER), Limit("upload", "12000/h", ADDRESS))


def not_too_often(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """429 in the form that the sender understands, with the time from which it works again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if wait := max(limit.reached(request) for limit in LIMITS):
            return _wait(request, clock_after(wait))
        for limit in LIMITS:
            limit.count(request, times=_pieces(request))
        return view(request, *args, **kwargs)

    return guarded


def _pieces(request: HttpRequest) -> int:
    """Of the files that are here, or of the one that is announced."""
    said = request.POST.get("size", "")
    announced = [int(said)] if said.isascii() and said.isdigit() and len(said) < 12 else [0]
    sizes = [upload.size or 0 for upload in request.FILES.values()] or announced
    return sum(1 + size // PIECE for size in sizes)


def _wait(request: HttpRequest, again_at: str) -> HttpResponse:
    if not request.headers.get("Accept", "").startswith("application/json"):
        return too_many(request, again_at=again_at)
    words = _("Very many files came from this browser. Please go on after %(time)s; what has arrived stays.")
    return JsonResponse({"message": words % {"time": again_at}}, status=429)
