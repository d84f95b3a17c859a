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
from casework.ui import proof
from casework.ui.limits import ADDRESS, BROWSER, Limit, clock_after
from casework.ui.views import private

# As for filing: from there on a proof of work, and only a browser that tries as no person can has to wait.
FREE = OF_BROWSER, OF_ADDRESS = Limit("object", "3/h", BROWSER), Limit("object", "20/h", ADDRESS)
MOST = 30


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
    objected, from_here = OF_BROWSER.taken(request), OF_ADDRESS.taken(request)
    form, key = _form(notice, request.POST), request.POST.get("key", "")[:40] or uuid.uuid4().hex
    if wait := objected.left(MOST):
        form.add_error(None, _("That was very often. Please try again after %(when)s.") % {"when": clock_after(wait)})
        return _draw(request, notice, form, key, status=429)
    if (objected.left() or from_here.left()) and not proof.holds(request.POST.get("proof", ""), key):
        form.add_error(None, proof.ASKED)
        return _draw(request, notice, form, key, status=429)
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
    request: HttpRequest, notice: Notice, form: ObjectionForm, key: str = "", *, status: int = 200
) -> HttpResponse:
    key, manual = key or uuid.uuid4().hex, _manual(notice)
    wait = max(limit.reached(request) for limit in FREE)
    context = {
        "notice": notice,
        "form": form,
        "key": key,
        "places": cinemas_of(notice.sheet) if notice.sheet else [],
        "pages": range(1, manual.pages_shown + 1) if manual else (),
        "proof": {"challenge": proof.challenge(key), "again_at": clock_after(wait)} if wait else None,
    }
    return private(render(request, "portal/notice.html", context, status=status))


def _manual(notice: Notice) -> Attachment | None:
    """Its copy for everybody; None where there is none to be shown."""
    try:
        return public_or_404(notice.manual, notice.platform) if notice.manual else None
    except Http404:
        return None
