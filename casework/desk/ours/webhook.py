"""A platform's own page of its webhook: where its system is told, the secret, a test, and what was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casework.engine.access import speaks_for
from casework.engine.kinds import all_kinds
from casework.parties.models import Unit
from notifications import deliveries, hooks
from notifications.addresses import unit_address
from notifications.fates import MARKS, fate
from notifications.hook_forms import AddressForm
from notifications.models import Delivery, Hook

from ..people import PartyReader
from .people import for_parties
from .views import frame

SHOWN = 20
# In the session, once: that the page that comes next shows the secret.
SHOW_SECRET = "show_webhook_secret"


@dataclass(frozen=True)
class Sent:
    """One delivery as the page shows it."""

    row: Delivery
    what: str
    mark: tuple[str, str]
    words: str
    again: bool


def of_platform(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for people of a platform; it is given the reader and the platform's unit. Others of parties: 404."""

    @wraps(view)
    def page(request: HttpRequest, reader: PartyReader, *args: Any, **kwargs: Any) -> HttpResponse:
        units = speaks_for(reader.actor, (Unit.Kind.PLATFORM,))
        if not units:
            raise Http404
        return view(request, reader, units[0], *args, **kwargs)

    return for_parties(page)


@require_GET
@of_platform
def show(request: HttpRequest, reader: PartyReader, unit: Unit) -> HttpResponse:
    hook = hooks.of_unit(unit)
    return _draw(request, reader, hook, AddressForm(initial={"url": hook.url}))


@require_POST
@of_platform
def set_address(request: HttpRequest, reader: PartyReader, unit: Unit) -> HttpResponse:
    form, first = AddressForm(request.POST), hooks.of_unit(unit).pk is None
    if not form.is_valid():
        return _draw(request, reader, hooks.of_unit(unit), form, status=422)
    hooks.set_address(unit, form.cleaned_data["url"], by=reader.person)
    if first and form.cleaned_data["url"]:
        request.session[SHOW_SECRET] = True
    messages.success(request, _("Saved.") if form.cleaned_data["url"] else _("Saved: nothing is sent any more."))
    return redirect("ours:webhook")


@require_POST
@of_platform
def renew_secret(request: HttpRequest, reader: PartyReader, unit: Unit) -> HttpResponse:
    hooks.renew_secret(get_object_or_404(Hook, unit=unit), by=reader.person)
    request.session[SHOW_SECRET] = True
    return redirect("ours:webhook")


@require_POST
@of_platform
def send_test(request: HttpRequest, reader: PartyReader, unit: Unit) -> HttpResponse:
    get_object_or_404(Hook.objects.exclude(url=""), unit=unit)
    hooks.send_test(unit)
    messages.success(request, _("A test is sent in a moment; how it went stands below once you reload the page."))
    return redirect("ours:webhook")


@require_POST
@of_platform
def send_again(request: HttpRequest, reader: PartyReader, unit: Unit, delivery: int) -> HttpResponse:
    row = get_object_or_404(Delivery, pk=delivery, address=unit_address(unit.pk), way=hooks.WEBHOOK)
    if not deliveries.may_send(row):
        raise Http404
    deliveries.send_now(row, by=reader.person)
    messages.success(request, _("It is sent in a moment."))
    return redirect("ours:webhook")


def _draw(request: HttpRequest, reader: PartyReader, hook: Hook, form: AddressForm, status: int = 200) -> HttpResponse:
    secret = hooks.secret(hook) if hook.pk and request.session.pop(SHOW_SECRET, False) else ""
    context = {"hook": hook, "form": form, "secret": secret, "sent": _sent(hook.unit)}
    return render(request, "desk/webhook.html", context | frame(request, reader, "webhook"), status=status)


def _sent(unit: Unit) -> list[Sent]:
    rows, now = hooks.latest(unit, SHOWN), timezone.now()
    repeated = {(row.notification_id, row.round - 1) for row in rows}
    return [_one(row, now, repeated=(row.notification_id, row.round) in repeated) for row in rows]


def _one(row: Delivery, now: Any, *, repeated: bool) -> Sent:
    topic = row.notification.topic
    label = next((kind.acts[topic].label for kind in all_kinds() if topic in kind.acts), _("Test"))
    able = deliveries.may_send(row) and not repeated and topic != hooks.TEST
    return Sent(row, str(label), MARKS[row.state], fate(row, now), able)
