"""Accounts are made by administrators; nobody signs up. Guessing passwords is slow, and locks nobody else out."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from casework.ui.limits import ADDRESS, Limit

# Wrong passwords. From here on each further try takes a proof of work, whoever tries: strangers who guess at an account
# from a thousand addresses pay for it, and keep its owner out at no time.
OF_ACCOUNT, OF_ADDRESS = Limit("sign_in", "5/h", "account"), Limit("sign_in", "30/h", ADDRESS)


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """None: the administrator sets passwords anew, and nobody has us write to whatever address they type in."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth stops too many wrong passwords by account; ours by account and address, or any stranger could lock
        any account."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        for limit in (OF_ACCOUNT, OF_ADDRESS):
            limit.count(request, account_name(credentials.get("username")))


def wait_of(request: HttpRequest, name: str) -> int:
    """For how many seconds a sign-in as `name` still takes a proof of work; 0 where it takes none."""
    return max(limit.reached(request, name) for limit in (OF_ACCOUNT, OF_ADDRESS))


def account_name(typed: Any) -> str:
    """A name as it is counted; there need be no such account."""
    return str(typed or "").strip().lower()[:150]
