"""The signature of a letter: Ed25519 (RFC 8032) over its canonical text. Anybody can check it with the public key.

The private key is derived from the server's and stored nowhere. After that has been changed, letters signed before are
known by the public key of the retired one, as long as it stands in SECRET_KEY_FALLBACKS; signed again under the new one
(`signatures`), they are known without it.
"""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

MARK_LENGTH = 16


def sign(canonical: str) -> tuple[str, str]:
    """The signature in base64, and the mark of the key that verifies it."""
    key = _private_key(settings.SECRET_KEY)
    return base64.b64encode(key.sign(canonical.encode())).decode(), mark_of(key.public_key())


def holds(canonical: str, signature: str) -> bool:
    """Whether one of our keys, present or retired, signed exactly these words."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    return any(_verifies(key, raw, canonical.encode()) for key in _public_keys())


def public_keys() -> list[str]:
    """In PEM, the present one first, then those of retired server keys; to be published."""
    return [key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode() for key in _public_keys()]


def knows(mark: str) -> bool:
    """Whether the key of this mark is still one of ours."""
    return mark in map(mark_of, _public_keys())


def present_mark() -> str:
    """Of the key that signs now."""
    return mark_of(_private_key(settings.SECRET_KEY).public_key())


def mark_of(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:MARK_LENGTH]


def _private_key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(f"casework.letters:{secret}".encode()).digest())


def _public_keys() -> list[Ed25519PublicKey]:
    return [_private_key(secret).public_key() for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]]


def _verifies(key: Ed25519PublicKey, signature: bytes, words: bytes) -> bool:
    try:
        key.verify(signature, words)
    except InvalidSignature:
        return False
    return True
