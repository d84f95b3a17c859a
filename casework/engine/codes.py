"""Access codes: eight characters that a complainant reads on a screen and types on a phone.

A code is derived from the case's random seed under the server's key, so it can be shown again on the page that filed
and is stored nowhere. Re-issuing it raises the round, and the old code opens nothing any more.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare

from casework.ui.text import half_width

from .models import ContactDetails

# No 0 O 1 I L 5 S 8 B 2 Z: what looks alike is left out.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH = 8


def new_seed() -> str:
    return secrets.token_hex(16)


def access_code(contact: ContactDetails, secret: str | None = None) -> str:
    """The present code of a case, as shown: XXXX-XXXX."""
    message = f"{contact.case_id}:{contact.code_seed}:{contact.code_round}".encode()
    key = f"casework.access-code:{secret or settings.SECRET_KEY}".encode()
    number = int.from_bytes(hmac.new(key, message, hashlib.sha256).digest(), "big")
    letters = ""
    for _ in range(LENGTH):
        number, index = divmod(number, len(ALPHABET))
        letters += ALPHABET[index]
    return f"{letters[:4]}-{letters[4:]}"


def code_opens(contact: ContactDetails, typed: str) -> bool:
    """Whether what was typed is the case's code; codes given out under a retired server key still open."""
    clean = "".join(c for c in half_width(typed).upper() if c.isalnum())
    return any(
        constant_time_compare(access_code(contact, secret).replace("-", ""), clean)
        for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    )


def phone_digest(phone: str) -> str:
    """A keyed hash of a phone number, for finding the same person's cases without reading numbers."""
    if not phone:
        return ""
    return hmac.new(f"casework.phone:{settings.SECRET_KEY}".encode(), phone.encode(), hashlib.sha256).hexdigest()
