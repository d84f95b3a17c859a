"""How often is often. What a browser or an account does too often has to wait; an address alone only ever has to show a
proof of work (casework.ui.proof), since a whole cinema or union hall may share it."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from hashlib import sha256

from django.http import HttpRequest
from django.utils import timezone
from django_ratelimit.core import get_usage

# Of whom the tries are counted.
BROWSER, ADDRESS = "browser", "address"


@dataclass(frozen=True)
class Usage:
    """How often it was so far in this window; `seconds` until the next window begins."""

    count: int
    limit: int
    seconds: int

    def left(self, most: int | None = None) -> int:
        """Seconds until it works again, 0 while it works; of a limit, or of another one on the same count."""
        return max(self.seconds, 1) if self.count >= (self.limit if most is None else most) else 0


@dataclass(frozen=True)
class Limit:
    """`rate` as "10/h": so many in a window of an hour. `of`: the browser, the address (IPv6 by its /64), or a name
    that the caller gives with each try."""

    name: str
    rate: str
    of: str

    def reached(self, request: HttpRequest, named: str = "") -> int:
        """Seconds until it works again; 0 while it works."""
        return self._usage(request, named, increment=False).left()

    def taken(self, request: HttpRequest, named: str = "") -> Usage:
        """One more, and how often it was before, in one round trip or two: for what counts however it ends."""
        usage = self._usage(request, named, increment=True)
        return replace(usage, count=usage.count - 1)

    def count(self, request: HttpRequest, named: str = "", times: int = 1) -> None:
        """One more, or as many as said."""
        for _ in range(times):
            self._usage(request, named, increment=True)

    def _usage(self, request: HttpRequest, named: str, *, increment: bool) -> Usage:
        keys = {ADDRESS: "ip", BROWSER: lambda group, request: browser_of(request)}
        key = keys.get(self.of, lambda group, request: named)
        group = f"casework.{self.name}.{self.of}"
        usage = get_usage(request, group=group, key=key, rate=self.rate, increment=increment)
        if usage is None:
            return NOT_COUNTED
        return Usage(usage["count"], usage["limit"], usage["time_left"])


# Limits are switched off.
NOT_COUNTED = Usage(count=0, limit=1, seconds=0)


def browser_of(request: HttpRequest) -> str:
    """A token of this browser: the person signed in, or the secret in its CSRF cookie, without which nothing can be
    sent at all. Whoever throws the cookie away is a new browser, and counts for the address only."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return sha256((request.META.get("CSRF_COOKIE") or secrets.token_hex()).encode()).hexdigest()


def clock_after(seconds: int) -> str:
    """The time of day from which it works again, rounded up to a minute: "10:15"."""
    return f"{timezone.localtime() + dt.timedelta(seconds=seconds + 60):%H:%M}"
