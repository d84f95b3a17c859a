"""What is new, as JSON for the bell and as a page that needs no script; and marking it read."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from .addresses import open_seat, user_address
from .describers import seat_holds
from .recipients import sign_wish
from .selectors import bell_page, news_since
from .services import mark_read


@require_GET
@never_cache
def since(request: HttpRequest, last_id: int) -> JsonResponse:
    """{notifications, unread, more, now}: rows after `last_id` with an overlap (merge by id), oldest first."""
    address = _reader(request)
    if address is None:
        return JsonResponse({}, status=401)
    news = news_since(address, last_id)
    return JsonResponse({"notifications": news.items, "unread": news.unread, "more": news.more, "now": timezone.now()})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark read: `id` (repeatable), or everything `upto` an id."""
    address = _reader(request)
    if address is None:
        return JsonResponse({}, status=401)
    upto = request.POST.get("upto")
    changed = mark_read(
        address=address,
        ids=[_number(text) for text in request.POST.getlist("id")],
        upto=_number(upto) if upto is not None else None,
    )
    if request.accepts("text/html"):
        return redirect("notifications:bell")
    return JsonResponse({"read": changed})


@login_required
@require_GET
@never_cache
def bell(request: HttpRequest) -> HttpResponse:
    """The bell page: what I was told, newest first, `?before=<id>` for older ones."""
    before = request.GET.get("before")
    page = bell_page(user_address(request.user.pk), _number(before) if before else None)
    older_url = f"?before={page.older_than}" if page.older_than else ""
    newest_url = reverse("notifications:bell") if before else ""
    wish_url = reverse("notifications:wish", args=[sign_wish(user_address(request.user.pk))])
    context = {"page": page, "older_url": older_url, "newest_url": newest_url, "wish_url": wish_url}
    return render(request, "notifications/bell_page.html", context)


def _reader(request: HttpRequest) -> str | None:
    """Whose bell is asked: the seat of `?seat=<token>`, else the signed-in user's, else nobody's."""
    token = request.GET.get("seat")
    if token is not None:
        try:
            seat = open_seat(token)
        except BadSignature as error:
            raise PermissionDenied from error
        if not seat_holds(seat):
            raise PermissionDenied
        return seat.address
    return user_address(request.user.pk) if request.user.is_authenticated else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise BadRequest("Not an id.")
    return int(text)
