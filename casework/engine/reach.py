"""Being reached: that somebody outside came to know what they must know (DESIGN §5, "Silence is never consent").

An act that `serves` must reach the complainant: they opened the page, a delivery came to them, they were spoken to, or
called in vain on two different days. Windows of theirs run from then. Until then the case says so, and after some days
(campaign figure) its handler is asked to call. Every way is an event whose facts say up to which one it told of.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .actors import Actor
    from .acts import Context

TOLD_OF = "reached_to"
# Whoever was called in vain is called again so many working days later.
NEXT_TRY = 1


def why_no_news(case: Any, actor: Actor) -> object | None:
    """Once is enough: nothing is recorded while there is nothing that they do not know."""
    if actor.person is None and not case.unreached_seq:
        return _("There is nothing new to know.")
    return None


def why_not_yet(case: Any, now: dt.datetime) -> object | None:
    return None if case.reach_at is not None and case.reach_at <= now else _("There is still time for that.")


def reached(ctx: Context) -> None:
    """By page or delivery. A respondent's own windows run from its own people's first look."""
    if ctx.actor.person is not None:
        ctx.facts[TOLD_OF] = ctx.seq - 1
        return
    _note(ctx)


def contacted(ctx: Context) -> None:
    """A call: spoken to, or the second day on which it was tried; else it is tried again the next working day."""
    from .budgets import Budget

    if not ctx.case.unreached_seq:
        return
    if ctx.details["reached"] or _tried_on_another_day(ctx):
        _note(ctx)
    else:
        ctx.case.reach_at = ctx.due(Budget(NEXT_TRY, "workdays"))


def ask_to_call(ctx: Context) -> None:
    ctx.case.reach_at = None
    ctx.start_ask("NotReached")


def _note(ctx: Context) -> None:
    """From now on they know; windows that waited for this begin."""
    from .kinds import stage_of

    ctx.facts[TOLD_OF] = ctx.case.unreached_seq
    ctx.case.unreached_seq, ctx.case.reach_at = 0, None
    ctx.end_ask("NotReached")
    for name in stage_of(ctx.case).runs:
        spec = ctx.board.kind.clock_by_name[name]
        if spec.from_reached:
            ctx.board.run(spec)


def _tried_on_another_day(ctx: Context) -> bool:
    today = timezone.localdate(ctx.now)
    tried = [e for e in ctx.case.history if e["name"] == "record_contact" and e["seq"] > ctx.case.unreached_seq]
    return any(timezone.localdate(event["at"]) != today for event in tried)


def told_at(case: Any, actor: Actor, seq: int) -> dt.datetime | None:
    """When this side came to know of event `seq`; None where they have not yet. Where nobody outside can be told, what
    happened counts as known when it happened: that is said to whoever files without a name."""
    from .kinds import can_be_told

    if actor.person is None and not can_be_told(case):
        return next(event["at"] for event in case.history if event["seq"] == seq)
    later = [event for event in case.history if event["seq"] > seq and TOLD_OF in event["facts"]]
    if actor.person is None:
        mine = [event for event in later if event["unit_id"] is None or event["name"] == "record_contact"]
    else:
        units = {membership.unit_id for membership in actor.memberships}
        mine = [event for event in later if event["name"] == "be_reached" and event["unit_id"] in units]
    return mine[0]["at"] if mine else None


def reached_by_page(case: Any, actor: Actor) -> None:
    """Somebody outside has the page before them. Said often, recorded once for each thing they must know."""
    from .door import perform
    from .errors import DoorClosed

    if actor.person is None and not case.unreached_seq:
        return
    newest = case.unreached_seq if actor.person is None else case.last_seq
    try:
        perform(case, "be_reached", by=actor, key=f"reached:{case.pk}:{newest}", way="page")
    except DoorClosed:
        # Said by another page of theirs at the same moment, or the case is busy: the next look says it again.
        return


def reached_by_delivery(address: str, event_no: int, at: dt.datetime) -> None:
    """A letter came to somebody outside: they know what it told of, and everything before. Said again, nothing happens.

    Raises Busy where the case is worked on; whoever delivered says it again then.
    """
    from .actors import ENGINE_ACTOR
    from .door import perform
    from .errors import Busy, DoorClosed
    from .models import Event

    event = Event.objects.select_related("case").filter(pk=event_no).first()
    if event is None or not address.startswith("seat:") or not 0 < event.case.unreached_seq <= event.seq:
        return
    try:
        perform(event.case, "be_reached", by=ENGINE_ACTOR, key=f"delivered:{event_no}", at=at, way="delivery")
    except Busy:
        raise
    except DoorClosed:
        # They opened the page meanwhile.
        return
