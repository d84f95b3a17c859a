"""Where a unit's own system is told what happens in its cases, and the secret by which it knows that we say so.

A secret is derived from a seed under the server's key and stored nowhere: it is shown when it is made, and never again.
A new one is good at once; the one before signs as well for a day, so that nobody misses anything while it is changed.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from casework.parties.models import Unit, User

from . import services
from .addresses import unit_address
from .models import Delivery, Hook, Notification

WEBHOOK = "webhook"
SECRET_MARK = "whsec_"
TEST = "webhook_test"
BOTH_GOOD = dt.timedelta(days=1)


def of_unit(unit: Unit) -> Hook:
    """Its hook, without an address where it never had one; written only when something is said of it."""
    return Hook.objects.filter(unit=unit).first() or Hook(unit=unit)


def set_address(unit: Unit, url: str, *, by: User, now: dt.datetime | None = None) -> Hook:
    """From now on it is told there; nowhere where `url` is "". A first one makes a secret."""
    said = {"url": url, "changed_by": by, "changed_at": now or timezone.now()}
    made = {"seed": secrets.token_hex(16)}
    return Hook.objects.update_or_create(unit=unit, defaults=said, create_defaults=said | made)[0]


def renew_secret(hook: Hook, *, by: User, now: dt.datetime | None = None) -> Hook:
    now = now or timezone.now()
    with transaction.atomic():
        hook = Hook.objects.select_for_update().get(pk=hook.pk)
        hook.round, hook.renewed_at, hook.changed_by, hook.changed_at = hook.round + 1, now, by, now
        hook.save(update_fields=["round", "renewed_at", "changed_by", "changed_at"])
    return hook


def secret(hook: Hook, *, before: int = 0, key: str = "") -> str:
    """The present secret, or the one so many rounds before it."""
    said = f"{hook.unit_id}:{hook.seed}:{hook.round - before}".encode()
    own = f"casework.webhook:{key or settings.SECRET_KEY}".encode()
    return SECRET_MARK + base64.b64encode(hmac.new(own, said, hashlib.sha256).digest()).decode()


def secrets_of(hook: Hook, now: dt.datetime) -> list[str]:
    """Those by which a delivery is signed now, also as they were under a server key that has been retired."""
    rounds = [0, 1] if hook.renewed_at and now - hook.renewed_at < BOTH_GOOD else [0]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [secret(hook, before=before, key=key) for before in rounds for key in keys]


# --- trying it --------------------------------------------------------------------------------------------------------
def send_test(unit: Unit, now: dt.datetime | None = None) -> None:
    """A delivery that means nothing; pressed twice within a second, it is one."""
    number = -int((now or timezone.now()).timestamp())
    with transaction.atomic():
        services.announce(event_no=number, case_no="", topic=TEST, addresses=[unit_address(unit.pk)])


def test_of(row: Notification) -> dict[str, Any] | None:
    """What a test says; None for what is none."""
    if row.topic != TEST:
        return None
    return {"id": f"test.{-row.event_no}", "type": "test", "at": timezone.localtime(row.created_at).isoformat()}


def latest(unit: Unit, count: int) -> list[Delivery]:
    """The newest of what it was sent, each with who asked for it. One statement."""
    rows = Delivery.objects.filter(address=unit_address(unit.pk), way=WEBHOOK)
    return list(rows.select_related("notification", "asked_by").order_by("-pk")[:count])
