"""How long a case keeps what was said in it, and by whom (PIPL art. 19, 47; LAW §9; R21).

One year after a case ended (campaign figure) the complainant's data are masked and papers of a person removed; after
three, the time within which a complaint may be brought at all, everything that anybody wrote or sent goes, and what
stays is that there was a case, when, about whom, and how it ended. Both are acts of the clock in the record, which
verifies as before: of words it holds an HMAC whose key goes with them.

Counted is from the end, or from the last thing that somebody wrote after it (P56). What an open case needs stays while
that one is open, and what a lead holds for a proceeding stays until it is released.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .acts import CLOCK, COMPLAINANT, HANDLER, LEAD, OFFICE, Context, NotOffered, act
from .stages import FINAL

if TYPE_CHECKING:
    from .actors import Actor
    from .models import Case

MASK, ERASE = "mask_data", "erase_data"
HOLD, RELEASE = "hold_data", "release_hold"
# However long the figures are: so that one that was shortened is heeded, and what was needed is asked for again.
LOOK_AGAIN = dt.timedelta(days=30)


def is_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return NotOffered(_("The case is still open.")) if case.is_open else None


def something_is_kept(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return NotOffered(_("There is nothing left to keep.")) if case.kept == case.Kept.ERASED else None


def not_held(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return NotOffered(_("It is on hold already.")) if case.hold_seq else None


def held(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.hold_seq else NotOffered(_("It is not on hold."))


def due(name: str) -> Any:
    def guard(case: Any, actor: Actor, now: dt.datetime) -> object | None:
        return None if look(case, now).act == name else _("It must be kept for longer.")

    return guard


class KeepingActs(models.Model):
    """Mixed into `Case`. Each is a step, possible also where nothing else is any more."""

    class Meta:
        abstract = True

    @act(
        label=_("Hold the data"),
        done=_("put a hold on the data of the case"),
        by=(LEAD,),
        tells=(HANDLER,),
        shown_to=(OFFICE, COMPLAINANT),
        public=_("What you told us is kept for longer than usual, because a proceeding needs it."),
        words_to=(OFFICE,),
        form="ReasonForm",
        guards=(something_is_kept, not_held),
        lasts=FINAL,
        icon="archive",
    )
    def hold_data(self, ctx: Context) -> None:
        """For a court, an authority, a penalty: nothing is masked or erased until it is released."""
        self.hold_seq = ctx.seq

    @act(
        label=_("Release the hold"),
        done=_("released the hold on the data of the case"),
        by=(LEAD,),
        tells=(HANDLER,),
        shown_to=(OFFICE, COMPLAINANT),
        public=_("What you told us is no longer kept for longer than usual."),
        words_to=(OFFICE,),
        form="ReasonForm",
        guards=(held,),
        lasts=FINAL,
        icon="archive",
    )
    def release_hold(self, ctx: Context) -> None:
        """What is due by now happens at the clock's next round."""
        self.hold_seq, self.forget_at = 0, ctx.now

    @act(
        label=_("Mask the data"),
        done=_("masked the data of the %(filer)s: the time for keeping them is over"),
        by=(CLOCK,),
        shown_to=(OFFICE, COMPLAINANT),
        public=_("Your name and the ways to reach you were masked: the time for keeping them is over."),
        guards=(is_over, due(MASK)),
        writes=lambda ctx: _mask(ctx),
        keeps_version=True,
        lasts=FINAL,
        hidden=True,
        icon="eye-slash",
    )
    def mask_data(self, ctx: Context) -> None:
        self._kept_now(self.Kept.MASKED, ctx.now + LOOK_AGAIN)

    @act(
        label=_("Erase the data"),
        done=_("erased what was written and sent in the case: the time for keeping it is over"),
        by=(CLOCK,),
        shown_to=(OFFICE, COMPLAINANT),
        public=_(
            "What you told and sent us was erased: the time for keeping it is over. What stays is that there was a "
            "case, and how it ended."
        ),
        guards=(is_over, due(ERASE)),
        writes=lambda ctx: _erase(ctx),
        keeps_version=True,
        lasts=FINAL,
        hidden=True,
        icon="trash",
    )
    def erase_data(self, ctx: Context) -> None:
        self._kept_now(self.Kept.ERASED, None)

    def _kept_now(self, kept: str, look_at: dt.datetime | None) -> None:
        self.kept, self.forget_at = kept, look_at
        # Whoever cannot be reached any more need not be called.
        self.unreached_seq, self.reach_at = 0, None


def _mask(ctx: Context) -> None:
    from . import erasing

    ctx.end_ask("NotReached")
    erasing.mask(ctx.case)


def _erase(ctx: Context) -> None:
    from . import erasing

    ctx.end_ask("NotReached")
    erasing.erase(ctx.case)


# --- when -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Look:
    """What time does to what a case keeps: `act` ("" nothing), and when to look again (None: when somebody acts)."""

    act: str
    again_at: dt.datetime | None


def follow(case: Case, *, moved: bool, said: bool, now: dt.datetime) -> None:
    """What an act means for the keeping of the case. `moved`: it changed the stage; `said`: something was written."""
    later = now + LOOK_AGAIN
    if case.is_open or case.hold_seq:
        case.forget_at = None
    elif moved:
        case.forget_at = later
    elif said:
        # Also in a case that was erased before: what is new in it goes in its turn.
        case.forget_at = min(case.forget_at or later, later)


def act_at(case: Case, now: dt.datetime) -> str:
    """The clock's act on what this case keeps that is due at `now`, "" for none: then the day to look again is put
    down, unless somebody acted meanwhile."""
    found = look(case, now)
    if not found.act:
        type(case).objects.filter(pk=case.pk, forget_at=case.forget_at).update(forget_at=found.again_at)
    return found.act


def look(case: Case, now: dt.datetime) -> Look:
    """What is due at `now`, from the rows and the record."""
    from . import erasing

    if case.is_open or case.hold_seq:
        return Look("", None)
    days = days_of(case)
    if case.kept != case.Kept.WHOLE or not erasing.can_be_masked(case):
        del days[MASK]
    over = next((name for name in (ERASE, MASK) if name in days and days[name] <= now), "")
    if over and not is_needed(case):
        return Look(over, None)
    return Look("", now + LOOK_AGAIN if over else min(now + LOOK_AGAIN, *days.values()))


def days_of(case: Case) -> dict[str, dt.datetime]:
    """When the data of a case that is over are masked and erased, by the name of the act; one statement."""
    start, figures = _counted_from(case), case.campaign
    return {MASK: years_after(start, figures.mask_years), ERASE: years_after(start, figures.erase_years)}


def years_after(moment: dt.datetime, years: int) -> dt.datetime:
    """The same day so many years later; of 29 February, 1 March where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def is_needed(case: Case) -> bool:
    """Whether an open case needs what was said in this one."""
    from .door import load
    from .kinds import kind_of

    waiting = case.awaited_by.filter(ended_at=None, waiting__holder__isnull=False)
    return waiting.exists() or kind_of(case).needed_by(load(case.pk, case.kind)).exists()


def _counted_from(case: Case) -> dt.datetime:
    """The end, or the last thing written after it; a hold ends as if it had never been."""
    written = case.events.filter(text__isnull=False).exclude(name__in=(HOLD, RELEASE)).order_by("-seq")
    last = written.values_list("at", flat=True).first()
    return max(case.closed_at, last or case.closed_at)
