"""How long a handler has left a case alone, and when it goes back to the queue (issue 5 §4).

The days counted begin after whatever came last: the handler's last act (or their stand-in's), the day since which
something waits for them, the last answer to what they asked outside, or the end of their absence. While a case waits
for others, none are counted, nor while a stand-in has it. A case that waits for another one lies untouched no longer
than that one does. The warning comes at the beginning of the last working day but one (campaign figure
`claim_idle_days`, 5 working days), the end with the working day after the warning's: so that nobody loses a case
unwarned, though the clock may have stood still for a while.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min

from casework.parties.models import Absence

from . import budgets
from .acts import HANDLER, OUTSIDE
from .budgets import Budget, BudgetUnit
from .models import Case, WorkTask
from .models.procedures import WAITING
from .reckoning import calendar_since

WARN, END = "warn_claim", "fall_back"


@dataclass(frozen=True)
class Look:
    """What time does to a claim now: `act` ("" nothing), and when to look again (None: when somebody acts)."""

    act: str
    again_at: dt.datetime | None


def follow(case: Case, *, before: int | None, worked: bool, now: dt.datetime) -> None:
    """What an act means for the claim. `before`: who had the case; `worked`: it was done by whoever handles it."""
    if case.handler_id != before:
        case.claimed_at = case.touched_at = now if case.handler_id else None
    elif worked:
        case.touched_at = now
    if case.handler_id is None or not case.is_open:
        case.idle_at = None
    elif case.idle_at is None or case.touched_at == now:
        case.idle_at = _not_before(case, now)


def _not_before(case: Case, now: dt.datetime) -> dt.datetime | None:
    """A day before which no claim is warned of, counted without a calendar: every act sets it, few are looked at."""
    days = case.campaign.claim_idle_days
    return budgets.start_of(budgets.local(now).date() + dt.timedelta(days=days - 1)) if days else None


def act_at(case: Case, now: dt.datetime) -> str:
    """The clock's act on this claim that is due at `now`, "" for none: then the day to look again is put down, unless
    somebody acted meanwhile."""
    found = look(case, now)
    if not found.act:
        type(case).objects.filter(pk=case.pk, idle_at=case.idle_at).update(idle_at=found.again_at)
    return found.act


def look(case: Case, now: dt.datetime) -> Look:
    """What time does to this claim at `now`, from the rows and the record."""
    since, days = _alone_since(case), case.campaign.claim_idle_days
    if since is None or not days:
        return Look("", None)
    since = _with_awaited(case, since)
    if since is None:
        return Look("", budgets.start_of(budgets.local(now).date() + dt.timedelta(days=days)))
    back = _back_from_absence(case, now)
    if back is not None and back > now:
        return Look("", back)
    since = max(since, back or since)
    warned = case.events.filter(name=WARN, at__gte=since).order_by("-seq").values_list("at", flat=True).first()
    if warned is not None:
        end = ends_at(warned)
        return Look(END, None) if end <= now else Look("", end)
    calendar = calendar_since(since)
    end = budgets.due(since, Budget(days, BudgetUnit.WORKDAYS), [], calendar).at
    warn = budgets.workdays_before(end, 1, calendar)
    return Look(WARN, None) if warn <= now else Look("", warn)


def ends_at(warned: dt.datetime) -> dt.datetime:
    """When a claim ends that was warned of at `warned`: at the end of the working day after."""
    return budgets.due(warned, Budget(1, BudgetUnit.WORKDAYS), [], calendar_since(warned)).at


def _alone_since(case: Case) -> dt.datetime | None:
    """Since when the handler could have done something and did not; None where nothing is theirs to do."""
    if case.handler_id is None or not case.is_open or case.touched_at is None:
        return None
    theirs = WorkTask.objects.filter(process__case=case.pk, status__in=WAITING, role=HANDLER, unit=case.office_id)
    # What they asked of somebody outside, with a day: until then the procedure's own task may have to wait for it.
    asked = WorkTask.objects.filter(process__case=case.pk, process__main=False, role__in=OUTSIDE, due_at__isnull=False)
    if asked.filter(status__in=WAITING).exists():
        theirs = theirs.filter(process__main=False)
    oldest = theirs.aggregate(oldest=Min("created"))["oldest"]
    answered = asked.aggregate(last=Max("finished"))["last"]
    return max(case.touched_at, oldest, answered or oldest) if oldest else None


def _with_awaited(case: Case, since: dt.datetime) -> dt.datetime | None:
    """The same, where the case waits for others: not before their handlers could have done something; None while
    nothing in one of them is its handler's to do."""
    for awaited in Case.objects.filter(awaited_by__waiting=case.pk, awaited_by__ended_at__isnull=True):
        theirs = _alone_since(awaited)
        if theirs is None and awaited.is_open and awaited.handler_id is not None:
            return None
        since = max(since, theirs or since)
    return since


def _back_from_absence(case: Case, now: dt.datetime) -> dt.datetime | None:
    """When the handler came back from their last absence, or will from this one: meanwhile a stand-in has the case."""
    begun = Absence.objects.filter(user=case.handler_id, unit=case.office_id, since__lte=budgets.local(now).date())
    last = begun.order_by("-until").values_list("until", flat=True).first()
    return budgets.end_of(last) if last else None
