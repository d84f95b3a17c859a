"""Platforms in public notice: what each says of itself, until when anybody may object, and objecting (R28)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from casework.admissions.applications.forms import ObjectionForm
from casework.admissions.notices import Notice, cinemas_of, notice_of, notices, object_to
from casework.engine.actors import Actor
from casework.engine.attachments.opening import page_response, public_or_404
from casework.engine.errors import Busy, Refused
from casework.engine.models import Attachment
from casework.ui.turnstile import Turnstile
from casework.ui.views import private

TURNSTILE = Turnstile("object", of_browser=3, of_address=20, most=30)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/notices.html", {"notices": notices()})


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """What the platform says; POST objects."""
    notice = _notice(number)
    return _object(request, notice) if request.method == "POST" else _draw(request, notice, _form(notice))


@require_GET
def manual_page(request: HttpRequest, number: str, page: int) -> HttpResponse:
    manual = _manual(_notice(number))
    if manual is None:
        raise Http404
    return page_response(manual, manual, page)


def _notice(number: str) -> Notice:
    found = notice_of(number)
    if found is None:
        raise Http404
    return found


def _form(notice: Notice, said: Any = None) -> ObjectionForm:
    return ObjectionForm(said, case=notice.case, actor=Actor.filer(), now=timezone.now())


def _object(request: HttpRequest, notice: Notice) -> HttpResponse:
    key = request.POST.get("key", "")[:40] or uuid.uuid4().hex
    if stopped := TURNSTILE.stops(request, key):
        typed = ObjectionForm(initial=request.POST.dict(), case=notice.case, actor=Actor.filer(), now=timezone.now())
        return _draw(request, notice, typed, key, banner=stopped, status=429)
    form = _form(notice, request.POST)
    if not form.is_valid():
        return _draw(request, notice, form, key, status=422)
    try:
        object_to(notice, key=key, details={name: form.cleaned_data[name] for name in form.fields})
    except (Refused, Busy) as closed:
        form.add_error(None, str(closed))
        return _draw(request, notice, form, key, status=closed.code)
    messages.success(request, _("We have your objection. Somebody who took no part in the review looks at it."))
    return redirect("portal:notice", notice.number)


def _draw(
    request: HttpRequest,
    notice: Notice,
    form: ObjectionForm,
    key: str = "",
    *,
    banner: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    key, manual = key or uuid.uuid4().hex, _manual(notice)
    context = {
        "notice": notice,
        "form": form,
        "key": key,
        "places": cinemas_of(notice.sheet) if notice.sheet else [],
        "pages": range(1, manual.pages_shown + 1) if manual else (),
        "banner": banner,
        "proof": TURNSTILE.challenge(request, key),
    }
    return private(render(request, "portal/notice.html", context, status=status))


def _manual(notice: Notice) -> Attachment | None:
    """Its copy for everybody; None where there is none to be shown."""
    try:
        return public_or_404(notice.manual, notice.platform) if notice.manual else None
    except Http404:
        return None
