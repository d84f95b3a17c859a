"""The code that inspectors show (扫码入企): it names the inspection and nothing else, and cannot be made up."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

_signer = Signer(salt="inspections.visit")


def sign_visit(case_id: int) -> str:
    """Always the same for the same inspection, so that a code printed or kept on a phone stays good."""
    return _signer.sign(str(case_id))


def open_visit(token: str) -> int | None:
    """The inspection's id; None for a token that is not ours."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
