"""What people without an account send: freely a few times, then with a proof of work, and too often not for a while.

Hundreds may send from one cinema's or union hall's address: from there, and from a browser that sends again and again,
each further try takes a proof of work. Only a browser that tries as no person can has to wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from . import proof
from .limits import ADDRESS, BROWSER, Limit, clock_after


@dataclass(frozen=True)
class Turnstile:
    """`name`: what is counted. `of_browser`, `of_address`: so many an hour are free; `most` of one browser in an hour
    go through at all. Proofs are good for `use` only, the form's one-time key; so a mistake found at the door asks for
    no second one (P2)."""

    name: str
    of_browser: int = 5
    of_address: int = 40
    most: int = 60

    @cached_property
    def browser(self) -> Limit:
        return Limit(self.name, f"{self.of_browser}/h", BROWSER)

    @cached_property
    def address(self) -> Limit:
        return Limit(self.name, f"{self.of_address}/h", ADDRESS)

    def stops(self, request: HttpRequest, use: str) -> dict[str, Any] | None:
        """One more try: None where it goes through; `again_at`, or that it must `prove` itself, for the page."""
        from_browser, from_address = self.browser.taken(request), self.address.taken(request)
        if wait := from_browser.left(self.most):
            return {"again_at": clock_after(wait)}
        must_prove = from_browser.left() or from_address.left()
        return {"prove": True} if must_prove and not proof.holds(request.POST.get("proof", ""), use) else None

    def challenge(self, request: HttpRequest, use: str) -> dict[str, str] | None:
        """For the page that sends: solved while the person reads it. None while nothing need be proved."""
        wait = max(limit.reached(request) for limit in (self.browser, self.address))
        return {"challenge": proof.challenge(use), "again_at": clock_after(wait)} if wait else None
