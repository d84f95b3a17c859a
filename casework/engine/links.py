"""Two cases: one waits for the other, or an act promises an act on another. Promises are rows first (`FollowUp`)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .models import Case, CaseLink, Event, FollowUp

if TYPE_CHECKING:
    from .acts import Context


def wait_for(ctx: Context, *, act: str) -> CaseLink:
    """From an act's `writes`: the case waits for the act's `other`; when that is closed, `act` follows on this one.

    The other case is under its lock too: or it could close unseen, and this one would wait for ever.
    """
    if not ctx.other.is_open:
        raise Refused(_("The other case is over; there is nothing to wait for."))
    return CaseLink.objects.create(waiting_id=ctx.case.pk, awaited_id=ctx.other.pk, act=act, made_at=ctx.now)


def wait_no_longer(case: Case, at: dt.datetime, awaited: Case | None = None, act: str = "") -> None:
    """The case waits for the other one (for any, without; or for any that `act` would follow on) no more: what becomes
    of that moves it no more."""
    links = CaseLink.objects.filter(waiting_id=case.pk, ended_at__isnull=True)
    if act:
        links = links.filter(act=act)
    if awaited is not None:
        links = links.filter(awaited_id=awaited.pk)
    links.update(ended_at=at)


def wait_for_opened(cause: Event, opened: Case, act: str) -> None:
    """In the transaction that opened a case because of this event, under the lock of the case whose event it is: that
    one waits for it, unless it has gone on to another stage meanwhile."""
    waiting = Case.objects.opened().filter(pk=cause.case_id, state_since__lte=cause.at).first()
    if waiting is not None:
        CaseLink.objects.create(waiting=waiting, awaited_id=opened.pk, act=act, made_at=opened.opened_at)


def still_waits(case: Case) -> bool:
    """Whether the case waits for another one, or for one that is still to be opened."""
    return case.waits.filter(ended_at__isnull=True).exists() or still_to_open(case)


def still_to_open(case: Case) -> bool:
    """Whether a case that this one will wait for is promised and not there yet."""
    due = FollowUp.objects.filter(cause__case=case.pk, case__isnull=True, done_at__isnull=True)
    return due.exclude(act="").exists()


def promise(
    cause: Event, *, case: Case | None, act: str, details: dict[str, Any], kind: str = "", nth: int = 0
) -> FollowUp:
    """Write down that `act` must be performed on another case because of this event; or a case of `kind` opened, and
    `act` then performed on this one when that is over. `nth`: its place among the promises of the event."""
    key = f"follow-up:{cause.pk}:{act}:{case.pk if case else kind}{f':{nth}' if nth else ''}"
    return FollowUp.objects.create(cause=cause, case=case, kind=kind, act=act, details=details, key=key)


def promise_to_waiting(case: Case, closing: Event) -> int:
    """In the transaction that closed a case: promise every waiting case its act. Returns how many. A case that is over
    itself waits for nothing."""
    waiting = CaseLink.objects.filter(awaited_id=case.pk, ended_at__isnull=True, waiting__holder__isnull=False)
    links = list(waiting.select_related("waiting"))
    for link in links:
        promise(closing, case=link.waiting, act=link.act, details={"awaited": case.number})
        link.ended_at = closing.at
        link.save(update_fields=["ended_at"])
    return len(links)
