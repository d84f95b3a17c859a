"""Signed webhooks: what a platform's own system is told, as JSON, by the rules of Standard Webhooks (docs/webhooks.md).

The id is the event's: however often it is sent, and whoever has it sent again, whoever receives it knows it by that.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from . import hooks, outgoing, outside
from .models import Delivery, Reason
from .recipients import Recipient
from .ways import Needless, Refused, TryLater

AGENT = "casework-webhook"
GONE = 410


class Webhook:
    name = hooks.WEBHOOK
    label = _("by webhook")
    at_any_hour = True

    def place(self, recipient: Recipient) -> str:
        return recipient.hook.url if recipient.hook else ""

    def masked(self, place: str) -> str:
        """The server only: the rest of an address may be a secret."""
        return urlsplit(place).hostname or ""

    def send(self, delivery: Delivery, recipient: Recipient, now: dt.datetime) -> None:
        told = hooks.test_of(delivery.notification) or outside.told(delivery.notification)
        if told is None:
            raise Needless(Reason.NOT_THEIRS)
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        headers = signed(told["id"], body, now, hooks.secrets_of(recipient.hook, now))
        status = outgoing.post(recipient.hook.url, body, headers)
        if status == GONE:
            raise Refused(Reason.ANSWERED, str(status))
        if not 200 <= status < 300:
            raise TryLater(Reason.ANSWERED, str(status))


def signed(event_id: str, body: bytes, now: dt.datetime, secrets: Iterable[str]) -> Mapping[str, str]:
    """The headers of a delivery; one signature by each secret that is good now."""
    moment = str(int(now.timestamp()))
    said = f"{event_id}.{moment}.".encode() + body
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
        "webhook-id": event_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{_signature(secret, said)}" for secret in secrets),
    }


def _signature(secret: str, said: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(hooks.SECRET_MARK))
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
