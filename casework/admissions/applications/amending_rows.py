"""What changes of a qualified platform write, and the clock that looks at its coverage (R24)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.errors import Busy, Refused
from casework.engine.models import Clock

from ..models import Amendment, PlatformApplication
from ..sheets.coverage import figures_now
from .rows import publish
from .states import QUALIFIED

if TYPE_CHECKING:
    from casework.engine.acts import Context

Outcome = Amendment.Outcome


def propose(ctx: Context) -> None:
    said = ctx.details
    row = Amendment.objects.create(
        case=ctx.case,
        number=ctx.case.amendments.count() + 1,
        service_phone=said["service_phone"],
        extension_channel=said["extension_channel"],
        contacts=said["contacts"],
        papers={"manual": [str(pk) for pk in said["manual"]]} if said["manual"] else {},
        cinema_sheet=said["cinema_sheet"],
        why=said["why"],
        proposed_at=ctx.now,
    )
    ctx.facts["version"] = row.number
    ctx.start_ask("ReviewAmendment", subject_id=row.pk)


def take_over(case: PlatformApplication, ctx: Context) -> None:
    """The application says now what the version says anew."""
    row = ctx.details["amendment"]
    changes = row.changes
    case.contacts = {**case.contacts, **changes.pop("contacts", {})}
    case.papers = {**case.papers, **row.papers}
    for name, value in changes.items():
        setattr(case, name, value)


def accept(ctx: Context) -> None:
    row = ctx.details["amendment"]
    row.decide(Outcome.ACCEPTED, "", ctx.now)
    ctx.facts["version"] = row.number
    publish(ctx.case)


def decline(ctx: Context) -> None:
    row = ctx.details["amendment"]
    row.decide(Outcome.DECLINED, ctx.details["reason"], ctx.now)
    ctx.facts["version"] = row.number


# --- coverage ---------------------------------------------------------------------------------------------------------
def falls_short(case: PlatformApplication, now: dt.datetime) -> bool:
    """Whether its list, as its cinemas stand today, is below the floor."""
    return case.cinema_sheet is not None and bool(_short([case], now))


def _short(cases: list[PlatformApplication], now: dt.datetime) -> set[int]:
    """Of these, all with a list, those whose list is below the floor of their campaign."""
    figures = figures_now([case.cinema_sheet for case in cases], timezone.localdate(now))
    short = set()
    for case in cases:
        cinemas, counties = figures[case.cinema_sheet_id]
        if cinemas < case.campaign.cinema_minimum or counties < case.campaign.counties_needed:
            short.add(case.pk)
    return short


def look_at_coverage(now: dt.datetime) -> int:
    """Qualified platforms whose list fell below the floor, or meets it again. How many. Three statements, for any
    number of platforms; one where there is none."""
    cases = PlatformApplication.objects.filter(state=QUALIFIED, cinema_sheet__isnull=False)
    cases = list(cases.select_related("campaign", "cinema_sheet"))
    if not cases:
        return 0
    noted, short = _noted(cases), _short(cases, now)
    return sum(_note(case, case.pk in short, now) for case in cases if (case.pk in short) != (case.pk in noted))


def _noted(cases: list[PlatformApplication]) -> set[int]:
    """Those of which it is known already."""
    running = Clock.objects.filter(case__in=[case.pk for case in cases], name="coverage", ended_at__isnull=True)
    return set(running.values_list("case", flat=True))


def _note(case: PlatformApplication, short: bool, now: dt.datetime) -> bool:
    """False where somebody works on the case, which comes next time, or another sweep was here first."""
    act = "note_shortfall" if short else "note_mended"
    try:
        door.perform(case.pk, act, by=CLOCK_ACTOR, key=f"{act}:{case.pk}:{case.last_seq}", at=now, skip_locked=True)
    except (Busy, Refused):
        return False
    return True
