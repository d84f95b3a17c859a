"""A proof of work (altcha), asked for only after a few tries: a second of a phone's work for somebody who comes once, a
farm of machines for somebody who comes a million times. No crooked letters to read, and nothing leaves this server."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from hashlib import sha256

import altcha
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ALGORITHM = "PBKDF2/SHA-256"
# Rounds of one step; a challenge takes 150 to 300 steps, so that nobody is unlucky. About a second on a phone.
COST = 4_000
STEPS = 150
LIFE = dt.timedelta(hours=1)
MOST_BYTES = 4_000
ASKED = _("This was tried several times: please see the note above the button, then press it again.")


def challenge(use: str, *, times: int = 1) -> str:
    """What the page's script has to solve, as JSON. It is good for `use` only (a filing's key, a case number), for an
    hour, and costs `times` as much."""
    made = altcha.create_challenge(
        ALGORITHM,
        COST * times,
        counter=STEPS + secrets.randbelow(STEPS),
        expires_at=timezone.now() + LIFE,
        data={"use": _mark(use)},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("solution"),
    )
    return json.dumps(made.to_dict())


def holds(text: str, use: str) -> bool:
    """Whether this is the solution of a challenge that we made for `use`, in time. Asked twice it holds twice: for what
    its own key lets happen once only."""
    if not text or len(text) > MOST_BYTES:
        return False
    try:
        payload = altcha.Payload.from_base64(text)
        found = altcha.verify_solution(payload, _secret("challenge"), hmac_key_secret=_secret("solution"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return bool(found.verified) and payload.challenge.parameters.data == {"use": _mark(use)}


def holds_once(text: str, use: str) -> bool:
    """The same, and the first to ask has used it up."""
    if not holds(text, use):
        return False
    nonce = altcha.Payload.from_base64(text).challenge.parameters.nonce
    return cache.add(f"casework.proof:{nonce}", True, LIFE.total_seconds())


def _mark(use: str) -> str:
    return sha256(use.encode()).hexdigest()[:16]


def _secret(purpose: str) -> str:
    return sha256(f"casework.proof.{purpose}:{settings.SECRET_KEY}".encode()).hexdigest()
