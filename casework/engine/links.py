"""Two cases: one waits for the other, or an act promises an act on another. Promises are rows first (`FollowUp`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Case, CaseLink, Event, FollowUp

if TYPE_CHECKING:
    from .acts import Context


def wait_for(ctx: Context, awaited: Case, *, act: str) -> CaseLink:
    """From an act's `writes`: the case waits for `awaited`; when that one is closed, `act` is performed on this one."""
    return CaseLink.objects.create(waiting_id=ctx.case.pk, awaited=awaited, act=act, made_at=ctx.now)


def promise(cause: Event, *, case: Case | None, act: str, details: dict[str, Any], kind: str = "") -> FollowUp:
    """Write down that `act` must be performed on another case because of this event (or a case of `kind` opened)."""
    key = f"follow-up:{cause.pk}:{act}:{case.pk if case else kind}"
    return FollowUp.objects.create(cause=cause, case=case, kind=kind, act=act, details=details, key=key)


def promise_to_waiting(case: Case, closing: Event) -> int:
    """In the transaction that closed a case: promise every waiting case its act. Returns how many."""
    links = list(CaseLink.objects.filter(awaited_id=case.pk, ended_at__isnull=True).select_related("waiting"))
    for link in links:
        promise(closing, case=link.waiting, act=link.act, details={})
        link.ended_at = closing.at
        link.save(update_fields=["ended_at"])
    return len(links)
