"""The form of the sign-in: it asks for a proof of work where there were many wrong passwords."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from django.core.exceptions import ValidationError

from casework.ui import proof
from casework.ui.limits import clock_after

from .accounts import account_name, wait_of


class SignInForm(LoginForm):
    def clean(self) -> dict[str, Any]:
        name = account_name(self.cleaned_data.get("login"))
        if wait_of(context.request, name) and not proof.holds_once(self.data.get("proof", ""), _use(name)):
            raise ValidationError(proof.ASKED)
        return super().clean()

    @property
    def proof(self) -> dict[str, str] | None:
        """For the page, drawn again after a wrong try."""
        name = account_name(self.data.get("login"))
        wait = wait_of(context.request, name) if name else 0
        return {"challenge": proof.challenge(_use(name)), "again_at": clock_after(wait)} if wait else None


def _use(name: str) -> str:
    return f"sign-in:{name}"
